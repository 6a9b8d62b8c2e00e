"""What pages call the parts of a match run."""

from flask_babel import lazy_gettext as _

from core.domain.match_run import RunGroup, RunObjective, RunPhase, RunState
from core.domain.match_run_pages import PairOrder, PairShow

RUN_STATES = {
    RunState.WAITING: _("Waiting for its turn"),
    RunState.RUNNING: _("Being computed"),
    RunState.READY: _("Ready to check"),
    RunState.PARTLY: _("Partly published"),
    RunState.PUBLISHED: _("Published"),
    RunState.DISCARDED: _("Discarded"),
    RunState.FAILED: _("Failed"),
}
RUN_PHASES = {
    RunPhase.READING: _("Reading profiles"),
    RunPhase.COMPARING: _("Comparing mentees with mentors"),
    RunPhase.ASSIGNING: _("Finding the best pairs"),
    RunPhase.PROVING: _("Proving that no better pair was overlooked"),
    RunPhase.WRITING: _("Storing the result"),
}
RUN_GROUPS = {
    RunGroup.WAITING: _("Mentees who wait"),
    RunGroup.UNMATCHED: _("All mentees without a mentor"),
    RunGroup.CHOSEN: _("Only the mentees I choose"),
}
RUN_GROUP_HINTS = {
    RunGroup.WAITING: _("They have neither a mentor nor an open request."),
    RunGroup.UNMATCHED: _("Also those who have asked a mentor and wait for the answer."),
    RunGroup.CHOSEN: _("Tick them below."),
}
RUN_OBJECTIVES = {
    RunObjective.TOTAL: _("Best for all together"),
    RunObjective.FAIR: _("Fair to each"),
    RunObjective.STABLE: _("Nobody envious"),
}
RUN_OBJECTIVE_HINTS = {
    RunObjective.TOTAL: _("The largest total of scores. The usual choice."),
    RunObjective.FAIR: _(
        "Whoever is served worst is served as well as can be, even if others get a little less."
    ),
    RunObjective.STABLE: _(
        "No mentee and mentor would both rather have each other than whom they got. "
        "Fewer mentees may get a mentor."
    ),
}
PAIR_LISTS = {
    PairShow.ALL: _("All pairs"),
    PairShow.OPEN: _("Not approved yet"),
    PairShow.APPROVED: _("Approved, not published"),
    PairShow.LOCKED: _("Locked"),
    PairShow.CHANGED: _("Changed by hand"),
    PairShow.PUBLISHED: _("Published"),
    PairShow.PROBLEM: _("Could not be published"),
}
PAIR_ORDERS = {
    PairOrder.WEAKEST: _("Weakest first"),
    PairOrder.BEST: _("Best first"),
    PairOrder.MENTEE: _("By mentee"),
    PairOrder.MENTOR: _("By mentor"),
}
RUN_WORDS = {
    "states": RUN_STATES,
    "phases": RUN_PHASES,
    "groups": RUN_GROUPS,
    "group_hints": RUN_GROUP_HINTS,
    "objectives": RUN_OBJECTIVES,
    "objective_hints": RUN_OBJECTIVE_HINTS,
    "lists": PAIR_LISTS,
    "orders": PAIR_ORDERS,
}
"""All that runs are shown with."""
