"""What is important in matching, for the managers of the programme."""

from typing import Any

from flask.views import MethodView
from marshmallow import fields

from core.domain.matching_settings import MOST, NORMAL, OFF, OFF_AT_FIRST, MatchingSettings
from core.domain.matching_templates import BY_KEY, TEMPLATES, Template
from core.domain.must_have import MustHave
from core.engine.matching.comparison.features import FEATURES
from core.services.matching.effect import Preview
from web.api.fields import Between, Choice, Input, Items, Output, Text, Told, Whole, YesNo
from web.api.operations import Operations
from web.api.schemas import PersonSchema
from web.services import services
from web.sessions import current_actor

operations = Operations("matching", "How the programme matches; for the teachers of the course.")
HERE = "/programs/current/matching"

ImportanceSchema = Input.from_dict(
    {
        name: Whole(
            strict=True,
            validate=Between(OFF, MOST),
            load_default=OFF if name in OFF_AT_FIRST else NORMAL,
        )
        for name in FEATURES
    },
    name="ImportanceSchema",
)


class MatchingSettingsSchema(Input):
    """How the programme matches. What is left out of a PUT is as usual."""

    template = Choice({key: key for key in ("", *BY_KEY)}, load_default="")
    importance = fields.Nested(
        ImportanceSchema,
        load_default=dict,
        metadata={"description": "0 does not count, 2 as usual, 4 very important."},
    )
    must_haves = Items(Choice({must.value: must for must in MustHave}), load_default=list)
    skills = Items(
        Text(), load_default=list, metadata={"description": "Each mentor must offer all of these."}
    )
    languages = Items(
        Text(),
        load_default=list,
        metadata={"description": "Each mentor must speak one of these; names or BCP 47 tags."},
    )
    repeat_pairs = YesNo(load_default=False)
    updated_at = fields.AwareDateTime(dump_only=True, allow_none=True)


class TemplateSchema(Output):
    """Settings for a usual kind of programme."""

    key = fields.String(required=True)
    title = Told(required=True)
    why = Told(required=True)
    importance = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    must_haves = fields.List(fields.String(), required=True)


class PlacedSchema(Output):
    """A mentor among the best of a mentee."""

    person = fields.Nested(PersonSchema, required=True)
    place = fields.Integer(required=True)
    before = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Place under the settings that hold now; null if left out."},
    )


class SampleMenteeSchema(Output):
    """What settings would do for one mentee."""

    mentee = fields.Nested(PersonSchema, required=True)
    now = fields.List(fields.Nested(PersonSchema), required=True)
    then = fields.List(fields.Nested(PlacedSchema), required=True)
    fewer = fields.Integer(
        required=True, metadata={"description": "Mentors fewer who may be asked than now."}
    )


class PreviewSchema(Output):
    """What settings would do for a sample of the mentees."""

    sample = fields.List(fields.Nested(SampleMenteeSchema), required=True)
    mentees = fields.Integer(required=True)
    mentors = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    reading = fields.Boolean(required=True)


@operations.route(HERE)
class CurrentMatching(MethodView):
    """The settings that hold."""

    @operations.fails(403, 404)
    @operations.gives(200, MatchingSettingsSchema)
    def get(self) -> dict[str, Any]:
        """How important what is, and what must be."""
        return _shown(services().matching_tuning.current(current_actor()))

    @operations.fails(403, 404)
    @operations.takes(MatchingSettingsSchema)
    @operations.gives(200, MatchingSettingsSchema)
    def put(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Let these settings hold from now on."""
        actor = current_actor()
        return _shown(services().matching_tuning.save(actor, _settings(sent)))


@operations.route(f"{HERE}/preview")
class MatchingPreview(MethodView):
    """Settings that are tried."""

    @operations.fails(403, 404)
    @operations.takes(MatchingSettingsSchema)
    @operations.gives(200, PreviewSchema)
    def post(self, sent: dict[str, Any]) -> Preview:
        """What these settings would do for some mentees; nothing is saved."""
        return services().matching_tuning.preview(current_actor(), _settings(sent))


@operations.route(f"{HERE}/templates")
class MatchingTemplates(MethodView):
    """Where to start."""

    @operations.gives(200, TemplateSchema(many=True))
    def get(self) -> list[Template]:
        """Settings for usual programmes, each with a reason."""
        return list(TEMPLATES)


def _settings(sent: dict[str, Any]) -> MatchingSettings:
    return MatchingSettings(
        program_id=current_actor().program(),
        template=sent["template"],
        importance=sent["importance"],
        must_haves=frozenset(sent["must_haves"]),
        skills=tuple(sent["skills"]),
        languages=tuple(sent["languages"]),
        repeat_pairs=sent["repeat_pairs"],
    )


def _shown(settings: MatchingSettings) -> dict[str, Any]:
    return {
        "template": settings.template,
        "importance": dict.fromkeys(FEATURES, NORMAL) | settings.weights(),
        "must_haves": sorted(settings.must_haves),
        "skills": settings.skills,
        "languages": settings.languages,
        "repeat_pairs": settings.repeat_pairs,
        "updated_at": settings.updated_at,
    }
