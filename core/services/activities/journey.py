"""How far somebody is on their way through a programme: what their activities are measured by."""

from dataclasses import dataclass

from core.domain.activity import Activity, ActivityKind
from core.domain.identifiers import MatchId, ProgramId
from core.domain.match import OCCUPYING_STATES, Match, MatchState
from core.domain.profile import Profile
from core.domain.program import Role
from core.ports.unit_of_work import TenantWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One person in one programme.

    Attributes:
        roles: what they take part as; empty if they do not.
        profile: their own.
        matches: those in which they are the mentee, newest first.
        meetings: confirmed ones of these matches.
    """

    roles: frozenset[Role]
    profile: Profile
    matches: tuple[Match, ...] = ()
    meetings: int = 0

    @property
    def mentored_in(self) -> tuple[Match, ...]:
        """Their matches of now: with mentors of their own first, then of groups, newest first."""
        now = (match for match in self.matches if match.state in OCCUPYING_STATES)
        return tuple(sorted(now, key=lambda match: not match.occupies))

    @property
    def asks(self) -> bool:
        """Whether a request of theirs waits for its answer."""
        return any(m.state is MatchState.OFFERED for m in self.matches)

    @property
    def described(self) -> bool:
        """Whether their profile says enough for what they take part as."""
        return (Role.MENTEE in self.roles and self.profile.ready_to_learn()) or (
            Role.MENTOR in self.roles and self.profile.ready_to_mentor()
        )

    def mentored_by(self, activity: Activity) -> MatchId | None:
        """The match an activity is part of: the newest of now, else the newest that ended."""
        matches = self.mentored_in or self.matches
        alone = activity.kind is ActivityKind.ONBOARDING or not matches
        return None if alone else matches[0].id

    def steps(self, activity: Activity) -> int:
        """Steps done of a measured activity, at most its target."""
        if activity.kind is ActivityKind.MEETINGS:
            return min(self.meetings, activity.target)
        if activity.kind is ActivityKind.ONBOARDING:
            return int(self.described)
        met = any(m.state is MatchState.COMPLETED for m in self.matches)
        return int(met or bool(self.mentored_in))


def journey(work: TenantWork, program_id: ProgramId, profile: Profile) -> Journey:
    """Read where the owner of a profile is, in three queries."""
    me = profile.person_id
    taking_part = work.participations.of_person(me)
    matches = [m for m in work.matches.of_person(program_id, me) if m.mentee_id == me]
    return Journey(
        roles=frozenset(p.role for p in taking_part if p.program_id == program_id),
        profile=profile,
        matches=tuple(matches),
        meetings=sum(work.meetings.confirmed([m.id for m in matches]).values()),
    )
