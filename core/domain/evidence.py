"""What courses show about what somebody can do: completions and grades."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid5

from core.domain.identifiers import ConnectionId, EvidenceId, OrganizationId, PersonId


class Showing(StrEnum):
    """How a course shows it."""

    COMPLETED = "completed"
    GRADED = "graded"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRecord:
    """That somebody completed a resource or was graded for it, as the LMS tells.

    Attributes:
        key: the source's own stable id of it.
        subject: the LMS's own id of the person.
        resource_key: key of the resource, as the same connection tells it.
        strength: 0 to 1; the share of points of a grade, 1 for what has none.
        at: when; None if the LMS does not say.
    """

    key: str
    subject: str
    resource_key: str
    how: Showing
    strength: float
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence of skills. Only the person themselves ever sees it.

    Attributes:
        skills: names of the skill catalogue.
        title, course: what it comes from, as it was called then.
        strength: 0 to 1, as in CompletionRecord.
        at: when it was shown, or when we first read it.
        hidden: the person does not want it to be used; it stays so whatever the LMS tells.
        present: whether the LMS still tells it.
    """

    connection_id: ConnectionId
    organization_id: OrganizationId
    key: str
    person_id: PersonId
    skills: tuple[str, ...]
    title: str
    course: str = ""
    how: Showing
    strength: float
    at: datetime
    hidden: bool = False
    present: bool = True

    @property
    def id(self) -> EvidenceId:
        """Ours; the same whenever it is read."""
        return EvidenceId(uuid5(self.connection_id, self.key))
