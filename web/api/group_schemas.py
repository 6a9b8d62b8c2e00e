"""What the API takes and gives about groups."""

from marshmallow import fields

from web.api.fields import Id, Input, Items, Output, Text, Whole
from web.api.schemas import PersonSchema


class GroupPlanSchema(Input):
    """A group as managers make it."""

    name = Text(required=True)
    topic = Text(load_default="")
    whereabouts = Text(load_default="")
    least = Whole(load_default=2)
    most = Whole(load_default=6)
    mentors = Items(Id(), required=True)


class GroupSchema(Output):
    """A group as anybody in the programme sees it."""

    id = fields.UUID(required=True, attribute="group.id")
    name = fields.String(required=True, attribute="group.name")
    topic = fields.String(required=True, attribute="group.topic")
    least = fields.Integer(required=True, attribute="group.least")
    most = fields.Integer(required=True, attribute="group.most")
    free = fields.Integer(required=True, metadata={"description": "Places left."})
    mentors = fields.List(fields.Nested(PersonSchema), required=True)


class OwnGroupSchema(GroupSchema):
    """A group as its members and managers see it."""

    whereabouts = fields.String(required=True, attribute="group.whereabouts")
    mentees = fields.List(fields.Nested(PersonSchema), required=True)


class OpenGroupSchema(Output):
    """A group that one could join."""

    group = fields.Nested(GroupSchema, required=True, attribute="view")
    score = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)


class OwnGroupsSchema(Output):
    """One's groups, and those one could join."""

    mine = fields.List(fields.Nested(OwnGroupSchema), required=True)
    open = fields.List(fields.Nested(OpenGroupSchema), required=True)


class PlacementSchema(Input):
    """One mentee into one group."""

    mentee_id = Id(required=True)
    group_id = Id(required=True)


class PlacementsSchema(Input):
    """Who goes where."""

    placements = Items(fields.Nested(PlacementSchema), required=True)


class ProposedSchema(Output):
    """One mentee in one group; nobody knows yet."""

    mentee = fields.Nested(PersonSchema, required=True)
    group_id = fields.UUID(required=True, attribute="group.group.id")
    score = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)


class FillingSchema(Output):
    """The best way to fill the free places."""

    proposed = fields.List(fields.Nested(ProposedSchema), required=True)
    left = fields.List(
        fields.Nested(PersonSchema), required=True, metadata={"description": "Without a place."}
    )


class FilledSchema(Output):
    """How many were put into a group."""

    entered = fields.Integer(required=True)
