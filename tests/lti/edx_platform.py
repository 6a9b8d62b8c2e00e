"""The LTI consumer of Open edX (PyPI lti-consumer-xblock) as a platform to test against.

Only its protocol code runs: it needs Django to be configured, but no database and no server.
"""

import warnings

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from tests.lti.campus import HUB, ISSUER, KEY, OTHER_KEY

if not settings.configured:
    cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.configure(PLATFORM_NAME="Partner", CACHES={"default": cache})
with warnings.catch_warnings():
    # Its XBlock half imports modules that Python deprecates.
    warnings.simplefilter("ignore")
    from lti_consumer.data import Lti1p3LaunchData
    from lti_consumer.lti_1p3.consumer import LtiAdvantageConsumer
    from lti_consumer.lti_1p3.exceptions import PreflightRequestValidationFailure

__all__ = ["LAUNCH_DATA", "PreflightRequestValidationFailure", "edx_consumer"]

LAUNCH_DATA = Lti1p3LaunchData(
    user_id="person-6", user_role="student", config_id="1", resource_link_id="link-1"
)


def edx_consumer():
    """It knows the hub by the public half of tests.lti.campus.OTHER_KEY."""
    public = OTHER_KEY.private.public_key()
    return LtiAdvantageConsumer(
        iss=ISSUER,
        lti_oidc_url=HUB + "/lti/login",
        lti_launch_url=HUB + "/app/find",
        client_id="hub-1",
        deployment_id="1",
        rsa_key=KEY.pem,
        rsa_key_id=KEY.kid,
        redirect_uris=[HUB + "/lti/launch"],
        tool_key=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )
