"""Taking part in the programme of the course one came from."""

from typing import Any

from flask.views import MethodView

from core.domain.program import Participation, Role
from core.errors import NotFoundError
from web.api.operations import Operations
from web.api.schemas import (
    ROLES,
    JoinSchema,
    ParticipationChangeSchema,
    ParticipationSchema,
)
from web.services import services
from web.sessions import current_actor

operations = Operations("participation", "Taking part in the programme of the course.")


@operations.route("/participation")
class MyParticipations(MethodView):
    """All roles one has."""

    @operations.gives(200, ParticipationSchema(many=True))
    def get(self) -> list[Participation]:
        """The roles one takes part in; at most two."""
        return services().participations.mine(current_actor())

    @operations.fails(403, 404)
    @operations.takes(JoinSchema)
    @operations.gives(201, ParticipationSchema)
    def post(self, sent: dict[str, Any]) -> Participation:
        """Take part in a role. Joining again changes nothing."""
        return services().participations.join(current_actor(), sent["role"], sent.get("capacity"))


@operations.route("/participation/<string:role>")
class MyParticipation(MethodView):
    """One role."""

    @operations.fails(404)
    @operations.takes(ParticipationChangeSchema)
    @operations.gives(200, ParticipationSchema)
    def patch(self, sent: dict[str, Any], role: str) -> Participation:
        """Change the capacity, pause or resume; what is left out stays."""
        return services().participations.update(
            current_actor(), _role(role), sent.get("capacity"), sent.get("paused")
        )

    @operations.fails(404)
    @operations.gives(204)
    def delete(self, role: str) -> None:
        """Leave: open requests and matches in this role end."""
        services().participations.leave(current_actor(), _role(role))


def _role(word: str) -> Role:
    if word not in ROLES:
        raise NotFoundError("You do not take part in this programme in that role.")
    return ROLES[word]
