"""An organization: the tenant that owns people, programmes and matches."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A university, a school, a company.

    Attributes:
        slug: short unique name for the command line, lower case letters, digits and hyphens.
    """

    id: OrganizationId
    slug: str
    name: str
    created_at: datetime
