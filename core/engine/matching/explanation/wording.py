"""Reasons in plain words, citing what the two people actually wrote.

Each function tells what a feature's value means for one pair; `helps` says whether it speaks for
this mentor compared with the average candidate. A sentence claims nearness only where there is.
"""

from collections.abc import Callable

from core.domain.languages import own_name, primary
from core.domain.plain_name import plain_name
from core.domain.profile import MeetingMode, TextKind
from core.engine.matching.comparison.departments import path
from core.engine.matching.comparison.features import hours_apart
from core.engine.matching.comparison.meaning import SAME, SAME_GROUP
from core.engine.matching.comparison.week import offsets, shared_hours, weeks
from core.engine.matching.explanation import close_words
from core.engine.matching.explanation.pair import Pair, quote
from core.sentence import Sentence, sentence

NEAR_COSINE = 0.3
"""From here on two texts are said to be near each other."""
NEAR_NAME = 0.3
"""From this likeness on two names are said to be close (cosine .56)."""


def _goals(pair: Pair, *, helps: bool) -> Sentence:
    goal, item, cosine = pair.nearest(TextKind.GOAL, TextKind.EXPERIENCE, TextKind.SKILL_OFFERED)
    if not helps:
        return sentence("This mentor's experience is further from your goals than others'.")
    if cosine < NEAR_COSINE:
        return sentence("This mentor's experience is a little nearer to your goals than others'.")
    return sentence(
        "Your goal “%(goal)s” is near to what this mentor offers: “%(item)s”.", goal=goal, item=item
    )


def _skills(pair: Pair, *, helps: bool) -> Sentence:
    alike = pair.alike(TextKind.SKILL_WANTED, TextKind.SKILL_OFFERED)
    same = [want for want, _, likeness in alike if likeness == SAME]
    close = [(w, o, like) for w, o, like in alike if NEAR_NAME <= like < SAME]
    if not helps and len(same) + len(close) < len(alike) and (same or close):
        return sentence(
            "This mentor offers %(count)s of the %(total)s skills you want.",
            count=len(same) + len(close),
            total=len(alike),
        )
    if len(same) > 1:
        return sentence(
            "You want to learn %(skills)s; this mentor offers all of these.",
            skills=", ".join(same),
        )
    if same:
        return sentence("You want to learn %(skill)s; this mentor offers it.", skill=same[0])
    if helps or close:
        return _near_skill(alike)
    return sentence("This mentor does not name the skills you want.")


def _near_skill(alike: list[tuple[str, str, float]]) -> Sentence:
    """About the offer that is nearest to a skill wanted."""
    want, offer, likeness = max(alike, key=lambda found: found[2])
    if likeness >= NEAR_NAME:
        return sentence(
            "You want to learn %(skill)s; this mentor offers %(offer)s, which is close.",
            skill=want,
            offer=offer,
        )
    if likeness >= SAME_GROUP:
        return sentence(
            "You want to learn %(skill)s; this mentor offers %(offer)s, from the same field.",
            skill=want,
            offer=offer,
        )
    return sentence(
        "What this mentor offers is a little closer to the skills you want than what others do."
    )


def _practice(pair: Pair, *, helps: bool) -> Sentence:
    skill, item, cosine = pair.nearest(TextKind.SKILL_WANTED, TextKind.EXPERIENCE)
    if not helps:
        return sentence(
            "This mentor's experience says less than others' about the skills you want."
        )
    if cosine < NEAR_COSINE:
        return sentence(
            "This mentor's experience says a little more than others' about the skills you want."
        )
    return sentence(
        "You want to learn %(skill)s; this mentor's experience: “%(item)s”.", skill=skill, item=item
    )


def _interests(pair: Pair, *, helps: bool) -> Sentence:
    alike = pair.alike(TextKind.INTEREST, TextKind.INTEREST)
    same = [mine for mine, _, likeness in alike if likeness == SAME]
    if same:
        return sentence("You share an interest: %(interests)s.", interests=", ".join(same))
    mine, other, likeness = max(alike, key=lambda found: found[2])
    if likeness >= NEAR_NAME:
        return sentence("You like %(mine)s, this mentor likes %(theirs)s.", mine=mine, theirs=other)
    if helps:
        return sentence("Your interests are a little closer than with others.")
    return sentence("You name no interest in common.")


def _languages(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    theirs = {primary(tag) for tag in pair.other.languages}
    shared = dict.fromkeys(own_name(t) for t in pair.one.languages if primary(t) in theirs)
    if not shared:
        return sentence("You name no language that this mentor speaks.")
    return sentence("You both speak %(languages)s.", languages=", ".join(shared))


def _availability(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    ours = weeks(pair.mentees, pair.at).only(pair.mentee)
    hours = shared_hours(ours, weeks(pair.mentors, pair.at).only(pair.mentor))[0, 0]
    if hours == 0:
        return sentence("You are never free at the same time in a usual week.")
    return sentence("You are both free for %(hours)s h in a usual week.", hours=format(hours, "g"))


def _time_zone(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    (hours,) = hours_apart(offsets([pair.one], pair.at), offsets([pair.other], pair.at))[0]
    if hours == 0:
        return sentence("You are in the same time zone.")
    return sentence("Your time zones are %(hours)s h apart.", hours=format(hours, "g"))


BOTH_LIKE = {
    MeetingMode.IN_PERSON: sentence("You both like to meet in person."),
    MeetingMode.VIDEO: sentence("You both like to meet by video."),
    MeetingMode.CHAT: sentence("You both like to exchange messages."),
}


def _meeting(pair: Pair, *, helps: bool) -> Sentence:
    shared = pair.one.meeting_modes & pair.other.meeting_modes
    if not shared:
        return sentence("You like to meet in different ways.")
    if not helps and shared == {MeetingMode.IN_PERSON}:
        return sentence("You both like to meet in person but may live in different places.")
    return next(words for mode, words in BOTH_LIKE.items() if mode in shared)


def _seniority(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    gap = int(pair.other.seniority or 0) - int(pair.one.seniority or 0)
    if gap < 0:
        return sentence("You are further along in your career than this mentor.")
    if gap == 0:
        return sentence("This mentor is about as far along in their career as you are.")
    if gap <= 2:  # noqa: PLR2004 - the steps that features.seniority calls the best fit
        return sentence("This mentor is a step or two ahead of you in their career.")
    return sentence("This mentor is far ahead of you in their career.")


def _department(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    ours, theirs = path(pair.one.department), path(pair.other.department)
    if ours[0] != theirs[0]:
        return sentence("This mentor works outside your own department.")
    if ours != theirs:
        return sentence("You belong to one department, but to different parts of it.")
    return sentence("You both belong to %(department)s.", department=quote(pair.other.department))


def _location(pair: Pair, *, helps: bool) -> Sentence:  # noqa: ARG001 - one signature for all
    if plain_name(pair.one.location) == plain_name(pair.other.location):
        return sentence("You are both in %(place)s.", place=quote(pair.other.location))
    return sentence("This mentor is in %(place)s.", place=quote(pair.other.location))


WORDS: dict[str, Callable[..., Sentence]] = {
    "goals": _goals,
    "skills": _skills,
    "practice": _practice,
    "interests": _interests,
    "languages": _languages,
    "availability": _availability,
    "time_zone": _time_zone,
    "meeting": _meeting,
    "seniority": _seniority,
    "department": _department,
    "location": _location,
    **close_words.WORDS,
}
"""Of every feature of features.FEATURES."""
