"""Answering: privately. Nobody but the person sees what somebody answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.identifiers import PulseId
from core.domain.person import Person
from core.domain.pulse import HIGHEST, LOWEST, Pulse, Question
from core.errors import InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from core.sentence import sentence
from core.services.requests.match_views import views


@dataclass(frozen=True, slots=True)
class AskedPulse:
    """A pulse with whom it is about.

    Attributes:
        other: the other person of the match.
        mentors: whether the other one is the asked person's mentor.
    """

    pulse: Pulse
    other: Person
    mentors: bool


class Pulses:
    """One's own pulses."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def waiting(self, actor: Actor) -> list[AskedPulse]:
        """Those that wait for the actor's answer, in whatever programme, oldest first."""
        with self._storage.tenant(actor.organization_id) as work:
            pulses = work.pulses.open(actor.person_id, self._clock.now())
            matches = work.matches.get_many({pulse.match_id for pulse in pulses})
            shown = {view.match.id: view for view in views(work, matches.values())}
        found = []
        for pulse in pulses:
            view = shown[pulse.match_id]
            mentors = view.mentee.id == actor.person_id
            found.append(AskedPulse(pulse, view.mentor if mentors else view.mentee, mentors))
        return found

    def asked(self, actor: Actor, pulse_id: PulseId) -> AskedPulse:
        """One of the actor's pulses, answered or not.

        Raises:
            NotFoundError: there is no such pulse of theirs.
        """
        with self._storage.tenant(actor.organization_id) as work:
            pulse = work.pulses.get(pulse_id)
            match = work.matches.get(pulse.match_id) if pulse else None
            if pulse is None or match is None or pulse.person_id != actor.person_id:
                raise NotFoundError("There are no such questions for you.")
            (view,) = views(work, [match])
        mentors = view.mentee.id == actor.person_id
        return AskedPulse(pulse, view.mentor if mentors else view.mentee, mentors)

    def answer(self, actor: Actor, pulse_id: PulseId, answers: Mapping[str, int]) -> Pulse:
        """Answer, or answer anew as long as it is open. The same answers again change nothing.

        Args:
            actor: whom it asks.
            pulse_id: which.
            answers: each question's value -> LOWEST to HIGHEST.

        Raises:
            NotFoundError: there is no such pulse of theirs.
            InvalidInputError: an answer is missing or no such number.
            ConflictError: it is closed.
        """
        chosen = _checked(answers)
        with self._storage.tenant(actor.organization_id) as work:
            pulse = work.pulses.get(pulse_id)
            if pulse is None or pulse.person_id != actor.person_id:
                raise NotFoundError("There are no such questions for you.")
            if pulse.answers == chosen:
                return pulse
            answered = pulse.answered(chosen, self._clock.now())
            work.pulses.save(answered)
            return answered


def _checked(answers: Mapping[str, int]) -> dict[Question, int]:
    fields = {
        question.value: [sentence("Choose one of the five.")]
        for question in Question
        if answers.get(question.value) not in range(LOWEST, HIGHEST + 1)
    }
    if fields:
        raise InvalidInputError("Some answers need a change before they can be saved.", fields)
    return {question: answers[question.value] for question in Question}
