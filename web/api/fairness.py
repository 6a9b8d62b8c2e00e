"""Fairness reports, for the programme's managers."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import fields

from core.domain.identifiers import MatchRunId
from core.services.fairness.reports import FairnessView
from web.api.fields import Output, Told
from web.api.operations import Operations
from web.services import services
from web.sessions import current_actor

operations = Operations("fairness", "How groups and mentors fare; for the programme's managers.")


class FairnessEstimateSchema(Output):
    """A figure and its 95 % interval."""

    value = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)


class FairnessGroupSchema(Output):
    """One group of five people or more."""

    group = fields.List(fields.String(), required=True)
    people = fields.Integer(required=True)
    hits = fields.Integer(required=True)
    rate = fields.Nested(FairnessEstimateSchema, required=True)
    ratio = fields.Nested(
        FairnessEstimateSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Impact ratio; null for the most favoured and for rare groups."},
    )
    favoured = fields.Boolean(required=True)
    rare = fields.Boolean(required=True, metadata={"description": "Less than 2 %."})


class FairnessComparisonSchema(Output):
    """One measure by one dimension, or by two together."""

    dimensions = fields.List(fields.String(), required=True)
    measure = fields.String(
        required=True,
        metadata={"description": "placed: selection rate; scored: share above the median score."},
    )
    lines = fields.List(fields.Nested(FairnessGroupSchema), required=True)
    hidden = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "People of groups not shown; null for fewer than five."},
    )
    unsaid = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "People who did not say; null for fewer than five."},
    )
    people = fields.Integer(required=True)


class ExposureSchema(Output):
    """How evenly the mentees are spread over the mentors."""

    mentors = fields.Integer(required=True)
    places = fields.Integer(required=True)
    pairs = fields.Integer(required=True)
    gini = fields.Float(required=True)
    least_gini = fields.Float(
        required=True, metadata={"description": "Of the most even spread the places allow."}
    )
    top_share = fields.Float(
        required=True, metadata={"description": "Of the pairs, held by the busiest tenth."}
    )
    none = fields.Integer(required=True, metadata={"description": "Mentors without a mentee."})
    full = fields.Integer(required=True, metadata={"description": "Mentors without a free place."})


class FairnessWaitingSchema(Output):
    """Why some mentees have no mentor."""

    why = Told(required=True)
    mentees = fields.Integer(required=True)


class FairnessSchema(Output):
    """A fairness report."""

    mentees = fields.Integer(required=True)
    placed = fields.Integer(required=True)
    of_mentees = fields.List(fields.Nested(FairnessComparisonSchema), required=True)
    of_mentors = fields.List(fields.Nested(FairnessComparisonSchema), required=True)
    exposure = fields.Nested(ExposureSchema, required=True)
    waiting = fields.List(fields.Nested(FairnessWaitingSchema), required=True)
    notes = fields.List(Told(), required=True)


@operations.route("/programs/current/fairness")
class ProgramFairness(MethodView):
    """The matches there are now."""

    @operations.fails(403, 404)
    @operations.gives(200, FairnessSchema)
    def get(self) -> dict[str, Any]:
        """How groups and mentors fare in the programme's matches; groups of five or more."""
        return _shown(services().fairness.of_program(current_actor()))


@operations.route("/runs/<uuid:run_id>/fairness")
class RunFairness(MethodView):
    """One whole-cohort run."""

    @operations.fails(403, 404, 409)
    @operations.gives(200, FairnessSchema)
    def get(self, run_id: UUID) -> dict[str, Any]:
        """How groups and mentors fare in a run, as it was computed."""
        return _shown(services().fairness.of_run(current_actor(), MatchRunId(run_id)))


def _shown(view: FairnessView) -> dict[str, Any]:
    return {
        "mentees": view.mentees,
        "placed": view.placed,
        "of_mentees": view.report.mentees,
        "of_mentors": view.report.mentors,
        "exposure": view.report.exposure,
        "waiting": [{"why": why, "mentees": count} for why, count in view.report.waiting],
        "notes": view.notes,
    }
