"""Variables this campus replaces in custom parameters as Canvas does.

One that a launch has no value for stays as it was written.
"""

from collections.abc import Mapping

from demo.custom_parameters import names
from demo.roles import canvas_roles
from demo.visits import Visit

KNOWN = (
    "ResourceLink.id",
    "ResourceLink.title",
    "ResourceLink.description",
    "Context.id",
    "Context.title",
    "Context.id.history",
    "Activity.id.history",
    "com.instructure.contextLabel",
    "Message.documentTarget",
    "Message.locale",
    "ToolConsumerInstance.guid",
    "Canvas.account.name",
    "Canvas.course.name",
    "Canvas.course.previousContextIds",
    "Canvas.course.previousContextIds.recursive",
    "Person.name.full",
    "Person.name.display",
    "Person.name.given",
    "Person.name.family",
    "Person.email.primary",
    "User.id",
    "Membership.role",
    "Canvas.user.prefersHighContrast",
    "com.instructure.User.student_view",
)


def values(visit: Visit) -> Mapping[str, str]:
    """The value of each that this launch has."""
    return {
        **_about_person(visit),
        **_about_course(visit),
        **_about_link(visit),
        "Message.documentTarget": "window" if visit.window else "iframe",
        "Message.locale": visit.locale,
        "ToolConsumerInstance.guid": visit.institution.platform_guid,
        "Canvas.account.name": visit.institution.name,
    }


def _about_person(visit: Visit) -> dict[str, str]:
    person, named = visit.person, names(visit)
    told = {
        "Person.name.full": named.get("name"),
        "Person.name.display": named.get("name"),
        "Person.name.given": named.get("given_name"),
        "Person.name.family": named.get("family_name"),
        "Person.email.primary": named.get("email"),
    }
    return {
        **{name: value for name, value in told.items() if value is not None},
        "User.id": person.subject,
        "Membership.role": ",".join(canvas_roles(person, in_course=visit.course is not None)),
        "Canvas.user.prefersHighContrast": str(visit.theme == "contrast").lower(),
        "com.instructure.User.student_view": str(person.group == "test").lower(),
    }


def _about_course(visit: Visit) -> dict[str, str]:
    course = visit.course
    if course is None:
        return {}
    history = ",".join(course.history)
    return {
        "Context.id": course.id,
        "Context.title": course.title,
        "com.instructure.contextLabel": course.label,
        "Canvas.course.name": course.title,
        "Context.id.history": history,
        "Canvas.course.previousContextIds": ",".join(course.history[:1]),
        "Canvas.course.previousContextIds.recursive": history,
    }


def _about_link(visit: Visit) -> dict[str, str]:
    link = visit.message.link
    if link is None:
        return {}
    return {
        "ResourceLink.id": link.id,
        "ResourceLink.title": link.title,
        "ResourceLink.description": link.text,
        "Activity.id.history": ",".join(link.history),
    }
