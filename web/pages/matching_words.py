"""What managers read about features, must-haves and levels of importance."""

from flask_babel import lazy_gettext as _

from core.domain.matching_settings import LITTLE, MORE, MOST, NORMAL, OFF
from core.domain.must_have import MustHave

LEVELS = {
    OFF: _("does not count"),
    LITTLE: _("a little"),
    NORMAL: _("as usual"),
    MORE: _("more"),
    MOST: _("very important"),
}
FEATURE_GROUPS = (
    (
        "learn",
        _("What they want to learn"),
        {
            "goals": (_("Goals"), _("The mentor's experience is near to the mentee's goals.")),
            "skills": (_("Skills"), _("The mentor offers the skills that the mentee wants.")),
            "practice": (
                _("Experience with these skills"),
                _("What the mentor did shows the skills that the mentee wants."),
            ),
            "choice": (_("The mentee's own ranking"), _("Whom the mentee ranked themselves.")),
            "preference": (
                _("The mentor's preferences"),
                _("Topics and career stages that the mentor would rather mentor in."),
            ),
        },
    ),
    (
        "meet",
        _("How they can meet"),
        {
            "availability": (_("Common free hours"), _("Hours a week in which both are free.")),
            "time_zone": (_("Time zones"), _("Few hours between their clocks.")),
            "meeting": (_("Ways to meet"), _("Both like the same way to meet.")),
            "location": (_("Place"), _("Both are in the same place.")),
            "languages": (_("Languages"), _("They name a common language.")),
        },
    ),
    (
        "stand",
        _("Where they stand"),
        {
            "seniority": (_("Lead in career"), _("The mentor is a step or two ahead.")),
            "department": (_("Distance of departments"), _("They work in different parts.")),
        },
    ),
    (
        "share",
        _("What they share"),
        {
            "interests": (_("Interests"), _("What they like besides work or study.")),
            "values": (_("Values"), _("What matters to both of them.")),
            "ways": (_("Ways of working"), _("How both like to work.")),
            "outlook": (_("What matters, in their own words"), _("What they wrote about it.")),
            "style": (_("Style of talking"), _("Feedback, pace, structure and contact.")),
            "personality": (
                _("Personality"),
                _("Voluntary questions; counts only between two who both answered."),
            ),
        },
    ),
)
MUST_HAVES = {
    MustHave.SKILL: _("The mentor offers a skill that the mentee wants"),
    MustHave.PLACE: _("Both are in the same place"),
    MustHave.MEETING: _("Both like a common way to meet"),
    MustHave.HOURS: _("Both are free at the same time"),
    MustHave.OTHER_DEPARTMENT: _("They are in different departments"),
    MustHave.AHEAD: _("The mentor is further in their career"),
}
MATCHING_WORDS = {"levels": LEVELS, "groups": FEATURE_GROUPS, "must_haves": MUST_HAVES}
