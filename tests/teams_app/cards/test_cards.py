"""Cards that the notifier sends, each in every state and language."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.activity import Activity, ActivityKind, Work, WorkState
from core.domain.course import Course
from core.domain.notification import Notification
from core.domain.program import ProgramManager
from core.domain.teams_delivery import Purpose, TeamsDelivery
from core.sentence import sentence
from teams_app.cards.builders import card_builders
from teams_app.cards.subjects import KINDS
from teams_app.cards.verbs import Verb
from tests.teams_app.bot.partner import ORGANIZATION, teams_tenant
from tests.teams_app.cards.checks import button, check, verbs, words
from tests.teams_app.cards.pair import PROGRAM, Pair


@pytest.fixture
def pair():
    return Pair()


def told(pair, name, subject, locale="en", *, known=True):
    builders = card_builders(
        pair.services, lambda _id: teams_tenant() if known else None, "https://hub.test"
    )
    now, person = pair.clock.now(), pair.people[name]
    delivery = TeamsDelivery(
        id=UUID(int=1),
        organization_id=ORGANIZATION,
        teams_tenant_id=teams_tenant().id,
        person_id=person.id,
        purpose=Purpose.NEWS,
        key="k",
        due_at=now,
        created_at=now,
    )
    news = Notification(
        id=UUID(int=2),
        organization_id=ORGANIZATION,
        person_id=person.id,
        program_id=PROGRAM,
        sentence=sentence("Something happened."),
        page="/app/",
        subject=subject,
        created_at=now,
    )
    message = builders[subject.partition(":")[0]](delivery, person, news, locale)
    return message and check(message["attachments"][0]["content"])


def test_every_kind_has_a_builder(pair):
    assert set(card_builders(pair.services, None, "")) == KINDS


@pytest.mark.parametrize("locale", ["en", "de"])
def test_both_of_two_read_what_is_for_them(pair, locale):
    match = pair.matched()
    now = pair.clock.now()
    made = pair.services.appointments.propose(pair.arne, match.id, [now + timedelta(days=1)], 30)
    meeting = pair.services.meetings.log(pair.mira, match.id, now.date(), 30)
    subjects = (
        f"request:{match.id}",
        f"match:{match.id}",
        f"nudge:{match.id}",
        f"appointment:{made.id}",
        f"meeting:{meeting.id}",
    )
    for subject in subjects:
        for name in pair.people:
            assert words(told(pair, name, subject, locale))


def test_what_is_nobodys_or_over_is_not_told(pair):
    pair.matched()
    nothing = "00000000-0000-0000-0000-0000000000ff"
    for kind in KINDS - {"work", "digest"}:
        assert told(pair, "Mira", f"{kind}:{nothing}") is None
    assert told(pair, "Mira", f"digest:{PROGRAM}") is None  # she manages nothing
    assert told(pair, "Mira", f"nudge:{nothing}", known=False) is None
    assert "answered, or was taken back" in words(
        told(pair, "Odd_Arne", f"work:{nothing}/{nothing}")
    )


def test_managers_read_their_week(pair):
    pair.matched()
    with pair.bot.storage.tenant(ORGANIZATION) as work:
        work.program_managers.add(
            ProgramManager(
                organization_id=ORGANIZATION,
                program_id=PROGRAM,
                person_id=pair.arne.person_id,
                appointed_at=pair.clock.now(),
            )
        )
    card = told(pair, "Odd_Arne", f"digest:{PROGRAM}")
    assert "Your week in" in words(card)
    figures = next(e for e in card["body"] if e["type"] == "FactSet")["facts"]
    assert [fact["value"] for fact in figures] == ["1", "0", "0", "0", "0"]


def test_a_nudge_is_over_with_the_match(pair):
    match = pair.matched()
    pair.services.teams_choices.write(pair.mira, chat=True)
    card = told(pair, "Mira", f"nudge:{match.id}")
    assert "not met for a while" in words(card)
    assert "Paused until" in words(pair.pressed("Mira", button(card, Verb.PAUSE)))
    pair.services.requests.end(pair.mira, match.id)
    assert "This match is over" in words(told(pair, "Mira", f"nudge:{match.id}"))


def test_a_planned_meeting_that_is_over_is_told_with_one_press(pair):
    match, now = pair.matched(), pair.clock.now()
    made = pair.services.appointments.propose(pair.arne, match.id, [now + timedelta(hours=1)], 30)
    pair.services.appointments.choose(pair.mira, made.id, made.times[0])
    assert Verb.CALL_OFF in verbs(told(pair, "Mira", f"appointment:{made.id}"))
    pair.clock.advance(hours=3)
    card = told(pair, "Mira", f"appointment:{made.id}")
    assert "Did you?" in words(card)
    assert "asked to confirm" in words(pair.pressed("Mira", button(card, Verb.LOG_MEETING)))
    assert Verb.LOG_MEETING not in verbs(told(pair, "Mira", f"appointment:{made.id}"))


class TestWork:
    def handed_in(self, pair):
        match = pair.matched()
        registration, context, now = UUID(int=960), "course", pair.clock.now()
        course = Course(
            registration_id=registration,
            context_id=context,
            organization_id=ORGANIZATION,
            program_id=PROGRAM,
        )
        activity = Activity(
            id=UUID(int=961),
            origin_id=UUID(int=961),
            organization_id=ORGANIZATION,
            registration_id=registration,
            context_id=context,
            kind=ActivityKind.MILESTONE,
            title="A first *talk*",
            created_at=now,
        )
        work_done = Work(
            activity_id=activity.id,
            organization_id=ORGANIZATION,
            person_id=pair.mira.person_id,
            state=WorkState.SUBMITTED,
            text="I spoke about [fish](https://evil.test).",
            match_id=match.id,
            created_at=now,
            updated_at=now,
        )
        with pair.bot.storage.tenant(ORGANIZATION) as work:
            work.courses.save(course)
            work.activities.save(activity)
            work.works.add(work_done)
        return f"work:{activity.id}/{pair.mira.person_id}"

    def test_is_read_and_approved(self, pair):
        card = told(pair, "Odd_Arne", self.handed_in(pair))
        assert r"A first \*talk\*" in words(card)
        assert r"\[fish\]" in words(card)
        done = pair.pressed("Odd_Arne", button(card, Verb.APPROVE))
        assert "answered, or was taken back" in words(done)
        assert "answered" in words(pair.pressed("Odd_Arne", button(card, Verb.APPROVE)))

    def test_is_given_back_with_what_is_missing(self, pair):
        card = told(pair, "Odd_Arne", self.handed_in(pair))
        back = button(card, Verb.GIVE_BACK)
        body = pair.press("Odd_Arne", back, comment=" ")
        assert "Say what is missing" in body["value"]["message"]
        pair.pressed("Odd_Arne", back, comment="Say more about *why*.")
        # Two answers at once: the second learns that the first one counts.
        stale = pair.pressed("Odd_Arne", button(card, Verb.APPROVE))
        assert "changed this meanwhile" in words(stale)
        assert pair.press("Mira", back, comment="Mine")["statusCode"] == 400
