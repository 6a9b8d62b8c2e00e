"""One's own profile: one form, and the private list of people one must not be matched with."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from http import HTTPStatus
from itertools import groupby
from uuid import UUID
from zoneinfo import available_timezones

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import PersonId
from core.errors import InvalidInputError
from core.sentence import Sentence
from web.pages.frame import frame, onward, page
from web.pages.profile_answers import Answers, answers_in, answers_of, profile_in
from web.pages.words import PROFILE_WORDS
from web.services import services
from web.sessions import current_actor

REGIONS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
blueprint = Blueprint("profile", __name__)


@blueprint.get("/app/profile")
def edit() -> Response:
    """Show the form."""
    profile = services().profiles.of(current_actor())
    return _form(answers_of(profile))


@blueprint.post("/app/profile")
def save() -> Response:
    """Save the form, or show it again with what needs a change."""
    answers = answers_in(request.form)
    try:
        services().profiles.change(current_actor(), partial(profile_in, answers))
    except InvalidInputError as error:
        return _form(answers, error.fields)
    if frame().mentee:
        return onward("pages.mentors.listing", "profile-saved")
    return onward("pages.profile.edit", "profile-saved")


@blueprint.post("/app/profile/avoid/<uuid:person_id>")
def avoid(person_id: UUID) -> Response:
    """Never be matched with somebody, without anybody being told."""
    services().profiles.avoid(current_actor(), PersonId(person_id))
    return onward("pages.profile.edit", "avoided")


@blueprint.post("/app/profile/forgive/<uuid:person_id>")
def forgive(person_id: UUID) -> Response:
    """Take somebody off that list."""
    services().profiles.forgive(current_actor(), PersonId(person_id))
    return onward("pages.profile.edit", "forgiven")


def _form(answers: Answers, problems: Mapping[str, Sequence[Sentence]] | None = None) -> Response:
    return page(
        "pages/profile.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        answers=answers,
        problems=problems or {},
        decided=services().profiles.told(current_actor()),
        avoided=services().profiles.avoided(current_actor()),
        zones=time_zones(),
        words=PROFILE_WORDS,
    )


@cache
def time_zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The time zones people live in, by region, for a list to choose from."""
    names = sorted(n for n in available_timezones() if n.split("/")[0] in REGIONS)
    return tuple((region, tuple(zs)) for region, zs in groupby(names, lambda n: n.split("/")[0]))
