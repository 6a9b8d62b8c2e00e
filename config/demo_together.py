"""Drop-in times and groups for newcomers to look at, offered by the stand-in campus's people.

They go through the same use cases as everybody's, once, when a programme is loaded first.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, PersonId, ProgramId
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.services.activities.progress import Progress
from core.services.drop_in.offers import Offer, Offers
from core.services.grades.grading import Grading
from core.services.groups.groups import Groups
from core.services.groups.membership import Membership
from core.services.groups.plans import GroupPlan
from core.services.people.notifications import Notifications
from demo.directory import Institution


class DemoTogether:
    """Offers times and starts groups."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        told = Notifications(clock, entropy)
        membership = Membership(clock, entropy, Progress(clock, Grading(clock)))
        self._clock = clock
        self._offers = Offers(storage, clock, entropy, told)
        self._groups = Groups(storage, clock, entropy, membership, told)

    def load(
        self,
        institution: Institution,
        organization: OrganizationId,
        program: ProgramId,
        ids: Mapping[str, PersonId],
    ) -> None:
        """Do what the institution's file says.

        Args:
            institution: whose.
            organization: where its people are.
            program: theirs.
            ids: key of a person -> who that is in the hub.
        """
        for told in institution.drop_in:
            mentor = Actor(
                organization_id=organization, person_id=ids[told["mentor"]], program_id=program
            )
            self._offers.offer(mentor, self._offer(told))
        for told in institution.groups:
            mentors = tuple(ids[key] for key in told["mentors"])
            leader = Actor(
                organization_id=organization,
                person_id=mentors[0],
                program_id=program,
                manages=True,
            )
            self._groups.start(leader, GroupPlan(**{**told, "mentors": mentors}))

    def _offer(self, told: Mapping[str, Any]) -> Offer:
        plan = dict(told)
        plan.pop("mentor")
        day = self._clock.now().replace(tzinfo=None) + timedelta(days=plan.pop("days_ahead"))
        full_hour = {"hour": plan.pop("hour"), "minute": 0, "second": 0, "microsecond": 0}
        return Offer(starts_at=day.replace(**full_hour), **plan)
