"""People of a programme from files, for its managers."""

from typing import Any

from flask.views import MethodView

from core.domain.identifiers import PersonId
from core.services.programs.people_import import read
from core.services.programs.people_plan import Imported, Plan
from web.api.operations import Operations
from web.api.people_schemas import (
    FileSchema,
    ImportedSchema,
    ImportSchema,
    PeopleFileSchema,
    PlanSchema,
    RoleQuerySchema,
)
from web.services import services
from web.sessions import current_actor

operations = Operations("people", "People of the programme as files, for its managers.")


@operations.route("/programs/current/people")
class People(MethodView):
    """Everybody in a role."""

    @operations.fails(403, 404)
    @operations.takes(RoleQuerySchema, "query")
    @operations.gives(200, PeopleFileSchema)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Everybody in a role as the text of a CSV file that can be imported again."""
        return {"csv": services().people_export.csv(current_actor(), asked["role"])}

    @operations.fails(403, 404, 409)
    @operations.takes(ImportSchema)
    @operations.gives(200, ImportedSchema)
    def post(self, sent: dict[str, Any]) -> Imported:
        """Import a file; the same one again changes nothing."""
        text, _ = read(sent["csv"].encode())
        same = [(one["line"], PersonId(one["person_id"])) for one in sent["same"]]
        return services().people_import.apply(current_actor(), text, sent["role"], same)


@operations.route("/programs/current/people/preview")
class PeoplePreview(MethodView):
    """What a file would do."""

    @operations.fails(403, 404)
    @operations.takes(FileSchema)
    @operations.gives(200, PlanSchema)
    def post(self, sent: dict[str, Any]) -> dict[str, Any]:
        """What a file would do, line by line; nothing is stored."""
        plan = services().people_import.preview(current_actor(), sent["csv"].encode(), sent["role"])
        return _shown(plan)


def _shown(plan: Plan) -> dict[str, Any]:
    return {
        "columns": dict(plan.columns),
        "ignored": plan.ignored,
        "problems": plan.problems,
        "notices": plan.notices,
        "people": [
            {
                "line": one.row.line,
                "name": one.row.entry.name,
                "known": one.known.value,
                "person": one.person,
                "effect": effect.value,
            }
            for one, effect in zip(plan.people, plan.effects, strict=True)
        ],
    }
