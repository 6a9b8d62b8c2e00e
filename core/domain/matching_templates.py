"""Settings for the usual kinds of programmes, each with a reason: where managers may start."""

from dataclasses import dataclass, field

from core.domain.matching_settings import LITTLE, MORE, MOST, OFF
from core.domain.must_have import MustHave
from core.sentence import Sentence, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of programme.

    Attributes:
        importance: feature -> OFF to MOST, of those that are not as usual.
    """

    key: str
    title: Sentence
    why: Sentence
    importance: dict[str, int] = field(default_factory=dict)
    must_haves: frozenset[MustHave] = frozenset()


TEMPLATES: tuple[Template, ...] = (
    Template(
        key="general",
        title=sentence("General mentoring"),
        why=sentence("Everything counts as usual: goals and skills first, then how people fit."),
    ),
    Template(
        key="onboarding",
        title=sentence("Onboarding"),
        why=sentence(
            "New people need somebody near who is easy to reach: place, common hours and a small "
            "step in career count more, rare skills less."
        ),
        importance={
            "goals": LITTLE,
            "skills": LITTLE,
            "practice": LITTLE,
            "availability": MOST,
            "location": MORE,
            "meeting": MORE,
            "department": LITTLE,
            "interests": MORE,
        },
    ),
    Template(
        key="leadership",
        title=sentence("Leadership"),
        why=sentence(
            "Future leaders learn from people further ahead, outside their own department, whose "
            "values they share: distance in career and department count more."
        ),
        importance={
            "goals": MORE,
            "seniority": MOST,
            "department": MOST,
            "values": MORE,
            "interests": LITTLE,
            "location": LITTLE,
        },
        must_haves=frozenset({MustHave.AHEAD}),
    ),
    Template(
        key="peer",
        title=sentence("Peer mentoring"),
        why=sentence(
            "Equals support each other: who is further ahead does not count, what they share "
            "counts more."
        ),
        importance={
            "seniority": OFF,
            "interests": MOST,
            "values": MORE,
            "ways": MORE,
            "style": MORE,
            "availability": MORE,
        },
    ),
    Template(
        key="reverse",
        title=sentence("Reverse mentoring"),
        why=sentence(
            "The mentor is earlier in their career and teaches something new: the lead in career "
            "does not count, wanted skills count most."
        ),
        importance={"seniority": OFF, "skills": MOST, "practice": MORE, "department": MORE},
    ),
    Template(
        key="group",
        title=sentence("Group mentoring"),
        why=sentence(
            "Several mentees share one mentor and one hour: common topics and free hours count "
            "most, personal fit less."
        ),
        importance={
            "goals": MORE,
            "availability": MOST,
            "time_zone": MORE,
            "meeting": MORE,
            "values": LITTLE,
            "ways": LITTLE,
            "style": LITTLE,
        },
    ),
    Template(
        key="course",
        title=sentence("Within a course"),
        why=sentence(
            "Learners of one course need help with its subject soon: skills and free hours count "
            "more, department and place little."
        ),
        importance={
            "skills": MOST,
            "practice": MORE,
            "availability": MORE,
            "department": OFF,
            "location": LITTLE,
        },
    ),
)
BY_KEY = {template.key: template for template in TEMPLATES}
