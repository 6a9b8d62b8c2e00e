"""A mentee's list of mentors: putting it together, ordering it, sending it, stopping."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.domain.identifiers import PersonId
from core.services.requests.choices import ChoiceList
from web.api.choice_schemas import ChoiceListSchema, MoveSchema
from web.api.operations import Operations
from web.api.schemas import AskSchema
from web.services import services
from web.sessions import current_actor

operations = Operations("choices", "The signed-in mentee's ranked list of mentors.")


@operations.route("/choices")
class MyChoices(MethodView):
    """The list."""

    @operations.gives(200, ChoiceListSchema)
    def get(self) -> dict[str, Any]:
        """The list and how it stands; empty for who has none."""
        return _shown(services().choices.mine(current_actor()))

    @operations.fails(403, 404, 409)
    @operations.takes(AskSchema)
    @operations.gives(201, ChoiceListSchema)
    def post(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Put a mentor at the end of the list; again changes the note."""
        mentor = PersonId(sent["mentor_id"])
        return _shown(services().choices.add(current_actor(), mentor, sent["note"]))

    @operations.fails(403, 404)
    @operations.gives(204)
    def delete(self) -> None:
        """Stop looking: open requests are withdrawn, the list is emptied."""
        services().choices.stop(current_actor())


@operations.route("/choices/send")
class Sending(MethodView):
    """The beginning of the search."""

    @operations.fails(403, 404, 409)
    @operations.gives(200, ChoiceListSchema)
    def post(self) -> dict[str, Any]:
        """Send the list: the first with room is asked at once."""
        return _shown(services().choices.send(current_actor()))


@operations.route("/choices/<uuid:mentor_id>")
class OneChoice(MethodView):
    """One mentor on the list."""

    @operations.fails(403, 404, 409)
    @operations.gives(200, ChoiceListSchema)
    def delete(self, mentor_id: UUID) -> dict[str, Any]:
        """Take a mentor off who is not asked just now."""
        return _shown(services().choices.remove(current_actor(), PersonId(mentor_id)))


@operations.route("/choices/<uuid:mentor_id>/move")
class Moving(MethodView):
    """The place of one mentor."""

    @operations.fails(403, 404, 409)
    @operations.takes(MoveSchema)
    @operations.gives(200, ChoiceListSchema)
    def post(self, sent: dict[str, Any], mentor_id: UUID) -> dict[str, Any]:
        """Move a mentor who was not asked yet."""
        moved = services().choices.move(current_actor(), PersonId(mentor_id), sent["places"])
        return _shown(moved)


def _shown(mine: ChoiceList) -> dict[str, Any]:
    return {
        "entries": mine.entries,
        "sent": mine.search is not None,
        "search": mine.search,
        "room": mine.room,
    }
