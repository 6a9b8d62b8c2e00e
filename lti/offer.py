"""What Mentorloom asks of a platform, however it is registered there.

Only what a platform says it supports is asked for (lti/dynamic_registration); a configuration that
is written before anybody knows the platform (lti/canvas_json.py) asks for what its product has.
"""

from collections.abc import Mapping

from lti.messages import DeepLinkingRequest, ResourceLinkLaunch, SubmissionReview
from lti.services.vocabulary import (
    GROUPS_SCOPE,
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    MEMBERSHIPS_SCOPE,
    NOTICES_SCOPE,
    RESULT_SCOPE,
    SCORE_SCOPE,
)

TITLE = "Mentorloom"
TOOL_ID = "mentorloom"
"""Platforms use it to tell that two installations are of the same tool."""
DESCRIPTION = "Mentors and mentees find each other, meet, and see what comes of it."
LABEL = "Mentoring"
"""What people click in a course."""
CHOOSING_LABEL = "Mentoring activities"
"""What teachers click when they add something to a course."""
LOGO = "/static/mark.svg"

RESOURCE_LINK = ResourceLinkLaunch.TYPE
DEEP_LINKING = DeepLinkingRequest.TYPE
SUBMISSION_REVIEW = SubmissionReview.TYPE

SCOPES = (
    LINE_ITEM_SCOPE,
    LINE_ITEM_READ_SCOPE,
    RESULT_SCOPE,
    SCORE_SCOPE,
    MEMBERSHIPS_SCOPE,
    GROUPS_SCOPE,
    NOTICES_SCOPE,
)

CLAIMS = ("iss", "sub", "name", "given_name", "family_name", "email")
VARIABLES: Mapping[str, str] = {
    "context_history": "Context.id.history",
    "link_history": "ResourceLink.id.history",
    "prefers_high_contrast": "Canvas.user.prefersHighContrast",
}
"""Custom parameter -> the variable that a platform fills in; lti/claims.py reads them."""

CANVAS = "canvas"
MOODLE = "moodle"
COURSE_NAVIGATION = "course_navigation"
CANVAS_CHOOSING = ("assignment_selection", "link_selection", "module_index_menu_modal")
"""Where Canvas lets teachers choose content: an assignment, one link, several at once."""
STANDARD_CHOOSING = ("ContentArea", "AddContentMenu")
"""The same place everywhere else, in the specification's word and in some Moodles'."""
