"""What the staff list answers."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class _Answer(Schema):
    class Meta:
        """Other fields are not for us."""

        unknown = EXCLUDE


class Owner(_Answer):
    """Whose list it is."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class Listing(_Answer):
    """People, and where their changes begin; `after` is null on the last page."""

    staff: Any = fields.List(fields.Dict(), required=True)
    after = fields.String(required=True, allow_none=True)
    since = fields.String(required=True)


class Changes(_Answer):
    """Who changed, and where the next changes begin."""

    staff: Any = fields.List(fields.Dict(), required=True)
    deleted: Any = fields.List(fields.String(), required=True)
    since = fields.String(required=True)
    more = fields.Boolean(required=True)


class Member(_Answer):
    """One person."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    email = fields.String(load_default="")
    team = fields.String(load_default="")
    manager = fields.String(load_default="", allow_none=True)
    left = fields.Boolean(load_default=False)
