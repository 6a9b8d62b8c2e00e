"""The library, and what one's own courses show."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import fields

from core.domain.evidence import Evidence, Showing
from core.domain.identifiers import EvidenceId
from core.domain.resource import ResourceKind
from core.services.library.library import LibraryPage, LibraryQuery
from web.api.fields import Between, Choice, Input, Output, Text, Whole, YesNo
from web.api.operations import Operations
from web.services import services
from web.sessions import current_actor

MOST_RESOURCES = 100
MOST_PAGES = 10_000
KINDS = {kind.value: kind for kind in ResourceKind}
SHOWINGS = {how.value: how for how in Showing}

operations = Operations("library", "What courses offer for learning, and what they show.")


class LibraryQuerySchema(Input):
    """Which resources to give."""

    text = Text(
        load_default="",
        metadata={"description": "Words that its titles or skills have, all of them."},
    )
    skill = Text(load_default="", metadata={"description": "A skill, by any of its names."})
    page = Whole(validate=Between(1, MOST_PAGES), load_default=1)
    size = Whole(validate=Between(1, MOST_RESOURCES), load_default=20)


class ResourceSchema(Output):
    """A resource of a course."""

    id = fields.UUID(required=True)
    title = fields.String(required=True, attribute="record.title")
    kind = Choice(KINDS, required=True, attribute="record.kind")
    url = fields.String(
        required=True,
        attribute="record.url",
        metadata={"description": "Where the LMS opens it, for whoever may."},
    )
    course = fields.String(required=True, attribute="record.course")
    module = fields.String(required=True, attribute="record.module")
    minutes = fields.Integer(required=True, allow_none=True, attribute="record.minutes")
    skills = fields.List(fields.String(), required=True)


class LibrarySchema(Output):
    """A page of resources; what fits one's own wishes comes first, once texts are read."""

    items = fields.List(fields.Nested(ResourceSchema), required=True)
    found = fields.Integer(required=True, metadata={"description": "On all pages."})
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    skills = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "The most frequent skills of the library."},
    )


class EvidenceSchema(Output):
    """What a course shows about one's skills."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    course = fields.String(required=True)
    skills = fields.List(fields.String(), required=True)
    how = Choice(SHOWINGS, required=True)
    strength = fields.Float(
        required=True, metadata={"description": "0 to 1: the share of points of a grade."}
    )
    at = fields.AwareDateTime(required=True)
    hidden = fields.Boolean(required=True, metadata={"description": "Not to be used."})


class HiddenSchema(Input):
    """A decision about a piece of evidence."""

    hidden = YesNo(required=True)


@operations.route("/library")
class Library(MethodView):
    """Resources of the programme."""

    @operations.takes(LibraryQuerySchema, "query")
    @operations.gives(200, LibrarySchema)
    def get(self, asked: dict[str, Any]) -> LibraryPage:
        """Resources of the courses around the programme."""
        return services().library.search(current_actor(), LibraryQuery(**asked))


@operations.route("/me/evidence")
class MyEvidence(MethodView):
    """What one's own courses show."""

    @operations.gives(200, EvidenceSchema(many=True))
    def get(self) -> list[Evidence]:
        """All of it, newest first, hidden pieces too. Nobody else can read it."""
        return services().own_evidence.mine(current_actor())


@operations.route("/me/evidence/<uuid:evidence_id>")
class OneEvidence(MethodView):
    """One piece of it."""

    @operations.fails(404)
    @operations.takes(HiddenSchema)
    @operations.gives(200, EvidenceSchema)
    def put(self, sent: dict[str, Any], evidence_id: UUID) -> Evidence:
        """Hide it, or show it again."""
        mine = EvidenceId(evidence_id)
        return services().own_evidence.hide(current_actor(), mine, hidden=sent["hidden"])
