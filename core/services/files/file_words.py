"""How files name things: column names and cell values, in English and German.

Names are compared by `plain_name`, so case, hyphens and underscores do not matter.
"""

from core.domain.plain_name import plain_name
from core.domain.profile import DAY_PARTS, DAYS, MeetingMode, Seniority
from core.domain.program import Role

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "person id", "user id", "employee id", "student id", "number", "nr", "key",
        "personalnummer", "matrikelnummer", "kennung", "nummer",
    ),
    "lms_id": (
        "lms id", "lms user id", "lms user", "moodle user id", "canvas user id", "lms kennung",
    ),
    "name": (
        "name", "full name", "display name", "person", "vollständiger name", "vor und nachname",
    ),
    "first_name": ("first name", "given name", "forename", "vorname"),
    "last_name": ("last name", "surname", "family name", "nachname", "familienname"),
    "email": ("email", "e mail", "mail", "email address", "e mail address", "e mail adresse"),
    "goals": (
        "goals", "goal", "objectives", "objective", "learning goals", "aims", "ziele", "ziel",
        "lernziele", "what do you want to achieve",
    ),
    "skills_wanted": (
        "skills wanted", "wanted skills", "skills to learn", "skills sought", "wants to learn",
        "learning needs", "development areas", "topics wanted", "gewünschte fähigkeiten",
        "gesuchte fähigkeiten", "möchte lernen", "lernwünsche", "entwicklungsfelder",
    ),
    "skills_offered": (
        "skills offered", "offered skills", "skills to teach", "can teach", "expertise",
        "areas of expertise", "topics offered", "strengths", "angebotene fähigkeiten",
        "kompetenzen", "kann vermitteln", "fachgebiete", "expertise areas",
    ),
    "experience": (
        "experience", "experiences", "work experience", "background", "bio", "biography", "about",
        "career", "erfahrung", "erfahrungen", "berufserfahrung", "werdegang", "über mich",
    ),
    "interests": ("interests", "interest", "hobbies", "hobby", "interessen", "hobbys"),
    "languages": ("languages", "language", "spoken languages", "sprachen", "sprache"),
    "time_zone": ("time zone", "timezone", "tz", "zeitzone"),
    "location": ("location", "city", "place", "office", "site", "ort", "stadt", "standort"),
    "department": (
        "department", "dept", "division", "business unit", "faculty", "team", "organisation",
        "organization", "abteilung", "fachbereich", "bereich", "fakultät",
    ),
    "seniority": (
        "seniority", "level", "career level", "career stage", "karrierestufe", "erfahrungsstufe",
        "senioritätsstufe",
    ),
    "availability": (
        "availability", "availabilities", "times", "free times", "verfügbarkeit",
        "zeiten",
    ),
    "meeting_modes": (
        "meeting modes", "meeting mode", "meeting preference", "meeting preferences", "format",
        "how to meet", "treffen", "treffart", "art der treffen",
    ),
    "capacity": (
        "capacity", "max mentees", "maximum mentees", "number of mentees", "mentees", "places",
        "slots", "kapazität", "plätze", "anzahl mentees", "maximale mentees",
    ),
    "blocked": (
        "blocked", "blocked pairs", "avoid", "not with", "exclude", "excluded",
        "do not match with", "gesperrt", "ausgeschlossen", "nicht mit", "ausschluss",
    ),
    "conflicts": (
        "conflicts", "conflict of interest", "conflicts of interest", "works with",
        "works directly with", "interessenkonflikt", "interessenkonflikte", "arbeitet mit",
    ),
    "managers": (
        "manager", "managers", "line manager", "supervisor", "reports to", "boss", "vorgesetzte",
        "vorgesetzter", "führungskraft", "berichtet an",
    ),
    "agreed": (
        "agreed", "consent", "participation agreed", "einwilligung", "zustimmung", "zugestimmt",
    ),
    "values": (
        "values", "core values", "what matters", "what matters to you", "werte",
        "was ist ihnen wichtig",
    ),
    "ways": (
        "ways of working", "way of working", "working style", "work style", "arbeitsweise",
        "arbeitsweisen", "arbeitsstil",
    ),
    "principles": (
        "principles", "what matters in own words", "motto", "grundsätze", "was zählt",
    ),
    "style": (
        "communication style", "style of communication", "communication", "kommunikationsstil",
        "gesprächsstil",
    ),
    "style_feedback": ("feedback style", "style feedback", "feedbackstil"),
    "style_pace": ("conversation pace", "pace", "style pace", "gesprächstempo", "tempo"),
    "style_structure": (
        "meeting structure", "structure", "style structure", "struktur der treffen", "struktur",
    ),
    "style_contact": ("contact frequency", "contact", "style contact", "kontakthäufigkeit"),
    "must_haves": ("must haves", "must have", "requirements", "muss", "musskriterien"),
}  # fmt: skip

OF_MENTORS: dict[str, tuple[str, ...]] = {
    "topics": (
        "preferred topics", "topics preferred", "favourite topics", "favorite topics",
        "lieblingsthemen", "bevorzugte themen",
    ),
    "levels": (
        "preferred levels", "preferred level", "preferred mentee level", "mentee level",
        "preferred career stage", "bevorzugte karrierestufe", "bevorzugte karrierestufen",
    ),
    "previous": ("previous mentees", "former mentees", "past mentees", "frühere mentees"),
}  # fmt: skip
OF_MENTEES: dict[str, tuple[str, ...]] = {
    "choices": (
        "preferred mentors", "choices", "choice", "mentor choice", "ranking", "wunschmentoren",
        "wunschmentorin", "wunschmentor", "wunschmentor in", "wunschmentor innen",
    ),
    "previous": (
        "previous mentors", "former mentors", "past mentors", "frühere mentoren",
        "bisherige mentoren", "frühere mentor innen",
    ),
}  # fmt: skip

BY_ROLE: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.MENTOR: {
        "id": ("mentor id", "mentor nr", "mentor number", "mentor key"),
        "skills_offered": ("skills", "skill", "topics", "fähigkeiten", "themen"),
        **OF_MENTORS,
    },
    Role.MENTEE: {
        "id": ("mentee id", "mentee nr", "mentee number", "mentee key", "learner id"),
        "skills_wanted": ("skills", "skill", "topics", "fähigkeiten", "themen"),
        **OF_MENTEES,
    },
}
"""Names that mean another thing in each file, or something in one of them only."""

FIELDS = (*COLUMNS, *sorted({*OF_MENTORS, *OF_MENTEES}))
"""Every field that a column can hold."""

SENIORITIES: dict[Seniority, tuple[str, ...]] = {
    Seniority.STUDENT: ("1", "student", "studierende", "studentin", "intern", "praktikum", "azubi"),
    Seniority.EARLY: (
        "2",
        "early",
        "early career",
        "junior",
        "entry",
        "berufseinstieg",
        "einstieg",
    ),
    Seniority.EXPERIENCED: ("3", "experienced", "mid", "mid level", "professional", "erfahren"),
    Seniority.SENIOR: ("4", "senior", "lead", "principal", "leitend"),
    Seniority.EXECUTIVE: ("5", "executive", "director", "head", "c level", "geschäftsführung"),
}

MODES: dict[MeetingMode, tuple[str, ...]] = {
    MeetingMode.IN_PERSON: (
        "in person", "face to face", "onsite", "on site", "office", "persönlich", "vor ort",
        "präsenz",
    ),
    MeetingMode.VIDEO: (
        "video", "online", "remote", "virtual", "video call", "zoom", "teams", "virtuell",
        "videoanruf",
    ),
    MeetingMode.CHAT: ("chat", "message", "messages", "text", "nachrichten", "schriftlich"),
}  # fmt: skip
ANY_MODE = ("any", "all", "both", "no preference", "egal", "alle", "beides", "hybrid")

DAY_WORDS: dict[str, tuple[str, ...]] = {
    "mon": ("mon", "monday", "mondays", "mo", "montag", "montags"),
    "tue": ("tue", "tues", "tuesday", "tuesdays", "tu", "di", "dienstag", "dienstags"),
    "wed": ("wed", "wednesday", "wednesdays", "we", "mi", "mittwoch", "mittwochs"),
    "thu": (
        "thu",
        "thur",
        "thurs",
        "thursday",
        "thursdays",
        "th",
        "do",
        "donnerstag",
        "donnerstags",
    ),
    "fri": ("fri", "friday", "fridays", "fr", "freitag", "freitags"),
    "sat": ("sat", "saturday", "saturdays", "sa", "samstag", "samstags"),
    "sun": ("sun", "sunday", "sundays", "su", "so", "sonntag", "sonntags"),
}
PART_WORDS: dict[str, tuple[str, ...]] = {
    "morning": ("morning", "mornings", "am", "vormittag", "vormittags", "morgen", "morgens"),
    "afternoon": ("afternoon", "afternoons", "pm", "nachmittag", "nachmittags"),
    "evening": ("evening", "evenings", "abend", "abends"),
}
DAY_GROUPS: dict[str, tuple[str, ...]] = {
    "weekday": DAYS[:5], "weekdays": DAYS[:5], "werktag": DAYS[:5], "werktags": DAYS[:5],
    "weekend": DAYS[5:], "weekends": DAYS[5:], "wochenende": DAYS[5:],
    "daily": DAYS, "täglich": DAYS, "any": DAYS, "anytime": DAYS, "always": DAYS, "immer": DAYS,
}  # fmt: skip


def column_names(role: Role) -> dict[str, str]:
    """Plain column name -> our field, as a file of mentors or mentees uses it."""
    fields = [COLUMNS, BY_ROLE[role]]
    return {plain_name(name): field for part in fields for field, ns in part.items() for name in ns}


def meaning_of(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The other way round: word -> what it stands for."""
    return {plain_name(word): key for key, ones in words.items() for word in ones}


_DAY, _PART = meaning_of(DAY_WORDS), meaning_of(PART_WORDS)


def slots(text: str) -> frozenset[str] | None:
    """The "<day>-<part>" slots meant by "Mon morning", "Tuesday", "evenings" or "Mo abends".

    A day alone means all of it, a part alone the working days. None if it means nothing.
    """
    days: list[str] = []
    parts: list[str] = []
    for word in plain_name(text).split():
        if word in DAY_GROUPS:
            days += DAY_GROUPS[word]
        elif word in _DAY:
            days.append(_DAY[word])
        elif word in _PART:
            parts.append(_PART[word])
        else:
            return None
    if not days and not parts:
        return None
    return frozenset(f"{day}-{part}" for day in days or DAYS[:5] for part in parts or DAY_PARTS)
