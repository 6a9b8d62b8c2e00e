"""What the JSON API takes and gives about files of people."""

from marshmallow import fields

from web.api.fields import Choice, Id, Input, Items, Output, Text, Told, Whole
from web.api.schemas import ROLES, PersonSchema


class RoleQuerySchema(Input):
    """Whom to list."""

    role = Choice(ROLES, required=True)


class FileSchema(Input):
    """A file of people."""

    role = Choice(ROLES, required=True)
    csv = Text(required=True, metadata={"description": "The file's text, with a header."})


class SameSchema(Input):
    """A decision: the person of a line is this one."""

    line = Whole(strict=True, required=True)
    person_id = Id(required=True)


class ImportSchema(FileSchema):
    """A file of people, with decisions about those whom only an e-mail address points at."""

    same = Items(fields.Nested(SameSchema), load_default=list)


class ImportedSchema(Output):
    """How many people a file brought in."""

    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    same = fields.Integer(required=True)


class PeopleFileSchema(Output):
    """A file of people."""

    csv = fields.String(required=True, metadata={"description": "RFC 4180, safe to open."})


class FileProblemSchema(Output):
    """Something in a file to look at."""

    line = fields.Integer(required=True)
    column = fields.String(required=True)
    sentence = Told(required=True, attribute="what")


class PlannedPersonSchema(Output):
    """One line and what it would do."""

    line = fields.Integer(required=True)
    name = fields.String(required=True)
    known = fields.String(
        required=True, metadata={"description": "new, file, lms, or email: somebody has to decide."}
    )
    person = fields.Nested(PersonSchema, required=True, allow_none=True)
    effect = fields.String(required=True, metadata={"description": "added, changed or same."})


class PlanSchema(Output):
    """What a file would do."""

    columns = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    ignored = fields.List(fields.String(), required=True)
    problems = fields.List(fields.Nested(FileProblemSchema), required=True)
    notices = fields.List(fields.Nested(FileProblemSchema), required=True)
    people = fields.List(fields.Nested(PlannedPersonSchema), required=True)
