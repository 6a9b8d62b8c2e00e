"""What BambooHR answers.

Docs: https://documentation.bamboohr.com/reference (the operations named at each schema)
"""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class _Answer(Schema):
    class Meta:
        """They add fields when they like."""

        unknown = EXCLUDE


class Company(_Answer):
    """get-company-information."""

    display_name = fields.String(data_key="displayName", load_default="", allow_none=True)
    legal_name = fields.String(data_key="legalName", load_default="", allow_none=True)


class Column(_Answer):
    """One column of a dataset."""

    name = fields.String(required=True)
    label = fields.String(load_default="", allow_none=True)
    type = fields.String(load_default="", allow_none=True)


class _Pages(_Answer):
    total_pages = fields.Integer(load_default=1)


class Columns(_Answer):
    """get-fields-from-dataset-v1-2."""

    columns = fields.List(fields.Nested(Column), data_key="fields", required=True)
    pagination = fields.Nested(_Pages, load_default=dict)


class _Row(_Answer):
    values: Any = fields.Dict(data_key="fields", required=True)


class _Meta(_Answer):
    page = fields.Integer(required=True)
    pages = fields.Integer(data_key="totalPages", required=True)


class Rows(_Answer):
    """get-data-from-dataset-v2."""

    rows = fields.List(fields.Nested(_Row), data_key="data", required=True)
    meta = fields.Nested(_Meta, required=True)


class _Change(_Answer):
    action = fields.String(required=True)
    at = fields.AwareDateTime(data_key="lastChanged", required=True)


class Changes(_Answer):
    """get-changed-employee-ids; without any, PHP's empty map is an empty list."""

    employees: Any = fields.Raw(required=True)


CHANGES = fields.Dict(keys=fields.String(), values=fields.Nested(_Change))


class MonitorField(_Answer):
    """A field of list-monitor-fields."""

    alias = fields.String(load_default=None, allow_none=True)


class MonitorFields(_Answer):
    """list-monitor-fields."""

    known = fields.List(fields.Nested(MonitorField), data_key="fields", required=True)


class Hook(_Answer):
    """create-webhook."""

    id = fields.String(required=True)
    private_key = fields.String(data_key="privateKey", required=True)
