"""What a programme believes about good matches: its prior until there are outcomes.

The programme's managers say how important each feature is; that is laid over what is believed.
"""

from core.domain.identifiers import ProgramId
from core.engine.matching.model.importance import weighted
from core.engine.matching.model.prior import Posterior, prior
from core.ports.unit_of_work import TenantWork


def belief(work: TenantWork, program_id: ProgramId) -> Posterior:
    """The belief that scores of a programme are made with.

    Args:
        work: the programme's organization.
        program_id: whose belief.
    """
    settings = work.matching_settings.get(program_id)
    return weighted(unweighted(work, program_id), settings.weights())


def unweighted(work: TenantWork, program_id: ProgramId) -> Posterior:  # noqa: ARG001 - nothing is kept of programmes yet
    """The same before the programme's managers say what is important to them."""
    return prior()
