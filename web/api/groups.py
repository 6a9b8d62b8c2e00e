"""Groups: joining and leaving; for managers, making and filling them."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.domain.identifiers import GroupId
from core.services.groups.filling import Filling
from core.services.groups.groups import GroupView
from core.services.groups.joining import OwnGroups
from core.services.groups.plans import GroupPlan
from web.api.group_schemas import (
    FilledSchema,
    FillingSchema,
    GroupPlanSchema,
    OwnGroupSchema,
    OwnGroupsSchema,
    PlacementsSchema,
)
from web.api.operations import Operations
from web.services import services
from web.sessions import current_actor

operations = Operations("groups", "Several mentees meet one or several mentors together.")


@operations.route("/groups")
class MyGroups(MethodView):
    """What one sees of groups."""

    @operations.fails(404)
    @operations.gives(200, OwnGroupsSchema)
    def get(self) -> OwnGroups:
        """One's own groups, and those a mentee could join, best fit first."""
        return services().joining.groups(current_actor())


@operations.route("/groups/<uuid:group_id>/join")
class Entry(MethodView):
    """Coming into a group."""

    @operations.fails(403, 404, 409)
    @operations.gives(204)
    def post(self, group_id: UUID) -> None:
        """Join. Again it changes nothing."""
        services().joining.join(current_actor(), GroupId(group_id))


@operations.route("/groups/<uuid:group_id>/leave")
class Exit(MethodView):
    """Going out of a group."""

    @operations.fails(404, 409)
    @operations.gives(204)
    def post(self, group_id: UUID) -> None:
        """Leave: the matches in it end. Again it changes nothing."""
        services().joining.leave(current_actor(), GroupId(group_id))


@operations.route("/programs/current/groups")
class ProgramGroups(MethodView):
    """The programme's groups."""

    @operations.fails(403, 404)
    @operations.gives(200, OwnGroupSchema(many=True))
    def get(self) -> list[GroupView]:
        """Those that go on, by name."""
        return services().groups.all(current_actor())

    @operations.fails(403, 404)
    @operations.takes(GroupPlanSchema)
    @operations.gives(201, OwnGroupSchema)
    def post(self, sent: dict[str, Any]) -> GroupView:
        """Start a group; its mentors are told."""
        return _view(services().groups.start(current_actor(), _plan(sent)).id)


@operations.route("/programs/current/groups/<uuid:group_id>")
class ProgramGroup(MethodView):
    """One of them."""

    @operations.fails(403, 404)
    @operations.takes(GroupPlanSchema)
    @operations.gives(200, OwnGroupSchema)
    def put(self, sent: dict[str, Any], group_id: UUID) -> GroupView:
        """Change it; mentors who are left out are out."""
        return _view(services().groups.change(current_actor(), GroupId(group_id), _plan(sent)).id)

    @operations.fails(403, 404)
    @operations.gives(204)
    def delete(self, group_id: UUID) -> None:
        """End it and its matches; everybody in it is told."""
        services().groups.end(current_actor(), GroupId(group_id))


@operations.route("/programs/current/groups/filling")
class GroupsFilling(MethodView):
    """Waiting mentees and free places."""

    @operations.fails(403, 404)
    @operations.gives(200, FillingSchema)
    def get(self) -> Filling:
        """Who would go where; nothing is stored and nobody told."""
        return services().filling.propose(current_actor())

    @operations.fails(403, 404, 409)
    @operations.takes(PlacementsSchema)
    @operations.gives(200, FilledSchema)
    def post(self, sent: dict[str, Any]) -> dict[str, int]:
        """Put mentees into groups; who cannot any more is left out."""
        chosen = {one["mentee_id"]: one["group_id"] for one in sent["placements"]}
        return {"entered": services().filling.fill(current_actor(), chosen)}


def _plan(sent: dict[str, Any]) -> GroupPlan:
    return GroupPlan(**{**sent, "mentors": tuple(sent["mentors"])})


def _view(group_id: GroupId) -> GroupView:
    return next(
        view for view in services().groups.all(current_actor()) if view.group.id == group_id
    )
