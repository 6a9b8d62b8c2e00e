"""Profiles as the JSON API takes and gives them."""

from marshmallow import fields

from core.domain.must_have import OF_MENTEES
from core.domain.working_style import STEPS, Value, Way
from web.api.fields import Between, Choice, Id, Input, Items, Text, Whole
from web.api.schemas import MODES, SENIORITIES, described


def _step(text: str) -> Whole:
    return Whole(
        strict=True,
        validate=Between(1, STEPS),
        load_default=None,
        allow_none=True,
        metadata=described(text),
    )


class StyleSchema(Input):
    """How somebody likes to talk and meet, from 1 to 5 on each scale; null for no answer."""

    feedback = _step("From careful to straight out.")
    pace = _step("From thinking it over to talking it through at once.")
    structure = _step("From an open talk to an agenda.")
    contact = _step("From rare and long to short and often.")


class ProfileSchema(Input):
    """A whole profile. What is left out of a PUT becomes empty."""

    headline = Text(load_default="")
    goals = Items(Text(), load_default=list, metadata=described("One sentence each."))
    skills_wanted = Items(Text(), load_default=list)
    skills_offered = Items(Text(), load_default=list)
    experience = Items(Text(), load_default=list)
    interests = Items(Text(), load_default=list)
    languages = Items(Text(), load_default=list, metadata=described("BCP 47 tags."))
    time_zone = Text(load_default="", metadata=described("IANA name, like Europe/Berlin."))
    location = Text(load_default="")
    department = Text(load_default="")
    seniority = Choice(SENIORITIES, load_default=None, allow_none=True)
    availability = Items(Text(), load_default=list, metadata=described("Like mon-morning."))
    meeting_modes = Items(Choice(MODES), load_default=list)
    avoid = Items(Id(), load_default=list, metadata=described("People never to be matched with."))
    values = Items(Choice({value.value: value for value in Value}), load_default=list)
    ways = Items(Choice({way.value: way for way in Way}), load_default=list)
    principles = Items(
        Text(), load_default=list, metadata=described("What matters to them, one sentence each.")
    )
    style = fields.Nested(StyleSchema, load_default=dict)
    personality = Items(
        Whole(strict=True, validate=Between(1, STEPS)),
        load_default=list,
        metadata=described("Ten answers or none; seen by nobody else."),
    )
    topics = Items(Text(), load_default=list, metadata=described("For mentors: liked most."))
    levels = Items(
        Choice(SENIORITIES), load_default=list, metadata=described("For mentors: liked most.")
    )
    must_haves = Items(
        Choice({must.value: must for must in OF_MENTEES}),
        load_default=list,
        metadata=described("For mentees: what a mentor must bring."),
    )
    meet_again = Items(
        Id(), load_default=list, metadata=described("With whom they would be matched again.")
    )
