from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.match import (
    OCCUPYING_STATES,
    OPEN_STATES,
    TRANSITIONS,
    EndReason,
    Match,
    MatchEvent,
    MatchState,
    Mover,
)
from core.domain.match_steps import STEPS, UNDO_WITHIN
from core.errors import ConflictError, InvalidInputError
from core.sentence import sentence

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MENTEE, MENTOR, MANAGER = (UUID(int=n) for n in (4, 5, 6))
DOCS = Path(__file__).parents[3] / "docs" / "reference" / "matches.md"


def a_match(state, **values):
    return Match(
        id=UUID(int=1),
        organization_id=UUID(int=2),
        program_id=UUID(int=3),
        mentee_id=MENTEE,
        mentor_id=MENTOR,
        state=state,
        created_at=NOW,
        updated_at=NOW,
        **values,
    )


def a_step(before, after, reason=None, **values):
    return MatchEvent(
        **{
            "match_id": UUID(int=1),
            "organization_id": UUID(int=2),
            "version": 2,
            "at": NOW,
            "actor_id": MENTOR,
            "before": before,
            "after": after,
            "end_reason": reason,
            **values,
        }
    )


@given(st.sampled_from(MatchState), st.sampled_from(MatchState))
def test_a_match_moves_only_along_the_machine(before, after):
    match = a_match(before)
    if after in TRANSITIONS[before]:
        moved = match.moved(after, NOW)
        assert (moved.state, moved.version) == (after, 2)
    else:
        with pytest.raises(ConflictError, match="where it stands"):
            match.moved(after, NOW)


def test_every_state_is_reachable_and_final_ones_are_final():
    reached = {MatchState.PROPOSED}
    while more := {a for b in reached for a in TRANSITIONS[b]} - reached:
        reached |= more
    assert reached == set(MatchState)
    assert OCCUPYING_STATES < OPEN_STATES
    assert not any(TRANSITIONS[s] for s in (MatchState.COMPLETED, MatchState.ENDED))


def test_every_end_has_a_reason_and_nothing_else_has():
    assert all((s.after is MatchState.ENDED) == (s.reason is not None) for s in STEPS)
    assert len({(s.before, s.after, s.reason) for s in STEPS}) == len(STEPS)


def test_the_documented_table_is_the_one_that_holds():
    rows = [
        f"| {s.before.value} | {s.after.value} | {s.reason.value if s.reason else ''} "
        f"| {', '.join(m.value for m in Mover if m in s.movers)} | {'yes' if s.undo else ''} |"
        for s in STEPS
    ]
    assert "\n".join(rows) in DOCS.read_text()


def test_who_somebody_is_to_a_match():
    match = a_match(MatchState.OFFERED)
    movers = [match.mover(who) for who in (None, MENTEE, MENTOR, MANAGER)]
    assert movers == [Mover.RULE, Mover.MENTEE, Mover.MENTOR, Mover.MANAGER]


def test_an_undone_match_is_what_it_was():
    clock = {"answer_by": NOW, "note": "Hello", "score": 0.5}
    before = a_match(MatchState.OFFERED, **clock)
    ended = before.moved(MatchState.ENDED, NOW, EndReason.DECLINED)
    step = a_step(MatchState.OFFERED, MatchState.ENDED, EndReason.DECLINED)
    undone = ended.undone(step, NOW)
    assert (undone.state, undone.end_reason, undone.version) == (MatchState.OFFERED, None, 3)
    assert (undone.note, undone.score, undone.answer_by) == ("Hello", 0.5, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 1},
        {"actor_id": None},
        {"undoes": 1},
        {"at": NOW - UNDO_WITHIN - timedelta(seconds=1)},
        {"end_reason": EndReason.EXPIRED},
        {"before": None},
    ],
)
def test_what_cannot_be_undone(changes):
    ended = a_match(MatchState.OFFERED).moved(MatchState.ENDED, NOW, EndReason.DECLINED)
    told = {"reason": changes.pop("end_reason", EndReason.DECLINED)}
    before = changes.pop("before", MatchState.OFFERED)
    with pytest.raises(ConflictError, match="cannot be undone"):
        ended.undone(a_step(before, MatchState.ENDED, **told, **changes), NOW)


@pytest.mark.parametrize(("days", "hours"), [(1, [12]), (2, [24]), (3, [36, 48]), (14, [168, 312])])
def test_the_clock_reminds_half_way_and_a_day_before(days, hours):
    match = a_match(MatchState.OFFERED).clocked(NOW, days, reminders=True)
    assert match.answer_by == NOW + timedelta(days=days)
    reminders = []
    while match.remind_at is not None:
        reminders.append(match.remind_at - NOW)
        match = match.reminded(match.remind_at)
    assert reminders == [timedelta(hours=hour) for hour in hours]
    quiet = a_match(MatchState.OFFERED).clocked(NOW, days, reminders=False)
    assert (quiet.answer_by, quiet.remind_at) == (match.answer_by, None)
    assert quiet.moved(MatchState.ACCEPTED, NOW).remind_at is None


def test_errors_and_sentences_carry_their_values():
    error = InvalidInputError("Row %(row)s is wrong.", {"a": [sentence("b")]}, row=3)
    assert str(error) == "Row 3 is wrong."
    assert str(error.fields["a"][0]) == "b"
