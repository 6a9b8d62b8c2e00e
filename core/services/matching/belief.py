"""What a programme believes about good matches: its prior until there are outcomes."""

from core.domain.identifiers import ProgramId
from core.engine.matching.model.prior import Posterior, prior
from core.ports.unit_of_work import TenantWork


def belief(work: TenantWork, program_id: ProgramId) -> Posterior:  # noqa: ARG001 - nothing is kept of programmes yet
    """The belief that scores of a programme are made with.

    Args:
        work: the programme's organization.
        program_id: whose belief.
    """
    return prior()
