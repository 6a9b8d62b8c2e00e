"""What pages call kinds of activities, how far they are, and where scores are."""

from flask_babel import lazy_gettext as _

from core.domain.activity import ActivityKind, WorkState
from core.domain.score import ParkedReason, ScoreState

KINDS = {
    ActivityKind.ONBOARDING: _("Getting started"),
    ActivityKind.FIND_MENTOR: _("Find a mentor"),
    ActivityKind.MEETINGS: _("Meetings"),
    ActivityKind.MILESTONE: _("Milestone"),
    ActivityKind.REFLECTION: _("Reflection"),
    ActivityKind.PATH_STEP: _("Step of a learning path"),
}
KIND_HINTS = {
    ActivityKind.ONBOARDING: _("Done when somebody has joined and completed their profile."),
    ActivityKind.FIND_MENTOR: _("Done when a mentor has accepted."),
    ActivityKind.MEETINGS: _("Counts meetings that both confirmed, up to the number you choose."),
    ActivityKind.MILESTONE: _("The mentee says that it is reached; their mentor confirms it."),
    ActivityKind.REFLECTION: _("The mentee writes; their mentor approves it."),
    ActivityKind.PATH_STEP: _("The mentee ticks it off."),
}
"""When a kind counts as done."""
WORK_STATES = {
    WorkState.OPEN: _("Begun"),
    WorkState.SUBMITTED: _("With the mentor"),
    WorkState.RETURNED: _("Returned to be improved"),
    WorkState.DONE: _("Done"),
}
SCORE_STATES = {
    ScoreState.WAITING: _("On its way to the gradebook"),
    ScoreState.SENT: _("In the gradebook"),
    ScoreState.PARKED: _("Not in the gradebook"),
}
PARKED = {
    ParkedReason.NOT_IN_COURSE: _("Your learning platform says that they are not in the course."),
    ParkedReason.NO_GRADEBOOK: _("The course lets Mentoring write into no gradebook."),
    ParkedReason.REFUSED: _("Your learning platform refused the score."),
    ParkedReason.UNREACHABLE: _("Your learning platform did not answer."),
}
ACTIVITY_WORDS = {
    "kinds": KINDS,
    "work_states": WORK_STATES,
    "score_states": SCORE_STATES,
    "parked": PARKED,
}
"""All that activities are shown with."""
