"""How a programme is going by what many answered; nothing where fewer than five did.

Each person counts once a question, with their latest answer. The interval is Student's t of the
mean (95 %), cut to what can be answered.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import fmean, stdev

from scipy.special import stdtrit

from core.domain.actor import Actor
from core.domain.pulse import HIGHEST, LOWEST, Question
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage

FEWEST = 5
LOOKED_BACK = timedelta(days=56)
UPPER = 0.975
"""Quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPicture:
    """One question.

    Attributes:
        mean: of the answers, LOWEST to HIGHEST.
        low, high: the 95 % interval of the mean.
    """

    question: Question
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PulsePicture:
    """All questions.

    Attributes:
        people: who answered in LOOKED_BACK; None when they were fewer than FEWEST.
        questions: empty then.
    """

    people: int | None
    questions: tuple[QuestionPicture, ...]


class PulsePictures:
    """What managers of a programme see of its pulses."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def of(self, actor: Actor) -> PulsePicture:
        """The picture of the actor's programme.

        Raises:
            ForbiddenError: they do not manage it.
            NotFoundError: there is none.
        """
        actor.must_manage()
        program_id, since = actor.program(), self._clock.now() - LOOKED_BACK
        with self._storage.tenant(actor.organization_id) as work:
            answers = work.pulses.answers(program_id, since)
        people = {person_id for person_id, _ in answers}
        if len(people) < FEWEST:
            return PulsePicture(people=None, questions=())
        return PulsePicture(
            people=len(people),
            questions=tuple(
                _picture(question, [told[question] for _, told in answers]) for question in Question
            ),
        )


def _picture(question: Question, values: list[int]) -> QuestionPicture:
    mean, half = fmean(values), _half_width(values)
    return QuestionPicture(
        question=question,
        mean=mean,
        low=max(mean - half, LOWEST),
        high=min(mean + half, HIGHEST),
    )


def _half_width(values: list[int]) -> float:
    quantile = float(stdtrit(len(values) - 1, UPPER))
    return quantile * stdev(values) / sqrt(len(values))
