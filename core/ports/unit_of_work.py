"""Units of work: everything inside one `with` block is stored together or not at all."""

from contextlib import AbstractContextManager
from typing import Protocol

from core.domain.identifiers import OrganizationId
from core.ports.change_repositories import Changes
from core.ports.choice_repositories import Choices, Searches
from core.ports.connection_repositories import (
    Audit,
    Connections,
    DirectoryEntries,
    Merges,
    PeopleRules,
    SyncRuns,
)
from core.ports.course_repositories import (
    Activities,
    Courses,
    Meetings,
    Rosters,
    Scores,
    Works,
)
from core.ports.demographic_repositories import Demographics
from core.ports.group_repositories import Groups
from core.ports.hook_repositories import Hooks
from core.ports.jobs import JobQueue
from core.ports.library_repositories import Evidences, Resources
from core.ports.matching_repositories import LearnedBeliefs, MatchingSettingsOfPrograms
from core.ports.meeting_repositories import Appointments, Pulses
from core.ports.news_repositories import Mailboxes, News
from core.ports.person_records import PersonRecords
from core.ports.platform_repositories import (
    AccessTokens,
    Administrators,
    DeepLinks,
    LaunchStates,
    Notices,
    Organizations,
    RegistrationInvitations,
    RegistrationRequests,
    Registrations,
    Sessions,
    ToolKeys,
)
from core.ports.program_managers import ProgramManagers
from core.ports.repositories import (
    Embeddings,
    Matches,
    Participations,
    People,
    Profiles,
    Programs,
)
from core.ports.run_repositories import MatchRuns, RunPairs
from core.ports.scim_repositories import ScimGroups, ScimLeavers, ScimTokens, ScimUsers
from core.ports.slot_repositories import Slots
from core.ports.teams_repositories import (
    TeamsActivities,
    TeamsChoicesOfPeople,
    TeamsConversations,
    TeamsDeliveries,
    TeamsRatings,
    TeamsTenants,
    TeamsTokens,
)
from core.ports.webhook_repositories import Outbox, WebhookDeliveries, WebhookEndpoints


class TenantWork(Protocol):
    """One transaction inside one organization. Other organizations do not exist in it."""

    organization_id: OrganizationId
    people: People
    profiles: Profiles
    embeddings: Embeddings
    programs: Programs
    program_managers: ProgramManagers
    participations: Participations
    matches: Matches
    changes: Changes
    choices: Choices
    searches: Searches
    courses: Courses
    rosters: Rosters
    activities: Activities
    works: Works
    meetings: Meetings
    appointments: Appointments
    pulses: Pulses
    scores: Scores
    news: News
    mailboxes: Mailboxes
    slots: Slots
    groups: Groups
    match_runs: MatchRuns
    run_pairs: RunPairs
    demographics: Demographics
    matching_settings: MatchingSettingsOfPrograms
    learned_beliefs: LearnedBeliefs
    scim_users: ScimUsers
    scim_leavers: ScimLeavers
    scim_groups: ScimGroups
    connections: Connections
    sync_runs: SyncRuns
    directory_entries: DirectoryEntries
    merges: Merges
    people_rules: PeopleRules
    audit: Audit
    person_records: PersonRecords
    resources: Resources
    evidences: Evidences
    webhook_endpoints: WebhookEndpoints
    webhook_deliveries: WebhookDeliveries
    outbox: Outbox
    teams_conversations: TeamsConversations
    teams_deliveries: TeamsDeliveries
    teams_choices: TeamsChoicesOfPeople
    teams_tokens: TeamsTokens
    teams_ratings: TeamsRatings
    jobs: JobQueue


class PlatformWork(Protocol):
    """One transaction on what is not owned by one organization. Tenant tables look empty in it."""

    organizations: Organizations
    registrations: Registrations
    registration_requests: RegistrationRequests
    registration_invitations: RegistrationInvitations
    launch_states: LaunchStates
    deep_links: DeepLinks
    sessions: Sessions
    tool_keys: ToolKeys
    access_tokens: AccessTokens
    notices: Notices
    administrators: Administrators
    scim_tokens: ScimTokens
    hooks: Hooks
    teams_tenants: TeamsTenants
    teams_activities: TeamsActivities
    jobs: JobQueue


class Storage(Protocol):
    """Opens units of work. Leaving the block commits; an exception rolls everything back."""

    def tenant(self, organization_id: OrganizationId) -> AbstractContextManager[TenantWork]:
        """A unit of work inside one organization."""
        ...

    def platform(self) -> AbstractContextManager[PlatformWork]:
        """A unit of work outside any organization."""
        ...

    def ping(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            UnavailableError: it gives none.
        """
        ...
