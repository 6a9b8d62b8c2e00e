"""Landings of activities: their links, and the reviews that gradebooks ask for."""

from urllib.parse import quote

from core.domain.actor import Actor
from core.domain.identifiers import ActivityId
from core.services.activities.activities import Link
from lti.landings import target_page
from lti.launch import VerifiedLaunch
from lti.messages import ResourceLinkLaunch, SubmissionReview
from lti.target import HOME
from web.services import services

PARAMETER = "activity"
"""The custom parameter that says that a link is an activity's.

See core/services/activities/activity_plans.py."""


def open_link(verified: VerifiedLaunch, actor: Actor) -> str:
    """The page of the activity that a link is for, or else the page its target names.

    Raises:
        NotFoundError: the link's parameters are malformed; says what a teacher can do.
    """
    message = verified.message
    assert isinstance(message, ResourceLinkLaunch), "landings are found by type"
    if PARAMETER not in message.custom:
        return target_page(verified, actor)
    link = Link(
        id=message.resource_link_id,
        title=message.resource_link_title,
        description=message.resource_link_description,
    )
    return _page(services().activities.opened(actor, message.custom, link).id)


def open_review(verified: VerifiedLaunch, actor: Actor) -> str:
    """The page of one learner's work; learners may open their own.

    Raises:
        ForbiddenError: somebody else's, and whoever came does not teach the course.
        NotFoundError: nothing says which activity it is about.
    """
    message = verified.message
    assert isinstance(message, SubmissionReview), "landings are found by type"
    link = Link(id=message.resource_link_id)
    if message.for_user == message.subject and not actor.manages:
        return _page(services().activities.found(actor, message.custom, link).id)
    activity = services().activities.reviewed(actor, message.custom, link)
    return f"{_page(activity.id)}/review/{quote(message.for_user, safe='')}"


def _page(activity_id: ActivityId) -> str:
    return f"{HOME}activities/{activity_id}"
