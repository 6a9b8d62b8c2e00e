"""All tables, as typed declarative classes; one `...Row` for each thing that is kept."""

from storage.tables.base import TENANT_SETTING, Base, TenantOwned, table_of
from storage.tables.choices import ChoiceRow, SearchRow
from storage.tables.courses import (
    ActivityRow,
    CourseMemberRow,
    CourseRow,
    RosterRunRow,
    ScoreRow,
    WorkRow,
)
from storage.tables.demographics import DemographicAnswerRow
from storage.tables.groups import GroupMemberRow, GroupRow
from storage.tables.learned_beliefs import LearnedBeliefRow
from storage.tables.matching_settings import MatchingSettingsRow
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
    ProgramRow,
)
from storage.tables.runs import (
    MatchRunEditRow,
    MatchRunLeftOverRow,
    MatchRunPairRow,
    MatchRunRow,
)
from storage.tables.slots import BookingRow, SlotRow

__all__ = [
    "TENANT_SETTING",
    "AccessTokenRow",
    "ActivityRow",
    "AdministratorRow",
    "Base",
    "BookingRow",
    "ChoiceRow",
    "CourseMemberRow",
    "CourseRow",
    "DeepLinkRow",
    "DemographicAnswerRow",
    "DeploymentRow",
    "GroupMemberRow",
    "GroupRow",
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
    "NoticeRow",
    "NoticeSubscriptionRow",
    "NotificationRow",
    "OrganizationRow",
    "ParticipationRow",
    "PersonChangeRow",
    "PersonRow",
    "ProfileRow",
    "ProgramRow",
    "RegistrationInvitationRow",
    "RegistrationRequestRow",
    "RegistrationRow",
    "RosterRunRow",
    "ScoreRow",
    "SearchRow",
    "SessionRow",
    "SignInLinkRow",
    "SlotRow",
    "TenantOwned",
    "TextEmbeddingRow",
    "ToolKeyRow",
    "WorkRow",
    "table_of",
]
