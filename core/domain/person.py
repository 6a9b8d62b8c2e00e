"""A person, and the identities other systems know them by."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.directory import Presence
from core.domain.identifiers import OrganizationId, PersonId

LTI_ISSUER = "lti:{}"
"""The identity issuer of people known through a registration, by its id."""
LMS_ISSUER = "lms:{}"
"""The same by the number that the LMS's own interface has for them, where that is another one."""

CONNECTION_ISSUER = "connection:{}"
"""The identity issuer of people known through a connection, by its id."""

ENTRA_ISSUER = "entra:{}"
"""The identity issuer of people of a Microsoft Entra tenant, by its id in lower case.

The subject is the object id (`oid`) there, in lower case.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in an organization.

    Attributes:
        name: what to call them; empty when the LMS withholds names.
        email: where to write; never an identity, may be empty.
        locale: BCP 47 tag of the language they last used, empty if unknown.
        test_user: not a person but an LMS's student view: never matched, graded or counted.
        presence: what the directories say; HERE for whoever is in none.
    """

    id: PersonId
    organization_id: OrganizationId
    name: str = ""
    email: str = ""
    locale: str = ""
    test_user: bool = False
    presence: Presence = Presence.HERE
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How one other system names a person.

    Attributes:
        issuer: which system, for example "lti:<registration id>".
        subject: the system's own stable name for the person (LTI `sub`); never an e-mail address.
    """

    issuer: str
    subject: str
    person_id: PersonId
