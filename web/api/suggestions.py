"""Mentors suggested to a mentee."""

from typing import Any

from flask.views import MethodView

from core.engine.matching.explanation.openings import Opening
from core.services.matching.suggestions import MentorSuggestions
from web.api.operations import Operations
from web.api.schemas import OpeningSchema, SuggestionQuerySchema, SuggestionsSchema
from web.services import services
from web.sessions import current_actor

operations = Operations("suggestions", "Mentors for the signed-in mentee, with reasons.")


@operations.route("/suggestions")
class MySuggestions(MethodView):
    """Ranked mentors."""

    @operations.fails(403, 404)
    @operations.takes(SuggestionQuerySchema, location="query")
    @operations.gives(200, SuggestionsSchema)
    def get(self, sent: dict[str, Any]) -> MentorSuggestions:
        """The best mentors, each with score, interval, reasons and what would change the order."""
        return services().suggestions.for_mentee(current_actor(), sent["limit"])


@operations.route("/suggestions/openings")
class MyOpenings(MethodView):
    """What would bring more mentors within reach."""

    @operations.fails(403, 404)
    @operations.gives(200, OpeningSchema(many=True))
    def get(self) -> list[Opening]:
        """Single changes that would bring more mentors within reach, those that open most first."""
        return list(services().suggestions.openings(current_actor()))
