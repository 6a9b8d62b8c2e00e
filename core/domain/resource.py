"""What courses offer for learning: pages, exercises, files; the resource catalogue."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid5

from core.domain.identifiers import ConnectionId, OrganizationId, ResourceId
from core.domain.profile import text_hash
from core.domain.skills import skills_in


class ResourceKind(StrEnum):
    """What it is, whatever its LMS calls it."""

    COURSE = "course"
    PAGE = "page"
    ASSIGNMENT = "assignment"
    QUIZ = "quiz"
    DISCUSSION = "discussion"
    FILE = "file"
    LINK = "link"
    TOOL = "tool"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRecord:
    """A resource as its source tells it. What a source does not say is empty.

    Attributes:
        key: the source's own stable id of it.
        url: where it is opened, in the LMS, which asks who may.
        course: title of the course it is in. module: title of the part of that course.
        minutes: how long it takes; None if nobody says.
    """

    key: str
    title: str
    kind: ResourceKind
    url: str
    course: str = ""
    module: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource as it is kept.

    Attributes:
        skills: names of the skill catalogue that its titles name.
        present: whether its source still has it.
    """

    connection_id: ConnectionId
    organization_id: OrganizationId
    record: ResourceRecord
    skills: tuple[str, ...] = ()
    present: bool = True
    updated_at: datetime

    @property
    def id(self) -> ResourceId:
        """Ours; the same whenever it is read."""
        return ResourceId(uuid5(self.connection_id, self.record.key))

    @property
    def key(self) -> str:
        """The source's id."""
        return self.record.key

    @property
    def text(self) -> str:
        """What is embedded of it: its titles, the nearest first."""
        record = self.record
        titles = dict.fromkeys((record.title, record.module, record.course))
        return ". ".join(title for title in titles if title)

    @property
    def text_hash(self) -> bytes:
        """Of `text`; 32 bytes."""
        return text_hash(self.text)


def skills_of(record: ResourceRecord) -> tuple[str, ...]:
    """Skills that the titles of a resource name: its own, its module's, its course's."""
    titles = (record.title, record.module, record.course)
    return tuple(dict.fromkeys(name for title in titles for name in skills_in(title)))
