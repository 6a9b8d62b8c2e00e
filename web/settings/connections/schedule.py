"""When a connection is read, how many people may go at once, and how its people are recognised."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.connection import Connection
from core.domain.identifiers import ConnectionId
from core.domain.people_rules import LinkKey, LinkRule
from core.errors import ConflictError, InvalidInputError
from core.sentence import Sentence, sentence
from core.services.connections.forms import ConnectionChange
from web.pages.form_fields import number
from web.pages.frame import onward
from web.problems import Problem, problem_of, told
from web.services import services
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.form_page import shown_at
from web.settings.connections.forms import Problems
from web.settings.connections.standing import tells_of_people
from web.settings.frame import settings_page

MOST_RULES = 5
RULE = "rule-{}"
"""Name of the ticks of a rule, counted from 1."""
_MINUTE = timedelta(minutes=1)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    one = "/<uuid:connection_id>/schedule"
    blueprint.add_url_rule(one, view_func=schedule)
    blueprint.add_url_rule(one, view_func=save_schedule, methods=["POST"])


def schedule(connection_id: UUID) -> Response:
    """Show them."""
    return _page(ConnectionId(connection_id))


def save_schedule(connection_id: UUID) -> Response:
    """Store them, or show them again with what needs a change."""
    of, wrong = ConnectionId(connection_id), {}
    try:
        rules = entered_rules()
    except InvalidInputError as error:
        rules, wrong = [], dict(error.fields)
    share, minutes = number(request.form, "held_share"), number(request.form, "every")
    if share is None:
        wrong["held_share"] = [sentence("Choose a share from 0 to 100 per cent.")]
    if wrong:
        return _page(of, wrong)
    change = ConnectionChange(
        every=None if minutes is None else minutes * _MINUTE,
        held_share=(share or 0) / 100,
        link_rules=rules,
    )
    try:
        services().connections.setup.edit(current_actor(), of, shown_at(), change)
    except InvalidInputError as error:
        return _page(of, error.fields)
    except ConflictError as error:
        return _page(of, problem=problem_of(error))
    return onward("settings.connections.show", "scheduled", connection_id=of)


def entered_rules() -> list[LinkRule]:
    """The rules that were ticked; those without a tick are left out.

    Raises:
        InvalidInputError: one would merge people who are not one; names it.
    """
    rules: list[LinkRule] = []
    wrong: dict[str, Sequence[Sentence]] = {}
    for place in range(1, MOST_RULES + 1):
        name = RULE.format(place)
        ticked = [key for key in LinkKey if key in request.form.getlist(name)]
        try:
            if ticked:
                rules.append(LinkRule.of(ticked))
        except InvalidInputError as error:
            wrong[name] = error.fields["keys"]
    if wrong:
        raise InvalidInputError("This rule cannot be used.", wrong)
    return rules


def _page(
    of: ConnectionId, problems: Problems | None = None, problem: Problem | None = None
) -> Response:
    known = services().connections.setup.get(current_actor(), of)
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    again = request.method == "POST"
    return settings_page(
        "settings/connections/schedule.html",
        problem.status if problem else refused,
        known=known,
        every=_minutes(known.connection, again=again),
        share=request.form.get("held_share", _percent(known.connection)),
        rules=_rules(known.connection, again=again),
        labels=words.FIELDS | {RULE.format(n): _rule_label(n) for n in range(1, MOST_RULES + 1)},
        problem=problem,
        problems=problems or {},
        people=tells_of_people(known.connector),
        words=words,
    )


def _rule_label(place: int) -> str:
    return told(sentence("Rule %(number)s", number=place))


def _minutes(connection: Connection, *, again: bool) -> int | None:
    if again:
        return number(request.form, "every")
    return None if connection.every is None else int(connection.every / _MINUTE)


def _percent(connection: Connection) -> int:
    return round(connection.held_share * 100)


def _rules(connection: Connection, *, again: bool) -> list[tuple[str, set[str]]]:
    """Name of each rule's ticks and those that are set; an empty one to fill comes last."""
    if again:
        ticked = [set(request.form.getlist(RULE.format(n))) for n in range(1, MOST_RULES + 1)]
        kept = [keys for keys in ticked if keys]
    else:
        kept = [set(rule.keys) for rule in connection.link_rules]
    shown = [*kept, set()][:MOST_RULES]
    return [(RULE.format(place), keys) for place, keys in enumerate(shown, 1)]
