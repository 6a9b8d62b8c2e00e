"""What the pages about connections call things."""

import re
from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.domain.connection import ProblemKind
from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.people_rules import LinkKey
from core.domain.sync import Effect, Outcome, SyncMode, Trigger
from core.ports.connectors import Kind
from core.sentence import sentence
from core.services.files.directory_words import LABELS
from web.problems import told
from web.settings.connections.standing import Standing

__all__ = ["LABELS"]

TITLE = _("Connections")
SUMMARY = _(
    "Where people and content come from: HR systems, files, schools and learning platforms."
)
KINDS = {
    Kind.DIRECTORY: _("HR systems and directories"),
    Kind.FILES: _("Files and reports"),
    Kind.SCHOOL: _("Schools"),
    Kind.LMS: _("Content of learning platforms"),
}
STANDING = {
    Standing.DRAFT: _("Not turned on yet"),
    Standing.RUNNING: _("Being read"),
    Standing.NEEDS: _("Needs you"),
    Standing.RETRIES: _("Tries again"),
    Standing.ON: _("On"),
    Standing.BY_HAND: _("Read by hand"),
    Standing.PAUSED: _("Paused"),
}
LOOKS = {
    Standing.RUNNING: "brand",
    Standing.NEEDS: "warn",
    Standing.RETRIES: "warn",
    Standing.ON: "good",
}
"""How its tag looks; others look plain."""
ADVICE = {
    ProblemKind.SETTINGS: _("Correct the settings, then test it again."),
    ProblemKind.AUTHORISATION: _("Authorise it again. Until then it is not read."),
    ProblemKind.SCOPE: _("Give the account over there this permission, then test it again."),
    ProblemKind.RATE: _("The other system is busy. Nothing is lost."),
    ProblemKind.TRANSIENT: _("The other system could not be read. Nothing is lost."),
    ProblemKind.HELD: _("Look at who would go, then say yes, or correct the source."),
    ProblemKind.DATA: _("Look at the rows that were left out, and correct them at the source."),
    ProblemKind.DEFECT: _("Nothing was half-stored. You can try again."),
}
"""What to do about a problem."""
OUTCOMES = {
    Outcome.COMPLETE: _("Complete"),
    Outcome.HELD: _("Waits for your yes"),
    Outcome.FAILED: _("Failed"),
    Outcome.STOPPED: _("Stopped"),
}
OUTCOME_LOOKS = {Outcome.COMPLETE: "good", Outcome.HELD: "warn", Outcome.FAILED: "warn"}
TRIGGERS = {
    Trigger.MANUAL: _("by hand"),
    Trigger.SCHEDULE: _("by schedule"),
    Trigger.WEBHOOK: _("told of changes"),
    Trigger.BACKFILL: _("a span of time"),
}
MODES = {SyncMode.FULL: _("everything"), SyncMode.INCREMENTAL: _("changes only")}
EFFECTS = {
    Effect.CREATED: _("New"),
    Effect.UPDATED: _("Changed"),
    Effect.GONE: _("Gone"),
}
EFFECT_LOOKS = {Effect.CREATED: "good", Effect.UPDATED: "brand", Effect.GONE: "warn"}
VALUES: Mapping[str, Mapping[str, LazyString]] = {
    "status": {
        EmploymentStatus.ACTIVE: _("active"),
        EmploymentStatus.PENDING: _("has not begun yet"),
        EmploymentStatus.ON_LEAVE: _("on leave"),
        EmploymentStatus.SUSPENDED: _("suspended"),
        EmploymentStatus.TERMINATED: _("left"),
    },
    "employment_type": {
        EmploymentType.FULL_TIME: _("full time"),
        EmploymentType.PART_TIME: _("part time"),
        EmploymentType.CONTRACTOR: _("contractor"),
        EmploymentType.INTERN: _("intern"),
        EmploymentType.TEMPORARY: _("temporary"),
        EmploymentType.OTHER: _("other"),
    },
}
"""Field of a record -> what its values are called; values of other fields are shown as they are."""
EVERY = {
    15: _("every 15 minutes"),
    60: _("every hour"),
    240: _("every 4 hours"),
    720: _("every 12 hours"),
    1440: _("once a day"),
    10080: _("once a week"),
    43200: _("every 30 days"),
}
"""Minutes -> words."""
KEYS = {
    LinkKey.EMPLOYEE_NUMBER: _("Employee number"),
    LinkKey.EXTERNAL_ID: _("Id in another system"),
    LinkKey.USER_NAME: _("User name"),
    LinkKey.EMAIL: _("E-mail address"),
    LinkKey.NAME: _("Full name"),
}
FIELDS = {
    "title": _("Name of this connection"),
    "every": _("How often it is read"),
    "held_share": _("Most people who may go at once, in per cent"),
    "typed_title": _("Name of the connection"),
    "file": _("File"),
    "since": _("From"),
    "until": _("To"),
}
DONE = {
    "added": _("The connection is added, and the test went well."),
    "stored": _("The settings are stored, and the test went well."),
    "tested": _("The test went well."),
    "file": _("The file is stored and can be read."),
    "columns": _("The columns are stored."),
    "scheduled": _("The schedule and the rules are stored."),
    "authorised": _("The connection is authorised again."),
    "dry-run": _("The dry run was started. Nothing is applied."),
    "run": _("The run was started."),
    "confirm": _("The run was started. Those who are gone will go."),
    "leavers": _("It is confirmed: their matches end."),
    "backfill": _("The run was started for this span of time."),
    "on": _("The connection is on."),
    "pause": _("The connection is paused."),
    "stop": _("The run was stopped. What it stored stays."),
    "hook-on": _("The other side tells of changes from now on."),
    "hook-off": _("The other side tells of changes no more."),
    "deleted": _("The connection is deleted."),
    "token-removed": _("The token is worth nothing any more."),
}

_ROW = re.compile(r"\b(row|record) (\d+)$")


def valued(field: str, value: str) -> str:
    """A value of a record's field in the reader's language."""
    return str(VALUES.get(field, {}).get(value, value))


def placed(place: str) -> str:
    """Where in a file a record stands, such as "users.csv, row 17", in the reader's language."""
    return _ROW.sub(_numbered, place)


def _numbered(found: re.Match[str]) -> str:
    kind, number = found.groups()
    if kind == "row":
        return told(sentence("row %(number)s", number=number))
    return told(sentence("record %(number)s", number=number))
