"""Variables Moodle 4.5 replaces in custom parameters.

What a person did not fill in, and what this campus does not have, is empty.
"""

from collections.abc import Mapping

from demo.custom_parameters import names
from demo.roles import moodle_roles
from demo.visits import Visit

KNOWN = (
    "basic-lti-launch-request",
    "ContentItemSelectionRequest",
    "ToolProxyRegistrationRequest",
    "Context.id",
    "Context.title",
    "Context.label",
    "Context.id.history",
    "Context.sourcedId",
    "Context.longDescription",
    "Context.timeFrame.begin",
    "CourseSection.title",
    "CourseSection.label",
    "CourseSection.sourcedId",
    "CourseSection.longDescription",
    "CourseSection.timeFrame.begin",
    "CourseSection.timeFrame.end",
    "ResourceLink.id",
    "ResourceLink.title",
    "ResourceLink.description",
    "User.id",
    "User.username",
    "Person.name.full",
    "Person.name.given",
    "Person.name.family",
    "Person.email.primary",
    "Person.sourcedId",
    "Person.name.middle",
    "Person.address.street1",
    "Person.address.locality",
    "Person.address.country",
    "Person.address.timezone",
    "Person.phone.primary",
    "Person.phone.mobile",
    "Person.webaddress",
    "Membership.role",
    "Result.sourcedId",
    "Result.autocreate",
    "BasicOutcome.sourcedId",
    "BasicOutcome.url",
    "Moodle.Person.userGroupIds",
)
"""In the order in which Moodle names them."""


def values(visit: Visit) -> Mapping[str, str]:
    """The value of each."""
    return {
        **dict.fromkeys(KNOWN, ""),
        **_about_person(visit),
        **_about_course(visit),
        **_about_link(visit),
    }


def _about_person(visit: Visit) -> dict[str, str]:
    person, named = visit.person, names(visit)
    return {
        "User.id": person.subject,
        "User.username": person.key,
        "Person.name.full": named.get("name", ""),
        "Person.name.given": named.get("given_name", ""),
        "Person.name.family": named.get("family_name", ""),
        "Person.email.primary": named.get("email", ""),
        "Person.sourcedId": f"SIS-{person.subject}",
        # "As the server": nobody chose another.
        "Person.address.timezone": "99",
        "Membership.role": ",".join(moodle_roles(person)),
    }


def _about_course(visit: Visit) -> dict[str, str]:
    course = visit.course
    if course is None:
        return {}
    return {
        "Context.id": course.id,
        "Context.title": course.title,
        "Context.label": course.label,
        "Context.id.history": ",".join(course.history),
        "Context.sourcedId": f"SIS-{course.label}",
        "CourseSection.title": course.title,
        "CourseSection.label": course.label,
        "CourseSection.sourcedId": f"SIS-{course.label}",
    }


def _about_link(visit: Visit) -> dict[str, str]:
    link = visit.message.link
    if link is None:
        return {}
    return {
        "ResourceLink.id": link.id,
        "ResourceLink.title": link.title,
        "ResourceLink.description": link.text,
    }
