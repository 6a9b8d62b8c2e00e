"""Signatures, computed once more by the words of the specification, in other ways."""

import base64
import hashlib
import json
import subprocess
from datetime import UTC, datetime
from uuid import UUID

from core.domain.webhook import EventType, WebhookEvent
from core.services.webhooks.signing import body_of, fresh_secret, headers_of
from tests.fakes.time_and_chance import FakeEntropy

AT = datetime(2021, 2, 25, 19, 2, 10, 500_000, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT = WebhookEvent(
    id=UUID(int=5),
    organization_id=UUID(int=1),
    type=EventType.MATCH_OFFERED,
    at=AT,
    data={"match_id": "m-1", "version": 2, "undone": False, "end_reason": None},
)


def hmac_sha256(key, message):
    """RFC 2104, without the hmac module."""
    key = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in key) + inner).digest()


def test_the_vector_of_the_reference_implementations():
    class Vector:
        id = type("Id", (), {"hex": "p5jXN8AQM9LWM0D4loKWxJek"})

    made = headers_of(
        Vector, b'{"test": 2432232314}', datetime.fromtimestamp(1614265330, UTC), [SECRET]
    )
    assert made["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert made["webhook-timestamp"] == "1614265330"
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_signature_is_what_the_specification_says():
    body = body_of(EVENT)
    headers = headers_of(EVENT, body, AT, [SECRET])
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}".encode()
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac_sha256(key, content)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-timestamp"] == "1614279730"
    by_openssl = subprocess.run(
        ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}", "-binary"],
        input=content,
        capture_output=True,
        check=True,
    )
    assert base64.b64encode(by_openssl.stdout).decode() == expected


def test_two_secrets_sign_both():
    body, fresh = body_of(EVENT), fresh_secret(FakeEntropy())
    alone = [headers_of(EVENT, body, AT, [one])["webhook-signature"] for one in (fresh, SECRET)]
    both = headers_of(EVENT, body, AT, [fresh, SECRET])["webhook-signature"]
    assert both.split(" ") == alone


def test_a_body_has_type_time_and_data():
    assert json.loads(body_of(EVENT)) == {
        "type": "match.offered",
        "timestamp": "2021-02-25T19:02:10.500000+00:00",
        "data": {"match_id": "m-1", "version": 2, "undone": False, "end_reason": None},
    }


def test_a_secret_is_32_bytes():
    entropy = FakeEntropy()
    one, other = fresh_secret(entropy), fresh_secret(entropy)
    assert one != other
    assert one.startswith("whsec_")
    assert len(base64.b64decode(one.removeprefix("whsec_"), validate=True)) == 32
