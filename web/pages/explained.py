"""How matching works, in plain words, and what was learned in the programme at hand."""

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web.pages.frame import page
from web.pages.matching_words import FEATURE_GROUPS
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("explained", __name__)

FEATURE_WORDS = {key: words[0] for group in FEATURE_GROUPS for key, words in group[2].items()}


@blueprint.get("/app/how-matching-works")
def show() -> Response:
    """What is used, what is never used, what the numbers mean, what was learned."""
    learned = services().learning.told(current_actor())
    return page("pages/how_matching_works.html", learned=learned, feature_titles=feature_titles)


def feature_titles(names: tuple[str, ...]) -> list[str]:
    """What features are called, each title once; what only describes the mentee is left out."""
    titles = (_title(name) for name in names)
    return list(dict.fromkeys(title for title in titles if title))


def _title(name: str) -> str:
    group = name.partition(": ")[0]
    if group == "mentor":
        return str(_("How much a mentor tells about themselves"))
    return str(FEATURE_WORDS.get(group, ""))
