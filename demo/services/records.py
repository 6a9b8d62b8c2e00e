"""All that the services remember, together.

Activities that teachers add are resource links from then on, and graded ones have a line item.
"""

from dataclasses import dataclass, field

from demo.activities import Activities, Activity
from demo.courses import Courses
from demo.directory import institution
from demo.services.grades import Grades
from demo.services.groups import Groups
from demo.services.line_items import LineItems
from demo.services.memberships import Memberships
from demo.services.places import Places
from demo.services.resource_links import ResourceLinks
from demo.tools import Tools


@dataclass(frozen=True, slots=True)
class Records:
    """One of each; every one guards itself with a lock."""

    places: Places
    memberships: Memberships
    groups: Groups
    links: ResourceLinks = field(default_factory=ResourceLinks)
    line_items: LineItems = field(default_factory=LineItems)
    grades: Grades = field(default_factory=Grades)


def open_records(courses: Courses, activities: Activities, tools: Tools) -> Records:
    """Records of these courses that hear of new activities."""
    memberships = Memberships(courses)
    records = Records(Places(courses), memberships, Groups(memberships))

    def enter(activity: Activity) -> None:
        where, tool = institution(activity.institution), tools.find(activity.client_id)
        assert where is not None
        if tool is None:
            # The copy of an activity whose tool was removed meanwhile.
            return
        place = records.places.with_context_id(where, tool, activity.context_id)
        assert place is not None
        records.links.add(place, activity.link.id)
        if activity.line_item is None:
            return
        # In Moodle the activity's name wins.
        label = activity.line_item.get("label") if where.dialect == "canvas" else None
        records.line_items.add(
            place,
            label=label or activity.link.title,
            maximum=activity.line_item["scoreMaximum"],
            resource_id=activity.line_item.get("resourceId", ""),
            tag=activity.line_item.get("tag", ""),
            link_id=activity.link.id,
            coupled=True,
        )

    activities.when_added(enter)
    return records
