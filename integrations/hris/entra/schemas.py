"""What Microsoft Graph answers.

Docs: https://learn.microsoft.com/graph/api/user-list, https://learn.microsoft.com/graph/api/user-delta
"""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class _Answer(Schema):
    class Meta:
        """Annotations come and go."""

        unknown = EXCLUDE


class Page(_Answer):
    """A page of a collection; of a delta query the last one has a delta link."""

    value: Any = fields.List(fields.Dict(), required=True)
    next_link = fields.String(data_key="@odata.nextLink", load_default=None)
    delta_link = fields.String(data_key="@odata.deltaLink", load_default=None)


class _Part(_Answer):
    id = fields.String(required=True)
    status = fields.Integer(required=True)
    headers: Any = fields.Dict(load_default=dict)
    body: Any = fields.Raw(load_default=None, allow_none=True)


class Batch(_Answer):
    """The answers of a batch, in any order."""

    responses = fields.List(fields.Nested(_Part), required=True)


class Manager(_Answer):
    """Whom a user reports to, as asked for."""

    id = fields.String(required=True)


class User(_Answer):
    """A user as asked for. What is not set is null."""

    id = fields.String(required=True)
    name = fields.String(data_key="displayName", load_default=None, allow_none=True)
    given_name = fields.String(data_key="givenName", load_default=None, allow_none=True)
    family_name = fields.String(data_key="surname", load_default=None, allow_none=True)
    email = fields.String(data_key="mail", load_default=None, allow_none=True)
    user_name = fields.String(data_key="userPrincipalName", load_default=None, allow_none=True)
    employee_number = fields.String(data_key="employeeId", load_default=None, allow_none=True)
    title = fields.String(data_key="jobTitle", load_default=None, allow_none=True)
    department = fields.String(load_default=None, allow_none=True)
    work_location = fields.String(data_key="officeLocation", load_default=None, allow_none=True)
    locale = fields.String(data_key="preferredLanguage", load_default=None, allow_none=True)
    employment = fields.String(data_key="employeeType", load_default=None, allow_none=True)
    start = fields.AwareDateTime(
        data_key="employeeHireDate", load_default=None, allow_none=True, format="iso"
    )
    enabled = fields.Boolean(data_key="accountEnabled", load_default=True, allow_none=True)
    kind = fields.String(data_key="userType", load_default=None, allow_none=True)
    manager = fields.Nested(Manager, load_default=None, allow_none=True)


PROPERTIES = [field.data_key or name for name, field in User().fields.items() if name != "manager"]
"""What is asked for."""


class Organization(_Answer):
    """The tenant."""

    name = fields.String(data_key="displayName", load_default="", allow_none=True)


class Organizations(_Answer):
    """The list with the one tenant in it."""

    value = fields.List(fields.Nested(Organization), required=True)
