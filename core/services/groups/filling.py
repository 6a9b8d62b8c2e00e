"""Filling groups: who of those waiting fits best where, proposed to a manager, who decides.

Nothing is stored and nobody is told before the manager says yes; then every rule is held again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.domain.actor import Actor
from core.domain.identifiers import GroupId, PersonId, ProgramId
from core.domain.match_run import RunOptions
from core.domain.person import Person
from core.engine.matching.assignment.problem import Edges, Problem
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.people import Bools, Ints
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.groups.fitting import Facts, Fit, Fitting, newcomers_apart
from core.services.groups.groups import PAGE, GroupView, locked, views
from core.services.groups.membership import Membership
from core.services.people.notifications import Notifications
from core.services.runs.attendance import attendance, people_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One mentee in one group; nobody knows yet.

    Attributes:
        score, low, high: probability of a good match with its 90 % interval.
    """

    mentee: Person
    group: GroupView
    score: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Filling:
    """The best way to fill the groups' free places.

    Attributes:
        proposed: by name of the mentee.
        left: who found no place, by name.
        small: groups that would stay smaller than they are meant to be.
    """

    proposed: tuple[Proposed, ...]
    left: tuple[Person, ...]
    small: tuple[GroupView, ...]


class GroupFilling:
    """Proposes and, once a manager decided, fills. Arguments as of `Joining`."""

    def __init__(
        self,
        storage: Storage,
        fitting: Fitting,
        membership: Membership,
        notifications: Notifications,
    ) -> None:
        self._storage = storage
        self._fitting = fitting
        self._membership = membership
        self._notifications = notifications

    def propose(self, actor: Actor) -> Filling:
        """As many waiting mentees as possible in groups, at the largest total score.

        Raises:
            ForbiddenError: the actor does not manage the programme.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            groups = views(work, work.groups.of_program(actor.program()))
            persons = sorted(
                _waiting(work, actor.program()).values(),
                key=lambda person: (person.name.casefold(), person.id),
            )
            facts = self._fitting.read(work, actor.program(), [p.id for p in persons], groups)
        fitting = self._fitting.fit(facts)
        chosen = _assigned(facts, fitting)
        return Filling(
            proposed=tuple(
                _proposed(person, groups[column], fitting, row, column)
                for row, (person, column) in enumerate(zip(persons, chosen.tolist(), strict=True))
                if column >= 0
            ),
            left=tuple(p for p, column in zip(persons, chosen, strict=True) if column < 0),
            small=tuple(
                view
                for column, view in enumerate(groups)
                if len(view.mentees) + int((chosen == column).sum()) < view.group.least
            ),
        )

    def fill(self, actor: Actor, chosen: Mapping[PersonId, GroupId]) -> int:
        """Put mentees into groups and tell everybody concerned.

        Args:
            actor: a manager of the programme.
            chosen: who goes where. Who cannot any more is left out.

        Returns:
            How many are in a group now.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: one of the groups is none of this programme.
            ConflictError: a group has not as many places.
        """
        actor.must_manage()
        entered = 0
        with self._storage.tenant(actor.organization_id) as work:
            waiting = _waiting(work, actor.program())
            # Always locked in the same order.
            groups = views(work, [locked(work, actor, one) for one in sorted({*chosen.values()})])
            mentees = [person_id for person_id in chosen if person_id in waiting]
            facts = self._fitting.read(work, actor.program(), mentees, groups)
            fitting = self._fitting.fit(facts)
            column = {view.group.id: place for place, view in enumerate(groups)}
            where = np.array([column[chosen[who]] for who in mentees], dtype=np.int64)
            where[~fitting.allowed[np.arange(len(where)), where]] = -1
            _forbid(newcomers_apart(facts.mentees), where, fitting.allowed)
            for view in groups:
                place = column[view.group.id]
                scores = {
                    mentees[row]: float(fitting.scores.probability[row, place])
                    for row in np.flatnonzero((where == place) & fitting.allowed[:, place])
                }
                new = self._membership.enter(work, view.group, list(scores), actor, scores)
                self._tell(work, view, new)
                entered += len(new)
        return entered

    def _tell(self, work: TenantWork, view: GroupView, new: Sequence[PersonId]) -> None:
        name = view.group.name
        word = sentence("You are in the group “%(name)s” now.", name=name)
        grown = sentence("New people are in your group “%(name)s”.", name=name)
        told = [(person_id, word, PAGE) for person_id in new]
        told += [(mentor.id, grown, PAGE) for mentor in view.mentors if new]
        self._notifications.tell_many(work, told, view.group.program_id)


def _waiting(work: TenantWork, program_id: ProgramId) -> Mapping[PersonId, Person]:
    """Mentees who could begin and have neither a match nor an open request: as for a run."""
    _, people = people_of(work, attendance(work, program_id).looking(RunOptions()))
    return people


def _assigned(facts: Facts, fitting: Fit) -> Ints:
    """Group of each mentee, -1 for none, nobody beside whom they must not meet."""
    allowed = fitting.allowed.copy()
    apart = newcomers_apart(facts.mentees)
    while True:
        solution = solve(
            Problem(
                mentees=len(facts.mentees),
                edges=Edges.of(fitting.scores.probability, allowed),
                most=np.array([view.free for view in facts.groups], dtype=np.int64),
                least=np.array([_missing(view) for view in facts.groups], dtype=np.int64),
            )
        )
        chosen = solution.mentor_of_each(len(facts.mentees))
        if not _forbid(apart, chosen, allowed):
            return chosen


def _missing(view: GroupView) -> int:
    """How many more a group is meant to have."""
    return min(max(view.group.least - len(view.mentees), 0), view.free)


def _forbid(apart: Sequence[tuple[int, int]], chosen: Ints, allowed: Bools) -> bool:
    """Forbid a place to the later of two in one group who must not be; whether there were any."""
    met = [(one, later) for one, later in apart if chosen[one] == chosen[later] >= 0]
    for _, later in met:
        allowed[later, chosen[later]] = False
    return bool(met)


def _proposed(person: Person, group: GroupView, fitting: Fit, row: int, column: int) -> Proposed:
    scores = fitting.scores
    return Proposed(
        mentee=person,
        group=group,
        score=float(scores.probability[row, column]),
        low=float(scores.low[row, column]),
        high=float(scores.high[row, column]),
    )
