"""Every page in every situation, and where to look at it."""

from tests.browser.connections import (
    BROKEN,
    CONNECTIONS,
    DRAFT,
    FILE,
    HELD,
    HELD_RUN,
    ON,
    SCIM,
    TRIED,
)
from tests.browser.registrations import ASKING, SETTINGS, WAITING
from tests.browser.runs import APPROVED, FAILED, OLDER, RUN, RUN_MENTEE, RUNNING

MENTOR = "<mentor>"
"""Stands for the id of the demo's mentor."""
ACTIVITY = "<activity:{}>"
"""Stands for the id of an activity, by its kind."""
FROM_FILE = "<from-file>"
"""Stands for the id of somebody who came from a file."""
MAIL_OFF = "<mail-off>"
"""Stands for the link at the end of a mail."""
SUBJECT = "<subject>"
"""Stands for the campus's name for who handed something in."""
SIGN_IN = "<sign-in>"
"""Stands for an administrator's one-time link."""

UNDO = "00000000-0000-0000-0000-000000000001"
"""A match whose last step can be taken back."""

PAGES = {
    "landing": (None, "/"),
    "home-newcomer": ("newcomer", "/app/"),
    "home-undecided": ("undecided", "/app/"),
    "home-mentee": ("mentee", "/app/"),
    "home-asking": ("asking", "/app/"),
    "home-matched": ("matched", "/app/"),
    "home-mentor": ("mentor", "/app/"),
    "home-teacher": ("teacher", "/app/"),
    "start-programme": ("starter", "/app/"),
    "no-programme": ("early", "/app/"),
    "no-course": ("nowhere", "/app/"),
    "profile": ("mentee", "/app/profile"),
    "profile-mentor": ("mentor", "/app/profile?done=profile-saved"),
    "mentors": ("mentee", "/app/mentors"),
    "mentors-not-ready": ("undecided", "/app/mentors"),
    "mentor": ("mentee", f"/app/mentors/{MENTOR}"),
    "mentor-asked": ("asking", f"/app/mentors/{MENTOR}"),
    "list-empty": ("mentee", "/app/mentors/list"),
    "list-draft": ("drafting", "/app/mentors/list?done=listed"),
    "list-sent": ("searching", "/app/mentors/list"),
    "list-waitlisted": ("waitlisted", "/app/mentors/list"),
    "mentors-listed": ("drafting", "/app/mentors"),
    "home-searching": ("searching", "/app/"),
    "home-waitlisted": ("waitlisted", "/app/"),
    "requests-undo": ("mentor", f"/app/requests?done=declined&undo={UNDO}"),
    "requests-received": ("mentor", "/app/requests"),
    "requests-sent": ("asking", "/app/requests"),
    "requests-none": ("mentee", "/app/requests"),
    "drop-in": ("mentee", "/app/drop-in"),
    "drop-in-mentor": ("mentor", "/app/drop-in"),
    "groups": ("mentee", "/app/groups"),
    "groups-member": ("circle", "/app/groups"),
    "groups-manage": ("teacher", "/app/program/groups?fill=1"),
    "match": ("matched", "/app/matches"),
    "match-none": ("mentee", "/app/matches"),
    "activities": ("matched", "/app/activities"),
    "activities-teacher": ("teacher", "/app/activities"),
    "activity-roll": ("teacher", f"/app/activities/{ACTIVITY.format('reflection')}"),
    "activity-write": ("matched", f"/app/activities/{ACTIVITY.format('milestone')}"),
    "activity-handed-in": ("matched", f"/app/activities/{ACTIVITY.format('reflection')}"),
    "activity-meet": ("matched", f"/app/activities/{ACTIVITY.format('meetings')}"),
    "activity-tick-off": ("matched", f"/app/activities/{ACTIVITY.format('path_step')}"),
    "activity-done": ("matched", f"/app/activities/{ACTIVITY.format('find_mentor')}"),
    "activity-join": ("newcomer", f"/app/activities/{ACTIVITY.format('meetings')}"),
    "review": ("teacher", f"/app/activities/{ACTIVITY.format('reflection')}/review/{SUBJECT}"),
    "approvals": ("mentor", "/app/approvals"),
    "approvals-none": ("mentee", "/app/approvals"),
    "choose": ("teacher", "<choose>"),
    "choose-nothing": ("teacher", "<choose-nothing>"),
    "choose-gone": ("teacher", "/app/activities/choose?request=gone"),
    "news": ("mentor", "/app/news"),
    "news-none": ("newcomer", "/app/news"),
    "mail-off": (None, MAIL_OFF),
    "participation": ("mentor", "/app/participation"),
    "fairness": ("teacher", "/app/program/fairness"),
    "openings": ("mentee", "/app/mentors/openings"),
    "fairness-run": ("teacher", f"/app/program/runs/{RUN}/fairness"),
    "about-you": ("mentee", "/app/about-you"),
    "programme": ("teacher", "/app/program"),
    "runs": ("teacher", "/app/program/runs"),
    "run": ("teacher", f"/app/program/runs/{RUN}?done=run-changed"),
    "run-running": ("teacher", f"/app/program/runs/{RUNNING}"),
    "run-failed": ("teacher", f"/app/program/runs/{FAILED}"),
    "run-mentee": ("teacher", f"/app/program/runs/{RUN}/mentees/{RUN_MENTEE}"),
    "run-publish": ("teacher", f"/app/program/runs/{APPROVED}/publish"),
    "run-compare": ("teacher", f"/app/program/runs/compare?a={OLDER}&b={RUN}"),
    "programme-settings": ("teacher", "/app/program/settings"),
    "programme-matching": ("teacher", "/app/program/matching?template=leadership"),
    "course": ("teacher", "/app/course"),
    "course-held": ("holding", "/app/course"),
    "course-reading": ("reading", "/app/course"),
    "course-nameless": ("nameless", "/app/course"),
    "start-copied": ("copier", "/app/"),
    "home-student-view": ("student-view", "/app/"),
    "home-observer": ("observer", "/app/"),
    "people": ("teacher", "/app/program/people?done=people-imported&added=2&changed=1&same=0"),
    "people-text": ("teacher", "/app/program/people/mentor.csv?show=1"),
    "people-link": ("teacher", f"/app/program/people/{FROM_FILE}?q=a"),
    "scores": ("teacher", "/app/program/scores?done=sending"),
    "scores-none": ("starter", "/app/program/scores"),
    "display": ("mentee", "/app/display"),
    "explained": ("mentee", "/app/how-matching-works"),
    "forbidden": ("mentee", "/app/program"),
    "not-found": ("mentee", "/nowhere"),
    "not-signed-in": (None, "/app/"),
    "sign-in-link": (None, f"/signin/{SIGN_IN}"),
    "sign-in-link-used": (None, "/signin/used"),
    "settings": ("administrator", "/settings/"),
    "settings-not-signed-in": (None, "/settings/"),
    "settings-lms": ("administrator", "/settings/lms/"),
    "settings-lms-operator": ("operator", "/settings/lms/?done=refused"),
    "settings-lms-one": ("administrator", SETTINGS),
    "settings-lms-one-operator": ("operator", SETTINGS),
    "settings-lms-delete": ("administrator", f"{SETTINGS}/delete"),
    "settings-lms-add": ("administrator", "/settings/lms/add"),
    "settings-lms-by-hand": (
        "administrator",
        "/settings/lms/add/by-hand?product=canvas&issuer=&client_id=10000000000001",
    ),
    "settings-lms-waiting": ("operator", f"/settings/lms/waiting/{WAITING}"),
    "connections": ("administrator", f"{CONNECTIONS}/"),
    "connections-add": ("administrator", f"{CONNECTIONS}/add"),
    "connection-new": ("administrator", f"{CONNECTIONS}/add/every"),
    "connection-draft": ("administrator", f"{CONNECTIONS}/{DRAFT}?done=added"),
    "connection-columns": ("administrator", f"{CONNECTIONS}/{DRAFT}/people"),
    "connection-tried": ("administrator", f"{CONNECTIONS}/{TRIED}"),
    "connection-on": ("administrator", f"{CONNECTIONS}/{ON}"),
    "connection-settings": ("administrator", f"{CONNECTIONS}/{ON}/settings"),
    "connection-schedule": ("administrator", f"{CONNECTIONS}/{ON}/schedule"),
    "connection-runs": ("administrator", f"{CONNECTIONS}/{ON}/runs"),
    "connection-held": ("administrator", f"{CONNECTIONS}/{HELD}"),
    "connection-held-run": ("administrator", f"{CONNECTIONS}/{HELD}/runs/{HELD_RUN}"),
    "connection-broken": ("administrator", f"{CONNECTIONS}/{BROKEN}"),
    "connection-authorise": ("administrator", f"{CONNECTIONS}/{ON}/authorise"),
    "connection-file": ("administrator", f"{CONNECTIONS}/{FILE}"),
    "connection-scim": ("administrator", f"{CONNECTIONS}/{SCIM}"),
    "connection-delete": ("administrator", f"{CONNECTIONS}/{ON}/delete"),
    "register": (None, ASKING),
    "register-by-itself": (None, "/lti/register"),
}


def address(served, path: str) -> str:
    known = {
        MENTOR: str(served.actors["mentor"].person_id),
        MAIL_OFF: served.mail_off,
        FROM_FILE: served.from_file,
        SIGN_IN: served.sign_in,
        SUBJECT: served.subject,
        **served.questions,
        **served.runs,
        **served.connections,
        **{ACTIVITY.format(kind): str(a.id) for kind, a in served.activities.items()},
    }
    for name, value in known.items():
        path = path.replace(name, value)
    return served.url + path
