"""Changing a match run: approving, locking, another mentor for somebody, publishing, downloads."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, make_response, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import MatchRunId, PersonId
from core.errors import ConflictError
from core.services.files.csv_tables import Table, csv_bytes
from core.services.files.run_tables import left_over_table, pair_table
from web.pages.form_fields import one_of
from web.pages.frame import onward, page
from web.pages.run_words import RUN_WORDS
from web.pages.runs import run_page
from web.problems import problem_of, told
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("run_edits", __name__)
DONE = {
    "approve-all": "run-approved",
    "approve": "run-approved",
    "withdraw": "run-withdrawn",
    "lock": "run-locked",
    "unlock": "run-unlocked",
    "undo": "run-undone",
}
FOR_ALL = frozenset({"approve-all", "undo"})
"""Buttons that are not about some pairs."""


@blueprint.post("/app/program/runs/<uuid:run_id>")
def change(run_id: UUID) -> Response:
    """Approve, lock or unlock pairs, take an approval back, or undo the last change."""
    deed, mentees = _pressed()
    edits, actor, run = services().match_runs.edits, current_actor(), MatchRunId(run_id)
    verbs: dict[str, Callable[[], object]] = {
        "approve-all": lambda: edits.approve(actor, run),
        "approve": lambda: edits.approve(actor, run, mentees),
        "withdraw": lambda: edits.approve(actor, run, mentees, approved=False),
        "lock": lambda: edits.lock(actor, run, mentees, locked=True),
        "unlock": lambda: edits.lock(actor, run, mentees, locked=False),
        "undo": lambda: edits.undo(actor, run),
    }
    if deed not in FOR_ALL and not mentees:
        return run_page(run_id, ConflictError("Tick the pairs that you mean first."))
    try:
        verbs[deed]()
    except ConflictError as error:
        return run_page(run_id, error)
    return onward("pages.runs.show", DONE[deed], run_id=run_id, **_looked_at())


@blueprint.get("/app/program/runs/<uuid:run_id>/mentees/<uuid:mentee_id>")
def choose(run_id: UUID, mentee_id: UUID) -> Response:
    """Show the mentors whom one mentee could have."""
    return _choose(run_id, mentee_id)


@blueprint.post("/app/program/runs/<uuid:run_id>/mentees/<uuid:mentee_id>")
def assign(run_id: UUID, mentee_id: UUID) -> Response:
    """Give the mentee another mentor, or nobody."""
    deed = one_of(request.form, "action", ("assign", "remove"))
    edits, actor = services().match_runs.edits, current_actor()
    run, mentee = MatchRunId(run_id), PersonId(mentee_id)
    try:
        if deed == "remove":
            edits.remove(actor, run, mentee)
            return onward("pages.runs.show", "run-removed", run_id=run_id)
        instead_of = request.form.get("instead_of", type=UUID)
        edits.assign(
            actor, run, mentee, _person("mentor"), PersonId(instead_of) if instead_of else None
        )
    except ConflictError as error:
        return _choose(run_id, mentee_id, error)
    return onward("pages.runs.show", "run-changed", run_id=run_id)


@blueprint.get("/app/program/runs/<uuid:run_id>/publish")
def ask_to_publish(run_id: UUID) -> Response:
    """Say what publishing will do."""
    line = services().match_runs.runs.progress(current_actor(), MatchRunId(run_id))
    if not line.run.editable:
        return onward("pages.runs.show", run_id=run_id)
    return page("pages/run_publish.html", run=line.run, counts=line.counts)


@blueprint.post("/app/program/runs/<uuid:run_id>/publish")
def publish(run_id: UUID) -> Response:
    """Publish what is approved."""
    how = one_of(request.form, "how", ("ask", "begin"))
    try:
        done = services().match_runs.publishing.publish(
            current_actor(), MatchRunId(run_id), ask_mentors=how == "ask"
        )
    except ConflictError as error:
        return run_page(run_id, error)
    if done.kept_back:
        return onward("pages.runs.show", run_id=run_id, show="problem")
    return onward("pages.runs.show", "run-published", run_id=run_id)


@blueprint.get("/app/program/runs/<uuid:run_id>/pairs.csv")
def pairs_file(run_id: UUID) -> Response:
    """All pairs, for a spreadsheet."""
    pairs, _, people = services().match_runs.runs.tables(current_actor(), MatchRunId(run_id))
    return _file("pairs.csv", pair_table(pairs, people, told))


@blueprint.get("/app/program/runs/<uuid:run_id>/left-over.csv")
def left_over_file(run_id: UUID) -> Response:
    """Everybody left over and why, for a spreadsheet."""
    _, left, people = services().match_runs.runs.tables(current_actor(), MatchRunId(run_id))
    return _file("left-over.csv", left_over_table(left, people, told))


def _choose(run_id: UUID, mentee_id: UUID, error: ConflictError | None = None) -> Response:
    asked = request.args
    try:
        view = services().match_runs.choosing.view(
            current_actor(),
            MatchRunId(run_id),
            PersonId(mentee_id),
            asked.get("q", ""),
            asked.get("page", 1, int),
        )
    except ConflictError as broken:
        return run_page(run_id, error or broken)
    problem = problem_of(error) if error else None
    return page(
        "pages/run_mentee.html",
        problem.status if problem else 200,
        problem=problem,
        view=view,
        text=asked.get("q", ""),
        words=RUN_WORDS,
    )


def _pressed() -> tuple[str, list[PersonId]]:
    """The button that was pressed, and the mentees it is about.

    The button of one row names its mentee; those for several mean the ticked ones.

    Raises:
        BadRequest: there is no such button.
    """
    one = request.form.get("one", "")
    if one:
        deed, _, mentee = one.partition(":")
        try:
            return one_of({"deed": deed}, "deed", DONE), [PersonId(UUID(mentee))]
        except ValueError as error:
            raise BadRequest from error
    deed = one_of(request.form, "action", DONE)
    return deed, [PersonId(who) for who in request.form.getlist("mentee", UUID)]


def _looked_at() -> dict[str, str]:
    """What the page was showing, so that it shows that again."""
    names = ("show", "order", "q", "page")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _person(name: str) -> PersonId:
    found = request.form.get(name, type=UUID)
    if found is None:
        raise BadRequest
    return PersonId(found)


def _file(name: str, table: Table) -> Response:
    answer = make_response(csv_bytes(table))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
