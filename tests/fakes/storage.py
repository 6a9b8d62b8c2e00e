"""An in-memory Storage that passes the same contract tests as the PostgreSQL one."""

import copy
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from core.domain.match import OPEN_STATES, MatchState
from core.errors import ConflictError
from core.ports.jobs import Lane
from tests.fakes.change_storage import FakeChanges
from tests.fakes.choice_storage import FakeChoices, FakeSearches
from tests.fakes.connection_storage import (
    FakeConnections,
    FakeSyncRuns,
)
from tests.fakes.course_storage import (
    FakeActivities,
    FakeCourses,
    FakeMeetings,
    FakeRosters,
    FakeScores,
    FakeWorks,
)
from tests.fakes.demographic_storage import FakeDemographics
from tests.fakes.directory_storage import (
    FakeAudit,
    FakeDirectoryEntries,
    FakeMerges,
    FakePeopleRules,
    forget_in_directory,
)
from tests.fakes.group_storage import FakeGroups
from tests.fakes.hook_storage import FakeHooks
from tests.fakes.library_storage import FakeEvidences, FakeResources
from tests.fakes.matching_storage import FakeLearnedBeliefs, FakeMatchingSettings
from tests.fakes.meeting_storage import FakeAppointments, FakePulses
from tests.fakes.news_storage import FakeMailboxes, FakeNews
from tests.fakes.person_storage import FakePersonRecords
from tests.fakes.platform_storage import (
    FakeAccessTokens,
    FakeDeepLinks,
    FakeLaunchStates,
    FakeNotices,
    FakeOrganizations,
    FakeRegistrationInvitations,
    FakeRegistrationRequests,
    FakeRegistrations,
    FakeToolKeys,
)
from tests.fakes.run_storage import FakeMatchRuns, FakeRunPairs
from tests.fakes.scim_storage import (
    FakeScimGroups,
    FakeScimLeavers,
    FakeScimTokens,
    FakeScimUsers,
)
from tests.fakes.sign_in_storage import (
    FakeAdministrators,
    FakeSessions,
)
from tests.fakes.slot_storage import FakeSlots
from tests.fakes.tables import Repository, Tables
from tests.fakes.teams_storage import (
    FakeTeamsActivities,
    FakeTeamsChoices,
    FakeTeamsConversations,
    FakeTeamsDeliveries,
    FakeTeamsRatings,
    FakeTeamsTenants,
    FakeTeamsTokens,
    hand_over_choices,
    move_in_teams,
)
from tests.fakes.webhook_storage import (
    FakeOutbox,
    FakeWebhookDeliveries,
    FakeWebhookEndpoints,
)


class FakePeople(Repository):
    def get(self, person_id):
        return self.own("people").get(person_id)

    def get_many(self, person_ids):
        people = self.own("people")
        return {key: people[key] for key in person_ids if key in people}

    def by_identity(self, issuer, subject):
        identity = self.own("identities").get((issuer, subject))
        return self.get(identity.person_id) if identity else None

    def by_identities(self, issuer, subjects):
        found = {subject: self.by_identity(issuer, subject) for subject in subjects}
        return {subject: person for subject, person in found.items() if person}

    def by_emails(self, emails):
        wanted = {email.lower() for email in emails} - {""}
        return [p for p in self.own("people").values() if p.email.lower() in wanted]

    def called(self, text, most):
        wanted = text.lower()
        rows = sorted(self.own("people").values(), key=lambda p: (p.name, p.id))
        return [p for p in rows if wanted in p.name.lower() or wanted in p.email.lower()][:most]

    def known_through(self, issuers):
        rows = self.own("identities").values()
        found = sorted({row.person_id for row in rows if row.issuer.startswith(issuers)})
        for start in range(0, len(found), 1_000):
            yield found[start : start + 1_000]

    def identities(self, person_ids):
        rows = sorted(self.own("identities").items())
        return [row for _, row in rows if row.person_id in set(person_ids)]

    def save(self, person):
        self.own("people")[person.id] = person

    def save_many(self, people):
        for person in people:
            self.save(person)

    def link(self, identity):
        key = (identity.issuer, identity.subject)
        known = self.own("identities").setdefault(key, identity)
        if known.person_id != identity.person_id:
            raise ConflictError("This identity belongs to somebody else.")

    def link_many(self, identities):
        for identity in identities:
            self.link(identity)

    def move(self, identities):
        for one in identities:
            known = self.own("identities")[one.issuer, one.subject]
            self.own("identities")[one.issuer, one.subject] = one
            for key, row in self.own("course_members").items():
                named = (f"lti:{row.registration_id}", row.subject)
                if row.person_id == known.person_id and named == (one.issuer, one.subject):
                    self.own("course_members")[key] = replace(row, person_id=one.person_id)
            for key, row in self.own("directory_entries").items():
                if (f"connection:{row.connection_id}", row.key) == (one.issuer, one.subject):
                    self.own("directory_entries")[key] = replace(row, person_id=one.person_id)
            move_in_teams(self, one, known.person_id)

    def hand_over(self, person_id, other_id):
        hand_over_choices(self, person_id, other_id)
        for name in ("identities", "course_members", "directory_entries", "teams_conversations"):
            for key, row in self.own(name).items():
                if row.person_id == person_id:
                    self.own(name)[key] = replace(row, person_id=other_id)

    def remove(self, person_id):
        matches = self.own("matches").values()
        events = [event for history in self.own("match_events").values() for event in history]
        if person_id in {
            *(one for match in matches for one in (match.mentee_id, match.mentor_id)),
            *(event.actor_id for event in events),
        }:
            raise ConflictError("This person has a part in matches and cannot be removed.")
        self.own("people").pop(person_id, None)
        self.own("profiles").pop(person_id, None)
        forget_in_directory(self, person_id)
        theirs = ("identities", "course_members", "participations", "news", "mailboxes", "works")
        theirs = (*theirs, "evidences", "program_managers")
        for name in theirs:
            rows = self.own(name)
            for key in [key for key, row in rows.items() if row.person_id == person_id]:
                del rows[key]
        sessions = self.tables.table("sessions")
        for key in [k for k, row in sessions.items() if row.actor.person_id == person_id]:
            del sessions[key]


class FakeProfiles(Repository):
    def get(self, person_id):
        return self.own("profiles").get(person_id)

    def lock(self, person_id):
        return self.get(person_id)

    def lock_many(self, person_ids):
        return self.get_many(person_ids)

    def get_many(self, person_ids):
        profiles = self.own("profiles")
        return {key: profiles[key] for key in person_ids if key in profiles}

    def save(self, profile):
        self.own("profiles")[profile.person_id] = profile

    def save_many(self, profiles):
        for profile in profiles:
            self.save(profile)

    def managers(self, person_ids):
        return {key: profile.managers for key, profile in self.get_many(person_ids).items()}

    def set_managers(self, managers, at):
        for profile in self.get_many(managers).values():
            line = tuple(managers[profile.person_id])
            self.save(replace(profile, managers=line, updated_at=at))

    def of_program(self, program_id, role, people=None):
        chosen = taking_part(self, program_id, role, people)
        people = self.own("people")
        rows = sorted(self.own("profiles").items())
        return [p for key, p in rows if key in chosen and not people[key].test_user]


class FakeEmbeddings(Repository):
    def of_people(self, person_ids, model):
        wanted = set(person_ids)
        return [
            e
            for (person, of_model), rows in sorted(self.own("embeddings").items())
            if person in wanted and of_model == model
            for e in rows
        ]

    def vectors_of_program(self, program_id, role, model, people=None):
        chosen = taking_part(self, program_id, role, people)
        return {e.text_hash: e.vector for e in self.of_people(chosen, model)}

    def replace(self, person_id, model, embeddings):
        rows = {(e.kind, e.text_hash): e for e in embeddings}
        self.own("embeddings")[person_id, model] = list(rows.values())

    def replace_many(self, model, embeddings):
        for person_id, ones in embeddings.items():
            self.replace(person_id, model, ones)


class FakePrograms(Repository):
    def get(self, program_id):
        return self.own("programs").get(program_id)

    def all(self):
        return sorted(self.own("programs").values(), key=lambda p: p.name)

    def save(self, program):
        self.own("programs")[program.id] = program


class FakeProgramManagers(Repository):
    def of_program(self, program_id):
        return [row for row in self.all() if row.program_id == program_id]

    def of_person(self, person_id):
        return [row for row in self.all() if row.person_id == person_id]

    def all(self):
        rows = self.own("program_managers").values()
        return sorted(rows, key=lambda row: (row.appointed_at, row.program_id, row.person_id))

    def add(self, manager):
        key, rows = (manager.program_id, manager.person_id), self.own("program_managers")
        return rows.setdefault(key, manager) is manager

    def remove(self, program_id, person_id):
        return self.own("program_managers").pop((program_id, person_id), None) is not None


class FakeParticipations(Repository):
    def get(self, program_id, person_id, role):
        return self.own("participations").get((program_id, person_id, role))

    def lock(self, program_id, person_id, role):
        return self.get(program_id, person_id, role)

    def lock_many(self, program_id, person_ids, role):
        found = [self.get(program_id, person_id, role) for person_id in sorted(set(person_ids))]
        return [p for p in found if p]

    def of_person(self, person_id):
        return [p for p in self.own("participations").values() if p.person_id == person_id]

    def of_people(self, person_ids):
        rows = [p for p in self.own("participations").values() if p.person_id in set(person_ids)]
        return sorted(rows, key=lambda p: (p.program_id, p.person_id, p.role))

    def of_program(self, program_id, people=None):
        rows = [
            p
            for p in self.own("participations").values()
            if p.program_id == program_id and (people is None or p.person_id in people)
        ]
        return sorted(rows, key=lambda p: (p.person_id, p.role))

    def add(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        return self.own("participations").setdefault(key, participation)

    def save(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        self.own("participations")[key] = participation

    def remove(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        self.own("participations").pop(key, None)

    def set_away(self, participation_ids, *, away):
        rows = self.own("participations")
        for key, row in rows.items():
            if row.id in participation_ids:
                rows[key] = replace(row, away=away)

    def save_many(self, participations):
        for participation in participations:
            self.save(participation)


class FakeMatches(Repository):
    def get(self, match_id):
        return self.own("matches").get(match_id)

    def get_many(self, match_ids):
        return {key: self.get(key) for key in match_ids if self.get(key)}

    def of_person(self, program_id, person_id):
        return [m for m in self.of_program(program_id) if person_id in (m.mentee_id, m.mentor_id)]

    def of_program(self, program_id, states=None):
        rows = [
            m
            for m in self.own("matches").values()
            if m.program_id == program_id and (states is None or m.state in states)
        ]
        return sorted(rows, key=lambda m: (m.created_at, m.id), reverse=True)

    def load(self, program_id, states, mentors=None):
        alone = [m for m in self.of_program(program_id, states) if m.group_id is None]
        return Counter(m.mentor_id for m in alone if mentors is None or m.mentor_id in mentors)

    def of_mentees(self, program_id, mentee_ids, states):
        return [m for m in self.of_program(program_id, states) if m.mentee_id in mentee_ids]

    def due(self, program_id, at):
        return [m for m in self.of_program(program_id, [MatchState.OFFERED]) if _due(m, at)]

    def programs_due(self, at):
        offered = [m for m in self.own("matches").values() if m.state is MatchState.OFFERED]
        return sorted({m.program_id for m in offered if _due(m, at)})

    def add_many(self, matches):
        for match in matches:
            self.add(match)

    def update_many(self, matches):
        for match in matches:
            self.update(match)

    def set_clocks(self, matches):
        for match in matches:
            if self.get(match.id) and self.get(match.id).version == match.version:
                clock = {"answer_by": match.answer_by, "remind_at": match.remind_at}
                self.own("matches")[match.id] = replace(self.get(match.id), **clock)

    def add(self, match):
        self._must_be_the_only_open_one(match)
        self.own("matches")[match.id] = match

    def update(self, match):
        stored = self.own("matches").get(match.id)
        if stored is None or stored.version != match.version - 1:
            raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")
        self._must_be_the_only_open_one(match)
        self.own("matches")[match.id] = match

    def _must_be_the_only_open_one(self, match):
        if match.state not in OPEN_STATES:
            return
        for other in self.of_program(match.program_id, OPEN_STATES):
            same = (other.mentee_id, other.mentor_id) == (match.mentee_id, match.mentor_id)
            if same and other.id != match.id:
                raise ConflictError("The two already have an open match in this programme.")

    def record(self, event):
        self.own("match_events")[event.match_id] = [*self.history(event.match_id), event]

    def record_many(self, events):
        for event in events:
            self.record(event)

    def history(self, match_id):
        return list(self.own("match_events").get(match_id, []))


def _due(match, at):
    return (
        match.answer_by is None
        or match.answer_by <= at
        or (match.remind_at is not None and match.remind_at <= at)
    )


class FakeJobs:
    def __init__(self, tables: Tables) -> None:
        self.deferred = tables.table("jobs")

    def defer(
        self,
        job,
        *,
        lock=None,
        once=None,
        delay=None,
        urgent=False,
        lane=Lane.WORK,
        **arguments,
    ):
        if once is not None and any(row["once"] == once for row in self.deferred.values()):
            return
        row = {
            "job": job,
            "lock": lock,
            "once": once,
            "delay": delay,
            "urgent": urgent,
            "lane": lane,
            "arguments": arguments,
        }
        self.deferred[max(self.deferred, default=0) + 1] = row


def taking_part(repository, program_id, role, people=None):
    return {
        p.person_id
        for p in repository.own("participations").values()
        if p.program_id == program_id and p.role == role and p.available
        if people is None or p.person_id in people
    }


class FakeTenantWork:
    def __init__(self, tables, organization_id):
        self.organization_id = organization_id
        self.people = FakePeople(tables, organization_id)
        self.profiles = FakeProfiles(tables, organization_id)
        self.embeddings = FakeEmbeddings(tables, organization_id)
        self.programs = FakePrograms(tables, organization_id)
        self.program_managers = FakeProgramManagers(tables, organization_id)
        self.participations = FakeParticipations(tables, organization_id)
        self.matches = FakeMatches(tables, organization_id)
        self.changes = FakeChanges(tables, organization_id)
        self.choices = FakeChoices(tables, organization_id)
        self.searches = FakeSearches(tables, organization_id)
        self.courses = FakeCourses(tables, organization_id)
        self.rosters = FakeRosters(tables, organization_id)
        self.activities = FakeActivities(tables, organization_id)
        self.works = FakeWorks(tables, organization_id)
        self.meetings = FakeMeetings(tables, organization_id)
        self.appointments = FakeAppointments(tables, organization_id)
        self.pulses = FakePulses(tables, organization_id)
        self.slots = FakeSlots(tables, organization_id)
        self.groups = FakeGroups(tables, organization_id)
        self.scores = FakeScores(tables, organization_id)
        self.news = FakeNews(tables, organization_id)
        self.mailboxes = FakeMailboxes(tables, organization_id)
        self.match_runs = FakeMatchRuns(tables, organization_id)
        self.run_pairs = FakeRunPairs(tables, organization_id)
        self.demographics = FakeDemographics(tables, organization_id)
        self.matching_settings = FakeMatchingSettings(tables, organization_id)
        self.learned_beliefs = FakeLearnedBeliefs(tables, organization_id)
        self.scim_users = FakeScimUsers(tables, organization_id)
        self.scim_leavers = FakeScimLeavers(tables, organization_id)
        self.scim_groups = FakeScimGroups(tables, organization_id)
        self.connections = FakeConnections(tables, organization_id)
        self.sync_runs = FakeSyncRuns(tables, organization_id)
        self.directory_entries = FakeDirectoryEntries(tables, organization_id)
        self.merges = FakeMerges(tables, organization_id)
        self.people_rules = FakePeopleRules(tables, organization_id)
        self.audit = FakeAudit(tables, organization_id)
        self.person_records = FakePersonRecords(tables, organization_id)
        self.resources = FakeResources(tables, organization_id)
        self.evidences = FakeEvidences(tables, organization_id)
        self.webhook_endpoints = FakeWebhookEndpoints(tables, organization_id)
        self.webhook_deliveries = FakeWebhookDeliveries(tables, organization_id)
        self.teams_conversations = FakeTeamsConversations(tables, organization_id)
        self.teams_deliveries = FakeTeamsDeliveries(tables, organization_id)
        self.teams_tokens = FakeTeamsTokens(tables, organization_id)
        self.teams_choices = FakeTeamsChoices(tables, organization_id)
        self.teams_ratings = FakeTeamsRatings(tables, organization_id)
        self.jobs = FakeJobs(tables)
        self.outbox = FakeOutbox(tables, organization_id, self.jobs)


class FakePlatformWork:
    def __init__(self, tables):
        self.organizations = FakeOrganizations(tables)
        self.registrations = FakeRegistrations(tables)
        self.launch_states = FakeLaunchStates(tables)
        self.deep_links = FakeDeepLinks(tables)
        self.sessions = FakeSessions(tables)
        self.tool_keys = FakeToolKeys(tables)
        self.registration_requests = FakeRegistrationRequests(tables)
        self.registration_invitations = FakeRegistrationInvitations(tables)
        self.access_tokens = FakeAccessTokens(tables)
        self.notices = FakeNotices(tables)
        self.administrators = FakeAdministrators(tables)
        self.scim_tokens = FakeScimTokens(tables)
        self.hooks = FakeHooks(tables)
        self.teams_tenants = FakeTeamsTenants(tables)
        self.teams_activities = FakeTeamsActivities(tables)
        self.jobs = FakeJobs(tables)


class FakeStorage:
    """Commits on leaving the block, restores everything on an exception."""

    def __init__(self) -> None:
        self.tables = Tables()

    @contextmanager
    def tenant(self, organization_id) -> Iterator[FakeTenantWork]:
        with self._transaction():
            work = FakeTenantWork(self.tables, organization_id)
            yield work
            work.outbox.flush()

    @contextmanager
    def platform(self) -> Iterator[FakePlatformWork]:
        with self._transaction():
            yield FakePlatformWork(self.tables)

    def ping(self) -> None:
        return None

    @property
    def jobs(self) -> list[dict[str, Any]]:
        """What was deferred and committed."""
        return list(self.tables.table("jobs").values())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        before = {name: copy.copy(rows) for name, rows in self.tables.rows.items()}
        try:
            yield
        except BaseException:
            self.tables.rows.clear()
            self.tables.rows.update(before)
            raise
