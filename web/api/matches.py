"""Requests and matches: asking, answering, withdrawing, ending."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.domain.actor import Actor
from core.domain.identifiers import MatchId, PersonId
from core.domain.match import Match, MatchState
from core.services.requests.match_views import MatchView
from web.api.choice_schemas import DeclineSchema, LaterSchema
from web.api.operations import Operations
from web.api.schemas import AskSchema, MatchSchema
from web.services import services
from web.sessions import current_actor

operations = Operations("matches", "Requests and matches of the signed-in person.")


@operations.route("/matches")
class MyMatches(MethodView):
    """All of them in this programme."""

    @operations.fails(404)
    @operations.gives(200, MatchSchema(many=True))
    def get(self) -> list[dict[str, Any]]:
        """Requests and matches, newest first."""
        return [shown(view) for view in services().requests.mine(current_actor())]

    @operations.fails(403, 404, 409)
    @operations.takes(AskSchema)
    @operations.gives(201, MatchSchema)
    def post(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Ask a mentor."""
        actor = current_actor()
        asked = services().requests.ask(actor, PersonId(sent["mentor_id"]), sent["note"])
        return _viewed(actor, asked)


@operations.route("/matches/<uuid:match_id>/accept")
class Acceptance(MethodView):
    """The mentor's yes."""

    @operations.fails(404, 409)
    @operations.gives(200, MatchSchema)
    def post(self, match_id: UUID) -> dict[str, Any]:
        """Accept a request, as its mentor."""
        return _moved(services().requests.accept, match_id)


@operations.route("/matches/<uuid:match_id>/decline")
class Refusal(MethodView):
    """The mentor's no."""

    @operations.fails(404, 409)
    @operations.takes(DeclineSchema)
    @operations.gives(200, MatchSchema)
    def post(self, sent: dict[str, Any], match_id: UUID) -> dict[str, Any]:
        """Decline a request, as its mentor; the next one on the mentee's list is asked."""
        return _moved(partial(services().requests.decline, **sent), match_id)


@operations.route("/matches/<uuid:match_id>/later")
class Postponement(MethodView):
    """The mentor's not yet."""

    @operations.fails(404, 409)
    @operations.takes(LaterSchema)
    @operations.gives(200, MatchSchema)
    def post(self, sent: dict[str, Any], match_id: UUID) -> dict[str, Any]:
        """Ask for time, as its mentor: one stays on the mentee's list."""
        return _moved(partial(services().requests.later, **sent), match_id)


@operations.route("/matches/<uuid:match_id>/undo")
class Undoing(MethodView):
    """Second thoughts about one's last step."""

    @operations.fails(404, 409)
    @operations.gives(200, MatchSchema)
    def post(self, match_id: UUID) -> dict[str, Any]:
        """Take back one's own last step, within a day and unless a place is taken meanwhile."""
        return _moved(services().undo.undo, match_id)


@operations.route("/matches/<uuid:match_id>/withdraw")
class Withdrawal(MethodView):
    """The mentee's second thoughts."""

    @operations.fails(404, 409)
    @operations.gives(200, MatchSchema)
    def post(self, match_id: UUID) -> dict[str, Any]:
        """Withdraw an unanswered request, as its mentee."""
        return _moved(services().requests.withdraw, match_id)


@operations.route("/matches/<uuid:match_id>/end")
class End(MethodView):
    """The end of a match."""

    @operations.fails(404, 409)
    @operations.gives(200, MatchSchema)
    def post(self, match_id: UUID) -> dict[str, Any]:
        """End a match; either of the two may."""
        return _moved(services().requests.end, match_id)


def shown(view: MatchView) -> dict[str, Any]:
    """A match as MatchSchema gives it."""
    match = view.match
    return {
        "id": match.id,
        "mentee": view.mentee,
        "mentor": view.mentor,
        "state": match.state,
        "end_reason": match.end_reason,
        "note": match.note,
        "decline_note": match.decline_note,
        "answer_by": match.answer_by if match.state is MatchState.OFFERED else None,
        "created_at": match.created_at,
        "updated_at": match.updated_at,
    }


def _moved(step: Callable[[Actor, MatchId], Match], match_id: UUID) -> dict[str, Any]:
    actor = current_actor()
    return _viewed(actor, step(actor, MatchId(match_id)))


def _viewed(actor: Actor, match: Match) -> dict[str, Any]:
    return shown(services().requests.view(actor, match.id))
