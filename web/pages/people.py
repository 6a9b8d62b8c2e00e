"""People of a programme from files: a look at what a file would do, doing it, and getting one."""

import base64
import binascii
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import PersonId
from core.domain.program import Role
from core.errors import ConflictError, InvalidInputError, MentorloomError
from core.services.programs.people_import import LARGEST_FILE, read
from core.services.programs.people_plan import Plan
from web.pages.form_fields import identifier, one_of
from web.pages.frame import frame, onward, page
from web.pages.people_words import EFFECTS, FIELDS, KNOWN
from web.pages.words import ROLES
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("people", __name__)
MOST_PROBLEMS = 200
MOST_SAMPLES = 20
_COUNTS = ("added", "changed", "same")


@blueprint.get("/app/program/people")
def show() -> Response:
    """Show how to bring people in and get them out, and who has no account yet."""
    current_actor().must_manage()
    if frame().program is None:
        return onward("pages.home.show")
    return _start()


@blueprint.post("/app/program/people")
def preview() -> Response:
    """Read a file and show what it would do; nothing is stored."""
    sent, role = request.files.get("file"), _role()
    if sent is None or not sent.filename:
        return _start(InvalidInputError("Choose a file first."))
    try:
        plan = services().people_import.preview(current_actor(), sent.read(), role)
    except InvalidInputError as error:
        return _start(error)
    return _preview(plan)


@blueprint.post("/app/program/people/apply")
def apply() -> Response:
    """Store what a file says, with the manager's decisions about doubtful people."""
    actor, role = current_actor(), _role()
    actor.must_manage()
    try:
        data = base64.b64decode(request.form.get("text", ""), validate=True)
    except binascii.Error as error:
        raise BadRequest from error
    people = services().people_import
    try:
        text, _ = read(data)
        done = people.apply(actor, text, role, _same(text, role))
    except (ConflictError, InvalidInputError) as error:
        return _again(data, role, error)
    counts = {name: getattr(done, name) for name in _COUNTS}
    return onward("pages.people.show", "people-imported", **counts)


@blueprint.get("/app/program/people/<string:role>.csv")
def export(role: str) -> Response:
    """Hand out everybody in a role as a file that can be imported again.

    Where the browser keeps no cookie, a download cannot be signed in: there the text is shown.
    """
    text = services().people_export.csv(current_actor(), _named(role))
    if "show" in request.args:
        return page("pages/people_text.html", text=text, role=_named(role))
    # Spreadsheets take a file for UTF-8 only when it says so with a byte order mark.
    headers = {"Content-Disposition": f'attachment; filename="{role}s.csv"'}
    return Response(text.encode("utf-8-sig"), mimetype="text/csv", headers=headers)


@blueprint.get("/app/program/people/<uuid:person_id>")
def candidates(person_id: UUID) -> Response:
    """Show whose account somebody from a file may be."""
    return _candidates(PersonId(person_id))


@blueprint.post("/app/program/people/<uuid:person_id>")
def link(person_id: UUID) -> Response:
    """Make somebody from a file and an account one person."""
    actor, member_id = current_actor(), PersonId(identifier(request.form, "member"))
    try:
        services().people_linking.link(actor, PersonId(person_id), member_id)
    except ConflictError as error:
        return _candidates(PersonId(person_id), error)
    return onward("pages.people.show", "people-linked")


def _start(error: MentorloomError | None = None) -> Response:
    counts = {name: request.args.get(name, 0, int) for name in _COUNTS}
    return page(
        "pages/people.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        problem=problem_of(error) if error else None,
        waiting=services().people_linking.without_account(current_actor()),
        counts=counts if "added" in request.args else None,
        largest=LARGEST_FILE // 1_000_000,
        roles=ROLES,
        chosen=request.form.get("role", ""),
    )


def _preview(plan: Plan, error: MentorloomError | None = None) -> Response:
    return page(
        "pages/people_preview.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        problem=problem_of(error) if error else None,
        plan=plan,
        text=base64.b64encode(plan.text.encode()).decode(),
        ticked=set(request.form.getlist("same")),
        sample=list(zip(plan.people, plan.effects, strict=True))[:MOST_SAMPLES],
        most_problems=MOST_PROBLEMS,
        words={"fields": FIELDS, "known": KNOWN, "effects": EFFECTS, "roles": ROLES},
    )


def _again(data: bytes, role: Role, error: MentorloomError) -> Response:
    """The preview once more, or the start if the file itself cannot be read."""
    try:
        plan = services().people_import.preview(current_actor(), data, role)
    except InvalidInputError as unreadable:
        return _start(unreadable)
    return _preview(plan, error)


def _candidates(person_id: PersonId, error: ConflictError | None = None) -> Response:
    text = request.values.get("q", "")
    found = services().people_linking.candidates(current_actor(), person_id, text)
    return page(
        "pages/people_link.html",
        HTTPStatus.CONFLICT if error else HTTPStatus.OK,
        problem=problem_of(error) if error else None,
        found=found,
        text=text,
    )


def _same(text: str, role: Role) -> list[tuple[int, PersonId]]:
    """Whom the manager says doubtful lines are about: "line:person" for each that is ticked."""
    if "all" in request.form:
        plan = services().people_import.again(current_actor(), text, role)
        return [(one.row.line, one.person.id) for one in plan.doubtful if one.person]
    try:
        ticked = (value.split(":", 1) for value in request.form.getlist("same"))
        return [(int(line), PersonId(UUID(person))) for line, person in ticked]
    except ValueError as error:
        raise BadRequest from error


def _role() -> Role:
    return Role(one_of(request.form, "role", [role.value for role in Role]))


def _named(role: str) -> Role:
    if role not in list(Role):
        raise BadRequest
    return Role(role)
