"""The page on which a teacher chooses activities for a place in their course.

Everything is in the form until it is sent: activities are added, changed and removed by its
buttons, with or without scripts. The answer to the platform is a form of its own that sends itself,
or by its button.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.activity import ActivityKind
from core.domain.actor import Actor
from core.domain.deep_link import DeepLinkRequest
from core.domain.identifiers import ActivityId
from core.errors import InvalidInputError
from core.sentence import Sentence
from core.services.activities.activity_plans import LONGEST_INSTRUCTIONS, ActivityPlan
from lti.current import current_tool
from lti.deep_linking import MOST_ITEMS, DeepLinkAnswer, return_origin
from lti.drafts import Draft, as_seen, begun, drafts_in, plans_of
from lti.tool_paths import CHOOSE
from web.page_mark import refuse_stale_page
from web.pages.activity_words import ACTIVITY_WORDS, KIND_HINTS
from web.pages.form_fields import number
from web.security_headers import allow
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("choosing", __name__)
blueprint.before_request(refuse_stale_page)
Problems = Mapping[str, Sequence[Sentence]]


@blueprint.get(CHOOSE)
def show() -> Response:
    """Show what can be chosen."""
    return _form(_asked(request.args), [])


@blueprint.post(CHOOSE)
def change() -> Response:
    """Add or remove one, look at the previews, send the choice, or go back without one."""
    deed, _colon, detail = request.form.get("action", "").partition(":")
    asked, drafts = _asked(request.form), drafts_in(request.form)
    if deed == "send":
        return _send(asked, drafts)
    if deed == "cancel":
        return _cancel(asked)
    if deed == "add" and detail in set(ActivityKind):
        drafts = [*drafts, begun(ActivityKind(detail))]
        return _form(asked, drafts, focus=len(drafts) - 1)
    if deed == "remove" and detail.isascii() and detail.isdigit():
        return _form(asked, [d for n, d in enumerate(drafts) if n != int(detail)])
    if deed == "look":
        return _form(asked, drafts)
    raise BadRequest


@blueprint.post(CHOOSE + "/preview")
def preview() -> str:
    """One activity as learners will see it, while it is written."""
    _asked(request.form)
    drafts, which = drafts_in(request.form), number(request.args, "number")
    if which is None or which >= len(drafts):
        raise BadRequest
    return render_template("lti/_preview.html", plan=as_seen(drafts[which]), words=ACTIVITY_WORDS)


def _asked(values: Mapping[str, str]) -> DeepLinkRequest:
    """The platform's question; this page, and every page after it, may post to its address."""
    asked = current_tool().deep_links.find(current_actor(), values.get("request", ""))
    allow("form-action", return_origin(asked.return_url))
    return asked


def _send(asked: DeepLinkRequest, drafts: Sequence[Draft]) -> Response:
    links = current_tool().deep_links
    msg = ngettext(
        "%(num)s mentoring activity was chosen.",
        "%(num)s mentoring activities were chosen.",
        len(drafts),
    )
    try:
        plans = plans_of(drafts)
        answer = links.answer(current_actor(), request.form["request"], plans, _stored, msg)
    except InvalidInputError as error:
        return _form(asked, drafts, problems=error.fields)
    return _on_its_way(answer)


def _stored(actor: Actor, plans: Sequence[ActivityPlan]) -> list[ActivityId]:
    return [activity.origin_id for activity in services().activities.choose(actor, plans)]


def _cancel(asked: DeepLinkRequest) -> Response:
    token = request.form["request"]
    told = {"msg": _("No mentoring activity was chosen.")}
    if not asked.takes_activities:
        told = {
            "errormsg": _(
                "Mentoring offers activities, and this place in your course takes none. Add "
                "Mentoring as an external tool activity instead."
            )
        }
    return _on_its_way(current_tool().deep_links.send_nothing(current_actor(), token, **told))


def _on_its_way(answer: DeepLinkAnswer) -> Response:
    return make_response(render_template("lti/answer.html", answer=answer))


def _form(
    asked: DeepLinkRequest,
    drafts: Sequence[Draft],
    problems: Problems | None = None,
    focus: int | None = None,
) -> Response:
    context: dict[str, Any] = {
        "asked": asked,
        "drafts": [(draft, as_seen(draft)) for draft in drafts],
        "focus": focus,
        "full": len(drafts) >= (MOST_ITEMS if asked.several else 1),
        "kinds": list(ActivityKind),
        "hints": KIND_HINTS,
        "limits": {"instructions": LONGEST_INSTRUCTIONS},
        "labels": {
            "activities": _("Activities"),
            **{f"{n}-{name}": word for n in range(len(drafts)) for name, word in _labels().items()},
        },
        "problems": problems or {},
        "token": request.values["request"],
        "words": ACTIVITY_WORDS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return make_response(render_template("lti/choose.html", **context), status)


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "instructions": _("Instructions"),
        "target": _("Number of meetings"),
        "points": _("Points"),
    }
