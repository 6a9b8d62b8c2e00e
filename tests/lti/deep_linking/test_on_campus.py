"""Our answers before the stand-in campus, in Moodle's dialect and in Canvas's.

It reads them strictly, keeps what the products keep, and launches what was kept.
"""

from types import SimpleNamespace

import pytest

from core.domain.activity import ActivityKind
from core.domain.actor import Actor
from core.domain.identifiers import ActivityId
from core.services.activities.activity_plans import ActivityPlan, planned
from lti.claims import read_message
from lti.deep_linking import DeepLinks
from tests.demo.by_the_book import INGRID, SEVERAL, TOBIAS, Teacher
from tests.demo.conftest import Browser
from tests.fakes.time_and_chance import FakeEntropy
from tests.lti.campus_services import CanvasPlace, MoodlePlace

PLACES = {
    "moodle": (MoodlePlace, INGRID, "ContentArea"),
    "canvas": (CanvasPlace, TOBIAS, SEVERAL),
    "canvas-form": (CanvasPlace, TOBIAS, "assignment_selection"),
}
PLANS = [
    ActivityPlan(kind=ActivityKind.MEETINGS, title="Meet <often>", target=3, points=10.0),
    ActivityPlan(kind=ActivityKind.REFLECTION, title="Look back", instructions="Think.\nWrite."),
]


@pytest.fixture(params=PLACES)
def desk(request, tmp_path):
    """A teacher whom the campus asks, and our side of it."""
    kind, course, where = PLACES[request.param]
    place = kind(tmp_path)
    entropy = FakeEntropy()
    with place.storage.platform() as work:
        work.registrations.save(place.registration)
    teacher = Teacher(Browser(place.app.test_client()))
    asked = teacher.ask(course, where)
    message = read_message(asked)
    actor = Actor(
        organization_id=place.registration.organization_id,
        person_id=entropy.uuid(),
        registration_id=place.registration.id,
        context_id=message.context_id,
        manages=True,
    )
    links = DeepLinks(place.storage, place.clock, entropy, place.keyring, "https://hub.example.edu")
    facts = SimpleNamespace(registration=place.registration)
    path = links.remember(SimpleNamespace(message=message, facts=facts), actor)
    return SimpleNamespace(
        actor=actor,
        asked=asked,
        course=course,
        entropy=entropy,
        links=links,
        several=message.settings.accept_multiple,
        teacher=teacher,
        token=path.partition("request=")[2],
    )


def test_it_takes_what_was_chosen_and_launches_it(desk):
    plans = PLANS if desk.several else PLANS[:1]

    def store(_actor, chosen):
        return [ActivityId(desk.entropy.uuid()) for _ in chosen]

    answer = desk.links.answer(desk.actor, desk.token, plans, store, "Chosen.")
    assert (
        answer.return_url
        == (
            desk.asked["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"][
                "deep_link_return_url"
            ]
        )
    )
    page = desk.teacher.post(desk.asked, answer.token)
    assert page.status_code == 200, page.text
    assert "Chosen." in page.text
    assert "Meet &lt;often&gt;" in page.text
    if "/save" in page.text:
        save = page.text.split('action="')[1].split('"')[0]
        desk.teacher.browser.client.post(save)
    links = desk.teacher.links(desk.course)
    assert len(links) == len(plans)
    launched = [read_message(desk.teacher.browser.launch(link)) for link in links]
    told = [
        planned(message.custom, message.resource_link_title, message.resource_link_description)
        for message in launched
    ]
    assert [(plan.kind, plan.title, plan.target, plan.points) for plan in told] == [
        (plan.kind, plan.title, plan.target, plan.points) for plan in plans
    ]


def test_it_takes_that_nothing_was_chosen(desk):
    answer = desk.links.send_nothing(desk.actor, desk.token, msg="Nothing.", errormsg="Sorry.")
    page = desk.teacher.post(desk.asked, answer.token)
    assert page.status_code == 200
    assert ("Nothing." in page.text, "Sorry." in page.text) == (True, True)
    assert desk.teacher.links(desk.course) == []


def test_it_takes_an_answer_once(desk):
    answer = desk.links.send_nothing(desk.actor, desk.token)
    assert desk.teacher.post(desk.asked, answer.token).status_code == 200
    assert desk.teacher.post(desk.asked, answer.token).status_code == 400
