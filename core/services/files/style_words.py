"""How files name values, ways of working, styles of talking and must-haves, English and German."""

from core.domain.must_have import MustHave
from core.domain.working_style import STEPS, Value, Way

VALUES: dict[Value, tuple[str, ...]] = {
    Value.LEARNING: ("learning", "growth", "personal growth", "curiosity", "lernen", "entwicklung"),
    Value.INDEPENDENCE: ("independence", "autonomy", "freedom", "unabhängigkeit", "freiheit"),
    Value.SECURITY: ("security", "stability", "safety", "sicherheit", "stabilität"),
    Value.RECOGNITION: ("recognition", "appreciation", "anerkennung", "wertschätzung"),
    Value.HELPING: ("helping", "helping others", "helpfulness", "helfen", "hilfsbereitschaft"),
    Value.FAIRNESS: ("fairness", "justice", "equality", "gerechtigkeit", "gleichheit"),
    Value.CREATIVITY: ("creativity", "innovation", "kreativität"),
    Value.EXCELLENCE: ("excellence", "quality", "achievement", "qualität", "leistung"),
    Value.INFLUENCE: ("influence", "impact", "responsibility", "einfluss", "verantwortung"),
    Value.BALANCE: ("balance", "work life balance", "family", "ausgleich", "vereinbarkeit"),
    Value.TEAM: ("team", "teamwork", "community", "teamgeist", "gemeinschaft"),
    Value.SUSTAINABILITY: ("sustainability", "environment", "nachhaltigkeit", "umwelt"),
}
WAYS: dict[Way, tuple[str, ...]] = {
    Way.PLAN_AHEAD: ("plan ahead", "planning", "planner", "structured", "planen", "strukturiert"),
    Way.TRY_OUT: ("try out", "experimenting", "hands on", "trial and error", "ausprobieren"),
    Way.BIG_PICTURE: ("big picture", "strategic", "vision", "das große ganze", "strategisch"),
    Way.DETAILS: ("details", "detail oriented", "thorough", "detailorientiert", "gründlich"),
    Way.ALONE_FIRST: ("alone first", "alone", "independent", "allein", "selbständig"),
    Way.TOGETHER: ("together", "collaborative", "in a team", "gemeinsam", "im team"),
    Way.DATA: ("data", "data driven", "analytical", "daten", "analytisch"),
    Way.INTUITION: ("intuition", "intuitive", "gut feeling", "bauchgefühl", "intuitiv"),
    Way.ONE_THING: ("one thing", "one thing at a time", "focused", "eins nach dem anderen"),
    Way.MANY_THINGS: ("many things", "multitasking", "parallel", "vieles gleichzeitig"),
}
SCALE_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "feedback": (
        ("careful", "gentle", "diplomatic", "encouraging", "behutsam", "diplomatisch"),
        ("straight out", "direct", "frank", "blunt", "direkt", "offen heraus"),
    ),
    "pace": (
        ("think it over", "reflective", "calm", "slow", "bedächtig", "ruhig"),
        ("at once", "quick", "fast", "spontaneous", "schnell", "spontan"),
    ),
    "structure": (
        ("open", "open talk", "informal", "loose", "locker", "offenes gespräch"),
        ("agenda", "formal", "structured", "strukturiert", "mit agenda"),
    ),
    "contact": (
        ("rare", "rarely", "monthly", "seldom", "selten", "monatlich"),
        ("often", "frequent", "weekly", "häufig", "oft", "wöchentlich"),
    ),
}
"""Of each scale of core.domain.working_style.Style: words for its first and for its last step."""
MIDDLE = ("medium", "neutral", "in between", "balanced", "mittel", "ausgewogen")
SCALE_STEPS: dict[str, dict[str, int]] = {
    scale: {str(step): step for step in range(1, STEPS + 1)}
    | dict.fromkeys(MIDDLE, (1 + STEPS) // 2)
    | dict.fromkeys(first, 1)
    | dict.fromkeys(last, STEPS)
    for scale, (first, last) in SCALE_ENDS.items()
}
"""Scale -> plain word -> step."""

MUST_HAVES: dict[MustHave, tuple[str, ...]] = {
    MustHave.SKILL: ("skill", "skills", "topic", "topics", "fähigkeit", "fähigkeiten", "thema"),
    MustHave.PLACE: ("place", "location", "city", "same place", "ort", "standort", "stadt"),
    MustHave.MEETING: ("meeting", "meeting mode", "format", "treffen", "treffart"),
    MustHave.HOURS: ("hours", "availability", "time", "times", "zeiten", "verfügbarkeit"),
    MustHave.OTHER_DEPARTMENT: ("other department", "andere abteilung", "anderer bereich"),
    MustHave.AHEAD: ("ahead", "more senior", "seniority", "further ahead", "erfahrener"),
}
YES = ("yes", "y", "true", "1", "x", "agreed", "ja", "j", "wahr", "zugestimmt", "einverstanden")
NO = ("no", "n", "false", "0", "not yet", "nein", "falsch", "noch nicht")
