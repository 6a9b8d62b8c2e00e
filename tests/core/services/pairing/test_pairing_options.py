"""What may be asked of a pairing of two lists."""

from dataclasses import replace

import pytest

from core.engine.matching.assignment.problem import Objective
from core.services.pairing.options import GroupLimit, Options
from core.services.pairing.pairing import Entry, pair
from tests.fakes.encoder import FakeEncoder
from tests.fakes.matching import AT, someone


def entry(key, capacity=1, **profile):
    return Entry(id=key, name=key.title(), profile=someone(**profile), capacity=capacity)


def matched(pairing):
    return {found.mentee.id: found.mentor.id for found in pairing.pairs}


def run(mentors, mentees, **options):
    return pair(mentors, mentees, FakeEncoder(), AT, **options)


def words(*pairs):
    return [entry(key, skills_offered=(word,), skills_wanted=(word,)) for key, word in pairs]


class TestOptions:
    mentors = words(("law", "law"), ("art", "art"))
    mentees = words(("l", "law"), ("a", "art"))

    def paired(self, mentors=None, mentees=None, **options):
        chosen = mentors or self.mentors, mentees or self.mentees
        return run(*chosen, options=Options(**options))

    def test_a_locked_pair_stays_and_has_its_score(self):
        pairing = self.paired(locked=[("l", "art"), ("nobody", "art")])
        assert matched(pairing) == {"l": "art", "a": "law"}
        assert all(0 < found.low < found.score < found.high for found in pairing.pairs)
        assert pairing.complete

    def test_a_draft_is_kept_unless_another_pair_brings_more(self):
        drafted = {"kept": [("l", "art"), ("a", "law")]}
        assert matched(self.paired(**drafted)) == {"l": "law", "a": "art"}
        assert matched(self.paired(**drafted, keep=0.9)) == {"l": "art", "a": "law"}

    def test_tiers_come_before_scores(self):
        assert matched(self.paired(tiers={("l", "art"): 0, ("l", "law"): 1})) == {
            "l": "art",
            "a": "law",
        }

    def test_a_mentor_has_the_least_number_or_is_told_short(self):
        mentors = [replace(mentor, capacity=2) for mentor in self.mentors]
        mentees = words(("l", "law"), ("k", "law"), ("j", "law"))
        assert sorted(matched(self.paired(mentors, mentees)).values()) == ["art", "law", "law"]
        assert sorted(matched(self.paired(mentors, mentees, least={"art": 2})).values()) == [
            "art",
            "art",
            "law",
        ]
        short = self.paired(mentors, mentees[:1], least={"art": 2})
        assert dict(short.short) == {"art": 1}

    def test_a_mentee_may_want_several_mentors(self):
        pairing = self.paired(wanted={"l": 2})
        assert sorted(found.mentee.id for found in pairing.pairs) == ["a", "l"]
        (left,) = pairing.mentees
        assert (left.entry.id, left.missing) == ("l", 1)
        assert len(self.paired(mentees=self.mentees[:1], wanted={"l": 2}).pairs) == 2

    def test_limits_of_groups_hold_and_need_no_prices(self):
        limit = GroupLimit(
            name="one", mentees=frozenset({"l", "a"}), mentors=frozenset({"law", "art"}), most=1
        )
        pairing = self.paired(limits=[limit])
        assert (len(pairing.pairs), pairing.complete, dict(pairing.prices)) == (1, True, {})

    @pytest.mark.parametrize("objective", [Objective.FAIR, Objective.STABLE])
    def test_other_objectives_are_solved_over_all_pairs(self, objective):
        pairing = self.paired(objective=objective)
        assert matched(pairing) == {"l": "law", "a": "art"}
        assert pairing.complete

    def test_pairs_that_are_asked_or_were_matched_are_left_out(self):
        law, l_ = (who[0].profile.person_id for who in (self.mentors, self.mentees))
        for options in ({"open_pairs": {(l_, law)}}, {"past_pairs": {(l_, law)}}):
            assert matched(self.paired(**options)) == {"l": "art", "a": "law"}
        waived = self.paired(past_pairs={(l_, law)}, waived=frozenset({"past"}))
        assert matched(waived) == {"l": "law", "a": "art"}

    def test_a_scarce_place_has_a_price_and_who_waits_is_near(self):
        mentees = words(("l", "law"), ("k", "law"))
        pairing = self.paired(self.mentors[:1], mentees)
        assert pairing.prices["law"] > 0
        (left,) = pairing.mentees
        assert left.nearest == self.mentors[0]


def test_a_pairing_of_many_is_proved_without_remembering_all_pairs(monkeypatch):
    monkeypatch.setattr("core.services.pairing.pairing.FIRST", 2)
    monkeypatch.setattr("core.services.pairing.pairing.PAIRS_KEPT", 0)
    monkeypatch.setattr("core.engine.matching.retrieval.blocks.PAIRS_AT_ONCE", 40)
    told = []
    mentors = [entry(f"o{n}", 1 + n % 3, skills_offered=(f"s{n % 5}",)) for n in range(12)]
    mentees = [entry(f"m{n}", skills_wanted=(f"s{n % 4}", f"s{n % 3}")) for n in range(22)]
    few = run(mentors, mentees, progress=lambda *step: told.append(step))
    monkeypatch.undo()
    everything = run(mentors, mentees)
    assert few.complete
    assert everything.complete
    assert (len(few.pairs), few.total) == (
        len(everything.pairs),
        pytest.approx(everything.total, abs=1e-7),
    )
    assert "proving" in [phase for phase, _, _ in told]
