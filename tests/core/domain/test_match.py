from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.match import OCCUPYING_STATES, OPEN_STATES, TRANSITIONS, Match, MatchState
from core.errors import ConflictError, InvalidInputError
from core.sentence import sentence

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def a_match(state):
    return Match(
        id=UUID(int=1),
        organization_id=UUID(int=2),
        program_id=UUID(int=3),
        mentee_id=UUID(int=4),
        mentor_id=UUID(int=5),
        state=state,
        created_at=NOW,
        updated_at=NOW,
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


def test_errors_and_sentences_carry_their_values():
    error = InvalidInputError("Row %(row)s is wrong.", {"a": [sentence("b")]}, row=3)
    assert str(error) == "Row 3 is wrong."
    assert str(error.fields["a"][0]) == "b"
