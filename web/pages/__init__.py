"""The pages people see inside an LMS frame or a Teams tab: plain forms that htmx makes smoother."""

from flask import Blueprint

from web.page_mark import refuse_stale_page
from web.pages.activities import blueprint as activities
from web.pages.appointments import blueprint as appointments
from web.pages.approvals import blueprint as approvals
from web.pages.choices import blueprint as choices
from web.pages.course import blueprint as course
from web.pages.demographics import blueprint as demographics
from web.pages.display import blueprint as display
from web.pages.drop_in import blueprint as drop_in
from web.pages.explained import blueprint as explained
from web.pages.fairness import blueprint as fairness
from web.pages.frame import follow_course
from web.pages.groups import blueprint as groups
from web.pages.home import blueprint as home
from web.pages.landing import blueprint as landing
from web.pages.library import blueprint as library
from web.pages.mail import blueprint as mail
from web.pages.matches import blueprint as matches
from web.pages.matching import blueprint as matching
from web.pages.meetings import blueprint as meetings
from web.pages.mentors import blueprint as mentors
from web.pages.news import blueprint as news
from web.pages.participation import blueprint as participation
from web.pages.people import blueprint as people
from web.pages.profile import blueprint as profile
from web.pages.program import blueprint as program
from web.pages.programs import blueprint as programs
from web.pages.pulse import blueprint as pulse
from web.pages.requests import blueprint as requests
from web.pages.run_edits import blueprint as run_edits
from web.pages.runs import blueprint as runs
from web.pages.scores import blueprint as scores
from web.pages.teams_messages import blueprint as teams_messages
from web.pages.template_filters import FILTERS

PARTS = (
    landing,
    home,
    profile,
    mentors,
    choices,
    requests,
    matches,
    matching,
    drop_in,
    groups,
    meetings,
    appointments,
    pulse,
    activities,
    approvals,
    news,
    mail,
    teams_messages,
    participation,
    demographics,
    library,
    fairness,
    program,
    programs,
    people,
    runs,
    run_edits,
    course,
    scores,
    display,
    explained,
)

pages = Blueprint("pages", __name__)
pages.before_request(refuse_stale_page)
pages.before_request(follow_course)
for _part in PARTS:
    pages.register_blueprint(_part)
for _name, _filter in FILTERS.items():
    pages.add_app_template_filter(_filter, _name)

__all__ = ["pages"]
