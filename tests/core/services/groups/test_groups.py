from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.group import MOST_MENTORS
from core.domain.match import EndReason, MatchState
from core.domain.matching_settings import MatchingSettings
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from tests.core.services.groups.circle import know, names


class TestManaging:
    def test_a_group_is_started_and_its_mentors_are_told(self, campus, tess, ada, group):
        assert (group.name, group.topic, group.most) == ("Writers", "Writing", 2)
        (view,) = campus.groups.all(tess)
        assert (view.group, names(view.mentors), view.mentees, view.free) == (group, ["Ada"], (), 2)
        assert campus.news(ada) == ["You lead the group “Writers”."]
        assert names(campus.groups.mentors(tess)) == ["Ada"]

    def test_what_makes_no_group_is_said_by_field(self, campus, tess, plan, mia):
        wrong = replace(
            plan, name=" ", topic="x" * 501, whereabouts="y" * 501, least=3, most=2, mentors=()
        )
        with pytest.raises(InvalidInputError) as refused:
            campus.groups.start(tess, wrong)
        assert refused.value.fields.keys() == {"name", "topic", "whereabouts", "most", "mentors"}
        for mentors in ((mia.person_id,), tuple(UUID(int=n) for n in range(MOST_MENTORS + 1))):
            with pytest.raises(InvalidInputError):
                campus.groups.start(tess, replace(plan, mentors=mentors))
        assert campus.groups.all(tess) == []

    def test_a_change_of_mentors_changes_the_matches(self, campus, tess, mia, plan, group):
        ben = campus.mentor("Ben")
        campus.joining.join(mia, group.id)
        led = replace(plan, name="Authors", mentors=(ben.person_id,))
        assert campus.groups.change(tess, group.id, led).name == "Authors"
        states = {v.mentor.name: v.match.state for v in campus.requests.mine(mia)}
        assert states == {"Ada": MatchState.ENDED, "Ben": MatchState.ACCEPTED}
        assert campus.news(ben) == ["You lead the group “Authors”."]
        assert campus.groups.change(tess, group.id, led).name == "Authors"
        assert len(campus.news(ben)) == 1

    def test_a_mentor_who_left_the_programme_may_stay(self, campus, tess, ada, plan, group):
        campus.participations.leave(ada, Role.MENTOR)
        assert campus.groups.change(tess, group.id, plan) == group

    def test_the_end_is_told_and_ends_the_matches(self, campus, tess, ada, mia, group):
        campus.joining.join(mia, group.id)
        campus.groups.end(tess, group.id)
        (view,) = campus.requests.mine(mia)
        assert (view.match.state, view.match.end_reason) == (MatchState.ENDED, EndReason.LEFT)
        assert campus.groups.all(tess) == []
        for actor in (mia, ada):
            assert campus.news(actor)[0] == "The group “Writers” has ended."
        with pytest.raises(NotFoundError, match="no such group"):
            campus.groups.end(tess, group.id)

    def test_one_mentee_is_taken_out_and_told(self, campus, tess, mia, group):
        campus.joining.join(mia, group.id)
        campus.groups.take_out(tess, group.id, mia.person_id)
        assert campus.news(mia) == ["You are no longer in the group “Writers”."]
        with pytest.raises(NotFoundError, match="not in the group"):
            campus.groups.take_out(tess, group.id, mia.person_id)

    def test_only_managers_do_all_that(self, campus, mia, plan, group):
        for deed in (
            lambda: campus.groups.all(mia),
            lambda: campus.groups.mentors(mia),
            lambda: campus.groups.start(mia, plan),
            lambda: campus.groups.change(mia, group.id, plan),
            lambda: campus.groups.end(mia, group.id),
            lambda: campus.groups.take_out(mia, group.id, mia.person_id),
            lambda: campus.filling.propose(mia),
            lambda: campus.filling.fill(mia, {}),
        ):
            with pytest.raises(ForbiddenError):
                deed()


class TestJoining:
    def test_a_mentee_joins_and_is_matched_with_every_mentor(self, campus, tess, ada, mia, plan):
        ben = campus.mentor("Ben")
        group = campus.groups.start(tess, replace(plan, mentors=(ada.person_id, ben.person_id)))
        (offered,) = campus.joining.groups(mia).open
        assert 0 < offered.low < offered.score < offered.high < 1
        campus.joining.join(mia, group.id)
        campus.joining.join(mia, group.id)
        own = campus.joining.groups(mia)
        assert [names(view.mentees) for view in own.mine] == [["Mia"]]
        assert own.open == ()
        matches = [view.match for view in campus.requests.mine(mia)]
        assert {m.mentor_id for m in matches} == {ada.person_id, ben.person_id}
        for match in matches:
            assert (match.state, match.group_id) == (MatchState.ACCEPTED, group.id)
            assert match.score == pytest.approx(offered.score)
            assert [e.actor_id for e in campus.history(match.id)] == [mia.person_id]
        assert campus.news(ada)[0] == "Somebody joined your group “Writers”."

    def test_it_takes_no_place_of_the_mentors_own(self, campus, ada, mia, group):
        campus.joining.join(mia, group.id)
        alone = campus.match(campus.mentee("Tom"), ada)  # her only place
        assert alone.group_id is None

    def test_a_match_that_goes_on_is_not_doubled(self, campus, ada, mia, group):
        campus.match(mia, ada)
        campus.joining.join(mia, group.id)
        assert len(campus.requests.mine(mia)) == 1
        campus.joining.leave(mia, group.id)
        (view,) = campus.requests.mine(mia)
        assert view.match.state is MatchState.ACCEPTED

    def test_the_best_fit_comes_first(self, campus, tess, ada, plan):
        ben = know(campus, campus.mentor("Ben"), skills_offered=("Rust",))
        know(campus, ada, skills_offered=("Sewing",))
        mia = know(campus, campus.mentee(), skills_wanted=("Rust",))
        campus.groups.start(tess, replace(plan, topic=""))
        campus.groups.start(tess, replace(plan, name="Zen", topic="", mentors=(ben.person_id,)))
        assert [o.view.group.name for o in campus.joining.groups(mia).open] == ["Zen", "Writers"]

    def test_a_full_group_takes_nobody(self, campus, mia, group):
        for name in ("Tom", "Eva"):
            campus.joining.join(campus.mentee(name), group.id)
        assert campus.joining.groups(mia).open == ()
        with pytest.raises(ConflictError, match="no place left"):
            campus.joining.join(mia, group.id)

    @pytest.mark.parametrize("who", ["mentor", "member", "joiner"])
    def test_nobody_meets_whom_they_avoid(self, campus, ada, mia, group, who):
        tom = campus.mentee("Tom")
        campus.joining.join(tom, group.id)
        one, other = {"mentor": (ada, mia), "member": (tom, mia), "joiner": (mia, tom)}[who]
        campus.profiles.avoid(one, other.person_id)
        assert campus.joining.groups(mia).open == ()
        with pytest.raises(NotFoundError, match="no such group for you"):
            campus.joining.join(mia, group.id)

    @pytest.mark.parametrize("who", ["boss", "member's boss", "conflict", "no consent", "skill"])
    def test_every_rule_of_a_match_holds(self, campus, ada, mia, group, who):
        tom = campus.mentee("Tom")
        campus.joining.join(tom, group.id)
        if who == "boss":
            campus.organization_tells(mia, managers=(ada.person_id,))
        elif who == "member's boss":
            campus.organization_tells(tom, managers=(mia.person_id,))
        elif who == "conflict":
            campus.organization_tells(mia, conflicts=frozenset({tom.person_id}))
        elif who == "no consent":
            campus.entered_by_others(mia, Role.MENTEE)
        else:
            wanted = MatchingSettings(program_id=campus.program.id, skills=("Juggling",))
            with campus.storage.tenant(campus.organization.id) as work:
                work.matching_settings.save(wanted)
        assert campus.joining.groups(mia).open == ()
        with pytest.raises(NotFoundError, match="no such group for you"):
            campus.joining.join(mia, group.id)

    def test_leaving_ends_the_matches_and_is_told(self, campus, ada, mia, group):
        campus.joining.join(mia, group.id)
        campus.joining.leave(mia, group.id)
        campus.joining.leave(mia, group.id)
        (view,) = campus.requests.mine(mia)
        assert view.match.state is MatchState.ENDED
        assert campus.news(ada)[0] == "Somebody left your group “Writers”."
        assert len(campus.joining.groups(mia).open) == 1

    def test_who_leads_does_not_just_go(self, campus, ada, group):
        assert [v.group for v in campus.joining.groups(ada).mine] == [group]
        with pytest.raises(ConflictError, match="You lead this group"):
            campus.joining.leave(ada, group.id)

    def test_only_mentees_join(self, campus, group):
        ben = campus.mentor("Ben")
        assert campus.joining.groups(ben).open == ()
        with pytest.raises(ForbiddenError, match="Only mentees"):
            campus.joining.join(ben, group.id)
