"""All that the services remember, together."""

from dataclasses import dataclass, field

from demo.services.grades import Grades
from demo.services.line_items import LineItems
from demo.services.memberships import Memberships
from demo.services.resource_links import ResourceLinks


@dataclass(frozen=True, slots=True)
class Records:
    """One of each; every one guards itself with a lock."""

    links: ResourceLinks = field(default_factory=ResourceLinks)
    memberships: Memberships = field(default_factory=Memberships)
    line_items: LineItems = field(default_factory=LineItems)
    grades: Grades = field(default_factory=Grades)
