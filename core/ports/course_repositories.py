"""What is kept about courses: services, rosters, activities, work, meetings, scores.

One protocol a noun. Adapters: storage/repositories/ and tests/fakes/. Lookups return None for
"there is none"; services turn that into NotFoundError with words.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.activity import Activity, Work
from core.domain.course import Course, CourseMember, RosterRun
from core.domain.identifiers import (
    ActivityId,
    MatchId,
    MeetingId,
    PersonId,
    ProgramId,
    RegistrationId,
)
from core.domain.meeting import Meeting
from core.domain.score import Score


class Courses(Protocol):
    """Courses that showed us."""

    def get(self, registration_id: RegistrationId, context_id: str) -> Course | None: ...
    def lock(self, registration_id: RegistrationId, context_id: str) -> Course | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def of_program(self, program_id: ProgramId) -> list[Course]:
        """By title."""
        ...

    def among(
        self, registration_id: RegistrationId, context_ids: Collection[str]
    ) -> dict[str, Course]:
        """Context id -> course, of those that are known."""
        ...

    def of_person(self, person_id: PersonId) -> list[Course]:
        """The courses somebody is or was in, by title."""
        ...

    def with_roster(self, unread_since: datetime) -> list[Course]:
        """Those with a programme whose roster may be read and was not since; longest ago first."""
        ...

    def save(self, course: Course) -> None:
        """Insert or update all but `synced_at`; a course keeps a programme it has."""
        ...

    def assign(
        self, registration_id: RegistrationId, context_id: str, program_id: ProgramId | None
    ) -> None:
        """Give a course another programme, or none."""
        ...

    def synced(self, registration_id: RegistrationId, context_id: str, at: datetime) -> None:
        """Remember when its roster was read."""
        ...


class Rosters(Protocol):
    """Who is in a course, and how we came to know."""

    def members(self, registration_id: RegistrationId, context_id: str) -> list[CourseMember]:
        """Everybody, whatever their status, ordered by subject."""
        ...

    def member(
        self, registration_id: RegistrationId, context_id: str, subject: str
    ) -> CourseMember | None: ...
    def standing(self, registration_id: RegistrationId, context_id: str) -> frozenset[str]:
        """Subjects of everybody who is not gone."""
        ...

    def of_person(self, person_id: PersonId) -> list[CourseMember]:
        """The person in every course they are or were in."""
        ...

    def save_members(self, members: Sequence[CourseMember]) -> None:
        """Insert or update in bulk, whatever their own launches said excepted."""
        ...

    def save_launch(self, member: CourseMember) -> None:
        """Insert or update one who launched: status and `launch_roles`, not what rosters say."""
        ...

    def save_run(self, run: RosterRun) -> None: ...
    def runs(
        self, registration_id: RegistrationId, context_id: str, most: int = 20
    ) -> list[RosterRun]:
        """Newest first."""
        ...

    def purge_runs(self, before: datetime) -> int:
        """Remove those that started before; returns how many."""
        ...

    def present(
        self, program_id: ProgramId, person_ids: Collection[PersonId]
    ) -> Mapping[PersonId, bool]:
        """Whether they are active in a course that shows the programme.

        Of those who are or were in one; nothing is said about others.
        """
        ...


class Activities(Protocol):
    """Mentoring activities in courses."""

    def get(self, activity_id: ActivityId) -> Activity | None: ...
    def in_course(
        self, registration_id: RegistrationId, context_id: str, origin_id: ActivityId
    ) -> Activity | None:
        """This course's copy of an activity."""
        ...

    def of_course(self, registration_id: RegistrationId, context_id: str) -> list[Activity]:
        """Oldest first."""
        ...

    def of_program(self, program_id: ProgramId) -> list[Activity]:
        """Of all courses that show the programme, oldest first."""
        ...

    def save(self, activity: Activity) -> None:
        """Insert or update. A course has one copy of each origin.

        Raises:
            ConflictError: this course has another copy of the same origin.
        """
        ...

    def linked(self, activity_id: ActivityId, link_id: str) -> None:
        """Remember the resource link it is opened by; all else stays as it is."""
        ...

    def graded_at(self, activity_id: ActivityId, line_item_url: str) -> None:
        """Remember its column in the gradebook, or forget it; all else stays as it is."""
        ...


class Works(Protocol):
    """What mentees did for activities."""

    def get(self, activity_id: ActivityId, person_id: PersonId) -> Work | None: ...
    def of_person(self, person_id: PersonId) -> list[Work]: ...
    def of_activities(self, activity_ids: Collection[ActivityId]) -> list[Work]: ...
    def of_people(self, person_ids: Collection[PersonId]) -> list[Work]: ...
    def add(self, work: Work) -> Work:
        """Insert, unless there is one already; returns what is stored then."""
        ...

    def update(self, work: Work) -> None:
        """Store a moved work.

        Raises:
            ConflictError: its stored version is not `work.version - 1`.
        """
        ...


class Meetings(Protocol):
    """Meetings that took place."""

    def get(self, meeting_id: MeetingId) -> Meeting | None: ...
    def of_matches(self, match_ids: Collection[MatchId]) -> list[Meeting]:
        """Newest first."""
        ...

    def confirmed(self, match_ids: Collection[MatchId]) -> Mapping[MatchId, int]:
        """Match -> number of confirmed meetings."""
        ...

    def save(self, meeting: Meeting) -> None: ...
    def remove(self, meeting_id: MeetingId) -> None: ...


class Scores(Protocol):
    """Scores and where they are."""

    def get(self, activity_id: ActivityId, person_id: PersonId) -> Score | None: ...
    def lock(self, activity_id: ActivityId, person_id: PersonId) -> Score | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def of_activities(self, activity_ids: Collection[ActivityId]) -> list[Score]: ...
    def waiting(self) -> list[Score]:
        """Those that are to be posted, longest ago first."""
        ...

    def parked(
        self, registration_id: RegistrationId, context_id: str, subjects: Collection[str]
    ) -> list[Score]:
        """What of these people is parked in a course."""
        ...

    def add(self, score: Score) -> Score:
        """Insert, unless there is one already; returns what is stored then."""
        ...

    def update(self, score: Score) -> None:
        """Store a changed score.

        Raises:
            ConflictError: its stored version is not `score.version - 1`.
        """
        ...

    def update_many(self, scores: Sequence[Score]) -> None:
        """Store changed scores in bulk; one that was changed meanwhile stays as it is then."""
        ...
