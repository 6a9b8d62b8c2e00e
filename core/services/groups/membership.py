"""Being in a group: whoever is, has a match with each of its mentors, as anybody who is mentored.

The mentors said yes by leading an open group, so such a match begins accepted. It takes a place of
the group, none of a mentor's own capacity.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from core.domain.actor import Actor
from core.domain.group import Group, GroupMember
from core.domain.identifiers import GroupId, MatchId, PersonId
from core.domain.match import OPEN_STATES, EndReason, Match, MatchState
from core.domain.program import Role
from core.errors import ConflictError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork
from core.services.activities.progress import Progress
from core.services.requests.steps import event, step
from core.services.webhooks.events import record_steps

Scores = Mapping[PersonId, float]


class Membership:
    """Puts people into groups and takes them out, inside the caller's unit of work."""

    def __init__(self, clock: Clock, entropy: Entropy, progress: Progress) -> None:
        self._clock = clock
        self._entropy = entropy
        self._progress = progress

    def enter(
        self,
        work: TenantWork,
        group: Group,
        mentees: Sequence[PersonId],
        actor: Actor,
        scores: Scores | None = None,
    ) -> list[PersonId]:
        """Put mentees into a group that the caller has locked.

        Args:
            work: where.
            group: not ended.
            mentees: who; those in it already stay as they are.
            actor: who decides: themselves, or a manager.
            scores: probability of a good match of each, kept for learning.

        Returns:
            Who is new in it.

        Raises:
            ConflictError: there are not as many places.
        """
        members = work.groups.members([group.id])
        inside = {member.person_id for member in members}
        new = [person_id for person_id in mentees if person_id not in inside]
        taken = sum(member.role is Role.MENTEE for member in members)
        if taken + len(new) > group.most:
            raise ConflictError("This group has no place left. Choose another one.")
        self.add(work, group, new, Role.MENTEE)
        mentors = [member.person_id for member in members if member.role is Role.MENTOR]
        pairs = [(mentee, mentor) for mentee in new for mentor in mentors if mentee != mentor]
        self._match(work, group, pairs, actor, scores or {})
        for mentee in new:
            self._progress.refresh(work, mentee)
        return new

    def add(self, work: TenantWork, group: Group, people: Collection[PersonId], role: Role) -> None:
        """Make people members, without matching them."""
        now = self._clock.now()
        work.groups.add_members(
            [
                GroupMember(
                    group_id=group.id,
                    organization_id=group.organization_id,
                    person_id=person_id,
                    role=role,
                    joined_at=now,
                )
                for person_id in people
            ]
        )

    def lead(
        self, work: TenantWork, group: Group, mentors: Sequence[PersonId], actor: Actor
    ) -> None:
        """Let mentors lead a group, matched with everybody who is in it already."""
        self.add(work, group, mentors, Role.MENTOR)
        members = work.groups.members([group.id])
        mentees = [member.person_id for member in members if member.role is Role.MENTEE]
        pairs = [(mentee, mentor) for mentee in mentees for mentor in mentors if mentee != mentor]
        self._match(work, group, pairs, actor, {})

    def leave(
        self, work: TenantWork, group: Group, people: Collection[PersonId], actor: Actor
    ) -> None:
        """Take people out; their matches in the group end, history stays."""
        gone = set(people)
        for match in self.matches(work, group):
            if gone & {match.mentee_id, match.mentor_id}:
                step(work, match, MatchState.ENDED, actor, self._clock, EndReason.LEFT)
        work.groups.remove_members(group.id, people)

    @staticmethod
    def matches(work: TenantWork, group: Group) -> list[Match]:
        """The group's open matches."""
        found = work.matches.of_program(group.program_id, OPEN_STATES)
        return [match for match in found if match.group_id == group.id]

    def _match(
        self,
        work: TenantWork,
        group: Group,
        pairs: Sequence[tuple[PersonId, PersonId]],
        actor: Actor,
        scores: Scores,
    ) -> None:
        """Match those pairs that have no open match, in the group or elsewhere."""
        people = {mentee for mentee, _ in pairs}
        open_now = {
            (match.mentee_id, match.mentor_id)
            for match in work.matches.of_mentees(group.program_id, people, OPEN_STATES)
        }
        now = self._clock.now()
        made = [
            Match(
                id=MatchId(self._entropy.uuid()),
                organization_id=group.organization_id,
                program_id=group.program_id,
                mentee_id=mentee,
                mentor_id=mentor,
                state=MatchState.ACCEPTED,
                score=scores.get(mentee),
                created_at=now,
                updated_at=now,
                group_id=group.id,
            )
            for mentee, mentor in pairs
            if (mentee, mentor) not in open_now
        ]
        if made:
            work.matches.add_many(made)
            record_steps(work, [(match, event(match, None, actor)) for match in made])


def by_group(members: Sequence[GroupMember], role: Role) -> dict[GroupId, list[PersonId]]:
    """Who is what in each group, first come first."""
    chosen = sorted((m for m in members if m.role is role), key=lambda m: m.group_id)
    return {
        group_id: [member.person_id for member in together]
        for group_id, together in groupby(chosen, key=lambda m: m.group_id)
    }
