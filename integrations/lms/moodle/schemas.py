"""What Moodle answers, as far as it is read. Numbers of courses, modules and people are integers.

Docs: the API documentation of each site, Site administration > Server > Web services
"""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class _Answer(Schema):
    class Meta:
        """They add fields when they like."""

        unknown = EXCLUDE


def _text() -> Any:
    return fields.String(load_default="", allow_none=True)


class _Function(_Answer):
    name = fields.String(required=True)


class Site(_Answer):
    """core_webservice_get_site_info."""

    site_name = fields.String(data_key="sitename", load_default="", allow_none=True)
    user_id = fields.Integer(data_key="userid", required=True)
    functions = fields.List(fields.Nested(_Function), required=True)


class Course(_Answer):
    """A course of core_course_get_courses_by_field; number 1 is the front page."""

    id = fields.Integer(required=True)
    title = fields.String(data_key="fullname", load_default="", allow_none=True)
    visible = fields.Integer(load_default=1, allow_none=True)


class Courses(_Answer):
    """core_course_get_courses_by_field."""

    courses = fields.List(fields.Nested(Course), required=True)


class _Module(_Answer):
    id = fields.Integer(required=True)
    name = _text()
    kind = fields.String(data_key="modname", load_default="", allow_none=True)
    url = _text()
    visible = fields.Integer(load_default=1, allow_none=True)


class Section(_Answer):
    """A section of core_course_get_contents."""

    name = _text()
    visible = fields.Integer(load_default=1, allow_none=True)
    modules = fields.List(fields.Nested(_Module), required=True)


class Person(_Answer):
    """Somebody of core_enrol_get_enrolled_users."""

    id = fields.Integer(required=True)


class _Status(_Answer):
    module = fields.Integer(data_key="cmid", required=True)
    state = fields.Integer(required=True)
    at = fields.Integer(data_key="timecompleted", load_default=0, allow_none=True)


class Statuses(_Answer):
    """core_completion_get_activities_completion_status."""

    statuses = fields.List(fields.Nested(_Status), required=True)


class _GradeItem(_Answer):
    kind = fields.String(data_key="itemtype", required=True)
    module = fields.Integer(data_key="cmid", load_default=None, allow_none=True)
    raw = fields.Float(data_key="graderaw", load_default=None, allow_none=True)
    least = fields.Float(data_key="grademin", load_default=0.0, allow_none=True)
    most = fields.Float(data_key="grademax", load_default=0.0, allow_none=True)
    hidden = fields.Boolean(data_key="gradeishidden", load_default=False, allow_none=True)
    at = fields.Integer(data_key="gradedategraded", load_default=0, allow_none=True)


class _UserGrades(_Answer):
    items: Any = fields.List(fields.Nested(_GradeItem), data_key="gradeitems", required=True)


class Grades(_Answer):
    """gradereport_user_get_grade_items, of one person."""

    people = fields.List(fields.Nested(_UserGrades), data_key="usergrades", required=True)
