"""LMSs in every situation the settings page knows, and one that registers itself."""

import json
from uuid import UUID

from core.domain.registration import RegistrationStatus
from core.domain.registration_request import RegistrationRequest
from tests.lti.campus import KEY
from tests.lti.registering_platforms import (
    MOODLE,
    MOODLE_CONFIGURATION,
    MOODLE_EXCHANGES,
    MOODLE_ORIGIN,
)
from tests.lti.settings.settings_hub import SettingsHub
from tests.web.hub import PLATFORM, REGISTRATION

WAITING = UUID(int=0xA11)
SETTINGS = f"/settings/lms/{REGISTRATION}"
ASKING = f"/lti/register?openid_configuration={MOODLE_CONFIGURATION}&registration_token=token"


def put_registrations(hub: SettingsHub) -> None:
    """Two deployments, one LMS that waits, and answers for those that are called."""
    hub.add_deployment("106:8865aa05b4b79b64a91a86042e43af5ea8ae79eb")
    hub.add_deployment("107", status=RegistrationStatus.PENDING)
    issuer = "https://a-rather-long-name-of-a-learning-platform.example.edu"
    asked = RegistrationRequest(
        id=WAITING,
        issuer=issuer,
        client_id="client-with-a-long-id-0123456789",
        auth_login_url=f"{issuer}/mod/lti/auth.php",
        token_url=f"{issuer}/mod/lti/token.php",
        jwks_url=f"{issuer}/mod/lti/certs.php",
        product_family="moodle",
        deployment_id="3",
        name="New School",
        requested_at=hub.clock.now(),
    )
    with hub.storage.platform() as work:
        work.registration_requests.save(asked)
    http = hub.http
    http.allowed_origins = {MOODLE_ORIGIN}
    http.answer(f"{PLATFORM}/jwks", json.dumps({"keys": [KEY.jwk]}).encode())
    http.answer(f"{PLATFORM}/token", b'{"error": "invalid_client"}', 400)
    http.answer(MOODLE_CONFIGURATION, json.dumps(MOODLE).encode())
    answer = json.dumps(MOODLE_EXCHANGES[0]["response"]).encode()
    http.answer(MOODLE["registration_endpoint"], answer)
