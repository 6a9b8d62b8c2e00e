"""OAuth scopes of the services, and which product grants which."""

from collections.abc import Mapping

_SPEC = "https://purl.imsglobal.org/spec"

LINE_ITEM = f"{_SPEC}/lti-ags/scope/lineitem"
LINE_ITEM_READ = f"{_SPEC}/lti-ags/scope/lineitem.readonly"
RESULT_READ = f"{_SPEC}/lti-ags/scope/result.readonly"
SCORE = f"{_SPEC}/lti-ags/scope/score"
MEMBERSHIPS = f"{_SPEC}/lti-nrps/scope/contextmembership.readonly"
GROUPS = f"{_SPEC}/lti-gs/scope/contextgroup.readonly"
NOTICES = f"{_SPEC}/lti/scope/noticehandlers"

GRADES = (LINE_ITEM, LINE_ITEM_READ, RESULT_READ, SCORE)
"""All of Assignment and Grade Services."""

GRANTED: Mapping[str, tuple[str, ...]] = {
    "moodle": (*GRADES, MEMBERSHIPS, GROUPS),
    "canvas": (*GRADES, MEMBERSHIPS, GROUPS, NOTICES),
}
"""By dialect. Moodle has no notification service."""
