"""What a programme's managers decide about matching: how important what is, and what must be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.identifiers import ProgramId
from core.domain.must_have import MustHave

OFF, LITTLE, NORMAL, MORE, MOST = range(5)
"""How important a feature is: not at all, a little, as stated, more, very."""

OFF_AT_FIRST = frozenset({"personality"})
"""Features that count only when a programme asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingSettings:
    """How a programme matches.

    Attributes:
        template: key of the template it started from (matching_templates.py); empty for none.
        importance: feature -> OFF to MOST, of those that are not as usual.
        must_haves: conditions on every pair.
        skills: each mentor must offer all of these.
        languages: each mentor must speak one of these (BCP 47 tags); empty for any.
        repeat_pairs: whether two who had a match before may have one again unasked.
        updated_at: None while nobody changed anything.
    """

    program_id: ProgramId
    template: str = ""
    importance: Mapping[str, int] = field(default_factory=dict)
    must_haves: frozenset[MustHave] = field(default_factory=frozenset)
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    repeat_pairs: bool = False
    updated_at: datetime | None = None

    def weights(self) -> dict[str, int]:
        """Feature -> importance, of all that are not NORMAL."""
        return dict.fromkeys(OFF_AT_FIRST, OFF) | dict(self.importance)

    def waived(self) -> frozenset[str]:
        """Names of hard rules that do not count in this programme."""
        return frozenset({"past"}) if self.repeat_pairs else frozenset()
