"""A platform's question to a teacher: what shall be put into the course?"""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import OrganizationId, PersonId, RegistrationId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkRequest:
    """One question, answered once by the person it was put to.

    Attributes:
        token_hash: SHA-256 of the secret that the page carries. 32 bytes.
        context_id: the course; None when the platform names none.
        return_url: where the browser posts the answer; carries a session of the platform, so it is
            encrypted at rest by storage and never logged.
        data: comes back unchanged; None was not sent. Encrypted likewise.
        takes_activities: whether links to activities are accepted at all.
        several: whether more than one is.
        graded: whether they may have a column in the gradebook.
    """

    token_hash: bytes
    registration_id: RegistrationId
    organization_id: OrganizationId
    person_id: PersonId
    context_id: str | None = None
    deployment_id: str
    return_url: str
    data: str | None = None
    takes_activities: bool = True
    several: bool = True
    graded: bool = True
    expires_at: datetime
