"""What pages call values, ways of working, styles and the voluntary questions."""

from flask_babel import lazy_gettext as _

from core.domain.must_have import MustHave
from core.domain.working_style import Value, Way

VALUES = {
    Value.LEARNING: _("Learning"),
    Value.INDEPENDENCE: _("Independence"),
    Value.SECURITY: _("Security"),
    Value.RECOGNITION: _("Recognition"),
    Value.HELPING: _("Helping others"),
    Value.FAIRNESS: _("Fairness"),
    Value.CREATIVITY: _("Creativity"),
    Value.EXCELLENCE: _("Excellent work"),
    Value.INFLUENCE: _("Influence"),
    Value.BALANCE: _("A balanced life"),
    Value.TEAM: _("A good team"),
    Value.SUSTAINABILITY: _("Sustainability"),
}
WAYS = {
    Way.PLAN_AHEAD: _("Plan ahead"),
    Way.TRY_OUT: _("Try things out"),
    Way.BIG_PICTURE: _("Big picture first"),
    Way.DETAILS: _("Care about details"),
    Way.ALONE_FIRST: _("Think alone first"),
    Way.TOGETHER: _("Work it out together"),
    Way.DATA: _("Go by data"),
    Way.INTUITION: _("Trust intuition"),
    Way.ONE_THING: _("One thing at a time"),
    Way.MANY_THINGS: _("Several things at once"),
}
SCALES = {
    "feedback": (_("Feedback"), _("careful"), _("straight out")),
    "pace": (_("Pace of a conversation"), _("think it over"), _("talk it through at once")),
    "structure": (_("Structure of a meeting"), _("open talk"), _("agenda")),
    "contact": (_("Contact"), _("rare and long"), _("short and often")),
}
"""Scale -> its name, its first and its last step."""
MUST_HAVES = {
    MustHave.SKILL: _("offer a skill I want to learn"),
    MustHave.PLACE: _("be in the same place as I"),
    MustHave.MEETING: _("like a way to meet that I like"),
    MustHave.HOURS: _("be free at the same time as I"),
}
"""Completes “My mentor must …”."""
STATEMENTS = (
    _("Art and far-fetched ideas leave me rather cold."),
    _("I like to play with new ideas."),
    _("I tend to put things off."),
    _("What I begin I finish with care."),
    _("Among people I do not know I am quiet."),
    _("I like to be where many people are."),
    _("I tend to see the faults of others first."),
    _("I trust people until they prove me wrong."),
    _("I worry easily."),
    _("When something goes wrong I stay calm."),
)
"""In the order of core.domain.working_style.TRAITS: for each the statement against it first."""
STYLE_WORDS = {
    "values": VALUES,
    "ways": WAYS,
    "scales": SCALES,
    "must_haves": MUST_HAVES,
    "statements": STATEMENTS,
}
