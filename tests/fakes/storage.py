"""An in-memory Storage that passes the same contract tests as the PostgreSQL one."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
)
from tests.fakes.group_storage import FakeGroups
from tests.fakes.hook_storage import FakeHooks
from tests.fakes.job_storage import FakeJobs
from tests.fakes.library_storage import FakeEvidences, FakeResources
from tests.fakes.match_storage import FakeMatches
from tests.fakes.matching_storage import FakeLearnedBeliefs, FakeMatchingSettings
from tests.fakes.meeting_storage import FakeAppointments, FakePulses
from tests.fakes.news_storage import FakeMailboxes, FakeNews
from tests.fakes.people_storage import FakePeople
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
from tests.fakes.profile_storage import FakeEmbeddings, FakeProfiles
from tests.fakes.program_storage import FakeParticipations, FakeProgramManagers, FakePrograms
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
from tests.fakes.tables import Tables
from tests.fakes.teams_storage import (
    FakeTeamsActivities,
    FakeTeamsChoices,
    FakeTeamsConversations,
    FakeTeamsDeliveries,
    FakeTeamsRatings,
    FakeTeamsTenants,
    FakeTeamsTokens,
)
from tests.fakes.webhook_storage import (
    FakeOutbox,
    FakeWebhookDeliveries,
    FakeWebhookEndpoints,
)


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
