"""The service clients on in-memory storage, and a platform that answers as it is told."""

import json
from dataclasses import replace

import pytest

from core.domain.course import Course, CourseServices
from lti.keys import ToolKeyring
from lti.services import vocabulary
from lti.services.platform import AdvantageServices
from tests.lti.campus import ISSUER, tool_key

TOKEN_URL = ISSUER + "/token"
MEMBERS_URL = ISSUER + "/CourseSection/2/Members"
ITEMS_URL = ISSUER + "/2/lineitems?type_id=1"
GROUPS_URL = ISSUER + "/2/groups"
NOTICES_URL = ISSUER + "/notices/1"


class Platform:
    """Lays out the answers of the platform at ISSUER, and looks at what it was asked."""

    def __init__(self, http):
        self.http = http

    def grant(self, token="token-1", **changes):
        """Its token endpoint from now on."""
        self.http.answer(TOKEN_URL, self.granted(token, **changes))

    def granted(self, token="token-1", **changes):
        document = {"access_token": token, "token_type": "Bearer", "expires_in": 3600, **changes}
        return json.dumps({k: v for k, v in document.items() if v is not None}).encode()

    def answers(self, url, document=None, status=200, method="any", **headers):
        body = b"" if document is None else json.dumps(document).encode()
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.http.answer(url, body, status, names, method)

    def calls(self, method=None):
        """Calls of services, without those for tokens."""
        return [
            call for call in self.http.calls if call[1] != TOKEN_URL and method in (None, call[0])
        ]

    def token_calls(self):
        return [form for method, url, form, _ in self.http.calls if url == TOKEN_URL]


@pytest.fixture
def platform(http):
    made = Platform(http)
    made.grant()
    return made


@pytest.fixture
def keyring(storage, clock, entropy):
    with storage.platform() as work:
        work.tool_keys.save(tool_key(clock.now()))
    return ToolKeyring(storage, clock, entropy)


@pytest.fixture
def services(storage, http, keyring, clock, entropy):
    return AdvantageServices.assemble(storage, http, keyring, clock, entropy)


@pytest.fixture
def course(registration):
    return Course(
        registration_id=registration.id,
        context_id="2",
        organization_id=registration.organization_id,
        link_id="link-1",
        services=CourseServices(
            memberships_url=MEMBERS_URL,
            line_items_url=ITEMS_URL,
            groups_url=GROUPS_URL,
            notices_url=NOTICES_URL,
            scopes=frozenset(
                {
                    vocabulary.LINE_ITEM_SCOPE,
                    vocabulary.SCORE_SCOPE,
                    vocabulary.GROUPS_SCOPE,
                    vocabulary.NOTICES_SCOPE,
                }
            ),
        ),
    )


@pytest.fixture
def moodle(registration):
    return replace(registration, product_family="moodle")


@pytest.fixture
def canvas(registration):
    return replace(registration, product_family="canvas")
