"""The programme of the course one came from."""

from typing import Any

from flask.views import MethodView

from core.domain.program import Program
from core.errors import NotFoundError
from web.api.matches import shown
from web.api.operations import Operations
from web.api.schemas import OverviewSchema, ProgramSchema
from web.services import services
from web.sessions import current_actor

operations = Operations("programs", "The programme of the course.")


@operations.route("/programs/current")
class CurrentProgram(MethodView):
    """The programme one came to."""

    @operations.fails(404)
    @operations.gives(200, ProgramSchema)
    def get(self) -> Program:
        """The programme of the course."""
        actor = current_actor()
        program = services().programs.current(actor)
        if program is None:
            raise NotFoundError(
                "This course has no mentoring programme yet. Ask the teacher to start one."
            )
        return program


@operations.route("/programs/current/overview")
class CurrentOverview(MethodView):
    """What its managers see."""

    @operations.fails(403, 404)
    @operations.gives(200, OverviewSchema)
    def get(self) -> dict[str, Any]:
        """Participants, matches and who is waiting; for the teachers of the course."""
        overview = services().programs.overview(current_actor())
        return {
            "program": overview.program,
            "participants": overview.participants,
            "matches": [shown(view) for view in overview.matches],
            "waiting": overview.waiting,
            "waitlist": overview.waitlist,
        }
