"""A mentee's list: putting it together and sending it."""

import pytest

from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from tests.core.services.requests.lists import names


class TestPuttingItTogether:
    def test_nothing_is_sent_before_it_is_sent(self, campus, mia, three):
        for mentor in three:
            draft = campus.choices.add(mia, mentor.person_id)
        assert names(draft.next) == ["Ada", "Ben", "Cleo"]
        assert (draft.search, draft.asked, draft.room) == (None, (), 2)
        assert draft.has(three[0].person_id)
        assert campus.requests.mine(mia) == []
        campus.take_turns()
        assert campus.requests.mine(mia) == []

    @pytest.mark.parametrize(
        ("who", "places", "order"),
        [
            (2, -1, ["Ada", "Cleo", "Ben"]),
            (0, 1, ["Ben", "Ada", "Cleo"]),
            (0, -1, ["Ada", "Ben", "Cleo"]),
            (1, 9, ["Ada", "Cleo", "Ben"]),
            (2, -9, ["Cleo", "Ada", "Ben"]),
        ],
    )
    def test_the_order_is_changed_by_steps(self, campus, mia, three, who, places, order):
        for mentor in three:
            campus.choices.add(mia, mentor.person_id)
        changed = campus.choices.move(mia, three[who].person_id, places)
        assert names(changed.next) == order
        assert names(campus.choices.mine(mia).next) == order

    def test_adding_again_changes_the_note(self, campus, mia, three):
        campus.choices.add(mia, three[0].person_id, "First", score=0.7)
        changed = campus.choices.add(mia, three[0].person_id, " Second ", score=0.1)
        (entry,) = changed.entries
        assert (entry.choice.note, entry.choice.score) == ("Second", 0.7)

    def test_taking_off(self, campus, mia, three):
        for mentor in three:
            campus.choices.add(mia, mentor.person_id)
        assert names(campus.choices.remove(mia, three[1].person_id).next) == ["Ada", "Cleo"]
        with pytest.raises(NotFoundError, match="not on your list"):
            campus.choices.remove(mia, three[1].person_id)
        with pytest.raises(NotFoundError):
            campus.choices.move(mia, three[1].person_id, 1)

    def test_five_fit(self, campus, mia):
        for number in range(5):
            campus.choices.add(mia, campus.mentor(f"Mentor {number}").person_id)
        with pytest.raises(ConflictError, match="Your list has 5 mentors"):
            campus.choices.add(mia, campus.mentor("One more").person_id)

    def test_who_cannot_be_put_on_it(self, campus, mia, three):
        ada, ben, cleo = three
        campus.participations.update(ada, Role.MENTOR, paused=True)
        campus.profiles.save(
            ben, Profile(person_id=ben.person_id, avoid=frozenset({mia.person_id}))
        )
        campus.match(campus.mentee("Ole"), cleo)
        told = set()
        for mentor in three:
            with pytest.raises(ConflictError) as refused:
                campus.choices.add(mia, mentor.person_id)
            told.add(str(refused.value))
        assert told == {"This mentor takes no new mentees now. Please choose another one."}
        with pytest.raises(NotFoundError):
            campus.choices.add(mia, campus.mentee("Eve").person_id)
        with pytest.raises(ForbiddenError):
            campus.choices.add(campus.person("Zoe"), ada.person_id)
        with pytest.raises(InvalidInputError):
            campus.choices.add(mia, campus.mentor("Dan").person_id, "x" * 2001)

    def test_what_cannot_be_sent(self, campus, mia, three):
        with pytest.raises(ConflictError, match="at least one mentor"):
            campus.choices.send(mia)
        campus.choices.add(mia, three[0].person_id)
        campus.participations.update(mia, Role.MENTEE, paused=True)
        with pytest.raises(ConflictError, match="You have paused"):
            campus.choices.send(mia)

    def test_outside_a_programme_there_is_none(self, campus):
        stray = campus.person("Zoe", program_id=None)
        assert campus.choices.mine(stray).entries == ()
