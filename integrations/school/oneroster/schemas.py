"""What a OneRoster service answers, and what its users are.

Spec: https://www.imsglobal.org/spec/oneroster/v1p2/rostering/bind/rest
"""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate


class _Answer(Schema):
    class Meta:
        """Services extend what they tell."""

        unknown = EXCLUDE


class Token(_Answer):
    """RFC 6749, section 5.1."""

    access_token = fields.String(required=True, validate=validate.Length(min=1))
    expires_in = fields.Integer(load_default=300, validate=validate.Range(min=1, max=10**7))


class Users(_Answer):
    """A page of users."""

    rows: Any = fields.List(fields.Dict(), data_key="users", required=True)


class Organizations(_Answer):
    """A page of schools, districts and departments."""

    rows: Any = fields.List(fields.Dict(), data_key="orgs", required=True)


class _Text(fields.Field[str]):
    """Text; some services send numbers, and null for nothing."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValidationError("text")
        return str(value).strip()

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        """None is empty, not a mistake."""
        return super().deserialize("" if value is None else value, *args, **kwargs) or ""


class Reference(_Answer):
    """A link to something else."""

    id = _Text(data_key="sourcedId", required=True)


class Role(_Answer):
    """What somebody is at an organization."""

    type = _Text(data_key="roleType", load_default="")
    name = _Text(data_key="role", required=True)
    org = fields.Nested(Reference, load_default=None, allow_none=True)


class User(_Answer):
    """Somebody; 1.1 has one role and its organizations beside."""

    id = _Text(data_key="sourcedId", required=True, validate=validate.Length(min=1, max=200))
    status = _Text(load_default="")
    enabled = fields.Boolean(data_key="enabledUser", load_default=True, allow_none=True)
    user_name = _Text(data_key="username", load_default="")
    master = _Text(data_key="userMasterIdentifier", load_default="")
    number = _Text(data_key="identifier", load_default="")
    given_name = _Text(data_key="givenName", load_default="")
    family_name = _Text(data_key="familyName", load_default="")
    preferred_first = _Text(data_key="preferredFirstName", load_default="")
    preferred_last = _Text(data_key="preferredLastName", load_default="")
    email = _Text(load_default="")
    role = _Text(load_default="")
    roles = fields.List(fields.Nested(Role), load_default=list, allow_none=True)
    org = fields.Nested(Reference, data_key="primaryOrg", load_default=None, allow_none=True)
    orgs = fields.List(fields.Nested(Reference), load_default=list, allow_none=True)


class Organization(_Answer):
    """A school, district or department."""

    id = _Text(data_key="sourcedId", required=True)
    name = _Text(load_default="")
