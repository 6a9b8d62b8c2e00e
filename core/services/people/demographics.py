"""What a person says about themselves for the fairness report: saying it, and taking it back."""

from core.domain.actor import Actor
from core.domain.demographics import Answers, sensible
from core.errors import ForbiddenError, InvalidInputError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage


class OwnDemographics:
    """One's own answers. Nobody else's can be read by anybody: see matching/fairness.py."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def of(self, actor: Actor) -> Answers:
        """The actor's answers; empty if there are none."""
        with self._storage.tenant(actor.organization_id) as work:
            return work.demographics.of_people([actor.person_id]).get(actor.person_id, {})

    def save(self, actor: Actor, answers: Answers) -> None:
        """Keep these answers and no others; none at all forgets everything.

        Raises:
            InvalidInputError: an answer is none of those offered.
            ForbiddenError: the actor is a student view, not a person.
        """
        if not sensible(answers):
            raise InvalidInputError("Choose one of the answers offered, or none.")
        with self._storage.tenant(actor.organization_id) as work:
            person = work.people.get(actor.person_id)
            if person is None or person.test_user:
                raise ForbiddenError("Only people can answer this, not a student view.")
            work.demographics.replace(actor.person_id, answers, self._clock.now())

    def forget(self, actor: Actor) -> None:
        """Delete every answer of the actor. Again changes nothing."""
        with self._storage.tenant(actor.organization_id) as work:
            work.demographics.replace(actor.person_id, {}, self._clock.now())
