"""Scopes and media types of LTI Advantage.

AGS 2.0 (https://www.imsglobal.org/spec/lti-ags/v2p0/), NRPS 2.0
(https://www.imsglobal.org/spec/lti-nrps/v2p0/), Course Groups
(https://www.imsglobal.org/spec/lti-gs/v1p0), Platform Notifications
(https://www.imsglobal.org/spec/lti-pns/v1p0). Moodle answers to these exact media types only.
"""

from collections.abc import Iterable, Mapping
from typing import Final

LINE_ITEM_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
LINE_ITEM_READ_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
RESULT_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
SCORE_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
MEMBERSHIPS_SCOPE: Final = (
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
)
GROUPS_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"
NOTICES_SCOPE: Final = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"

IMPLIED: Mapping[str, str] = {LINE_ITEM_READ_SCOPE: LINE_ITEM_SCOPE}
"""Scope -> another one that allows the same and more."""

_IMS = "application/vnd.ims."
LINE_ITEM = _IMS + "lis.v2.lineitem+json"
LINE_ITEMS = _IMS + "lis.v2.lineitemcontainer+json"
SCORE = _IMS + "lis.v1.score+json"
MEMBERSHIPS = _IMS + "lti-nrps.v2.membershipcontainer+json"
GROUPS = _IMS + "lti-gs.v1.contextgroupcontainer+json"
JSON = "application/json"


def short_names(scopes: Iterable[str]) -> str:
    """What administrators find on their LMS's list: "lineitem, score"."""
    return ", ".join(sorted(scope.rsplit("/", 1)[-1] for scope in scopes))
