"""Match runs: starting, reading, comparing and discarding them. For managers."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import RunOptions
from core.domain.match_run_pages import PairQuery
from core.services.runs.comparison import RunComparison
from core.services.runs.views import LeftOverLine, RunLine, RunView
from web.api.operations import Operations
from web.api.run_schemas import (
    RunCompareQuerySchema,
    RunComparisonSchema,
    RunLeftOverSchema,
    RunPairsQuerySchema,
    RunPairsSchema,
    RunSchema,
    RunStartSchema,
)
from web.services import services
from web.sessions import current_actor

operations = Operations("runs", "Match runs of the programme, for its managers.")


@operations.route("/runs")
class ProgramRuns(MethodView):
    """The runs of this programme."""

    @operations.fails(403, 404)
    @operations.gives(200, RunSchema(many=True))
    def get(self) -> list[RunLine]:
        """The last runs, newest first."""
        return list(services().match_runs.runs.overview(current_actor()).runs)

    @operations.fails(403, 404, 409)
    @operations.takes(RunStartSchema)
    @operations.gives(202, RunSchema)
    def post(self, sent: dict[str, Any]) -> RunLine:
        """Start a run. Ask for it again until it is ready."""
        base = sent["base"]
        options = RunOptions(
            who=sent["who"],
            chosen=frozenset(PersonId(who) for who in sent["chosen"]),
            base=MatchRunId(base) if base else None,
            keep=sent["keep"],
            objective=sent["objective"],
            least=sent["least"],
            bands=sent["bands"],
        )
        run = services().match_runs.runs.start(current_actor(), options)
        return line_of(run.id)


@operations.route("/runs/compare")
class TwoRuns(MethodView):
    """Two runs side by side."""

    @operations.fails(403, 404)
    @operations.takes(RunCompareQuerySchema, location="query")
    @operations.gives(200, RunComparisonSchema)
    def get(self, asked: dict[str, Any]) -> RunComparison:
        """Compare two runs; who loses most in the second comes first."""
        return services().match_runs.comparisons.compare(
            current_actor(), MatchRunId(asked["a"]), MatchRunId(asked["b"]), asked["page"]
        )


@operations.route("/runs/<uuid:run_id>")
class OneRun(MethodView):
    """One run."""

    @operations.fails(403, 404)
    @operations.gives(200, RunSchema)
    def get(self, run_id: UUID) -> RunLine:
        """A run: how far it is, its figures and counts."""
        return line_of(run_id)

    @operations.fails(403, 404, 409)
    @operations.gives(200, RunSchema)
    def delete(self, run_id: UUID) -> RunLine:
        """Discard a run, or stop it. Its pairs can still be read."""
        services().match_runs.runs.discard(current_actor(), MatchRunId(run_id))
        return line_of(run_id)


@operations.route("/runs/<uuid:run_id>/pairs")
class RunPairsPage(MethodView):
    """The pairs of a run."""

    @operations.fails(403, 404)
    @operations.takes(RunPairsQuerySchema, location="query")
    @operations.gives(200, RunPairsSchema)
    def get(self, asked: dict[str, Any], run_id: UUID) -> RunView:
        """One page of pairs."""
        query = PairQuery(
            show=asked["show"],
            order=asked["order"],
            text=asked["q"],
            page=asked["page"],
            size=asked["size"],
        )
        return services().match_runs.runs.view(current_actor(), MatchRunId(run_id), query)


@operations.route("/runs/<uuid:run_id>/left-over")
class RunLeftOvers(MethodView):
    """Who is left over."""

    @operations.fails(403, 404)
    @operations.gives(200, RunLeftOverSchema(many=True))
    def get(self, run_id: UUID) -> list[LeftOverLine]:
        """Mentees, then mentors with a free place, each with the reason."""
        _, left, people = services().match_runs.runs.tables(current_actor(), MatchRunId(run_id))
        return [LeftOverLine(people[one.person_id], one) for one in left]


def line_of(run_id: UUID) -> RunLine:
    """A run as RunSchema gives it."""
    return services().match_runs.runs.progress(current_actor(), MatchRunId(run_id))
