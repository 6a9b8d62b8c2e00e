"""What Canvas answers, as far as it is read.

Docs: https://developerdocs.instructure.com/services/canvas/resources (the objects named below)
"""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class _Answer(Schema):
    class Meta:
        """They add fields when they like."""

        unknown = EXCLUDE


def _text() -> Any:
    return fields.String(load_default="", allow_none=True)


class Self(_Answer):
    """User."""

    id = fields.Integer(required=True)
    name = _text()


class Course(_Answer):
    """Course; one whose dates do not allow it comes without a name."""

    id = fields.Integer(required=True)
    name = _text()
    access_restricted_by_date = fields.Boolean(load_default=False)


class Item(_Answer):
    """ModuleItem."""

    id = fields.Integer(required=True)
    title = _text()
    type = fields.String(required=True)
    content_id = fields.Integer(load_default=None, allow_none=True)
    html_url = _text()
    published = fields.Boolean(load_default=True, allow_none=True)


class Module(_Answer):
    """Module; one with many items comes without them."""

    id = fields.Integer(required=True)
    name = _text()
    published = fields.Boolean(load_default=True, allow_none=True)
    items: Any = fields.List(fields.Nested(Item), load_default=None, allow_none=True)


class _Topic(_Answer):
    id = fields.Integer(load_default=None, allow_none=True)


class Assignment(_Answer):
    """Assignment."""

    id = fields.Integer(required=True)
    name = _text()
    html_url = _text()
    published = fields.Boolean(load_default=True, allow_none=True)
    points_possible = fields.Float(load_default=None, allow_none=True)
    quiz_id = fields.Integer(load_default=None, allow_none=True)
    discussion_topic = fields.Nested(_Topic, load_default=None, allow_none=True)
    submission_types = fields.List(fields.String(), load_default=list, allow_none=True)


class Submission(_Answer):
    """Submission. `posted_at` says since when its person may see the grade."""

    assignment_id = fields.Integer(required=True)
    user_id = fields.Integer(required=True)
    score = fields.Float(load_default=None, allow_none=True)
    graded_at = fields.AwareDateTime(load_default=None, allow_none=True)
    posted_at = fields.AwareDateTime(load_default=None, allow_none=True)
    excused = fields.Boolean(load_default=False, allow_none=True)


class _Progress(_Answer):
    requirement_count = fields.Integer(load_default=0, allow_none=True)
    requirement_completed_count = fields.Integer(load_default=0, allow_none=True)
    completed_at = fields.AwareDateTime(load_default=None, allow_none=True)


class UserProgress(_Answer):
    """CourseProgress of one participant."""

    id = fields.Integer(required=True)
    progress = fields.Nested(_Progress, required=True)
