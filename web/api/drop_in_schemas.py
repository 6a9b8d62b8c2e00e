"""What the API takes and gives about drop-in times."""

from marshmallow import fields

from core.services.drop_in.offers import LONGEST, MOST_PLACES, MOST_WEEKS, SHORTEST
from web.api.fields import Between, Input, LocalTime, Output, Text, Whole
from web.api.schemas import PersonSchema


class OfferSchema(Input):
    """A time to offer."""

    starts_at = LocalTime(
        required=True,
        metadata={"description": "In one's own time zone, without an offset: 2026-03-03T14:00."},
    )
    minutes = Whole(required=True, validate=Between(SHORTEST, LONGEST))
    places = Whole(load_default=1, validate=Between(1, MOST_PLACES))
    weeks = Whole(load_default=1, validate=Between(1, MOST_WEEKS))
    topic = Text(load_default="")
    whereabouts = Text(load_default="")


class BookSchema(Input):
    """A place to take."""

    note = Text(load_default="")


class SlotSchema(Output):
    """A time that a mentor offers."""

    id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    minutes = fields.Integer(required=True)
    places = fields.Integer(required=True)
    topic = fields.String(required=True)
    whereabouts = fields.String(
        required=True, metadata={"description": "Empty for those who have not booked."}
    )


class OpenSlotSchema(SlotSchema):
    """A slot as a mentee sees it."""

    mentor = fields.Nested(PersonSchema, required=True)
    free = fields.Integer(required=True, metadata={"description": "Places left."})
    booked = fields.Boolean(required=True, metadata={"description": "One of them is yours."})


class GuestSchema(Output):
    """Who comes."""

    person = fields.Nested(PersonSchema, required=True)
    note = fields.String(required=True)


class OfferedSchema(SlotSchema):
    """A slot as its mentor sees it."""

    guests = fields.List(fields.Nested(GuestSchema), required=True)
