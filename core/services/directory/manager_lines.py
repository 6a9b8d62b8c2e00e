"""Who is whose manager, up to the top, as an organization's directories say.

A manager is another record of the same source and may arrive later, or leave: so everybody's line
is worked out together, after pages that change who reports to whom, and only what is different is
written. People are left alone whose sources name no managers at all, or whom the organization
believes before its sources.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from core.domain.directory import Reporting
from core.domain.identifiers import ConnectionId, OrganizationId, PersonId
from core.domain.people_rules import OWN_WORDS, PersonField
from core.domain.profile import Profile
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.services.directory.facts import Belief

AT_ONCE = 1_000
"""People whose lines are compared in one unit of work."""

Line = tuple[PersonId, ...]


@dataclass(slots=True)
class Staff:
    """Who is known where, and who is whose manager there.

    Attributes:
        order: sources, the one to believe first.
        named: source -> key -> person.
        told: person -> source -> key of their manager, of those who have one.
        telling: sources that name managers.
    """

    order: Sequence[str]
    named: dict[str, dict[str, PersonId]] = field(default_factory=dict)
    told: dict[PersonId, dict[str, str]] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)

    def note(self, rows: Collection[Reporting]) -> None:
        """More of what sources say."""
        sources: dict[ConnectionId, str] = {}
        for connection_id, key, person_id, manager_key in rows:
            source = sources.setdefault(connection_id, str(connection_id))
            self.named.setdefault(source, {})[key] = person_id
            if manager_key:
                self.told.setdefault(person_id, {})[source] = manager_key
                self.telling.add(source)

    def lines(self) -> Iterator[tuple[PersonId, Line]]:
        """Everybody whose managers the sources tell, with their line; nobody is above themselves.

        A manager whom the source does not tell of (yet) is as good as none.
        """
        managers = dict(self._managers())
        for source in self.telling:
            for person_id in self.named[source].values():
                line: list[PersonId] = []
                above = managers.get(person_id)
                while above is not None and above != person_id and above not in line:
                    line.append(above)
                    above = managers.get(above)
                yield person_id, tuple(line)

    def _managers(self) -> Iterator[tuple[PersonId, PersonId]]:
        for person_id, told in self.told.items():
            source = next(one for one in self.order if one in told)
            manager = self.named[source].get(told[source])
            if manager is not None:
                yield person_id, manager


class ManagerLines:
    """The job that works out who is whose manager."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def manager_lines(self, organization_id: str) -> None:
        """Bring everybody's managers up to date. Again it changes nothing.

        Args:
            organization_id: whose people they are.
        """
        organization = OrganizationId(UUID(organization_id))
        with self._storage.tenant(organization) as work:
            order = Belief.of(work).orders[PersonField.MANAGER]
            staff = Staff(order)
            for rows in work.directory_entries.reporting():
                staff.note(rows)
        own_first = bool(staff.telling) and order.index(OWN_WORDS) < min(
            order.index(source) for source in staff.telling
        )
        lines = iter(dict(staff.lines()).items())
        while some := dict(islice(lines, AT_ONCE)):
            with self._storage.tenant(organization) as work:
                self._write(work, some, own_first=own_first)

    def _write(self, work: TenantWork, lines: Mapping[PersonId, Line], *, own_first: bool) -> None:
        before = work.profiles.managers(lines)
        different = {
            person_id: line
            for person_id, line in lines.items()
            if before.get(person_id, ()) != line and not (own_first and before.get(person_id))
        }
        now = self._clock.now()
        work.profiles.save_many(
            [
                Profile(person_id=person_id, managers=line, updated_at=now)
                for person_id, line in different.items()
                if person_id not in before
            ]
        )
        work.profiles.set_managers(
            {one: line for one, line in different.items() if one in before}, now
        )
