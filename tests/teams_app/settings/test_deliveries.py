"""What administrators see of messages in Teams."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from core.domain.person import Person
from core.domain.teams_delivery import DeliveryState, Purpose, TeamsDelivery
from core.services.teams.ledger import A_PAGE, SHOWN
from teams_app.settings.deliveries import REASONS, STATES

PAGE = "/settings/teams/deliveries"


@pytest.fixture
def sent(hub, desk, made):
    """Puts messages to a new person into the ledger."""
    now = hub.clock.now()

    def sent(name, count=1, **values):
        person = Person(
            id=uuid4(),
            organization_id=made.organization_id,
            name=name,
            created_at=now,
            updated_at=now,
        )
        one = TeamsDelivery(
            id=uuid4(),
            organization_id=made.organization_id,
            teams_tenant_id=made.id,
            person_id=person.id,
            purpose=Purpose.NEWS,
            about={"news": "secret-id"},
            key="",
            due_at=now,
            created_at=now,
        )
        with hub.storage.tenant(made.organization_id) as work:
            work.people.save(person)
            work.teams_deliveries.add_many(
                [
                    replace(one, id=uuid4(), key=f"{name}-{number}", **values)
                    for number in range(count)
                ]
            )

    return sent


def test_the_section_leads_there_once_there_is_a_tenant(desk, hub):
    assert PAGE not in desk.get("/settings/teams/").text


def test_there_is_nothing_yet(desk, made):
    assert PAGE in desk.get("/settings/teams/").text
    assert "No messages were written" in desk.get(PAGE).text


def test_counts_and_names_only_of_what_did_not_arrive(desk, sent):
    sent("Ada", 3, state=DeliveryState.SENT)
    sent("Ben", state=DeliveryState.FELL_BACK, reason="blocked")
    sent("", state=DeliveryState.REFUSED, reason="BotDisabled")
    page = desk.get(PAGE).text
    assert "They blocked the app" in page
    assert "BotDisabled" in page
    assert ">3<" in page
    assert "Ben" in page
    assert "Without a name" in page
    assert "Ada" not in page
    assert "secret-id" not in page


def test_only_of_the_last_days(hub, desk, sent):
    sent("Ada", state=DeliveryState.SENT, created_at=hub.clock.now() - SHOWN - timedelta(days=1))
    assert "No messages were written" in desk.get(PAGE).text


def test_several_tenants_are_told_apart(hub, desk, made, sent):
    sent("Ada", state=DeliveryState.SENT)
    other = "aaaaaaaa-0000-0000-0000-00000000000a"
    assert made.tenant not in desk.get(PAGE).text
    hub.teams.tenants.add(desk.actor, other, other, "Abc8Q~another-secret-value")
    assert made.tenant in desk.get(PAGE).text


def test_many_are_on_several_pages(desk, sent):
    sent("Ben", A_PAGE + 1, state=DeliveryState.UNSURE)
    first, second = desk.get(PAGE).text, desk.get(f"{PAGE}?page=2").text
    assert first.count("Ben") == A_PAGE
    assert second.count("Ben") == 1
    assert f"{PAGE}?page=2" in first
    assert f"{PAGE}?page=1" in second
    assert "Older" not in second
    assert desk.get(f"{PAGE}?page=-3").text.count("Ben") == A_PAGE


def test_others_see_nothing(stranger, sent):
    sent("Ben", state=DeliveryState.FELL_BACK, reason="blocked")
    assert "Ben" not in stranger.get(PAGE).text


def test_every_state_has_its_words():
    assert set(STATES) == set(DeliveryState)
    assert all(str(word) for word in (*STATES.values(), *REASONS.values()))
