"""What the JSON API takes and gives of answers to requests and of ranked lists."""

from marshmallow import fields

from core.domain.choice import MOST_CHOICES, ChoiceState
from core.domain.match import DeclineReason
from core.services.requests.requests import MOST_WEEKS
from web.api.fields import Between, Choice, Input, OptionalInput, Output, Text, Whole, YesNo
from web.api.schemas import PersonSchema, described

DECLINE_REASONS = {reason.value: reason for reason in DeclineReason}
CHOICE_STATES = {state.value: state for state in ChoiceState}


class DeclineSchema(OptionalInput):
    """Why a mentor says no. The reason is learned from, and not shown to the mentee."""

    reason = Choice(
        DECLINE_REASONS,
        load_default=None,
        allow_none=True,
    )
    note = Text(load_default="", metadata=described("What to tell the mentee."))
    avoid = YesNo(load_default=False, metadata=described("Never match the two again."))


class LaterSchema(Input):
    """When to ask a mentor again."""

    weeks = Whole(strict=True, required=True, validate=Between(1, MOST_WEEKS))


class MoveSchema(Input):
    """How far to move a mentor on the list."""

    places = Whole(
        strict=True,
        required=True,
        validate=Between(-MOST_CHOICES, MOST_CHOICES),
        metadata=described("Towards the end; less than 0: towards the beginning."),
    )


class ChoiceSchema(Output):
    """One mentor on the list."""

    mentor = fields.Nested(PersonSchema, required=True)
    state = Choice(CHOICE_STATES, attribute="choice.state", required=True)
    note = fields.String(attribute="choice.note", required=True)
    not_before = fields.AwareDateTime(
        attribute="choice.not_before",
        required=True,
        allow_none=True,
        metadata=described("When a mentor who asked for time may be asked again."),
    )
    match_id = fields.UUID(
        attribute="match.id", metadata=described("The newest request to them, if there is one.")
    )
    answer_by = fields.AwareDateTime(
        attribute="match.answer_by", metadata=described("Until when they have time to answer.")
    )


class ChoiceListSchema(Output):
    """A mentee's list, by rank."""

    entries = fields.List(fields.Nested(ChoiceSchema), required=True)
    sent = fields.Boolean(required=True, metadata=described("The search is on."))
    waitlisted_at = fields.AwareDateTime(
        attribute="search.waitlisted_at",
        metadata=described("Since when nobody on the list can be asked, if that is so."),
    )
    room = fields.Integer(required=True, metadata=described("How many more mentors fit."))
