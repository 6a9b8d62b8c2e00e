"""The first leg of every launch: a form that posts itself to the tool.

Spec: https://www.imsglobal.org/spec/security/v1p0/#step-1-third-party-initiated-login
"""

from flask import render_template, request

from demo.dialects import DIALECTS
from demo.directory import CampusPerson, Course, Institution
from demo.here import campus
from demo.looks import chosen_looks
from demo.messages import Message
from demo.tools import Tool
from demo.visits import Visit


def login_page(
    institution: Institution,
    person: CampusPerson,
    course: Course | None,
    tool: Tool,
    message: Message,
) -> str:
    """The page that starts a login; `?window` says that it has a tab of its own."""
    looks = chosen_looks(request)
    visit = Visit(
        institution=institution,
        person=person,
        course=course,
        tool=tool,
        message=message,
        locale=looks.locale,
        theme=looks.theme,
        window="window" in request.args,
    )
    dialect = DIALECTS[institution.dialect]
    here = campus()
    fields = {
        "iss": here.addresses.issuer,
        "target_link_uri": message.target,
        "login_hint": person.subject,
        "lti_message_hint": here.visits.announce(visit, lambda token: dialect.hint(token, visit)),
        "client_id": tool.client_id,
        **dialect.login(visit),
    }
    return render_template("launch.html", action=tool.login_url, fields=fields)
