"""Changing match runs: other mentors, locks, approvals, undoing, publishing. For managers."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.domain.identifiers import MatchRunId, PersonId
from core.services.runs.choosing import MenteeView
from core.services.runs.publishing import Published
from core.services.runs.views import RunLine
from web.api.operations import Operations
from web.api.run_schemas import (
    RunApproveSchema,
    RunAssignSchema,
    RunChoicesQuerySchema,
    RunChoicesSchema,
    RunPairChangeSchema,
    RunPublishedSchema,
    RunPublishSchema,
    RunSchema,
)
from web.api.runs import line_of
from web.services import services
from web.sessions import current_actor

operations = Operations("run-edits", "Changing, approving and publishing match runs.")


@operations.route("/runs/<uuid:run_id>/mentees/<uuid:mentee_id>")
class RunMentee(MethodView):
    """One mentee of a run."""

    @operations.fails(403, 404, 409)
    @operations.takes(RunChoicesQuerySchema, location="query")
    @operations.gives(200, RunChoicesSchema)
    def get(self, asked: dict[str, Any], run_id: UUID, mentee_id: UUID) -> MenteeView:
        """The mentors whom the mentee could have, best first, with what rules say against them."""
        return services().match_runs.choosing.view(
            current_actor(),
            MatchRunId(run_id),
            PersonId(mentee_id),
            asked["q"],
            asked["page"],
        )

    @operations.fails(403, 404, 409)
    @operations.takes(RunAssignSchema)
    @operations.gives(200, RunSchema)
    def put(self, sent: dict[str, Any], run_id: UUID, mentee_id: UUID) -> RunLine:
        """Give the mentee this mentor; such a pair is locked and approved."""
        instead_of = sent["instead_of"]
        services().match_runs.edits.assign(
            current_actor(),
            MatchRunId(run_id),
            PersonId(mentee_id),
            PersonId(sent["mentor_id"]),
            PersonId(instead_of) if instead_of else None,
        )
        return line_of(run_id)

    @operations.fails(403, 404, 409)
    @operations.takes(RunPairChangeSchema)
    @operations.gives(200, RunSchema)
    def patch(self, sent: dict[str, Any], run_id: UUID, mentee_id: UUID) -> RunLine:
        """Lock or unlock the mentee's pair, approve it or take that back."""
        edits, actor, run = services().match_runs.edits, current_actor(), MatchRunId(run_id)
        mentees = [PersonId(mentee_id)]
        if "locked" in sent:
            edits.lock(actor, run, mentees, locked=sent["locked"])
        if "approved" in sent:
            edits.approve(actor, run, mentees, approved=sent["approved"])
        return line_of(run_id)

    @operations.fails(403, 404, 409)
    @operations.gives(200, RunSchema)
    def delete(self, run_id: UUID, mentee_id: UUID) -> RunLine:
        """Leave the mentee without a mentor."""
        services().match_runs.edits.remove(current_actor(), MatchRunId(run_id), PersonId(mentee_id))
        return line_of(run_id)


@operations.route("/runs/<uuid:run_id>/undo")
class RunUndo(MethodView):
    """Going back."""

    @operations.fails(403, 404, 409)
    @operations.gives(200, RunSchema)
    def post(self, run_id: UUID) -> RunLine:
        """Undo the last change of a mentor."""
        services().match_runs.edits.undo(current_actor(), MatchRunId(run_id))
        return line_of(run_id)


@operations.route("/runs/<uuid:run_id>/approve")
class RunApproval(MethodView):
    """A person's yes."""

    @operations.fails(403, 404, 409)
    @operations.takes(RunApproveSchema)
    @operations.gives(200, RunSchema)
    def post(self, sent: dict[str, Any], run_id: UUID) -> RunLine:
        """Approve some pairs, or all."""
        mentees = sent["mentees"]
        services().match_runs.edits.approve(
            current_actor(),
            MatchRunId(run_id),
            None if mentees is None else [PersonId(who) for who in mentees],
        )
        return line_of(run_id)


@operations.route("/runs/<uuid:run_id>/publish")
class RunPublication(MethodView):
    """Telling people."""

    @operations.fails(403, 404, 409)
    @operations.takes(RunPublishSchema)
    @operations.gives(200, RunPublishedSchema)
    def post(self, sent: dict[str, Any], run_id: UUID) -> Published:
        """Publish the approved pairs. What does not hold any more is kept back with its reason."""
        return services().match_runs.publishing.publish(
            current_actor(), MatchRunId(run_id), ask_mentors=sent["how"]
        )
