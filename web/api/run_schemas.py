"""What the JSON API takes and gives about match runs."""

from marshmallow import fields

from core.domain.match_run import PairOrigin, RunGroup, RunObjective, RunOptions, RunPhase, RunState
from core.domain.match_run_pages import PAGE_SIZE, PairOrder, PairShow
from core.services.runs.runs import LEAST_BANDS, MOST_BANDS, MOST_LEAST
from web.api.fields import Between, Choice, Id, Input, Items, Output, Text, Told, Whole, YesNo
from web.api.schemas import ROLES, PersonSchema, ReasonSchema

MOST_PAIRS = 200
LAST_PAGE = 100_000
RUN_STATES = {state.value: state for state in RunState}
PHASES = {phase.value: phase for phase in RunPhase}
OBJECTIVES = {objective.value: objective for objective in RunObjective}
GROUPS = {group.value: group for group in RunGroup}
ORIGINS = {origin.value: origin for origin in PairOrigin}
SHOWS = {show.value: show for show in PairShow}
ORDERS = {order.value: order for order in PairOrder}
ASK_MENTORS = {"ask": True, "begin": False}


def _described(text: str) -> dict[str, str]:
    return {"description": text}


class RunStartSchema(Input):
    """Starting a run."""

    who = Choice(GROUPS, load_default=RunGroup.WAITING)
    chosen = Items(Id(), load_default=list, metadata=_described("Mentees, where who is chosen."))
    base = Id(
        load_default=None, allow_none=True, metadata=_described("A run whose locked pairs stay.")
    )
    keep = YesNo(load_default=False, metadata=_described("Move few of the other pairs of base."))
    objective = Choice(OBJECTIVES, load_default=RunObjective.TOTAL)
    bands = Whole(
        strict=True,
        validate=Between(LEAST_BANDS, MOST_BANDS),
        load_default=RunOptions().bands,
        metadata=_described("Scores that count as equally fair, where objective is fair."),
    )
    least = Whole(
        strict=True,
        validate=Between(0, MOST_LEAST),
        load_default=0,
        metadata=_described("Mentees each mentor should get at least."),
    )


class RunFiguresSchema(Output):
    """What came out."""

    mentees = fields.Integer(required=True)
    mentors = fields.Integer(required=True)
    matched = fields.Integer(required=True)
    unmatched = fields.Integer(required=True)
    total = fields.Float(required=True, metadata=_described("Sum of the scores."))
    mean = fields.Float(required=True)
    proved = fields.Boolean(required=True, metadata=_described("No other pairing is better."))
    gap = fields.Float(required=True, metadata=_described("If not: as a share of the total."))
    cold = fields.Boolean(required=True)
    unread = fields.Integer(required=True, metadata=_described("Texts without a vector yet."))
    blocking = fields.Integer(required=True, allow_none=True)
    moved = fields.Integer(required=True, allow_none=True)


class RunCountsSchema(Output):
    """How many pairs are what, edits included."""

    pairs = fields.Integer(required=True)
    open = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    locked = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    published = fields.Integer(required=True)
    problems = fields.Integer(required=True)
    unchanged_share = fields.Float(
        required=True,
        allow_none=True,
        metadata=_described("Share of the approved pairs that were taken as computed."),
    )


class RunSchema(Output):
    """A match run."""

    id = fields.UUID(required=True, attribute="run.id")
    state = Choice(RUN_STATES, required=True, attribute="run.state")
    who = Choice(GROUPS, required=True, attribute="run.options.who")
    objective = Choice(OBJECTIVES, required=True, attribute="run.options.objective")
    base = fields.UUID(required=True, allow_none=True, attribute="run.options.base")
    phase = Choice(PHASES, required=True, attribute="run.phase")
    done = fields.Integer(required=True, attribute="run.done")
    total = fields.Integer(required=True, attribute="run.total")
    started_by = fields.Nested(PersonSchema, required=True, allow_none=True, attribute="starter")
    started_at = fields.AwareDateTime(required=True, attribute="run.started_at")
    finished_at = fields.AwareDateTime(required=True, allow_none=True, attribute="run.finished_at")
    published_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="run.published_at"
    )
    problem = Told(required=True, allow_none=True, attribute="run.problem")
    figures = fields.Nested(
        RunFiguresSchema, required=True, allow_none=True, attribute="run.figures"
    )
    counts = fields.Nested(RunCountsSchema, required=True)
    settings = fields.Dict(
        required=True,
        attribute="run.settings",
        metadata=_described("What the scores depended on; empty before the run is ready."),
    )


class RunPairSchema(Output):
    """One pair of a run."""

    mentee = fields.Nested(PersonSchema, required=True)
    mentor = fields.Nested(PersonSchema, required=True)
    score = fields.Float(required=True, attribute="pair.score")
    low = fields.Float(required=True, attribute="pair.low")
    high = fields.Float(required=True, attribute="pair.high")
    reasons = fields.List(fields.Nested(ReasonSchema), required=True, attribute="pair.reasons")
    origin = Choice(ORIGINS, required=True, attribute="pair.origin")
    locked = fields.Boolean(required=True, attribute="pair.locked")
    approved = fields.Boolean(required=True, attribute="pair.approved")
    match_id = fields.UUID(
        required=True,
        allow_none=True,
        attribute="pair.match_id",
        metadata=_described("The match it became."),
    )
    problem = Told(required=True, allow_none=True, attribute="pair.problem")


class RunPairsQuerySchema(Input):
    """Which pairs."""

    show = Choice(SHOWS, load_default=PairShow.ALL)
    order = Choice(ORDERS, load_default=PairOrder.WEAKEST)
    q = Text(load_default="", metadata=_described("Part of the name of either."))
    page = Whole(validate=Between(1, LAST_PAGE), load_default=1)
    size = Whole(validate=Between(1, MOST_PAIRS), load_default=PAGE_SIZE)


class RunPairsSchema(Output):
    """One page of pairs."""

    items = fields.List(fields.Nested(RunPairSchema), required=True, attribute="page.pairs")
    found = fields.Integer(required=True, attribute="page.found")
    page = fields.Integer(required=True, attribute="query.page")
    pages = fields.Integer(required=True)


class RunPairChangeSchema(Input):
    """What to change of a pair; what is left out stays."""

    locked = YesNo()
    approved = YesNo()


class RunAssignSchema(Input):
    """Another mentor for a mentee."""

    mentor_id = Id(required=True)
    instead_of = Id(
        load_default=None,
        allow_none=True,
        metadata=_described("Whose place it is, where the mentor has no other."),
    )


class RunChoiceSchema(Output):
    """A mentor whom a mentee could have."""

    person = fields.Nested(PersonSchema, required=True)
    score = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    places = fields.Integer(required=True, metadata=_described("Free beside the run's pairs."))
    holders = fields.List(fields.Nested(PersonSchema), required=True)
    why_not = fields.List(Told(), required=True)
    because = fields.List(
        Told(), required=True, metadata=_described("Why the run did not put the two together.")
    )
    current = fields.Boolean(required=True)


class RunChoicesQuerySchema(Input):
    """Which mentors."""

    q = Text(load_default="")
    page = Whole(validate=Between(1, LAST_PAGE), load_default=1)


class RunChoicesSchema(Output):
    """One page of mentors, best first."""

    items = fields.List(fields.Nested(RunChoiceSchema), required=True, attribute="choices")
    found = fields.Integer(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


class RunLeftOverSchema(Output):
    """Somebody without anybody."""

    person = fields.Nested(PersonSchema, required=True)
    role = Choice(ROLES, required=True, attribute="left.role")
    why = Told(required=True, attribute="left.why")


class RunApproveSchema(Input):
    """Which pairs to approve."""

    mentees = Items(
        Id(), load_default=None, allow_none=True, metadata=_described("Left out: all of them.")
    )


class RunPublishSchema(Input):
    """How the matches begin: mentors are asked first, or at once."""

    how = Choice(ASK_MENTORS, required=True)


class RunPublishedSchema(Output):
    """What publishing did."""

    matches = fields.Integer(required=True)
    kept_back = fields.Integer(
        required=True, metadata=_described("Pairs that do not hold any more; each says why.")
    )


class RunCompareQuerySchema(Input):
    """Which runs."""

    a = Id(required=True)
    b = Id(required=True)
    page = Whole(validate=Between(1, LAST_PAGE), load_default=1)


class RunDifferenceSchema(Output):
    """A mentee with another mentor in the second run."""

    mentee = fields.Nested(PersonSchema, required=True)
    first = fields.Nested(PersonSchema, required=True, allow_none=True)
    second = fields.Nested(PersonSchema, required=True, allow_none=True)
    first_score = fields.Float(required=True, allow_none=True)
    second_score = fields.Float(required=True, allow_none=True)
    gain = fields.Float(required=True)


class RunComparisonSchema(Output):
    """Two runs side by side."""

    first = fields.Nested(RunSchema, required=True)
    second = fields.Nested(RunSchema, required=True)
    both = fields.Integer(required=True)
    only_first = fields.Integer(required=True)
    only_second = fields.Integer(required=True)
    better = fields.Integer(required=True)
    worse = fields.Integer(required=True)
    differences = fields.List(fields.Nested(RunDifferenceSchema), required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
