"""Whatever rosters come one after the other, the last complete one counts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.course import CourseRole, RosterOutcome
from core.domain.program import Role
from core.errors import UnavailableError
from tests.core.services.campus import Campus
from tests.core.services.courses.roster_campus import RosterCampus, listed

SUBJECTS = "abcdefgh"
TAKE_PART = "abc"
entries = st.builds(
    listed,
    st.sampled_from(SUBJECTS),
    st.sampled_from([CourseRole.LEARNER, CourseRole.TEACHER, CourseRole.OBSERVER]).map(
        lambda role: {role}
    ),
    name=st.sampled_from(["", "Mia", "Ada"]),
    active=st.booleans(),
    deleted=st.booleans(),
    group_ids=st.frozensets(st.sampled_from(["g", "h", "hidden"])),
)
snapshots = st.lists(entries, max_size=8, unique_by=lambda entry: entry.subject)
# Pages until the platform stops answering; None is a complete roster.
readings = st.lists(st.tuples(snapshots, st.none() | st.integers(0, 2)), min_size=1, max_size=6)


def expected(snapshot):
    return {
        entry.subject: "active" if entry.active else "inactive"
        for entry in snapshot
        if not entry.deleted
    }


@settings(deadline=None, max_examples=150)
@given(readings=readings)
def test_the_last_complete_roster_counts(readings):
    place = RosterCampus(Campus.fresh())
    place.platform.name_groups(place.course, g="Red", h="Blue")
    actors = {subject: place.takes_part(subject, Role.MENTOR) for subject in TAKE_PART}
    ever, last = set(), {}
    for snapshot, stops in readings:
        place.roster(*snapshot)
        place.platform.break_off_after(stops)
        try:
            complete = place.read().outcome is RosterOutcome.COMPLETE
        except UnavailableError:
            complete = False
        assert complete is (stops is None or stops * 3 >= len(snapshot))
        if complete:
            last = {entry.subject: entry for entry in snapshot}
            ever |= expected(snapshot).keys()
    now = expected(last.values())
    assert place.statuses == {subject: now.get(subject, "gone") for subject in ever}
    for subject in now:
        names = {"g": "Red", "h": "Blue"}
        told = {names[key] for key in last[subject].group_ids & names.keys()}
        member = place.members[subject]
        assert (member.groups, member.roles) == (told, last[subject].roles)
    for subject in TAKE_PART:
        away = place.participation(actors[subject], Role.MENTOR).away
        assert away is (subject in ever and now.get(subject) != "active")
    assert len(place.people) == len(ever)
    before = (place.members, place.people)
    place.roster(*last.values())
    place.platform.break_off_after(None)
    run = place.read()
    assert (run.added, run.changed, run.gone) == (0, 0, 0)
    assert (place.members, place.people) == before
    assert run.seen == len(now)
