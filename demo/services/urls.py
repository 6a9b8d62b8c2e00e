"""Addresses of the services, as each product forms them."""

from demo.addresses import Addresses
from demo.services.places import Place
from demo.tools import Tool


def moodle_binding(addresses: Addresses, place: Place) -> str:
    """What the addresses of rosters and groups of a course start with in Moodle."""
    # Moodle's tool type id is the deployment id.
    course, tool = place.course.id, place.tool.deployment_id
    return f"{addresses.moodle_services}/CourseSection/{course}/bindings/{tool}"


def moodle_line_items(addresses: Addresses, place: Place, number: int | None = None) -> str:
    """A course's line items in Moodle, or one of them."""
    one = "" if number is None else f"/{number}/lineitem"
    items = f"{addresses.moodle_services}/{place.course.id}/lineitems{one}"
    return f"{items}?type_id={place.tool.deployment_id}"


def canvas_course(addresses: Addresses, place: Place) -> str:
    """What the addresses of a Canvas course's services start with."""
    return f"{addresses.canvas_services}/courses/{place.number}"


def canvas_deployment(tool: Tool) -> int:
    """Canvas's own number of a deployment, with which its id begins."""
    return int(tool.deployment_id.partition(":")[0])


def canvas_notices(addresses: Addresses, tool: Tool) -> str:
    """Where a tool subscribes to notices in Canvas."""
    return f"{addresses.canvas_services}/notice-handlers/{canvas_deployment(tool)}"
