"""Match runs for managers: the list, starting one, watching it, and its result."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import RunGroup, RunObjective, RunOptions
from core.domain.match_run_pages import PairOrder, PairQuery, PairShow
from core.errors import ConflictError, InvalidInputError, MentorloomError
from web.pages.form_fields import number, one_of
from web.pages.frame import frame, onward, page
from web.pages.run_words import RUN_WORDS
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("runs", __name__)
MOST_LOOKS = 900
"""How often a page asks how far a run is, every second."""
MOST_TICKED = 500
"""Mentees that can be ticked one by one."""


@blueprint.get("/app/program/runs")
def listing() -> Response:
    """Show the runs, and the form that starts one."""
    current_actor().must_manage()
    return onward("pages.home.show") if frame().program is None else _listing()


@blueprint.post("/app/program/runs")
def start() -> Response:
    """Start a run, from nothing or from an earlier one."""
    try:
        run = services().match_runs.runs.start(current_actor(), wanted_options())
    except (InvalidInputError, ConflictError) as error:
        return _listing(error)
    return onward("pages.runs.show", run_id=run.id)


@blueprint.get("/app/program/runs/<uuid:run_id>")
def show(run_id: UUID) -> Response:
    """Show a run: how far it is, or its pairs."""
    return run_page(run_id)


@blueprint.get("/app/program/runs/<uuid:run_id>/progress")
def progress(run_id: UUID) -> str:
    """Tell a waiting page how far the run is."""
    line = services().match_runs.runs.progress(current_actor(), MatchRunId(run_id))
    look = request.args.get("look", 1, int) + 1
    context = {"run": line.run, "look": look, "most_looks": MOST_LOOKS, "words": RUN_WORDS}
    return render_template("pages/_run_progress.html", **context)


@blueprint.post("/app/program/runs/<uuid:run_id>/discard")
def discard(run_id: UUID) -> Response:
    """Throw a run away, or stop it."""
    try:
        services().match_runs.runs.discard(current_actor(), MatchRunId(run_id))
    except ConflictError as error:
        return run_page(run_id, error)
    return onward("pages.runs.listing", "run-discarded")


@blueprint.get("/app/program/runs/compare")
def compare() -> Response:
    """Show two runs side by side."""
    first, second = (request.args.get(name, type=UUID) for name in ("a", "b"))
    if first is None or second is None:
        return onward("pages.runs.listing")
    found = services().match_runs.comparisons.compare(
        current_actor(), MatchRunId(first), MatchRunId(second), request.args.get("page", 1, int)
    )
    return page("pages/run_compare.html", found=found, words=RUN_WORDS)


def run_page(run_id: UUID, error: MentorloomError | None = None) -> Response:
    """A run's page, after a change that did not work with the reason."""
    view = services().match_runs.runs.view(current_actor(), MatchRunId(run_id), _query())
    return page(
        "pages/run.html",
        problem_of(error).status if error else HTTPStatus.OK,
        problem=problem_of(error) if error else None,
        view=view,
        run=view.run,
        counts=view.counts,
        look=1,
        most_looks=MOST_LOOKS,
        words=RUN_WORDS,
    )


def wanted_options() -> RunOptions:
    """What the form asks for."""
    form = request.form
    base = form.get("base", type=UUID)
    return RunOptions(
        who=RunGroup(one_of(form, "who", list(RunGroup))),
        chosen=frozenset(PersonId(who) for who in form.getlist("chosen", UUID)),
        base=MatchRunId(base) if base else None,
        keep="keep" in form,
        objective=RunObjective(one_of(form, "objective", list(RunObjective))),
        least=_typed("least", 0),
        bands=_typed("bands", RunOptions().bands),
    )


def _typed(name: str, usual: int) -> int:
    """A number; an empty field means the usual one, and what is no number is refused later."""
    found = number(request.form, name)
    return found if found is not None else (-1 if request.form.get(name, "").strip() else usual)


def _listing(error: MentorloomError | None = None) -> Response:
    overview = services().match_runs.runs.overview(current_actor())
    problems = error.fields if isinstance(error, InvalidInputError) else {}
    told = problem_of(error) if error and not problems else None
    return page(
        "pages/runs.html",
        problem_of(error).status if error else HTTPStatus.OK,
        problem=told,
        problems=problems,
        typed=request.form,
        overview=overview,
        ticked=overview.unmatched[:MOST_TICKED],
        chosen=set(request.form.getlist("chosen")),
        words=RUN_WORDS,
    )


def _query() -> PairQuery:
    asked = request.args
    show, order = asked.get("show", ""), asked.get("order", "")
    return PairQuery(
        show=PairShow(show) if show in list(PairShow) else PairShow.ALL,
        order=PairOrder(order) if order in list(PairOrder) else PairOrder.WEAKEST,
        text=asked.get("q", ""),
        page=asked.get("page", 1, int),
    )
