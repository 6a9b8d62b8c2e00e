"""Handlers of notices, as platforms keep them."""

import json

import pytest

from core.errors import ForbiddenError, UnavailableError
from lti.services.vocabulary import NOTICES_SCOPE
from tests.lti.services.conftest import NOTICES_URL

HANDLER = "https://hub.example.edu/lti/notices"
COPY = "LtiContextCopyNotice"


def test_what_a_platform_tells_us_of(services, canvas, platform):
    handlers = [
        {"notice_type": "LtiHelloWorldNotice", "handler": ""},
        {"notice_type": COPY, "handler": HANDLER},
        {"notice_type": None, "handler": HANDLER},
        {"notice_type": "LtiOther", "handler": ["x"]},
    ]
    document = {"client_id": 1, "deployment": "1:a", "notice_handlers": handlers}
    platform.answers(NOTICES_URL, document)
    assert services.notices.current(canvas, NOTICES_URL) == {COPY: HANDLER}
    assert platform.token_calls()[0]["scope"] == NOTICES_SCOPE


def test_a_handler_is_put_there(services, canvas, platform):
    told = {"notice_type": COPY, "handler": HANDLER}
    platform.answers(NOTICES_URL, told)
    services.notices.subscribe(canvas, NOTICES_URL, COPY, HANDLER)
    ((method, _, body, headers),) = platform.calls()
    assert (method, json.loads(body), headers["Content-Type"]) == ("PUT", told, "application/json")


def test_a_platform_may_answer_nothing_to_it(services, canvas, platform):
    platform.answers(NOTICES_URL, None, 204)
    services.notices.subscribe(canvas, NOTICES_URL, COPY, HANDLER)
    assert len(platform.calls()) == 1


@pytest.mark.parametrize("document", [[], {}, {"notice_handlers": {}}, {"notice_handlers": ["x"]}])
def test_an_answer_that_lists_no_handlers(services, canvas, platform, document):
    platform.answers(NOTICES_URL, document)
    with pytest.raises(UnavailableError, match="cannot be read"):
        services.notices.current(canvas, NOTICES_URL)


def test_a_handler_that_is_refused(services, canvas, platform):
    """Canvas refuses handlers on another domain than the tool's."""
    platform.answers(NOTICES_URL, {"errors": {}}, 400)
    with pytest.raises(ForbiddenError, match="status 400"):
        services.notices.subscribe(canvas, NOTICES_URL, COPY, HANDLER)
