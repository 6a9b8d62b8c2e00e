"""A teacher who is asked for activities, and what the answer says.

https://www.imsglobal.org/spec/lti-dl/v2p0/.
"""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from tests.lti.campus import HUB, INSTRUCTOR, ISSUER, MISSING

SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
RETURN = ISSUER + '/return.php?course=2&sesskey=s3cret&x="><script>'
ASKED = {
    "deep_link_return_url": RETURN,
    "accept_types": ["link", "ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe", "window"],
    "accept_multiple": True,
    "data": "op=321&v=44",
}


class Choice:
    """A teacher in front of the page, choosing."""

    def __init__(self, campus, page):
        self.campus = campus
        self.page = page
        self.token = parse_qs(urlsplit(page.request.url).query).get("request", [""])[0]

    def press(self, action, path="/app/activities/choose", **typed):
        data = {"request": self.token, "action": action, **typed}
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.campus.browser.post(path, data=data, base_url=HUB, headers=headers)

    def send(self, *items, status=200):
        typed = {
            f"{n}-{name}": value for n, item in enumerate(items) for name, value in item.items()
        }
        answer = self.press("send", **typed)
        assert answer.status_code == status, answer.text
        return answer


def ask(campus, settings=ASKED, **changes):
    """Launch the deep linking request and open the page it leads to."""
    asked = campus.login()
    claims = campus.claims(
        asked["nonce"],
        message_type="LtiDeepLinkingRequest",
        resource_link=MISSING,
        **{"roles": [INSTRUCTOR], **changes},
    )
    kept = {name: value for name, value in settings.items() if value is not MISSING}
    answer = campus.post(campus.sign({**claims, SETTINGS: kept}), asked["state"])
    if answer.status_code != 303:
        return answer
    return Choice(campus, campus.browser.get(answer.location, base_url=HUB))


def posted(answer):
    """What the answer's form posts, and where to."""
    action = re.search(r'<form method="post"\s+action="([^"]*)"', answer.text)[1]
    token = re.search(r'name="JWT" value="([^"]*)"', answer.text)[1]
    return unescape(action), token


REFLECTION = {
    "kind": "reflection",
    "title": " What did  you learn? ",
    "instructions": "Think.\r\n\r\nWrite.",
    "points": "10",
}
MEETINGS = {"kind": "meetings", "title": "Meet", "target": "3", "points": ""}


def activities(campus, storage):
    (found,) = [rows for name, rows in storage.tables.rows.items() if name.endswith("/activities")]
    return list(found.values())
