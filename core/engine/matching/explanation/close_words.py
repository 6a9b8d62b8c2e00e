"""Reasons in plain words for what is below the surface and for what the two wish."""

from collections.abc import Callable

from core.domain.profile import TextKind
from core.domain.working_style import SCALES, Value, Way
from core.engine.matching.comparison.meaning import SAME
from core.engine.matching.explanation.pair import Pair
from core.sentence import Sentence, sentence

NEAR_OUTLOOK = 0.4
"""From this cosine on, two people's own words about what matters are said to be near."""

SHARED_VALUE = {
    Value.LEARNING: sentence("Learning matters to both of you."),
    Value.INDEPENDENCE: sentence("Independence matters to both of you."),
    Value.SECURITY: sentence("Security matters to both of you."),
    Value.RECOGNITION: sentence("Recognition matters to both of you."),
    Value.HELPING: sentence("Helping others matters to both of you."),
    Value.FAIRNESS: sentence("Fairness matters to both of you."),
    Value.CREATIVITY: sentence("Creativity matters to both of you."),
    Value.EXCELLENCE: sentence("Excellent work matters to both of you."),
    Value.INFLUENCE: sentence("Having influence matters to both of you."),
    Value.BALANCE: sentence("A balanced life matters to both of you."),
    Value.TEAM: sentence("A good team matters to both of you."),
    Value.SUSTAINABILITY: sentence("Sustainability matters to both of you."),
}
SHARED_WAY = {
    Way.PLAN_AHEAD: sentence("You both like to plan ahead."),
    Way.TRY_OUT: sentence("You both like to try things out."),
    Way.BIG_PICTURE: sentence("You both look at the big picture first."),
    Way.DETAILS: sentence("You both care about details."),
    Way.ALONE_FIRST: sentence("You both like to think alone first."),
    Way.TOGETHER: sentence("You both like to work things out together."),
    Way.DATA: sentence("You both go by data."),
    Way.INTUITION: sentence("You both trust your intuition."),
    Way.ONE_THING: sentence("You both like to do one thing at a time."),
    Way.MANY_THINGS: sentence("You both like to have several things going on."),
}
ALIKE_STYLE = {
    "feedback": sentence("You both like the same kind of feedback."),
    "pace": sentence("You both like the same pace in a conversation."),
    "structure": sentence("You both like meetings with about the same structure."),
    "contact": sentence("You both like to be in touch about equally often."),
}
OTHER_STYLE = {
    "feedback": sentence("You like different kinds of feedback."),
    "pace": sentence("You like a different pace in a conversation."),
    "structure": sentence("You like meetings with a different structure."),
    "contact": sentence("You like to be in touch differently often."),
}


def _values(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    shared = [value for value in Value if value in pair.one.values & pair.other.values]
    if not shared:
        return sentence("You chose different values.")
    if len(shared) == 1:
        return SHARED_VALUE[shared[0]]
    return sentence("You chose %(count)s of the same values.", count=len(shared))


def _ways(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    shared = [way for way in Way if way in pair.one.ways & pair.other.ways]
    if not shared:
        return sentence("You like to work in different ways.")
    if len(shared) == 1:
        return SHARED_WAY[shared[0]]
    return sentence("You like to work alike in %(count)s points.", count=len(shared))


def _outlook(pair: Pair, *, helps: bool) -> Sentence:
    mine, theirs, cosine = pair.nearest(TextKind.PRINCIPLE, TextKind.PRINCIPLE)
    if not helps:
        return sentence("What matters to this mentor is further from what matters to you.")
    if cosine < NEAR_OUTLOOK:
        return sentence("What matters to this mentor is a little nearer to what matters to you.")
    return sentence(
        "You wrote “%(mine)s”, this mentor wrote “%(theirs)s”.", mine=mine, theirs=theirs
    )


def _style(pair: Pair, *, helps: bool) -> Sentence:
    answers = {
        scale: (getattr(pair.one.style, scale), getattr(pair.other.style, scale))
        for scale in SCALES
    }
    apart = {name: abs(one - two) for name, (one, two) in answers.items() if one and two}
    if helps:
        return ALIKE_STYLE[min(apart, key=lambda name: apart[name])]
    return OTHER_STYLE[max(apart, key=lambda name: apart[name])]


def _personality(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    # What somebody answered stays theirs: not even which trait it is may show.
    if helps:
        return sentence("Your answers to the optional personality questions are rather alike.")
    return sentence("Your answers to the optional personality questions are less alike.")


def _choice(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    ranked = list(pair.mentees.choices.get(pair.one.person_id, ()))
    if pair.other.person_id not in ranked:
        return sentence("You ranked other mentors yourself.")
    place = ranked.index(pair.other.person_id) + 1
    return sentence("You ranked this mentor yourself, as number %(place)s.", place=place)


def _preference(pair: Pair, *, helps: bool) -> Sentence:
    topics = (
        [
            want
            for want, _, likeness in pair.alike(TextKind.SKILL_WANTED, TextKind.TOPIC)
            if likeness == SAME
        ]
        if pair.other.topics
        else []
    )
    if not helps:
        return sentence("This mentor would rather mentor in other topics or another career stage.")
    if topics:
        return sentence("This mentor especially likes to mentor in %(topic)s.", topic=topics[0])
    if pair.one.seniority in pair.other.levels:
        return sentence("This mentor especially likes to mentor people at your career stage.")
    return sentence("What you want is near to what this mentor likes to mentor in.")


WORDS: dict[str, Callable[..., Sentence]] = {
    "values": _values,
    "ways": _ways,
    "outlook": _outlook,
    "style": _style,
    "personality": _personality,
    "choice": _choice,
    "preference": _preference,
}
"""Of the features of comparison.closeness and comparison.wishes."""
