"""In memory: courses, rosters, activities, work, meetings and scores."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from core.domain.course import MemberStatus
from core.domain.score import ScoreState
from core.errors import ConflictError
from tests.fakes.tables import Repository, purge

CHANGED = "Somebody changed this meanwhile. Reload the page and try again."


class FakeCourses(Repository):
    def get(self, registration_id, context_id):
        return self.own("courses").get((registration_id, context_id))

    def lock(self, registration_id, context_id):
        return self.get(registration_id, context_id)

    def of_program(self, program_id):
        rows = [c for c in self.own("courses").values() if c.program_id == program_id]
        return sorted(rows, key=lambda c: (c.title, c.context_id))

    def among(self, registration_id, context_ids):
        found = {key: self.get(registration_id, key) for key in context_ids}
        return {key: course for key, course in found.items() if course}

    def of_person(self, person_id):
        rows = self.own("course_members").items()
        keys = {key[:2] for key, row in rows if row.person_id == person_id}
        courses = [self.get(*key) for key in keys]
        return sorted(courses, key=lambda c: (c.title, c.registration_id, c.context_id))

    def with_roster(self, unread_since):
        due = [
            c
            for c in self.own("courses").values()
            if c.program_id
            and c.services.memberships_url
            and (c.synced_at is None or c.synced_at < unread_since)
        ]
        due.sort(key=lambda c: (c.registration_id, c.context_id))
        never = [c for c in due if c.synced_at is None]
        read = [c for c in due if c.synced_at is not None]
        return [*never, *sorted(read, key=lambda c: c.synced_at)]

    def save(self, course):
        known = self.get(course.registration_id, course.context_id)
        if known is not None:
            kept = known.program_id or course.program_id
            course = replace(course, program_id=kept, synced_at=known.synced_at)
        self.own("courses")[course.registration_id, course.context_id] = course

    def assign(self, registration_id, context_id, program_id):
        self._change(registration_id, context_id, program_id=program_id)

    def synced(self, registration_id, context_id, at):
        self._change(registration_id, context_id, synced_at=at)

    def _change(self, registration_id, context_id, **values):
        course = self.get(registration_id, context_id)
        if course is not None:
            self.own("courses")[registration_id, context_id] = replace(course, **values)


class FakeRosters(Repository):
    def members(self, registration_id, context_id):
        rows = sorted(self.own("course_members").items())
        return [row for key, row in rows if key[:2] == (registration_id, context_id)]

    def member(self, registration_id, context_id, subject):
        return self.own("course_members").get((registration_id, context_id, subject))

    def standing(self, registration_id, context_id):
        rows = self.members(registration_id, context_id)
        return frozenset(m.subject for m in rows if m.status is not MemberStatus.GONE)

    def of_person(self, person_id):
        rows = sorted(self.own("course_members").items())
        return [row for _, row in rows if row.person_id == person_id]

    def save_members(self, members):
        for member in members:
            known = self._known(member)
            launched = known.launch_roles if known else member.launch_roles
            self._keep(replace(member, launch_roles=launched))

    def save_launch(self, member):
        known = self._known(member)
        if known:
            member = replace(member, roster_roles=known.roster_roles, groups=known.groups)
        self._keep(member)

    def save_run(self, run):
        self.own("roster_runs")[run.id] = run

    def runs(self, registration_id, context_id, most=20):
        rows = [
            run
            for run in self.own("roster_runs").values()
            if (run.registration_id, run.context_id) == (registration_id, context_id)
        ]
        return sorted(rows, key=lambda r: (r.started_at, r.id), reverse=True)[:most]

    def purge_runs(self, before):
        return purge(self.own("roster_runs"), before, "started_at")

    def present(self, program_id, person_ids):
        shown = {k for k, c in self.own("courses").items() if c.program_id == program_id}
        found = {}
        for (*place, _), row in self.own("course_members").items():
            if tuple(place) in shown and row.person_id in person_ids:
                here = row.status is MemberStatus.ACTIVE
                found[row.person_id] = found.get(row.person_id, False) or here
        return found

    def _known(self, member):
        return self.member(member.registration_id, member.context_id, member.subject)

    def _keep(self, member):
        key = (member.registration_id, member.context_id, member.subject)
        self.own("course_members")[key] = member


class FakeActivities(Repository):
    def get(self, activity_id):
        return self.own("activities").get(activity_id)

    def in_course(self, registration_id, context_id, origin_id):
        known = self.of_course(registration_id, context_id)
        return next((a for a in known if a.origin_id == origin_id), None)

    def of_course(self, registration_id, context_id):
        rows = self.own("activities").values()
        place = (registration_id, context_id)
        own = [a for a in rows if (a.registration_id, a.context_id) == place]
        return sorted(own, key=lambda a: (a.created_at, a.id))

    def of_program(self, program_id):
        shown = {k for k, c in self.own("courses").items() if c.program_id == program_id}
        rows = self.own("activities").values()
        own = [a for a in rows if (a.registration_id, a.context_id) in shown]
        return sorted(own, key=lambda a: (a.created_at, a.id))

    def save(self, activity):
        a = activity
        known = self.in_course(a.registration_id, a.context_id, a.origin_id)
        if known is not None and known.id != activity.id:
            raise ConflictError(CHANGED)
        self.own("activities")[activity.id] = activity

    def linked(self, activity_id, link_id):
        self._set(activity_id, link_id=link_id)

    def graded_at(self, activity_id, line_item_url):
        self._set(activity_id, line_item_url=line_item_url)

    def _set(self, activity_id, **values):
        known = self.get(activity_id)
        if known is not None:
            self.own("activities")[activity_id] = replace(known, **values)


class Versioned(Repository):
    """What is known by activity and person, and changed one version at a time."""

    name = ""

    def get(self, activity_id, person_id):
        return self.own(self.name).get((activity_id, person_id))

    def lock(self, activity_id, person_id):
        return self.get(activity_id, person_id)

    def of_activities(self, activity_ids):
        return self._where(lambda row: row.activity_id in set(activity_ids))

    def add(self, row):
        return self.own(self.name).setdefault((row.activity_id, row.person_id), row)

    def update(self, row):
        known = self.get(row.activity_id, row.person_id)
        if known is None or known.version != row.version - 1:
            raise ConflictError(CHANGED)
        self.own(self.name)[row.activity_id, row.person_id] = row

    def _where(self, holds):
        rows = [row for row in self.own(self.name).values() if holds(row)]
        return sorted(rows, key=self._order)


class FakeWorks(Versioned):
    name = "works"

    def of_person(self, person_id):
        return self.of_people([person_id])

    def of_people(self, person_ids):
        return self._where(lambda row: row.person_id in set(person_ids))

    def _order(self, row):
        return row.created_at, row.activity_id, row.person_id


class FakeScores(Versioned):
    name = "scores"

    def waiting(self):
        return self._where(lambda row: row.state is ScoreState.WAITING)

    def parked(self, registration_id, context_id, subjects):
        def in_course(row):
            activity = self.own("activities")[row.activity_id]
            return (activity.registration_id, activity.context_id) == (registration_id, context_id)

        return self._where(
            lambda row: (
                row.state is ScoreState.PARKED and row.subject in set(subjects) and in_course(row)
            )
        )

    def update_many(self, scores):
        for score in scores:
            with suppress(ConflictError):
                self.update(score)

    def _order(self, row):
        return row.updated_at, row.activity_id, row.person_id


class FakeMeetings(Repository):
    def get(self, meeting_id):
        return self.own("meetings").get(meeting_id)

    def of_matches(self, match_ids):
        rows = [m for m in self.own("meetings").values() if m.match_id in set(match_ids)]
        rows.sort(key=lambda m: m.id)
        return sorted(rows, key=lambda m: (m.held_on, m.created_at), reverse=True)

    def confirmed(self, match_ids):
        return Counter(m.match_id for m in self.of_matches(match_ids) if m.confirmed_by)

    def save(self, meeting):
        self.own("meetings")[meeting.id] = meeting

    def remove(self, meeting_id):
        self.own("meetings").pop(meeting_id, None)
