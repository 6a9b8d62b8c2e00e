"""What the pages about a registration call things."""

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from lti import offer
from lti.dynamic_registration.platform_configuration import PlatformConfiguration
from lti.dynamic_registration.tool_registration import (
    asked_messages,
    asked_scopes,
    short_place,
)
from lti.services.vocabulary import (
    GROUPS_SCOPE,
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    MEMBERSHIPS_SCOPE,
    NOTICES_SCOPE,
    RESULT_SCOPE,
    SCORE_SCOPE,
)

_SCOPES = {
    LINE_ITEM_SCOPE: _("Create columns of its own in the gradebook"),
    LINE_ITEM_READ_SCOPE: _("See which columns the gradebook has"),
    RESULT_SCOPE: _("See the scores in its own columns"),
    SCORE_SCOPE: _("Enter scores into its own columns"),
    MEMBERSHIPS_SCOPE: _("See who is in a course that uses it"),
    GROUPS_SCOPE: _("See the groups of such a course"),
    NOTICES_SCOPE: _("Be told when a course is copied"),
}
_PLACES = {
    offer.COURSE_NAVIGATION: _("The navigation of every course; its members see it"),
    "assignment_selection": _("Choosing what an assignment is about"),
    "link_selection": _("Adding a link to a module"),
    "module_index_menu_modal": _("Adding several links to the modules at once"),
    "ContentArea": _("Adding an activity to a course"),
    "AddContentMenu": _("Adding an activity to a course"),
}


def scope_words(platform: PlatformConfiguration) -> list[LazyString]:
    """What we would be allowed to do."""
    return [_SCOPES[scope] for scope in asked_scopes(platform)]


def place_words(platform: PlatformConfiguration) -> list[LazyString]:
    """Where people would find us."""
    places: Iterable[str] = (
        short_place(place)
        for message in asked_messages(platform)
        for place in message.get("placements", ())
    )
    return [_PLACES[place] for place in dict.fromkeys(places)]
