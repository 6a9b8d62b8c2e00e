import numpy as np
import pytest

from core.engine.matching.rules import RULES, counts, judge
from tests.fakes.matching import question, someone


def verdict(mentee, mentor, **standing):
    asked = question([mentee], [mentor], **standing)
    return judge(asked.mentees, asked.mentors, asked.standing)


def broken(mentee, mentor, **standing):
    return [rule.name for rule in verdict(mentee, mentor, **standing).why_not(0, 0)]


def pair_of(mentee, mentor):
    return {(mentee.person_id, mentor.person_id)}


class TestEachRule:
    def test_two_strangers_may_meet(self):
        assert broken(someone(), someone()) == []

    def test_nobody_mentors_themselves(self):
        me = someone()
        assert broken(me, me) == ["same_person"]

    def test_whom_the_mentee_avoids(self):
        mentor = someone()
        assert broken(someone(avoid=frozenset({mentor.person_id})), mentor) == ["avoided"]

    def test_whom_the_mentor_avoids(self):
        mentee = someone()
        assert broken(mentee, someone(avoid=frozenset({mentee.person_id}))) == ["avoids"]

    @pytest.mark.parametrize("free", [0, -1])
    def test_a_full_mentor(self, free):
        assert broken(someone(), someone(), free=np.array([free])) == ["full"]

    def test_a_paused_mentor(self):
        assert broken(someone(), someone(), paused=np.array([True])) == ["paused"]

    def test_two_who_cannot_talk(self):
        assert broken(someone(languages=("de",)), someone(languages=("en", "fr"))) == [
            "no_language"
        ]

    @pytest.mark.parametrize(("one", "other"), [((), ("en",)), (("de",), ()), ((), ())])
    def test_languages_not_named_forbid_nothing(self, one, other):
        assert broken(someone(languages=one), someone(languages=other)) == []

    @pytest.mark.parametrize(("argument", "rule"), [("open_pairs", "open"), ("past_pairs", "past")])
    def test_history_counts_for_this_pair_only(self, argument, rule):
        mentee, mentor = someone(), someone()
        assert broken(mentee, mentor, **{argument: pair_of(mentee, mentor)}) == [rule]
        assert broken(mentee, mentor, **{argument: pair_of(mentor, mentee)}) == []

    def test_avoiding_strangers_changes_nothing(self):
        assert broken(someone(avoid=frozenset({someone().person_id})), someone()) == []


def test_every_rule_breaks_what_is_not_allowed():
    mentee, mentor = someone(languages=("de",)), someone(languages=("en",))
    result = verdict(mentee, mentor, free=np.array([0]), paused=np.array([True]))
    assert not result.allowed.any()
    assert {rule.name for rule in result.why_not(0, 0)} == {"full", "paused", "no_language"}


def test_rows_of_the_same_person_are_judged_alike():
    mentor = someone()
    mentee = someone(avoid=frozenset({mentor.person_id}))
    asked = question([mentee, mentee], [mentor])
    assert not judge(asked.mentees, asked.mentors, asked.standing).allowed.any()


class TestCounts:
    def told(self, mentee, mentors, waived=frozenset(), **standing):
        asked = question([mentee], mentors, **standing)
        result = judge(asked.mentees, asked.mentors, asked.standing)
        return [str(words) for words in counts(result, 0, waived)]

    def test_each_mentor_is_counted_once(self):
        mentors = [someone(languages=("en",)), someone(languages=("en",)), someone()]
        told = self.told(someone(languages=("de",)), mentors, free=np.array([0, 1, 0]))
        assert told == [
            "They have no free place at the moment: 2",
            "You share no language with them: 1",
        ]

    def test_who_avoids_the_mentee_is_never_told(self):
        mentee = someone()
        shy = someone(avoid=frozenset({mentee.person_id}))
        assert self.told(mentee, [shy, mentee]) == []
        assert self.told(mentee, [shy], free=np.array([0])) == []

    def test_a_waived_rule_is_not_counted(self):
        mentee, mentor = someone(), someone()
        pairs = pair_of(mentee, mentor)
        assert self.told(mentee, [mentor], open_pairs=pairs) != []
        assert self.told(mentee, [mentor], frozenset({"open"}), open_pairs=pairs) == []


def test_names_and_sentences_are_distinct():
    for words in ([r.name for r in RULES], [str(r.why) for r in RULES]):
        assert len(set(words)) == len(RULES)
