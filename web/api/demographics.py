"""The signed-in person's voluntary answers for the fairness report."""

from typing import Any

from flask.views import MethodView

from core.domain.demographics import CHOICES, UNSAID, Dimension
from web.api.fields import Choice, Input
from web.api.operations import Operations
from web.services import services
from web.sessions import current_actor

operations = Operations("demographics", "One's own voluntary answers for the fairness report.")


def _answer(dimension: Dimension) -> Choice:
    words = (*CHOICES[dimension], UNSAID)
    return Choice({word: word for word in words}, load_default=None, allow_none=True)


class DemographicsSchema(Input):
    """One's own answers; what is left out of a PUT is deleted. Read for the report only."""

    gender = _answer(Dimension.GENDER)
    age = _answer(Dimension.AGE)
    ethnicity = _answer(Dimension.ETHNICITY)
    migration = _answer(Dimension.MIGRATION)
    disability = _answer(Dimension.DISABILITY)


@operations.route("/me/demographics")
class MyDemographics(MethodView):
    """One's own answers."""

    @operations.gives(200, DemographicsSchema)
    def get(self) -> dict[str, str]:
        """The answers; null where there is none. Nobody else can read them."""
        return _shown()

    @operations.fails(403)
    @operations.takes(DemographicsSchema)
    @operations.gives(200, DemographicsSchema)
    def put(self, sent: dict[str, Any]) -> dict[str, str]:
        """Agree that these answers, and no others, are kept for the fairness report."""
        given = {Dimension(name): answer for name, answer in sent.items() if answer}
        services().own_demographics.save(current_actor(), given)
        return _shown()

    @operations.gives(204)
    def delete(self) -> None:
        """Delete every answer."""
        services().own_demographics.forget(current_actor())


def _shown() -> dict[str, str]:
    answers = services().own_demographics.of(current_actor())
    return {where.value: answers.get(where, "") for where in Dimension}
