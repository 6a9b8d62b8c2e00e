"""Taking a step back, and when that is too late."""

from dataclasses import replace

import pytest

from core.domain.match import EndReason, MatchState
from core.domain.program import Role
from core.errors import ConflictError, NotFoundError
from core.services.requests.steps import event, step
from tests.core.services.requests.lists import names


@pytest.fixture
def ben(campus):
    return campus.mentor("Ben")


def sent(campus, mia, *mentors):
    for mentor in mentors:
        campus.choices.add(mia, mentor.person_id)
    return campus.choices.send(mia).asked[0].match


def state(campus, actor, match):
    return campus.requests.view(actor, match.id).match.state


def test_an_undone_no_is_a_request_again_and_nobody_else_is_asked(campus, mia, ada, ben):
    match = sent(campus, mia, ada, ben)
    campus.clock.advance(days=2)
    campus.requests.decline(ada, match.id)
    assert campus.undo.possible(ada, match.id)
    campus.clock.advance(hours=24)

    undone = campus.undo.undo(ada, match.id)

    assert (undone.state, undone.end_reason) == (MatchState.OFFERED, None)
    assert undone.answer_by == campus.clock.now() + (match.answer_by - match.created_at)
    now = campus.choices.mine(mia)
    assert (names(now.asked), names(now.next), now.passed) == (["Ada"], ["Ben"], ())
    (instead,) = [view.match for view in campus.requests.mine(ben)]
    assert instead.end_reason is EndReason.WITHDRAWN
    assert "open again" in campus.told(mia)[-1]
    *_, no, back = campus.history(match.id)
    assert (back.before, back.after, back.undoes) == (no.after, no.before, no.version)
    campus.requests.accept(ada, match.id)


def test_an_undone_withdrawal_comes_back_to_the_list(campus, mia, ada):
    match = sent(campus, mia, ada)
    campus.requests.withdraw(mia, match.id)
    campus.undo.undo(mia, match.id)
    now = campus.choices.mine(mia)
    assert names(now.asked) == ["Ada"]
    assert now.search is not None
    assert "open again" in campus.told(ada)[-1]


def test_an_undone_end_is_a_match_again(campus, mia, ada, ben):
    match = campus.match(mia, ada)
    campus.requests.end(ada, match.id)
    other = campus.requests.ask(mia, ben.person_id)
    undone = campus.undo.undo(ada, match.id)
    assert undone.state is MatchState.ACCEPTED
    assert campus.requests.view(mia, other.id).match.end_reason is EndReason.PLACED
    assert "goes on" in campus.told(mia)[-1]


def test_later_can_be_undone_too(campus, mia, ada):
    match = sent(campus, mia, ada)
    campus.requests.later(ada, match.id, 3)
    campus.undo.undo(ada, match.id)
    assert names(campus.choices.mine(mia).asked) == ["Ada"]


def test_what_somebody_asked_themselves_stays_asked(campus, mia, ada, ben):
    match = sent(campus, mia, ada)
    campus.requests.decline(ada, match.id)
    own = campus.requests.ask(mia, ben.person_id)
    campus.undo.undo(ada, match.id)
    assert state(campus, ben, own) is MatchState.OFFERED


def test_only_who_did_it_may_undo_it(campus, mia, ada, ben):
    match = sent(campus, mia, ada)
    campus.requests.decline(ada, match.id)
    for actor in (mia, ben, campus.teacher()):
        assert not campus.undo.possible(actor, match.id)
        with pytest.raises(NotFoundError):
            campus.undo.undo(actor, match.id)
    with pytest.raises(NotFoundError):
        campus.undo.undo(ada, campus.entropy.uuid())


def test_after_a_day_it_is_too_late(campus, mia, ada):
    match = sent(campus, mia, ada)
    campus.requests.decline(ada, match.id)
    campus.clock.advance(hours=24, seconds=1)
    assert not campus.undo.possible(ada, match.id)
    with pytest.raises(ConflictError, match="cannot be undone"):
        campus.undo.undo(ada, match.id)


def test_an_undo_is_not_undone_and_a_yes_neither(campus, mia, ada):
    match = sent(campus, mia, ada)
    campus.requests.decline(ada, match.id)
    campus.undo.undo(ada, match.id)
    with pytest.raises(ConflictError):
        campus.undo.undo(ada, match.id)
    campus.requests.accept(ada, match.id)
    with pytest.raises(ConflictError):
        campus.undo.undo(ada, match.id)


@pytest.mark.parametrize("taken", ["the mentor's place", "the mentee", "the mentor left"])
def test_a_place_that_was_given_away_is_not_taken_back(campus, mia, ada, ben, taken):
    match = sent(campus, mia, ada, ben)
    campus.requests.decline(ada, match.id)
    if taken == "the mentor's place":
        campus.match(campus.mentee("Ole"), ada)
    elif taken == "the mentee":
        campus.requests.accept(ben, campus.choices.mine(mia).asked[0].match.id)
    else:
        campus.participations.leave(ada, Role.MENTOR)
    with pytest.raises(ConflictError, match="given to somebody else"):
        campus.undo.undo(ada, match.id)
    assert state(campus, ada, match) is MatchState.ENDED


def test_an_end_cannot_be_undone_when_another_match_began(campus, mia, ada, ben):
    match = campus.match(mia, ada)
    campus.requests.end(mia, match.id)
    campus.match(mia, ben)
    with pytest.raises(ConflictError, match="given to somebody else"):
        campus.undo.undo(mia, match.id)


def test_a_new_request_to_the_same_mentor_is_in_the_way(campus, mia, ada):
    match = sent(campus, mia, ada)
    campus.requests.withdraw(mia, match.id)
    campus.requests.ask(mia, ada.person_id)
    with pytest.raises(ConflictError, match="already have an open match"):
        campus.undo.undo(mia, match.id)


def test_matches_of_a_group_take_no_place_and_are_not_undone(campus, mia, ada, ben):
    match = campus.match(mia, ada)
    with campus.storage.tenant(campus.organization.id) as work:
        grouped = replace(match, group_id=campus.entropy.uuid())
        work.matches.own("matches")[match.id] = grouped
    assert names(campus.choices.add(mia, ben.person_id).next) == ["Ben"]
    campus.requests.accept(ben, campus.choices.send(mia).asked[0].match.id)
    campus.requests.end(mia, match.id)
    assert not campus.undo.possible(mia, match.id)
    assert not campus.undo.possible(mia, campus.entropy.uuid())
    with pytest.raises(ConflictError, match="join it again"):
        campus.undo.undo(mia, match.id)


def test_managers_undo_what_they_approved(campus, mia, ada):
    asked = campus.requests.ask(mia, ada.person_id)
    campus.requests.withdraw(mia, asked.id)
    teacher = campus.teacher()
    with campus.storage.tenant(campus.organization.id) as work:
        proposed = replace(asked, id=campus.entropy.uuid(), state=MatchState.PROPOSED)
        work.matches.add(proposed)
        work.matches.record(event(proposed, None, None))
        step(work, proposed, MatchState.APPROVED, teacher, campus.clock)
    assert campus.undo.undo(teacher, proposed.id).state is MatchState.PROPOSED
    assert campus.told(mia) == []
