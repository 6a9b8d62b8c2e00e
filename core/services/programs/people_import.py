"""Bringing people into a programme by a file: first a look at what would happen, then all at once.

1. `preview` reads the file and says who is known, who may be, who is new, and what is wrong.
2. The manager decides row by row who of those who may be somebody really is.
3. `apply` compares again with what is stored then, and writes the difference in bulk. The same
   file once more changes nothing.

The text is kept nowhere in between: it comes back with the manager's decision.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.activity import MEASURED
from core.domain.actor import Actor
from core.domain.identifiers import PersonId
from core.domain.program import Program, Role
from core.errors import InvalidInputError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.activities.progress import Progress
from core.services.files.csv_text import Problem, decoded
from core.services.files.people_file import PeopleFile, parse
from core.services.files.people_style import STYLE
from core.services.people.encoding import defer_program
from core.services.people.notifications import Notifications
from core.services.programs.people_blocks import RELATIONS, with_people_named
from core.services.programs.people_changes import Comparison, Difference, Effect, stored
from core.services.programs.people_plan import Imported, Plan
from core.services.programs.people_recognition import Recognized, recognized
from core.services.programs.people_rows import Same, decided, once, usable
from core.services.programs.people_wishes import put_on_lists
from core.services.webhooks.events import tell_joined

LARGEST_FILE = 5_000_000
"""Bytes: more than 10,000 people with long answers."""


UNUSED = frozenset({"previous"})
"""Columns that `mentorloom match` reads, but a programme does not: it knows its own history."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """The people of a file, what they are called here, and what each of them changes."""

    people: Sequence[Recognized]
    ids: Sequence[PersonId]
    differences: Sequence[Difference]
    unknown: Sequence[Problem]

    def joined(self) -> list[PersonId]:
        """Those with an account who are in the programme from now on."""
        rows = zip(self.people, self.ids, self.differences, strict=True)
        return [key for one, key, d in rows if one.account and d.effect is Effect.ADDED]


class PeopleImport:
    """People from files, for a programme's managers."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        notifications: Notifications,
        progress: Progress,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._notifications = notifications
        self._progress = progress

    def preview(self, actor: Actor, data: bytes, role: Role) -> Plan:
        """What a file would do; nothing is stored.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            InvalidInputError: the file is too large, no text, or has no usable header.
        """
        text, encoding = read(data)
        return replace(self.again(actor, text, role), encoding=encoding)

    def again(self, actor: Actor, text: str, role: Role) -> Plan:
        """`preview` of a text that was read before. Raises as `preview`."""
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            program = _program(work, actor)
            file = parse(text, role, places=program.default_capacity)
            rows, problems, notices = usable(file)
            kept, doubles = once(recognized(work, program, rows))
            compared = self._compared(work, program, file, decided(kept, ()), role)
        return Plan(
            role=role,
            text=text,
            encoding="UTF-8",
            columns=tuple(pair for pair in file.columns if pair[1] not in UNUSED),
            ignored=(*file.ignored, *(title for title, ours in file.columns if ours in UNUSED)),
            people=tuple(kept),
            effects=tuple(one.effect for one in compared.differences),
            problems=tuple(sorted([*file.problems, *problems, *doubles], key=_place)),
            notices=tuple(sorted([*file.notices, *notices, *compared.unknown], key=_place)),
        )

    def apply(self, actor: Actor, text: str, role: Role, same: Same) -> Imported:
        """Store what a file says.

        Args:
            actor: a manager of the programme.
            text: of a file that was previewed.
            role: what its people are.
            same: which of the doubtful rows are whom; the others are new people.

        Raises:
            ForbiddenError, InvalidInputError: as `preview`.
            ConflictError: somebody else changed the programme's people meanwhile.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            program = _program(work, actor)
            file = parse(text, role, places=program.default_capacity)
            rows, _, _ = usable(file)
            kept, _ = once(recognized(work, program, rows))
            compared = self._compared(work, program, file, decided(kept, same), role)
            _write(work, compared.differences)
            if role is Role.MENTEE:
                now = self._clock.now()
                put_on_lists(work, program, compared.people, compared.ids, now)
            if any(one.profile for one in compared.differences):
                defer_program(work.jobs, actor.organization_id, program.id)
            self._tell(work, program, role, compared.joined())
        counts = Counter(one.effect for one in compared.differences)
        return Imported(
            added=counts[Effect.ADDED], changed=counts[Effect.CHANGED], same=counts[Effect.SAME]
        )

    def _compared(
        self,
        work: TenantWork,
        program: Program,
        file: PeopleFile,
        people: Sequence[Recognized],
        role: Role,
    ) -> _Compared:
        ids = [one.person.id if one.person else PersonId(self._entropy.uuid()) for one in people]
        columns = frozenset(field for _, field in file.columns)
        columns |= {ours for theirs, ours in RELATIONS.items() if theirs in columns}
        columns |= {"style"} if columns & STYLE else set()
        if any(one.row.entry.profile.principles for one in people):
            columns |= {"principles"}
        people, unknown = with_people_named(work, program.id, people, ids)
        comparison = Comparison(
            program=program,
            role=role,
            columns=columns,
            before=stored(work, program, role, people),
            entropy=self._entropy,
            at=self._clock.now(),
        )
        pairs = zip(people, ids, strict=True)
        differences = [comparison.difference(one, key) for one, key in pairs]
        return _Compared(people, ids, differences, unknown)

    def _tell(
        self, work: TenantWork, program: Program, role: Role, joined: Sequence[PersonId]
    ) -> None:
        told = (
            sentence(
                "You take part in the programme “%(program)s” as a mentor now. Pause or leave "
                "whenever you need to.",
                program=program.name,
            )
            if role is Role.MENTOR
            else sentence(
                "You take part in the programme “%(program)s” as a mentee now. Pause or leave "
                "whenever you need to.",
                program=program.name,
            )
        )
        news = [(person_id, told, "/app/participation") for person_id in joined]
        self._notifications.tell_many(work, news, program.id)
        if joined and any(a.kind in MEASURED for a in work.activities.of_program(program.id)):
            for person_id in joined:
                self._progress.refresh(work, person_id)


def read(data: bytes) -> tuple[str, str]:
    """The text of an uploaded file, and its encoding.

    Raises:
        InvalidInputError: it is too large, or no text.
    """
    if len(data) > LARGEST_FILE:
        raise InvalidInputError(
            "The file is larger than %(most)s MB. Split it into several files.",
            most=LARGEST_FILE // 1_000_000,
        )
    return decoded(data)


def _program(work: TenantWork, actor: Actor) -> Program:
    program = work.programs.get(actor.program())
    assert program is not None, "sessions name programmes that exist"
    return program


def _write(work: TenantWork, differences: Sequence[Difference]) -> None:
    work.people.save_many([one.person for one in differences if one.person])
    work.people.link_many([one.identity for one in differences if one.identity])
    work.profiles.save_many([one.profile for one in differences if one.profile])
    work.participations.save_many([d.participation for d in differences if d.participation])
    added = [d.participation for d in differences if d.effect is Effect.ADDED and d.participation]
    tell_joined(work, added)


def _place(problem: Problem) -> tuple[int, str]:
    return problem.line, problem.column
