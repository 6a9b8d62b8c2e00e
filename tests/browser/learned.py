"""A programme of the administrators' organization that learned, beside a cold one."""

from uuid import UUID

from core.domain.learned_belief import LearnedBelief
from core.domain.program import Program

LEARNED = UUID(int=97_002)


def put_learned(hub, administrator):
    """Add the programme and what was learned in it."""
    now = hub.clock.now()
    with hub.storage.tenant(administrator.organization_id) as work:
        work.programs.save(
            Program(
                id=LEARNED,
                organization_id=administrator.organization_id,
                name="Law",
                created_at=now,
            )
        )
        work.learned_beliefs.save(
            LearnedBelief(
                program_id=LEARNED,
                learned_at=now,
                outcomes=140,
                mentees=31,
                mentors=17,
                accuracy=0.684,
                low=0.61,
                high=0.75,
                model="{}",
            )
        )
