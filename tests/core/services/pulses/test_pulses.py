from datetime import timedelta

import pytest

from core.domain.identifiers import PulseId
from core.domain.program import Role
from core.domain.pulse import LATER, Question, next_due
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.pulses.asking import PulseAsking
from core.services.pulses.picture import FEWEST, PulsePictures
from tests.contracts.meeting_world import pulse

FINE = {question.value: 4 for question in Question}


@pytest.fixture
def ada(campus):
    return campus.mentor(capacity=9)


def ask(campus):
    PulseAsking(campus.storage, campus.clock, campus.entropy).ask_pulses()


def asked(campus, actor):
    return campus.pulses.waiting(actor)


def picture(campus):
    return PulsePictures(campus.storage, campus.clock).of(campus.teacher())


def test_both_are_asked_in_the_programmes_rhythm_and_once(campus, mia, ada, match):
    ask(campus)
    assert asked(campus, mia) == []
    campus.clock.advance(days=7)
    ask(campus)
    ask(campus)
    (one,) = asked(campus, mia)
    assert (one.other.name, one.mentors) == ("Ada", True)
    (one,) = asked(campus, ada)
    assert (one.other.name, one.mentors, one.pulse.match_id) == ("Mia", False, match.id)
    assert campus.news(mia)[0].startswith("How is it going")
    assert campus.pulses.asked(ada, one.pulse.id) == one


def test_who_meets_several_people_is_told_once(campus, ada, match):
    campus.match(campus.mentee("Ben"), ada)
    campus.clock.advance(days=7)
    before = len(campus.news(ada))
    ask(campus)
    assert len(asked(campus, ada)) == 2
    assert len(campus.news(ada)) == before + 1


def test_a_programme_may_ask_more_rarely_or_nobody(campus, mia, match):
    campus.set_program(pulse_days=0)
    campus.clock.advance(days=30)
    ask(campus)
    assert asked(campus, mia) == []
    campus.set_program(pulse_days=28)
    ask(campus)
    assert len(asked(campus, mia)) == 1


def test_who_paused_is_not_asked(campus, mia, ada, match):
    campus.participations.update(mia, Role.MENTEE, paused=True)
    campus.clock.advance(days=7)
    ask(campus)
    assert asked(campus, mia) == []
    assert len(asked(campus, ada)) == 1


def test_who_does_not_answer_is_asked_more_rarely(campus, mia, match):
    for _ in range(2):
        campus.clock.advance(days=7)
        ask(campus)
    campus.clock.advance(days=7)
    ask(campus)
    assert asked(campus, mia) == []
    campus.clock.advance(days=7 * (LATER - 1))
    ask(campus)
    assert len(asked(campus, mia)) == 1


def test_answers_can_be_changed_until_it_closes(campus, mia, match):
    campus.clock.advance(days=7)
    ask(campus)
    (one,) = asked(campus, mia)
    told = campus.pulses.answer(mia, one.pulse.id, FINE)
    assert told.answers == dict.fromkeys(Question, 4)
    assert not told.low
    assert asked(campus, mia) == []
    assert campus.pulses.answer(mia, one.pulse.id, FINE) == told
    changed = campus.pulses.answer(mia, one.pulse.id, FINE | {"helps": 2})
    assert changed.low
    campus.clock.advance(days=7)
    with pytest.raises(ConflictError, match="closed"):
        campus.pulses.answer(mia, one.pulse.id, FINE)
    assert campus.pulses.answer(mia, one.pulse.id, FINE | {"helps": 2}) == changed


@pytest.mark.parametrize("wrong", [{}, FINE | {"next": 0}, FINE | {"next": 6}])
def test_every_question_wants_one_of_five(campus, mia, match, wrong):
    campus.clock.advance(days=7)
    ask(campus)
    (one,) = asked(campus, mia)
    with pytest.raises(InvalidInputError) as caught:
        campus.pulses.answer(mia, one.pulse.id, wrong)
    assert "next" in caught.value.fields


def test_nobody_answers_for_somebody_else(campus, mia, ada, match):
    campus.clock.advance(days=7)
    ask(campus)
    (one,) = asked(campus, mia)
    with pytest.raises(NotFoundError):
        campus.pulses.answer(ada, one.pulse.id, FINE)
    for somebody, key in ((ada, one.pulse.id), (mia, PulseId(campus.entropy.uuid()))):
        with pytest.raises(NotFoundError):
            campus.pulses.asked(somebody, key)


def test_managers_see_numbers_of_five_people_and_more(campus, ada):
    mentees = [campus.mentee(f"Mentee {number}") for number in range(FEWEST)]
    for mentee in mentees:
        campus.match(mentee, ada)
    campus.clock.advance(days=7)
    ask(campus)
    for number, mentee in enumerate(mentees):
        assert picture(campus).people is None
        assert picture(campus).questions == ()
        (one,) = asked(campus, mentee)
        campus.pulses.answer(mentee, one.pulse.id, FINE | {"helps": number % 2 + 4})
    seen = picture(campus)
    assert seen.people == FEWEST
    helps, reaches, _ = seen.questions
    # 4, 5, 4, 5, 4: mean 4.4, standard deviation 0.548, t(4) 2.776.
    assert helps.mean == pytest.approx(4.4)
    assert (helps.low, helps.high) == pytest.approx((3.72, 5.0), abs=0.01)
    assert (reaches.low, reaches.mean, reaches.high) == (4, 4, 4)
    campus.clock.advance(days=60)
    assert picture(campus).people is None
    with pytest.raises(ForbiddenError):
        PulsePictures(campus.storage, campus.clock).of(ada)


def test_silence_counts_only_when_it_is_long_enough(campus, mia, match):
    now, week = campus.clock.now(), timedelta(days=7)
    silent = [pulse(match, mia.person_id, asked_at=now - n * week) for n in range(2)]
    spoken = [silent[0], silent[1].answered(dict.fromkeys(Question, 3), silent[1].asked_at)]
    assert next_due(now, week, []) == now + week
    assert next_due(now, week, silent[:1]) == now + week
    assert next_due(now, week, spoken) == now + week
    assert next_due(now, week, silent) == now + LATER * week
