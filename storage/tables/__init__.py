"""All tables, as typed declarative classes; one `...Row` for each thing that is kept."""

from storage.tables.base import TENANT_SETTING, Base, TenantOwned, table_of
from storage.tables.people import (
    IdentityRow,
    OrganizationRow,
    PersonRow,
    ProfileRow,
    TextEmbeddingRow,
)
from storage.tables.platform import (
    DeploymentRow,
    LaunchStateRow,
    RegistrationRow,
    SessionRow,
    ToolKeyRow,
)
from storage.tables.programs import (
    CourseRow,
    MatchEventRow,
    MatchRow,
    ParticipationRow,
    ProgramRow,
)

__all__ = [
    "TENANT_SETTING",
    "Base",
    "CourseRow",
    "DeploymentRow",
    "IdentityRow",
    "LaunchStateRow",
    "MatchEventRow",
    "MatchRow",
    "OrganizationRow",
    "ParticipationRow",
    "PersonRow",
    "ProfileRow",
    "ProgramRow",
    "RegistrationRow",
    "SessionRow",
    "TenantOwned",
    "TextEmbeddingRow",
    "ToolKeyRow",
    "table_of",
]
