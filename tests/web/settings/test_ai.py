"""The section "ai": what computes scores, in each programme of the organization."""

import re
from uuid import UUID

import pytest

from core.domain.learned_belief import LearnedBelief
from core.domain.organization import Organization
from core.domain.program import Program
from tests.fakes.encoder import FakeEncoder
from tests.web.hub import ORGANIZATION, PROGRAM
from tests.web.pages.pages_hub import PagesHub
from web.pages import pages
from web.settings import settings_blueprint
from web.settings.ai import ai_section
from web.signin import signin

AI = "/settings/ai/"
OTHERS, LAW, ELSEWHERE = UUID(int=97_001), UUID(int=97_002), UUID(int=97_003)
MEASURED = {"accuracy": 0.684, "low": 0.61, "high": 0.75}


@pytest.fixture
def hub():
    return PagesHub(blueprints=[pages, signin, settings_blueprint([ai_section()])])


def learn(hub, program_id=PROGRAM, organization_id=ORGANIZATION, **figures):
    with hub.storage.tenant(organization_id) as work:
        work.learned_beliefs.save(
            LearnedBelief(
                program_id=program_id,
                learned_at=hub.clock.now(),
                outcomes=140,
                mentees=31,
                mentors=17,
                model="{}",
                **figures,
            )
        )


def add_program(hub, program_id, name, organization_id=ORGANIZATION):
    with hub.storage.tenant(organization_id) as work:
        work.programs.save(
            Program(
                id=program_id,
                organization_id=organization_id,
                name=name,
                created_at=hub.clock.now(),
            )
        )


def rows(hub, actor):
    """What the page says of each programme, by its name."""
    page = hub.browser(actor).get(AI).text
    table = page.split('id="learned"')[1].split("</section>")[0]
    found = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", told).split()) for name, told in found}


def test_it_says_which_model_reads_texts_and_what_is_never_used(hub, administrator):
    page = hub.browser(administrator).get(AI).text
    assert f">{FakeEncoder.model}<" in page
    assert "No text is sent to another service" in page
    assert "No generative language model is used" in page
    assert "Gender, age, ethnicity, migration and disability." in page
    assert 'href="/app/how-matching-works"' in page


def test_how_matching_works_speaks_of_no_programme_to_who_is_in_none(hub, administrator):
    page = hub.browser(administrator).get("/app/how-matching-works").text
    assert "this programme" not in page
    assert f'href="{AI}"' in page
    mentee = hub.browser(hub.person()).get("/app/how-matching-works").text
    assert "in this programme" in mentee
    assert AI not in mentee


def test_each_programme_is_cold_or_says_from_what_it_learned(hub, administrator):
    add_program(hub, LAW, "Law")
    learn(hub, **MEASURED)
    told = rows(hub, administrator)
    assert told["Law"] == "Stated assumptions (cold) Not measured"
    assert told["Peers"].startswith("Learned, ")
    assert "Outcomes: 140 · Mentees: 31 · Mentors: 17" in told["Peers"]
    assert told["Peers"].endswith("68 of 100 (between 61 and 75, with 95 % certainty)")


def test_without_accuracy_it_claims_none(hub, administrator):
    learn(hub)
    assert rows(hub, administrator)["Peers"].endswith("Too few outcomes to say")


def test_nothing_of_another_organization_is_told(hub, administrator):
    with hub.storage.platform() as work:
        work.organizations.save(
            Organization(id=OTHERS, slug="others", name="Others", created_at=hub.clock.now())
        )
    add_program(hub, ELSEWHERE, "Elsewhere", OTHERS)
    learn(hub, ELSEWHERE, OTHERS, **MEASURED)
    assert rows(hub, administrator) == {"Peers": "Stated assumptions (cold) Not measured"}


def test_an_organization_without_programmes(hub, administrator):
    hub.storage.tables.table(f"{ORGANIZATION}/programs").clear()
    assert "There is no programme yet." in hub.browser(administrator).get(AI).text


@pytest.mark.parametrize("rights", [{}, {"manages": True}, {"administers": True}])
def test_only_administrators_see_it(hub, rights):
    browser = hub.browser(hub.person(**rights))
    assert browser.get(AI).status_code == 403
