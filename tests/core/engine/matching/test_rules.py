from dataclasses import replace

import numpy as np
import pytest

from core.domain.must_have import MustHave
from core.domain.profile import MeetingMode, Seniority
from core.engine.matching.explanation.why_not import RULE_WORDS
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


class TestPeopleApart:
    @pytest.mark.parametrize("field", ["managers", "conflicts"])
    def test_whoever_of_the_two_names_the_other(self, field):
        rule = {"managers": "manager", "conflicts": "conflict"}[field]
        mentee, mentor = someone(), someone()
        naming = replace(mentee, **{field: (someone().person_id, mentor.person_id)})
        assert broken(naming, mentor) == [rule]
        assert broken(mentee, replace(mentor, **{field: (mentee.person_id,)})) == [rule]
        assert broken(mentee, replace(mentor, **{field: (someone().person_id,)})) == []

    def test_nobody_is_matched_who_did_not_agree(self):
        mentee, mentor = someone(), someone()
        for silent in (mentee, mentor):
            assert broken(mentee, mentor, not_agreed={silent.person_id}) == ["not_agreed"]
        assert broken(mentee, mentor, not_agreed={someone().person_id}) == []

    @pytest.mark.parametrize(
        ("ours", "theirs", "again"),
        [(True, True, True), (True, False, False), (False, True, False)],
    )
    def test_a_pair_meets_again_if_both_ask_for_it(self, ours, theirs, again):
        mentee, mentor = someone(), someone()
        past = pair_of(mentee, mentor)
        if ours:
            mentee = replace(mentee, meet_again=frozenset({mentor.person_id}))
        if theirs:
            mentor = replace(mentor, meet_again=frozenset({mentee.person_id}))
        assert broken(mentee, mentor, past_pairs=past) == ([] if again else ["past"])


class TestMustHaves:
    @pytest.mark.parametrize(
        ("must", "mentee", "met", "unmet"),
        [
            (
                MustHave.SKILL,
                {"skills_wanted": ("ML", "law")},
                {"skills_offered": ("machine learning",)},
                {"skills_offered": ("statistics",)},
            ),
            (MustHave.PLACE, {"location": "Rome"}, {"location": "rome"}, {"location": "Bonn"}),
            (
                MustHave.MEETING,
                {"meeting_modes": {MeetingMode.CHAT}},
                {"meeting_modes": {MeetingMode.CHAT, MeetingMode.VIDEO}},
                {"meeting_modes": {MeetingMode.VIDEO}},
            ),
            (
                MustHave.HOURS,
                {"availability": {"mon-morning"}},
                {"availability": {"mon-morning", "tue-morning"}},
                {"availability": {"tue-morning"}},
            ),
            (
                MustHave.OTHER_DEPARTMENT,
                {"department": "IT / Web"},
                {"department": "IT / Data"},
                {"department": "it/web"},
            ),
            (
                MustHave.AHEAD,
                {"seniority": Seniority.EARLY},
                {"seniority": Seniority.SENIOR},
                {"seniority": Seniority.EARLY},
            ),
        ],
    )
    def test_what_is_known_to_be_otherwise_is_ruled_out(self, must, mentee, met, unmet):
        asking = {**mentee, "must_haves": {must}}
        rule = [f"must_{must}"]
        for asks, standing in ((asking, {}), (mentee, {"must_haves": {must}})):
            assert broken(someone(**asks), someone(**met), **standing) == []
            assert broken(someone(**asks), someone(**unmet), **standing) == rule
            assert broken(someone(**asks), someone(), **standing) == []
        assert broken(someone(**mentee), someone(**unmet)) == []

    def test_one_mentee_asks_for_themselves_only(self):
        asking, easy = (
            someone(location="Rome", must_haves=must) for must in ({MustHave.PLACE}, set())
        )
        asked = question([asking, easy], [someone(location="Bonn")])
        allowed = judge(asked.mentees, asked.mentors, asked.standing).allowed
        assert allowed[:, 0].tolist() == [False, True]

    def test_languages_and_skills_that_a_programme_requires(self):
        offering = someone(languages=("de-AT",), skills_offered=("ML", "Python 3"))
        for standing in ({"languages": ("fr", "de")}, {"skills": ("Machine Learning", "python")}):
            assert broken(someone(), offering, **standing) == []
            assert broken(someone(), someone(), **standing) == []
        assert broken(someone(), offering, languages=("fr",)) == ["required_language"]
        assert broken(someone(), offering, skills=("python", "law")) == ["required_skill"]


def test_every_rule_has_words_for_managers_unless_it_is_about_avoiding():
    assert {rule.name for rule in RULES} - set(RULE_WORDS) == {"avoided", "avoids"}


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
