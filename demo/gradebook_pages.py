"""The gradebook, and a learner's work seen from there.

In Moodle the teacher opens an activity for one learner: the tool gets an LtiSubmissionReviewRequest
with `for_user`. Canvas sends no such message. Spec: https://www.imsglobal.org/spec/lti-sr/v1p0
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from demo.directory import CampusPerson
from demo.here import campus
from demo.launching import login_page
from demo.messages import Link, Message
from demo.services.line_items import LineItem
from demo.services.places import Place
from demo.standing import Standing, grading
from demo.tools import REVIEW, Tool

gradebook_pages = Blueprint("gradebook", __name__)

LEARNERS = frozenset({"mentee", "mentor"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the gradebook.

    Attributes:
        scores: by `sub`, as they are shown.
    """

    item: LineItem
    scores: Mapping[str, str]


@gradebook_pages.get("/<slug>/<key>/<label>/gradebook")
def gradebook(slug: str, key: str, label: str) -> str:
    """Everybody's scores, with links to their work."""
    standing = grading(slug, key, label)
    here = campus()
    columns = [
        Column(item, _scores(item))
        for tool in here.tools.of(slug)
        for item in here.records.line_items.of(_place(standing, tool))
    ]
    return render_template(
        "gradebook.html", standing=standing, columns=columns, learners=_learners(standing)
    )


def _scores(item: LineItem) -> Mapping[str, str]:
    return {
        grade.subject: f"{grade.score:g} / {grade.maximum or item.maximum:g}"
        for grade in campus().records.grades.of(item.number)
        if grade.score is not None
    }


def _place(standing: Standing, tool: Tool) -> Place:
    return Place(standing.institution, standing.course, tool)


def _learners(standing: Standing) -> list[CampusPerson]:
    members = campus().courses.members(standing.institution, standing.course)
    return [person for person in members if person.group in LEARNERS]


@gradebook_pages.get("/<slug>/<key>/<label>/gradebook/<link_id>/<learner>")
def review(slug: str, key: str, label: str, link_id: str, learner: str) -> str:
    """A learner's work in an activity, in an iframe."""
    standing = grading(slug, key, label)
    tool, message = _review(standing, link_id, learner)
    assert message.link is not None
    where = {**standing.steps, "link_id": link_id, "learner": learner}
    return render_template(
        "tool.html",
        institution=standing.institution,
        person=standing.person,
        course=standing.course,
        name=message.link.title,
        launch=url_for(".launch", **where),
        window=url_for(".launch", window=1, **where),
        fetched=campus().keys(tool).latest(),
    )


@gradebook_pages.get("/<slug>/<key>/<label>/gradebook/<link_id>/<learner>/launch")
def launch(slug: str, key: str, label: str, link_id: str, learner: str) -> str:
    """Open the tool for a learner's work."""
    standing = grading(slug, key, label)
    tool, message = _review(standing, link_id, learner)
    return login_page(standing.institution, standing.person, standing.course, tool, message)


def _review(standing: Standing, link_id: str, learner: str) -> tuple[Tool, Message]:
    person = next((known for known in _learners(standing) if known.key == learner), None)
    if person is None or not standing.dialect.reviews:
        abort(404)
    here, slug = campus(), standing.institution.slug
    activity = here.activities.find(slug, standing.course.id, link_id)
    if activity is None:
        tool = here.tools.hub(slug)
        if link_id != standing.course.link_id:
            abort(404)
        link = Link(id=link_id, title="Mentoring")
        return tool, _message(link, tool.target, {}, {}, person)
    tool_of_activity = here.tools.find(activity.client_id)
    if tool_of_activity is None or activity.line_item is None:
        abort(404)
    wished = activity.line_item.get("submissionReview", {})
    message = _message(activity.link, activity.url, activity.custom, wished, person)
    return tool_of_activity, message


def _message(
    link: Link,
    url: str,
    custom: Mapping[str, str],
    wished: Mapping[str, Any],
    person: CampusPerson,
) -> Message:
    return Message(
        kind=REVIEW,
        target=wished.get("url") or url,
        link=link,
        custom={**custom, **wished.get("custom", {})},
        for_user=person.subject,
    )
