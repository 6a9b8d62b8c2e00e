"""What the JSON API takes and gives about news."""

from marshmallow import fields

from web.api.fields import Between, Input, Output, Told, Whole, YesNo

MOST_NEWS = 100
MOST_SKIPPED = 10_000


class NewsQuerySchema(Input):
    """Which part of the news to give."""

    limit = Whole(validate=Between(1, MOST_NEWS), load_default=20)
    skip = Whole(
        validate=Between(0, MOST_SKIPPED),
        load_default=0,
        metadata={"description": "How much of the newest to leave out."},
    )


class NewsItemSchema(Output):
    """One piece of news."""

    id = fields.UUID(required=True, attribute="notification.id")
    sentence = Told(required=True, attribute="notification.sentence")
    page = fields.String(
        required=True,
        attribute="notification.page",
        metadata={"description": "Where to look, below the hub's address."},
    )
    program_id = fields.UUID(required=True, allow_none=True, attribute="notification.program_id")
    created_at = fields.AwareDateTime(required=True, attribute="notification.created_at")
    read_at = fields.AwareDateTime(required=True, allow_none=True, attribute="notification.read_at")


class NewsSchema(Output):
    """Some news, newest first."""

    items = fields.List(fields.Nested(NewsItemSchema), required=True)
    unread = fields.Integer(required=True)
    more = fields.Boolean(required=True, metadata={"description": "There is older news."})


class MailWantedSchema(Input):
    """A choice about mail."""

    wanted = YesNo(required=True)


class MailChoiceSchema(Output):
    """A choice about mail, and whether it can work."""

    wanted = fields.Boolean(required=True)
    address = fields.String(
        required=True, metadata={"description": "Where it goes; empty if the LMS tells none."}
    )
    refused = fields.Boolean(
        required=True, metadata={"description": "The mail server refused this address for good."}
    )
