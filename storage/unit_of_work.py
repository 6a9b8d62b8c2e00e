"""Units of work on PostgreSQL: one transaction each, in one organization or outside all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select, text

from core.domain.identifiers import OrganizationId
from core.errors import UnavailableError
from core.ports.cipher import SecretCipher
from core.ports.unit_of_work import PlatformWork, TenantWork
from storage.database import transaction
from storage.jobs import PostgresJobQueue
from storage.migrate import newest_revision
from storage.repositories.access_tokens import PostgresAccessTokens
from storage.repositories.activities import PostgresActivities, PostgresWorks
from storage.repositories.administrators import PostgresAdministrators
from storage.repositories.appointments import PostgresAppointments
from storage.repositories.audit import PostgresAudit
from storage.repositories.changes import PostgresChanges
from storage.repositories.choices import PostgresChoices, PostgresSearches
from storage.repositories.connections import PostgresConnections
from storage.repositories.courses import PostgresCourses
from storage.repositories.deep_links import PostgresDeepLinks
from storage.repositories.demographics import PostgresDemographics
from storage.repositories.directory_entries import PostgresDirectoryEntries
from storage.repositories.embeddings import PostgresEmbeddings
from storage.repositories.evidences import PostgresEvidences
from storage.repositories.groups import PostgresGroups
from storage.repositories.hooks import PostgresHooks
from storage.repositories.learned_beliefs import PostgresLearnedBeliefs
from storage.repositories.mailboxes import PostgresMailboxes
from storage.repositories.match_runs import PostgresMatchRuns
from storage.repositories.matches import PostgresMatches
from storage.repositories.matching_settings import PostgresMatchingSettings
from storage.repositories.meetings import PostgresMeetings
from storage.repositories.news import PostgresNews
from storage.repositories.notices import PostgresNotices
from storage.repositories.outbox import PostgresOutbox
from storage.repositories.people import PostgresOrganizations, PostgresPeople
from storage.repositories.people_rules import PostgresMerges, PostgresPeopleRules
from storage.repositories.person_records import PostgresPersonRecords
from storage.repositories.profiles import PostgresProfiles
from storage.repositories.program_managers import PostgresProgramManagers
from storage.repositories.programs import PostgresParticipations, PostgresPrograms
from storage.repositories.pulses import PostgresPulses
from storage.repositories.registration_requests import (
    PostgresRegistrationInvitations,
    PostgresRegistrationRequests,
)
from storage.repositories.registrations import PostgresLaunchStates, PostgresRegistrations
from storage.repositories.resources import PostgresResources
from storage.repositories.rosters import PostgresRosters
from storage.repositories.run_pairs import PostgresRunPairs
from storage.repositories.scim_groups import PostgresScimGroups
from storage.repositories.scim_leavers import PostgresScimLeavers
from storage.repositories.scim_tokens import PostgresScimTokens
from storage.repositories.scim_users import PostgresScimUsers
from storage.repositories.scores import PostgresScores
from storage.repositories.sessions import PostgresSessions
from storage.repositories.slots import PostgresSlots
from storage.repositories.sync_runs import PostgresSyncRuns
from storage.repositories.teams_conversations import (
    PostgresTeamsChoices,
    PostgresTeamsConversations,
)
from storage.repositories.teams_deliveries import PostgresTeamsDeliveries
from storage.repositories.teams_ratings import PostgresTeamsRatings
from storage.repositories.teams_tenants import PostgresTeamsActivities, PostgresTeamsTenants
from storage.repositories.teams_tokens import PostgresTeamsTokens
from storage.repositories.tool_keys import PostgresToolKeys
from storage.repositories.webhooks import PostgresWebhookDeliveries, PostgresWebhookEndpoints
from storage.tables import TENANT_SETTING
from storage.vector_cache import VectorCache


class PostgresTenantWork(TenantWork):
    """Adapter of core.ports.unit_of_work.TenantWork."""

    outbox: PostgresOutbox

    def __init__(
        self,
        connection: Connection,
        organization_id: OrganizationId,
        cache: VectorCache,
        cipher: SecretCipher,
    ) -> None:
        self.organization_id = organization_id
        self.people = PostgresPeople(connection, organization_id)
        self.profiles = PostgresProfiles(connection, organization_id)
        self.embeddings = PostgresEmbeddings(connection, organization_id, cache)
        self.programs = PostgresPrograms(connection, organization_id)
        self.program_managers = PostgresProgramManagers(connection, organization_id)
        self.participations = PostgresParticipations(connection, organization_id)
        self.matches = PostgresMatches(connection, organization_id)
        self.changes = PostgresChanges(connection, organization_id)
        self.choices = PostgresChoices(connection, organization_id)
        self.searches = PostgresSearches(connection, organization_id)
        self.courses = PostgresCourses(connection, organization_id)
        self.rosters = PostgresRosters(connection, organization_id)
        self.activities = PostgresActivities(connection, organization_id)
        self.works = PostgresWorks(connection, organization_id)
        self.meetings = PostgresMeetings(connection, organization_id)
        self.appointments = PostgresAppointments(connection, organization_id)
        self.pulses = PostgresPulses(connection, organization_id)
        self.scores = PostgresScores(connection, organization_id)
        self.news = PostgresNews(connection, organization_id)
        self.mailboxes = PostgresMailboxes(connection, organization_id)
        self.slots = PostgresSlots(connection, organization_id)
        self.groups = PostgresGroups(connection, organization_id)
        self.match_runs = PostgresMatchRuns(connection, organization_id)
        self.run_pairs = PostgresRunPairs(connection, organization_id)
        self.demographics = PostgresDemographics(connection, organization_id)
        self.matching_settings = PostgresMatchingSettings(connection, organization_id)
        self.learned_beliefs = PostgresLearnedBeliefs(connection, organization_id)
        self.scim_users = PostgresScimUsers(connection, organization_id)
        self.scim_leavers = PostgresScimLeavers(connection, organization_id)
        self.scim_groups = PostgresScimGroups(connection, organization_id)
        self.connections = PostgresConnections(connection, organization_id, cipher)
        self.sync_runs = PostgresSyncRuns(connection, organization_id)
        self.directory_entries = PostgresDirectoryEntries(connection, organization_id)
        self.merges = PostgresMerges(connection, organization_id)
        self.people_rules = PostgresPeopleRules(connection, organization_id)
        self.audit = PostgresAudit(connection, organization_id)
        self.person_records = PostgresPersonRecords(connection, organization_id)
        self.resources = PostgresResources(connection, organization_id)
        self.evidences = PostgresEvidences(connection, organization_id)
        self.webhook_endpoints = PostgresWebhookEndpoints(connection, organization_id, cipher)
        self.webhook_deliveries = PostgresWebhookDeliveries(connection, organization_id)
        self.teams_conversations = PostgresTeamsConversations(connection, organization_id)
        self.teams_deliveries = PostgresTeamsDeliveries(connection, organization_id)
        self.teams_tokens = PostgresTeamsTokens(connection, organization_id, cipher)
        self.teams_choices = PostgresTeamsChoices(connection, organization_id)
        self.teams_ratings = PostgresTeamsRatings(connection, organization_id)
        self.jobs = PostgresJobQueue(connection)
        self.outbox = PostgresOutbox(connection, organization_id, self.jobs)


class PostgresPlatformWork(PlatformWork):
    """Adapter of core.ports.unit_of_work.PlatformWork."""

    def __init__(self, connection: Connection, cipher: SecretCipher) -> None:
        self.organizations = PostgresOrganizations(connection)
        self.registrations = PostgresRegistrations(connection)
        self.registration_requests = PostgresRegistrationRequests(connection)
        self.registration_invitations = PostgresRegistrationInvitations(connection)
        self.launch_states = PostgresLaunchStates(connection)
        self.deep_links = PostgresDeepLinks(connection, cipher)
        self.sessions = PostgresSessions(connection)
        self.tool_keys = PostgresToolKeys(connection, cipher)
        self.access_tokens = PostgresAccessTokens(connection, cipher)
        self.notices = PostgresNotices(connection)
        self.administrators = PostgresAdministrators(connection)
        self.scim_tokens = PostgresScimTokens(connection)
        self.hooks = PostgresHooks(connection)
        self.teams_tenants = PostgresTeamsTenants(connection, cipher)
        self.teams_activities = PostgresTeamsActivities(connection, cipher)
        self.jobs = PostgresJobQueue(connection)


class PostgresStorage:
    """Adapter of core.ports.unit_of_work.Storage.

    Args:
        engine: of storage.database.open_engine.
        cipher: for secrets at rest.
    """

    def __init__(self, engine: Engine, cipher: SecretCipher) -> None:
        self._engine = engine
        self._cipher = cipher
        self._vectors = VectorCache()

    @contextmanager
    def tenant(self, organization_id: OrganizationId) -> Iterator[PostgresTenantWork]:
        """See the port."""
        with transaction(self._engine) as connection:
            # Until the transaction ends, row-level security shows this organization only.
            only = func.set_config(TENANT_SETTING, str(organization_id), True)  # noqa: FBT003  SQL
            connection.execute(select(only))
            work = PostgresTenantWork(connection, organization_id, self._vectors, self._cipher)
            yield work
            work.outbox.flush()

    @contextmanager
    def platform(self) -> Iterator[PostgresPlatformWork]:
        """See the port."""
        with transaction(self._engine) as connection:
            yield PostgresPlatformWork(connection, self._cipher)

    def ping(self) -> None:
        """See the port."""
        with transaction(self._engine) as connection:
            connection.execute(text("SELECT 1"))

    def check_schema(self) -> None:
        """Make sure the database has the schema of this version.

        Raises:
            UnavailableError: it was not migrated yet, or by a newer version.
        """
        with transaction(self._engine) as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if found != newest_revision():
            raise UnavailableError(
                "The database has another schema than this version of the hub needs. "
                "Start the hub again: it migrates the database first."
            )

    def close(self) -> None:
        """Close the pooled connections."""
        self._engine.dispose()
