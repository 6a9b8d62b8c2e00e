"""Reasons that only outcomes gave: tags in common, and how readily a mentor says yes."""

from core.engine.matching.comparison.named import TAGS, named
from core.engine.matching.explanation.pair import Pair, quote
from core.sentence import Sentence, sentence


def tags(pair: Pair, family: str, *, helps: bool) -> Sentence:
    """What a family of tags says about a pair.

    Args:
        pair: the two.
        family: of names, with TAGS before it.
        helps: whether it speaks for this mentor.
    """
    common = named(pair.one, family, "mentee") & named(pair.other, family, "mentor")
    title = family.removeprefix(TAGS)
    if common:
        return sentence(
            "In common (%(title)s): %(names)s.", title=title, names=quote(", ".join(sorted(common)))
        )
    if helps:
        return sentence("This mentor's %(title)s went well with yours before.", title=title)
    return sentence("You have nothing in common in %(title)s.", title=title)


def readiness(*, helps: bool) -> Sentence:
    """How readily a mentor says yes, compared with the other candidates."""
    if helps:
        return sentence("Mentors like this one say yes more often than others here.")
    return sentence("Mentors like this one say yes less often than others here.")
