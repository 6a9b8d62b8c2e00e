"""One pair of people as sentences need it: what both wrote, and which of it is nearest."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.profile import Profile, TextKind
from core.engine.matching.comparison.meaning import likenesses
from core.engine.matching.comparison.people import Items, People

LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """One mentee and one mentor inside their groups."""

    mentees: People
    mentee: int
    mentors: People
    mentor: int
    at: datetime

    @property
    def one(self) -> Profile:
        """The mentee."""
        return self.mentees.profiles[self.mentee]

    @property
    def other(self) -> Profile:
        """The mentor."""
        return self.mentors.profiles[self.mentor]

    def ours(self, *kinds: TextKind) -> Items:
        """The mentee's items; kept, as pairs of one mentee come one after the other."""
        return self.mentees.latest(
            ("own", kinds), self.one, lambda: self.mentees.own(self.mentee, *kinds)
        )

    def theirs(self, *kinds: TextKind) -> Items:
        """The mentor's items."""
        return self.mentors.own(self.mentor, *kinds)

    def nearest(self, wanted: TextKind, *offers: TextKind) -> tuple[str, str, float]:
        """The two nearest items and their cosine; both sides have some with a vector."""
        wishes = self.ours(wanted).with_vector()
        offered = self.theirs(*offers).with_vector()
        cosines = wishes.cosines(offered)
        row, column = divmod(int(cosines.argmax()), len(offered.texts))
        return quote(wishes.texts[row]), quote(offered.texts[column]), float(cosines[row, column])

    def alike(self, wanted: TextKind, offers: TextKind) -> list[tuple[str, str, float]]:
        """Each of the mentee's items with the mentor's most alike one and their likeness."""
        ours, theirs = self.ours(wanted), self.theirs(offers)
        likeness = likenesses(ours, theirs)
        best = likeness.argmax(axis=1)
        return [
            (quote(text), quote(theirs.texts[column]), float(likeness[row, column]))
            for row, (text, column) in enumerate(zip(ours.texts, best, strict=True))
        ]


def quote(text: str) -> str:
    """A text short enough for a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
