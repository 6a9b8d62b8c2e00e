"""People of a programme who said who they are, so that the fairness report has groups."""

from core.domain.demographics import Dimension

GENDERS = ("woman", "man")
AGES = ("under_25", "25_to_34", "25_to_34")


def put_answers(hub, actor):
    """Let all who take part in the actor's programme answer, but every ninth."""
    with hub.storage.tenant(actor.organization_id) as work:
        parts = work.participations.of_program(actor.program_id)
        for place, who in enumerate(sorted({part.person_id for part in parts})):
            if place % 9 < 8:
                answers = {
                    Dimension.GENDER: GENDERS[place % 2],
                    Dimension.AGE: AGES[place % 3],
                }
                work.demographics.replace(who, answers, hub.clock.now())
