"""What a person tells about themselves for mentoring."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from core.domain.identifiers import PersonId
from core.domain.must_have import MustHave
from core.domain.passages import passages
from core.domain.working_style import Style, Value, Way


class Seniority(IntEnum):
    """How far along somebody is; the order is what counts."""

    STUDENT = 1
    EARLY = 2
    EXPERIENCED = 3
    SENIOR = 4
    EXECUTIVE = 5


class MeetingMode(StrEnum):
    """How somebody likes to meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    CHAT = "chat"


class TextKind(StrEnum):
    """The texts of a profile that carry meaning and are embedded, one vector an item."""

    GOAL = "goal"
    SKILL_WANTED = "skill_wanted"
    SKILL_OFFERED = "skill_offered"
    EXPERIENCE = "experience"
    INTEREST = "interest"
    PRINCIPLE = "principle"
    TOPIC = "topic"


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_PARTS = ("morning", "afternoon", "evening")
"""Local hours: morning 8-12, afternoon 12-17, evening 17-21."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Goals, skills, experience and preferences of one person.

    Attributes:
        goals: what they want to reach, one sentence each.
        skills_wanted: skill names they want to learn.
        skills_offered: skill names they can teach.
        experience: what they did, one item each.
        interests: what they like besides work.
        languages: BCP 47 tags they can hold a conversation in.
        time_zone: IANA name, empty if unknown.
        availability: "<day>-<part>" from DAYS and DAY_PARTS, in their own time zone.
        meeting_modes: how they like to meet; empty means no preference.
        avoid: people they must not be matched with. Private: never shown to anyone else.
        values, ways: what matters to them and how they like to work, chosen from our lists.
        principles: the same in their own words, one sentence each.
        style: how they like to talk and meet.
        personality: ten answers (working_style.TRAITS), or none. Private, and only by their wish.
        topics: what they would rather mentor in. For mentors.
        levels: whom they would rather mentor. For mentors.
        must_haves: what a mentor of theirs must bring. For mentees.
        managers: their manager, that one's manager and so on. Told by the organization.
        conflicts: with whom there is a conflict of interest. Told by the organization.
        meet_again: with whom they would be matched once more. Private.
        tags: (family, name) that only a file knows, like majors; what they mean is learned.
    """

    person_id: PersonId
    headline: str = ""
    goals: tuple[str, ...] = ()
    skills_wanted: tuple[str, ...] = ()
    skills_offered: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    time_zone: str = ""
    location: str = ""
    department: str = ""
    seniority: Seniority | None = None
    availability: frozenset[str] = field(default_factory=frozenset)
    meeting_modes: frozenset[MeetingMode] = field(default_factory=frozenset)
    avoid: frozenset[PersonId] = field(default_factory=frozenset)
    values: frozenset[Value] = field(default_factory=frozenset)
    ways: frozenset[Way] = field(default_factory=frozenset)
    principles: tuple[str, ...] = ()
    style: Style = field(default_factory=Style)
    personality: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    levels: frozenset[Seniority] = field(default_factory=frozenset)
    must_haves: frozenset[MustHave] = field(default_factory=frozenset)
    managers: tuple[PersonId, ...] = ()
    conflicts: frozenset[PersonId] = field(default_factory=frozenset)
    meet_again: frozenset[PersonId] = field(default_factory=frozenset)
    tags: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    updated_at: datetime | None = None

    @property
    def apart(self) -> frozenset[PersonId]:
        """Who must not meet them here, as far as this profile tells; the other's may tell more."""
        return self.avoid | self.conflicts | {*self.managers}

    def texts(self) -> Iterator[tuple[TextKind, str]]:
        """Every text that is embedded, with its kind, in a stable order.

        A long one comes in passages, so that all of it is read and each part can fit by itself.
        """
        for kind, items in (
            (TextKind.GOAL, self.goals),
            (TextKind.SKILL_WANTED, self.skills_wanted),
            (TextKind.SKILL_OFFERED, self.skills_offered),
            (TextKind.EXPERIENCE, self.experience),
            (TextKind.INTEREST, self.interests),
            (TextKind.PRINCIPLE, self.principles),
            (TextKind.TOPIC, self.topics),
        ):
            for text in items:
                for passage in passages(text):
                    yield kind, passage

    def without_private(self) -> "Profile":
        """The profile as other people may see it."""
        return replace(
            self,
            avoid=frozenset(),
            personality=(),
            managers=(),
            conflicts=frozenset(),
            meet_again=frozenset(),
        )

    def ready_to_learn(self) -> bool:
        """Whether there is enough to suggest mentors: a goal or a wanted skill."""
        return bool(self.goals or self.skills_wanted)

    def ready_to_mentor(self) -> bool:
        """Whether there is enough to be suggested as a mentor."""
        return bool(self.skills_offered or self.experience)


def text_hash(text: str) -> bytes:
    """SHA-256 of a text: an item is encoded again only when this changes. 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEmbedding:
    """The vector of one profile text.

    Attributes:
        model: id of the encoder that made it; vectors of different models never meet.
        vector: little-endian float32 bytes, L2-normalised, `dimension * 4` long.
    """

    person_id: PersonId
    kind: TextKind
    text_hash: bytes
    model: str
    vector: bytes
