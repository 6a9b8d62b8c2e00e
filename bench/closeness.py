"""What made-up people say about values, style and preferences: drawn apart from everything else.

So the other benchmarks' people stay the same people.
"""

import random
from dataclasses import replace

from bench.campus import FIELDS
from core.domain.profile import Profile, Seniority
from core.domain.working_style import (
    MOST_VALUES,
    MOST_WAYS,
    REVERSED,
    SCALES,
    STEPS,
    Style,
    Value,
    Way,
)

PRINCIPLES = (
    "Say what you mean and mean what you say",
    "Nobody learns without making mistakes",
    "Small steps every week beat big plans",
    "People first, then the numbers",
    "Ask why five times before you decide",
    "Done is better than perfect",
    "Leave a place better than you found it",
    "Disagree in the open and support what was decided",
)


def told(profile: Profile) -> Profile:
    """The same person, who answered everything about themselves; the same each time."""
    draw = random.Random(str(profile.person_id))  # noqa: S311 - reproducible people, not secrets
    steps = [draw.choice((1, 2, 2, 3, 3, 4, 4, 5)) for _ in SCALES]
    answers = [min(max(round(draw.gauss(3, 1)), 1), STEPS) for _ in REVERSED]
    skills = FIELDS[draw.choice(list(FIELDS))][0]
    return replace(
        profile,
        values=frozenset(draw.sample(list(Value), MOST_VALUES)),
        ways=frozenset(draw.sample(list(Way), MOST_WAYS)),
        principles=tuple(draw.sample(PRINCIPLES, 2)),
        style=Style(**dict(zip(SCALES, steps, strict=True))),
        personality=tuple(answers),
        topics=tuple(draw.sample(skills, 2)),
        levels=frozenset(draw.sample(list(Seniority)[:3], 2)),
    )
