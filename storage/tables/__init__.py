"""All tables, as typed declarative classes; one `...Row` for each thing that is kept."""

from storage.tables.base import TENANT_SETTING, Base, TenantOwned, table_of
from storage.tables.choices import ChoiceRow, SearchRow
from storage.tables.connections import (
    AuditEntryRow,
    ConnectionFileRow,
    ConnectionRow,
    ConnectionSecretRow,
)
from storage.tables.courses import (
    ActivityRow,
    CourseMemberRow,
    CourseRow,
    RosterRunRow,
    ScoreRow,
    WorkRow,
)
from storage.tables.demographics import DemographicAnswerRow
from storage.tables.directory import DirectoryEntryRow, MergeRow, PrecedenceRow
from storage.tables.groups import GroupMemberRow, GroupRow
from storage.tables.hooks import HookDeliveryRow, HookRow
from storage.tables.learned_beliefs import LearnedBeliefRow
from storage.tables.library import EvidenceRow, ResourceRow, ResourceVectorRow
from storage.tables.matching_settings import MatchingSettingsRow
from storage.tables.meetings import AppointmentRow, PulseRow
from storage.tables.news import MailboxRow, NotificationRow
from storage.tables.people import (
    IdentityRow,
    OrganizationRow,
    PersonChangeRow,
    PersonRow,
    ProfileRow,
    TextEmbeddingRow,
)
from storage.tables.platform import (
    AccessTokenRow,
    AdministratorRow,
    DeepLinkRow,
    DeploymentRow,
    LaunchStateRow,
    NoticeRow,
    NoticeSubscriptionRow,
    RegistrationInvitationRow,
    RegistrationRequestRow,
    RegistrationRow,
    SessionRow,
    SignInLinkRow,
    ToolKeyRow,
)
from storage.tables.programs import (
    MatchEventRow,
    MatchRow,
    MeetingRow,
    ParticipationRow,
    ProgramManagerRow,
    ProgramRow,
)
from storage.tables.runs import (
    MatchRunEditRow,
    MatchRunLeftOverRow,
    MatchRunPairRow,
    MatchRunRow,
)
from storage.tables.scim import (
    ScimGroupRow,
    ScimLeaverRow,
    ScimLookupRow,
    ScimMemberRow,
    ScimTokenRow,
)
from storage.tables.slots import BookingRow, SlotRow
from storage.tables.sync import (
    SyncChangeRow,
    SyncIssueRow,
    SyncPositionRow,
    SyncRunRow,
    SyncSeenRow,
)
from storage.tables.teams import (
    TeamsActivityRow,
    TeamsChoicesRow,
    TeamsConversationRow,
    TeamsDeliveryRow,
    TeamsRatingRow,
    TeamsTenantRow,
    TeamsTokensRow,
)
from storage.tables.webhooks import OutboxRow, WebhookDeliveryRow, WebhookEndpointRow

__all__ = [
    "TENANT_SETTING",
    "AccessTokenRow",
    "ActivityRow",
    "AdministratorRow",
    "AppointmentRow",
    "AuditEntryRow",
    "Base",
    "BookingRow",
    "ChoiceRow",
    "ConnectionFileRow",
    "ConnectionRow",
    "ConnectionSecretRow",
    "CourseMemberRow",
    "CourseRow",
    "DeepLinkRow",
    "DemographicAnswerRow",
    "DeploymentRow",
    "DirectoryEntryRow",
    "EvidenceRow",
    "GroupMemberRow",
    "GroupRow",
    "HookDeliveryRow",
    "HookRow",
    "IdentityRow",
    "LaunchStateRow",
    "LearnedBeliefRow",
    "MailboxRow",
    "MatchEventRow",
    "MatchRow",
    "MatchRunEditRow",
    "MatchRunLeftOverRow",
    "MatchRunPairRow",
    "MatchRunRow",
    "MatchingSettingsRow",
    "MeetingRow",
    "MergeRow",
    "NoticeRow",
    "NoticeSubscriptionRow",
    "NotificationRow",
    "OrganizationRow",
    "OutboxRow",
    "ParticipationRow",
    "PersonChangeRow",
    "PersonRow",
    "PrecedenceRow",
    "ProfileRow",
    "ProgramManagerRow",
    "ProgramRow",
    "PulseRow",
    "RegistrationInvitationRow",
    "RegistrationRequestRow",
    "RegistrationRow",
    "ResourceRow",
    "ResourceVectorRow",
    "RosterRunRow",
    "ScimGroupRow",
    "ScimLeaverRow",
    "ScimLookupRow",
    "ScimMemberRow",
    "ScimTokenRow",
    "ScoreRow",
    "SearchRow",
    "SessionRow",
    "SignInLinkRow",
    "SlotRow",
    "SyncChangeRow",
    "SyncIssueRow",
    "SyncPositionRow",
    "SyncRunRow",
    "SyncSeenRow",
    "TeamsActivityRow",
    "TeamsChoicesRow",
    "TeamsConversationRow",
    "TeamsDeliveryRow",
    "TeamsRatingRow",
    "TeamsTenantRow",
    "TeamsTokensRow",
    "TenantOwned",
    "TextEmbeddingRow",
    "ToolKeyRow",
    "WebhookDeliveryRow",
    "WebhookEndpointRow",
    "WorkRow",
    "table_of",
]
