"""What files of people call things, and what happens to a row of theirs."""

from flask_babel import lazy_gettext as _

from core.domain.working_style import SCALES
from core.services.programs.people_changes import Effect
from core.services.programs.people_recognition import Known

FIELDS = {
    "id": _("Id"),
    "lms_id": _("User id in the learning platform"),
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail address"),
    "goals": _("Goals"),
    "skills_wanted": _("Skills wanted"),
    "skills_offered": _("Skills offered"),
    "experience": _("Experience"),
    "interests": _("Interests"),
    "languages": _("Languages"),
    "time_zone": _("Time zone"),
    "location": _("Location"),
    "department": _("Department"),
    "seniority": _("Career level"),
    "availability": _("Free times"),
    "meeting_modes": _("Ways to meet"),
    "capacity": _("Mentees at once"),
    "blocked": _("Not with these people"),
    "agreed": _("Agreed to take part"),
    "choices": _("Mentors they would like"),
    "conflicts": _("Conflicts of interest"),
    "managers": _("Manager"),
    "values": _("What matters"),
    "ways": _("Ways of working"),
    "principles": _("What matters, in own words"),
    "style": _("Style of talking"),
    **{f"style_{scale}": _("Style of talking") for scale in SCALES},
    "topics": _("Preferred topics"),
    "levels": _("Preferred career levels"),
    "must_haves": _("Must-haves"),
}
KNOWN = {
    Known.NEW: _("New person"),
    Known.FILE: _("Imported before"),
    Known.LMS: _("In the course, by user id"),
    Known.EMAIL: _("Perhaps in the course: decide above"),
}
EFFECTS = {
    Effect.ADDED: _("Joins the programme"),
    Effect.CHANGED: _("Changes"),
    Effect.SAME: _("Stays as it is"),
}
