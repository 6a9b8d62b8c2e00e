"""Made-up but believable people for benchmarks: every figure on them is "simulated".

Twelve fields of work, each with skills, things people did and things people want; a person has a
field, now and then something from another one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "software": (
        ("Python", "Kubernetes", "code review", "system design", "incident response", "SQL"),
        (
            "Led the on-call rotation of a payments platform for {n} years",
            "Moved a monolith to {n} small services without an outage",
            "Maintains an open-source library used by {n}00 projects",
        ),
        (
            "Become a tech lead within {n} years",
            "Learn to run a postmortem without blame",
            "Design a system that survives {n}0 times the load",
        ),
    ),
    "data": (
        ("machine learning", "statistics", "data visualisation", "experiment design", "R"),
        (
            "Built the forecasting models of a retail chain with {n}0 stores",
            "Ran {n}0 online experiments and wrote the guide for them",
            "Taught statistics to first-year psychologists for {n} years",
        ),
        (
            "Move from reporting into machine learning",
            "Explain a model to people who do not like numbers",
            "Publish an analysis in the next {n} months",
        ),
    ),
    "product": (
        ("product management", "user research", "roadmaps", "prioritisation", "pricing"),
        (
            "Product manager for a booking app with {n} million users",
            "Moved from customer support into product {n} years ago",
            "Closed a product line and kept {n}0 of its customers",
        ),
        (
            "Move from support into product management",
            "Talk to {n} users a week and learn from it",
            "Say no to a stakeholder without losing them",
        ),
    ),
    "design": (
        ("UX design", "accessibility", "prototyping", "design systems", "illustration"),
        (
            "Built a design system for {n} product teams",
            "Made a public service usable with a screen reader",
            "Ran {n}0 usability tests in hospitals",
        ),
        (
            "Build a portfolio that shows how I think",
            "Learn accessibility beyond checklists",
            "Lead design reviews with {n} people",
        ),
    ),
    "people": (
        ("leadership", "giving feedback", "hiring", "coaching", "conflict resolution"),
        (
            "Led teams of {n} to {n}0 engineers",
            "Hired {n}0 people in two years and wrote the interview guide",
            "Mediated between two departments during a merger",
        ),
        (
            "Lead my first team of {n} people",
            "Give honest feedback to a senior colleague",
            "Learn to delegate before I burn out",
        ),
    ),
    "finance": (
        ("budgeting", "financial modelling", "accounting", "risk management", "negotiation"),
        (
            "Ran the budget of a hospital with {n} wards",
            "Closed {n} financing rounds for a start-up",
            "Audited energy suppliers for {n} years",
        ),
        (
            "Read a balance sheet and explain it to engineers",
            "Negotiate a contract worth {n} million",
            "Move from audit into management",
        ),
    ),
    "research": (
        ("academic writing", "grant writing", "peer review", "literature review", "teaching"),
        (
            "Published {n} papers on coral reefs",
            "Won {n} grants and reviewed many more",
            "Supervised {n} doctoral students",
        ),
        (
            "Publish my first paper this year",
            "Decide whether to do a doctorate",
            "Finish my thesis in {n} months",
        ),
    ),
    "marketing": (
        ("copywriting", "search engine optimisation", "brand strategy", "social media"),
        (
            "Grew a newsletter from nothing to {n}0,000 readers",
            "Relaunched the brand of a {n}0-year-old family company",
            "Ran campaigns for museums in {n} countries",
        ),
        (
            "Write texts that sound like people",
            "Plan a campaign on a budget of {n} thousand",
            "Find out what our brand stands for",
        ),
    ),
    "health": (
        ("patient communication", "ward management", "clinical trials", "health informatics"),
        (
            "Ward manager in intensive care for {n} years",
            "Ran a clinical trial with {n}00 patients",
            "Brought electronic records to {n} clinics",
        ),
        (
            "Become a ward manager",
            "Move from nursing into health informatics",
            "Break bad news well",
        ),
    ),
    "engineering": (
        ("mechanical design", "lean manufacturing", "quality management", "robotics", "safety"),
        (
            "Brought a plant from {n} accidents a year to none",
            "Designed gearboxes for wind turbines for {n} years",
            "Introduced robots on {n} assembly lines",
        ),
        (
            "Lead a shift of {n}0 people",
            "Pass the exam as a safety engineer",
            "Understand robotics well enough to plan a line",
        ),
    ),
    "law": (
        ("contract law", "data protection", "compliance", "legal writing"),
        (
            "Data protection officer of a bank for {n} years",
            "Drafted the contracts of {n}0 joint ventures",
            "Clerk at an administrative court",
        ),
        (
            "Understand data protection in products",
            "Decide between a law firm and a company",
            "Write contracts that engineers can read",
        ),
    ),
    "sales": (
        ("key account management", "negotiation", "presentation skills", "customer success"),
        (
            "Built the sales team of a software company from {n} to {n}0 people",
            "Looked after {n} key accounts in the car industry",
            "Turned around a region that had lost half of its customers",
        ),
        (
            "Present in front of {n}0 people without fear",
            "Win back a customer we lost",
            "Move from sales into general management",
        ),
    ),
}
INTERESTS = (
    "hiking", "chess", "choir", "cooking", "cycling", "gardening", "board games", "photography",
    "running", "science fiction", "theatre", "volunteering", "climbing", "jazz", "football",
)  # fmt: skip
PLACES = (
    ("Berlin", "Europe/Berlin", ("de", "en")), ("München", "Europe/Berlin", ("de", "en")),
    ("London", "Europe/London", ("en",)), ("Lisboa", "Europe/Lisbon", ("pt", "en")),
    ("New York", "America/New_York", ("en", "es")), ("Bengaluru", "Asia/Kolkata", ("en", "hi")),
)  # fmt: skip
WHERE = (
    "at a university hospital", "in a family company", "for a city council", "at a start-up",
    "in a remote team", "at an insurance company", "for a charity", "at a car maker",
    "in a public school", "for an airline", "at a research institute", "in a bakery chain",
)  # fmt: skip
WHEN = (
    "before the reorganisation", "during a merger", "after years abroad", "next to a part-time job",
    "with people from five countries", "on a tight budget", "while the rules kept changing",
    "without a model to follow", "together with two colleagues", "in my second language",
)  # fmt: skip
NAMES = ("Ada", "Ben", "Chidi", "Dana", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jun", "Kofi")
SURNAMES = ("Abel", "Brandt", "Costa", "Demir", "Eze", "Fuchs", "Gupta", "Hall", "Ito", "Jansen")
DAYS = ("mon", "tue", "wed", "thu", "fri")
PARTS = ("morning", "afternoon", "evening")


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """One made-up person; lists are tuples of texts."""

    id: str
    name: str
    goals: tuple[str, ...] = ()
    skills_wanted: tuple[str, ...] = ()
    skills_offered: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    interests: tuple[str, ...]
    languages: tuple[str, ...]
    time_zone: str
    location: str
    department: str
    seniority: int
    availability: tuple[str, ...]
    meeting_modes: tuple[str, ...]
    capacity: int = 1


def mentees(count: int, seed: int = 1) -> Iterator[Someone]:
    """People who want to learn: two goals, two or three skills."""
    draw = random.Random(seed)  # noqa: S311 - reproducible people, not secrets
    for number in range(count):
        field = draw.choice(list(FIELDS))
        skills, _, goals = FIELDS[field]
        wanted = draw.sample(skills, 2) + draw.sample(_elsewhere(draw, 0), 1)
        yield Someone(
            **_anybody(draw, f"E{number + 1}", field, (1, 2, 3)),
            goals=tuple(_filled(draw, goals, 2)),
            skills_wanted=tuple(wanted[: draw.choice((2, 3))]),
        )


def mentors(count: int, seed: int = 2, most: int = 3) -> Iterator[Someone]:
    """People who can teach: two or three skills, one or two experiences, up to `most` places."""
    draw = random.Random(seed)  # noqa: S311 - reproducible people, not secrets
    for number in range(count):
        field = draw.choice(list(FIELDS))
        skills, did, _ = FIELDS[field]
        offered = draw.sample(skills, 2) + draw.sample(_elsewhere(draw, 0), 1)
        yield Someone(
            **_anybody(draw, f"M{number + 1}", field, (3, 4, 5)),
            skills_offered=tuple(offered[: draw.choice((2, 3))]),
            experience=tuple(_filled(draw, did, draw.choice((1, 2)))),
            capacity=draw.randint(1, most),
        )


def _elsewhere(draw: random.Random, part: int) -> tuple[str, ...]:
    return FIELDS[draw.choice(list(FIELDS))][part]


def _filled(draw: random.Random, templates: tuple[str, ...], count: int) -> list[str]:
    """Texts of about fifteen words, hardly two of them the same."""
    return [
        f"{text.format(n=draw.randint(2, 9))}, {draw.choice(WHERE)}, {draw.choice(WHEN)}"
        for text in draw.sample(templates, count)
    ]


def _anybody(
    draw: random.Random, key: str, field: str, levels: tuple[int, ...]
) -> dict[str, object]:
    place, zone, languages = draw.choice(PLACES)
    slots = [f"{day}-{part}" for day in DAYS for part in PARTS]
    modes = ("in_person", "video", "chat")
    return {
        "id": key,
        "name": f"{draw.choice(NAMES)} {draw.choice(SURNAMES)}",
        "interests": tuple(draw.sample(INTERESTS, draw.randint(0, 2))),
        "languages": languages,
        "time_zone": zone,
        "location": place,
        "department": field,
        "seniority": draw.choice(levels),
        "availability": tuple(draw.sample(slots, draw.randint(2, 6))),
        "meeting_modes": tuple(draw.sample(modes, draw.randint(1, 2))),
    }
