"""The three questions of a pulse, as somebody is asked them about their mentor or their mentee."""

from flask_babel import lazy_gettext as _

from core.domain.pulse import Question

QUESTIONS = {
    Question.HELPS: _("What we talk about helps."),
    Question.REACHES: _("We reach each other when we need to."),
    Question.NEXT: _("I know what we do next."),
}
ANSWERS = {
    1: _("Not at all"),
    2: _("Rather not"),
    3: _("Partly"),
    4: _("Mostly"),
    5: _("Fully"),
}
