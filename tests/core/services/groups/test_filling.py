from dataclasses import replace

import pytest

from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError
from core.services.activities.journey import journey
from tests.core.services.groups.circle import know, names


class TestFilling:
    @pytest.fixture
    def groups(self, campus, tess, ada, plan):
        """Sewing with Ada and Rust with Ben, two places each."""
        ben = know(campus, campus.mentor("Ben"), skills_offered=("Rust",))
        know(campus, ada, skills_offered=("Sewing",))
        sewing = campus.groups.start(tess, replace(plan, name="Sewing", topic=""))
        rust = replace(plan, name="Rust", topic="", mentors=(ben.person_id,))
        return sewing, campus.groups.start(tess, rust)

    @pytest.fixture
    def waiting(self, campus):
        wishes = {"Amy": "Rust", "Bea": "Sewing", "Cyd": "Rust", "Dan": "Sewing", "Eli": "Rust"}
        return {
            name: know(campus, campus.mentee(name), skills_wanted=(wish,))
            for name, wish in wishes.items()
        }

    @pytest.mark.usefixtures("groups", "waiting")
    def test_everybody_goes_where_they_fit(self, campus, tess):
        filling = campus.filling.propose(tess)
        where = {one.mentee.name: one.group.group.name for one in filling.proposed}
        assert {n: g for n, g in where.items() if n in {"Bea", "Dan"}} == dict.fromkeys(
            ("Bea", "Dan"), "Sewing"
        )
        assert sorted(where.values()) == ["Rust", "Rust", "Sewing", "Sewing"]
        assert len(filling.left) == 1
        assert filling.left[0].name in {"Amy", "Cyd", "Eli"}
        assert filling.small == ()
        assert all(0 < one.low < one.score < one.high < 1 for one in filling.proposed)

    @pytest.mark.usefixtures("groups")
    def test_a_manager_decides_and_everybody_is_told(self, campus, tess, ada, waiting):
        filling = campus.filling.propose(tess)
        chosen = {one.mentee.id: one.group.group.id for one in filling.proposed}
        assert campus.filling.fill(tess, chosen) == 4
        assert campus.news(waiting["Bea"]) == ["You are in the group “Sewing” now."]
        assert campus.news(ada)[0] == "New people are in your group “Sewing”."
        (view,) = campus.requests.mine(waiting["Bea"])
        assert campus.history(view.match.id)[0].actor_id == tess.person_id
        # Who is in a group waits no more, so saying yes twice changes nothing.
        assert campus.filling.fill(tess, chosen) == 0
        assert [person.name for person in campus.filling.propose(tess).left] == [
            filling.left[0].name
        ]

    @pytest.mark.usefixtures("groups")
    def test_who_avoid_each_other_are_apart(self, campus, tess, waiting):
        campus.profiles.avoid(waiting["Bea"], waiting["Dan"].person_id)
        where = {
            one.mentee.name: one.group.group.name for one in campus.filling.propose(tess).proposed
        }
        assert where["Bea"] != where.get("Dan")

    def test_newcomers_are_apart_when_it_is_done(self, campus, tess, ada, groups, waiting):
        sewing, _ = groups
        amy, bea, dan = (waiting[name] for name in ("Amy", "Bea", "Dan"))
        campus.organization_tells(bea, conflicts=frozenset({dan.person_id}))
        campus.profiles.avoid(ada, amy.person_id)
        campus.profiles.avoid(amy, dan.person_id)
        chosen = {who.person_id: sewing.id for who in (amy, dan, bea)}
        assert campus.filling.fill(tess, chosen) == 1
        (view,) = (view for view in campus.groups.all(tess) if view.group.id == sewing.id)
        assert names(view.mentees) == ["Dan"]  # Amy may not enter, so nobody is apart from her

    @pytest.mark.usefixtures("groups")
    def test_nobody_is_placed_or_leads_without_their_own_yes(self, campus, tess, ada, waiting):
        campus.entered_by_others(waiting["Bea"], Role.MENTEE)
        campus.entered_by_others(ada, Role.MENTOR)
        filling = campus.filling.propose(tess)
        placed = {one.mentee.name for one in filling.proposed}
        assert "Bea" not in placed | {person.name for person in filling.left}
        assert names(campus.groups.mentors(tess)) == ["Ben"]

    def test_rules_hold_when_it_is_done(self, campus, tess, ada, groups, waiting):
        campus.profiles.avoid(ada, waiting["Bea"].person_id)
        sewing, rust = groups
        assert campus.filling.fill(tess, {waiting["Bea"].person_id: sewing.id}) == 0
        chosen = {waiting[name].person_id: rust.id for name in ("Amy", "Cyd", "Eli")}
        with pytest.raises(ConflictError, match="no place left"):
            campus.filling.fill(tess, chosen)

    @pytest.mark.usefixtures("groups")
    def test_a_group_that_stays_small_is_said(self, campus, tess):
        know(campus, campus.mentee("Amy"), skills_wanted=("Rust",))
        filling = campus.filling.propose(tess)
        assert {view.group.name for view in filling.small} == {"Sewing", "Rust"}

    @pytest.mark.usefixtures("waiting")
    def test_without_groups_everybody_is_left(self, campus, tess):
        filling = campus.filling.propose(tess)
        assert (filling.proposed, len(filling.left)) == ((), 5)


def test_work_goes_to_ones_own_mentor_before_those_of_a_group(campus, ada, mia, group):
    ben = campus.mentor("Ben")
    own = campus.match(mia, ben)
    campus.clock.advance(days=1)
    campus.joining.join(mia, group.id)
    with campus.storage.tenant(campus.organization.id) as work:
        way = journey(work, campus.program.id, Profile(person_id=mia.person_id))
    assert [match.mentor_id for match in way.mentored_in] == [ben.person_id, ada.person_id]
    assert way.mentored_in[0].id == own.id
