"""Our answers before a platform that is not our own: PyPI lti-consumer-xblock's check of them."""

from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from tests.lti.campus import HUB, ISSUER, KEY
from tests.lti.deep_linking.choosing import MEETINGS, REFLECTION, ask, posted

# Of what the library imports.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def campus(framed, clock):
    clock.time = datetime.now(UTC)
    return framed


@pytest.fixture
def consumer(campus):
    if not settings.configured:
        settings.configure(
            PLATFORM_NAME="campus",
            CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        )
    from lti_consumer.lti_1p3.consumer import LtiAdvantageConsumer  # noqa: PLC0415 - needs settings

    ask(campus).press("cancel")  # our key is made when it is first needed
    (ours,) = campus.browser.get("/lti/jwks.json", base_url=HUB).json["keys"]
    pem = jwt.PyJWK(ours).key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    made = LtiAdvantageConsumer(
        iss=ISSUER,
        lti_oidc_url=HUB + "/lti/login",
        lti_launch_url=HUB + "/lti/launch",
        client_id="hub-1",
        deployment_id="1",
        rsa_key=KEY.pem.decode(),
        rsa_key_id=KEY.kid,
        redirect_uris=[HUB + "/lti/launch"],
        tool_key=pem.decode(),
    )
    made.enable_deep_linking(HUB + "/lti/launch", ISSUER + "/return")
    return made


def test_it_takes_our_answer(campus, consumer):
    _, token = posted(ask(campus).send(REFLECTION, MEETINGS))
    items = consumer.check_and_decode_deep_linking_token(token)
    assert [item["title"] for item in items] == ["What did you learn?", "Meet"]


def test_it_takes_that_nothing_was_chosen(campus, consumer):
    _, token = posted(ask(campus).press("cancel"))
    assert consumer.check_and_decode_deep_linking_token(token) == []


def test_it_refuses_a_changed_one(campus, consumer):
    _, token = posted(ask(campus).send(REFLECTION))
    head, body, signature = token.split(".")
    with pytest.raises(jwt.InvalidTokenError):
        consumer.check_and_decode_deep_linking_token(f"{head}.{body}.{signature[::-1]}")
