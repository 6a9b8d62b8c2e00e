"""How the programme matches: templates, a slider a feature, must-haves, and what they would do.

GET shows the settings that hold, or a template's; POST saves them. The effect on a sample of the
programme's mentees is shown beside the form: by htmx as soon as something changes, without scripts
by a button.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Blueprint, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.languages import own_name
from core.domain.matching_settings import MOST, NORMAL, OFF, MatchingSettings
from core.domain.matching_templates import BY_KEY, TEMPLATES
from core.domain.must_have import MustHave
from core.errors import InvalidInputError
from core.sentence import Sentence
from core.services.matching.effect import Preview
from web.pages.form_fields import Form, number, one_of, written
from web.pages.frame import frame, onward, page
from web.pages.matching_words import FEATURE_GROUPS, MATCHING_WORDS
from web.pages.profile_answers import words_in
from web.services import services
from web.sessions import current_actor

Problems = Mapping[str, Sequence[Sentence]]
blueprint = Blueprint("matching", __name__)


@blueprint.get("/app/program/matching")
def show() -> Response:
    """Show what holds now, or a template to start from."""
    actor = current_actor()
    actor.must_manage()
    if frame().program is None:
        return onward("pages.home.show")
    settings = services().matching_tuning.current(actor)
    template = BY_KEY.get(request.args.get("template", ""))
    if template is not None:
        settings = MatchingSettings(
            program_id=settings.program_id,
            template=template.key,
            importance=template.importance,
            must_haves=template.must_haves,
            skills=settings.skills,
            languages=settings.languages,
            repeat_pairs=settings.repeat_pairs,
        )
    return _form(settings, services().matching_tuning.preview(actor, settings))


@blueprint.post("/app/program/matching")
def save() -> Response:
    """Let the form's settings hold, or only show what they would do."""
    actor, tuning = current_actor(), services().matching_tuning
    actor.must_manage()
    deed = one_of(request.form, "action", ("save", "preview"))
    settings = _sent(actor, request.form)
    try:
        if deed == "preview":
            return _form(settings, tuning.preview(actor, settings))
        tuning.save(actor, settings)
    except InvalidInputError as error:
        return _form(settings, None, error.fields)
    return onward("pages.matching.show", "matching-saved")


@blueprint.post("/app/program/matching/effect")
def effect() -> Response:
    """What the form's settings would do, as a part of the page."""
    actor = current_actor()
    actor.must_manage()
    settings = _sent(actor, request.form)
    preview, problems = None, None
    try:
        preview = services().matching_tuning.preview(actor, settings)
    except InvalidInputError as error:
        problems = error.fields
    body = render_template(
        "pages/_matching_effect.html",
        settings=settings,
        preview=preview,
        problems=problems or {},
        words=MATCHING_WORDS,
        live=True,
    )
    return Response(body, HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK)


def _form(
    settings: MatchingSettings, preview: Preview | None, problems: Problems | None = None
) -> Response:
    return page(
        "pages/matching.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        settings=settings,
        weights=settings.weights(),
        preview=preview,
        problems=problems or {},
        templates=TEMPLATES,
        words=MATCHING_WORDS,
        languages=", ".join(own_name(tag) for tag in settings.languages),
        live=False,
    )


def _sent(actor: Actor, form: Form) -> MatchingSettings:
    """The settings as sent; what people cannot get wrong must be right.

    Raises:
        BadRequest: a slider, a box or the template has a value that the page does not offer.
    """
    chosen = form.getlist("must_haves")
    if set(chosen) - set(MustHave):
        raise BadRequest
    names = [name for _, _, features in FEATURE_GROUPS for name in features]
    levels = {name: number(form, f"importance-{name}") for name in names}
    importance = {name: NORMAL if level is None else level for name, level in levels.items()}
    if any(level not in range(OFF, MOST + 1) for level in importance.values()):
        raise BadRequest
    return MatchingSettings(
        program_id=actor.program(),
        template=one_of(form, "template", ("", *BY_KEY)),
        importance=importance,
        must_haves=frozenset(MustHave(must) for must in chosen),
        skills=words_in(written(form, "skills")),
        languages=words_in(written(form, "languages")),
        repeat_pairs="repeat_pairs" in form,
    )
