"""What goes into a course: activities as content items, in PyLTI1p3's words.

https://www.imsglobal.org/spec/lti-dl/v2p0/#lti-resource-link. Custom parameters are texts and name
the activity (core/services/activities/activity_plans.py); the line item's resource id names it too,
so that its column is known again after a course copy.
"""

from collections.abc import Mapping
from typing import Any

from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from core.domain.identifiers import ActivityId
from core.services.activities.activity_plans import ActivityPlan, parameters_of
from core.services.grades.gradebook_columns import TAG
from lti.target import HOME

ICON = "/static/mark.svg"
ICON_SIZE = 24
REVIEWABLE = ("None", "Initialized", "Started", "InProgress", "Submitted", "Completed")
"""Every activity progress there is (AGS 2.0): a teacher may always look."""


class ActivityItem(DeepLinkResource):
    """A resource link with what PyLTI1p3's lacks: a text, an icon's size, nothing that is null."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def to_dict(self) -> dict[str, object]:
        """As JSON is made of it."""
        made = super().to_dict()
        if self._text:
            made["text"] = self._text
        if icon := made.get("icon"):
            assert isinstance(icon, dict), "PyLTI1p3 writes an object"
            made["icon"] = icon | {"width": ICON_SIZE, "height": ICON_SIZE}
        return {name: value for name, value in made.items() if value is not None}


def content_item(plan: ActivityPlan, origin_id: ActivityId, public_url: str) -> Mapping[str, Any]:
    """The content item of an activity.

    Args:
        plan: what it is; without points it gets no column in the gradebook.
        origin_id: its name for ever.
        public_url: our own origin.
    """
    custom = parameters_of(plan, origin_id)
    item = ActivityItem(plan.instructions)
    item.set_title(plan.title).set_url(public_url + HOME).set_custom_params(custom)
    if public_url.startswith("https://"):
        # On a page over https a browser shows no icon over http.
        item.set_icon_url(public_url + ICON)
    if plan.points is not None:
        item.set_lineitem(_column(plan, origin_id, public_url, custom))
    return item.to_dict()


def _column(
    plan: ActivityPlan, origin_id: ActivityId, public_url: str, custom: Mapping[str, str]
) -> LineItem:
    points = plan.points or 0.0
    column = LineItem()
    column.set_score_maximum(int(points) if points.is_integer() else points)
    column.set_label(plan.title).set_resource_id(str(origin_id)).set_tag(TAG)
    # https://www.imsglobal.org/spec/lti-sr/v1p0/: the gradebook then opens one person's work.
    column.set_submission_review(
        list(REVIEWABLE), url=public_url + HOME, custom={"activity": custom["activity"]}
    )
    return column
