"""What the JSON API takes and gives."""

from marshmallow import fields

from core.domain.match import EndReason, MatchState
from core.domain.profile import MeetingMode, Seniority
from core.domain.program import MOST_CAPACITY, Role
from web.api.fields import (
    Between,
    Choice,
    Id,
    Input,
    Output,
    Text,
    Told,
    Whole,
    YesNo,
)

ROLES = {role.value: role for role in Role}
SENIORITIES = {seniority.name.lower(): seniority for seniority in Seniority}
MODES = {mode.value: mode for mode in MeetingMode}
STATES = {state.value: state for state in MatchState}
END_REASONS = {reason.value: reason for reason in EndReason}
MOST_SUGGESTIONS = 50


def described(text: str) -> dict[str, str]:
    """What a field means, for the description."""
    return {"description": text}


class PersonSchema(Output):
    """Somebody, as others may see them."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata=described("Empty when the LMS withholds it."))


class MeSchema(Output):
    """Who is signed in, and where."""

    person = fields.Nested(PersonSchema, required=True)
    organization_id = fields.UUID(required=True)
    program_id = fields.UUID(required=True, allow_none=True)
    manages = fields.Boolean(required=True, metadata=described("Teaches the course."))
    administers = fields.Boolean(required=True, metadata=described("Administers the LMS."))
    surface = fields.String(required=True)
    theme = fields.String(required=True)
    locale = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class JoinSchema(Input):
    """Taking part in a role."""

    role = Choice(ROLES, required=True)
    capacity = Whole(strict=True, validate=Between(1, MOST_CAPACITY))


class ParticipationChangeSchema(Input):
    """What to change; what is left out stays."""

    capacity = Whole(strict=True, validate=Between(1, MOST_CAPACITY))
    paused = YesNo()


class ParticipationSchema(Output):
    """Taking part in the programme of the course."""

    role = Choice(ROLES, required=True)
    capacity = fields.Integer(required=True)
    paused = fields.Boolean(required=True, metadata=described("By their own wish."))
    away = fields.Boolean(
        required=True, metadata=described("The LMS says they are in the course no more.")
    )
    joined_at = fields.AwareDateTime(required=True)


class SuggestionQuerySchema(Input):
    """How many suggestions to give."""

    limit = Whole(validate=Between(1, MOST_SUGGESTIONS), load_default=10)


class ReasonSchema(Output):
    """One reason for a score."""

    feature = fields.String(required=True)
    sentence = Told(required=True)
    contribution = fields.Float(required=True, metadata=described("Log-odds added or taken."))


class ChangeSchema(Output):
    """What the mentee could change, and what it would do."""

    sentence = Told(required=True)
    rank = fields.Integer(required=True)
    new_rank = fields.Integer(required=True)


class CandidateSchema(Output):
    """The score of a mentor: probability of a good match with its 90 % interval."""

    score = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)


class MentorProfileSchema(Output):
    """What a mentor tells mentees."""

    headline = fields.String(required=True)
    skills_offered = fields.List(fields.String(), required=True)
    experience = fields.List(fields.String(), required=True)
    interests = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    location = fields.String(required=True)
    department = fields.String(required=True)


class SuggestionSchema(Output):
    """One suggested mentor."""

    person = fields.Nested(PersonSchema, required=True)
    profile = fields.Nested(MentorProfileSchema, required=True)
    candidate = fields.Nested(CandidateSchema, required=True)
    free_places = fields.Integer(required=True)
    match_id = fields.UUID(
        attribute="match.id",
        metadata=described("The newest request or match between the two, if there is one."),
    )


class OpeningSchema(Output):
    """One change that would bring more mentors within reach."""

    condition = Told(required=True)
    more = fields.Integer(
        required=True, metadata=described("Mentors who could then be asked and met.")
    )
    first = fields.Integer(
        required=True, metadata=described("How many of them would be among the first ten.")
    )


class SuggestionsSchema(Output):
    """Mentors for a mentee, best first."""

    items = fields.List(fields.Nested(SuggestionSchema), required=True)
    ready = fields.Boolean(
        required=True, metadata=described("False: name a goal or a wanted skill first.")
    )
    reading = fields.Boolean(
        required=True, metadata=described("Some texts are still being read; the order may change.")
    )
    cold = fields.Boolean(
        required=True, metadata=described("Nothing was learned from outcomes yet.")
    )
    left_out = fields.List(Told(), required=True)


class AskSchema(Input):
    """Asking a mentor."""

    mentor_id = Id(required=True)
    note = Text(load_default="", metadata=described("What to tell the mentor."))


class MatchSummarySchema(Output):
    """A request or match with the people in it."""

    id = fields.UUID(required=True)
    mentee = fields.Nested(PersonSchema, required=True)
    mentor = fields.Nested(PersonSchema, required=True)
    state = Choice(STATES, required=True)
    end_reason = Choice(END_REASONS, required=True, allow_none=True)
    answer_by = fields.AwareDateTime(
        required=True, allow_none=True, metadata=described("When an open request expires.")
    )
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)


class MatchSchema(MatchSummarySchema):
    """A request or match as the two in it see it."""

    note = fields.String(required=True, metadata=described("What the mentee wrote."))
    decline_note = fields.String(
        required=True, metadata=described("What the mentor wrote who declined.")
    )


class ProgramSchema(Output):
    """The programme of the course."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    open_request_limit = fields.Integer(required=True)
    default_capacity = fields.Integer(required=True)
    response_days = fields.Integer(
        required=True, metadata=described("A request expires after so many days.")
    )
    reminders = fields.Boolean(required=True)
    mentor_request_limit = fields.Integer(
        required=True, metadata=described("Unanswered requests that reach a mentor at once.")
    )
    mentors_per_mentee = fields.Integer(required=True)


class WaitlistedSchema(Output):
    """A mentee nobody of whose list can be asked."""

    person = fields.Nested(PersonSchema, required=True)
    began_at = fields.AwareDateTime(required=True)
    since = fields.AwareDateTime(required=True)


class ParticipantSchema(Output):
    """Somebody in the programme."""

    person = fields.Nested(PersonSchema, required=True)
    participation = fields.Nested(ParticipationSchema, required=True)
    open_matches = fields.Integer(required=True)


class OverviewSchema(Output):
    """What the managers of a programme see."""

    program = fields.Nested(ProgramSchema, required=True)
    participants = fields.List(fields.Nested(ParticipantSchema), required=True)
    matches = fields.List(fields.Nested(MatchSummarySchema), required=True)
    waiting = fields.List(fields.Nested(PersonSchema), required=True)
    waitlist = fields.List(
        fields.Nested(WaitlistedSchema),
        required=True,
        metadata=described("Who looks for a mentor longest comes first."),
    )


class ProblemSchema(Output):
    """RFC 9457 problem details."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata=described("What is wrong and what to do."))
    code = fields.String(required=True, metadata=described("Stable; for programs."))
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata=described("Dotted field name to sentences."),
    )
    request_id = fields.String(required=True)
