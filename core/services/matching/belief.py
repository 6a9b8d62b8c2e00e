"""What a programme believes about good matches: its prior until there are outcomes.

What was learned is kept as text (learning.py) and read once a process, until there is a newer one.
The programme's managers say how important each feature is; that is laid over what is believed.
"""

import json
from datetime import datetime
from functools import lru_cache
from threading import Lock

from core.domain.identifiers import ProgramId
from core.domain.matching_settings import MatchingSettings
from core.engine.matching.model.importance import weighted
from core.engine.matching.model.prior import Posterior, prior
from core.engine.matching.model.written import read
from core.errors import InvalidInputError
from core.ports.unit_of_work import TenantWork

MODELS_KEPT = 64


def belief(work: TenantWork, program_id: ProgramId) -> Posterior:
    """The belief that scores of a programme are made with.

    Args:
        work: the programme's organization.
        program_id: whose belief.
    """
    settings = work.matching_settings.get(program_id)
    return weighted(unweighted(work, program_id), settings.weights())


class Beliefs:
    """Beliefs of programmes, each read once until there is a newer one.

    Safe to share between threads. What is kept with people for a belief (responsiveness.py) stays
    good as long as the same belief comes back.
    """

    def __init__(self) -> None:
        self._kept: dict[ProgramId, tuple[datetime | None, Posterior]] = {}
        self._lock = Lock()

    def of(self, work: TenantWork, settings: MatchingSettings) -> Posterior:
        """As `belief`, of the programme with these settings."""
        program_id = settings.program_id
        learned_at = work.learned_beliefs.learned_at(program_id)
        with self._lock:
            known = self._kept.get(program_id)
        if known is None or known[0] != learned_at:
            known = learned_at, unweighted(work, program_id)
            with self._lock:
                self._kept.pop(program_id, None)
                self._kept[program_id] = known
                while len(self._kept) > MODELS_KEPT:
                    del self._kept[next(iter(self._kept))]
        return weighted(known[1], settings.weights())


def unweighted(work: TenantWork, program_id: ProgramId) -> Posterior:
    """The same before the programme's managers say what is important to them."""
    learned = work.learned_beliefs.get(program_id)
    found = posterior_of(learned.model) if learned is not None else None
    return found or prior()


@lru_cache(maxsize=MODELS_KEPT)
def posterior_of(model: str) -> Posterior | None:
    """The belief in a text; None if it is of a version that is read no more."""
    try:
        return read(json.loads(model))
    except InvalidInputError:
        return None  # tonight it is learned anew
