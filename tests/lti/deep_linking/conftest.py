"""A platform that frames the whole hub, and checks its answers."""

import jwt
import pytest

from tests.lti.campus import HUB, ISSUER
from tests.lti.deep_linking.choosing import posted


@pytest.fixture
def campus(framed):
    return framed


@pytest.fixture
def decoded(campus):
    """The claims of an answer, verified with our published keys as a platform does."""

    def decode(answer):
        _, token = posted(answer)
        keys = campus.browser.get("/lti/jwks.json", base_url=HUB).json["keys"]
        header = jwt.get_unverified_header(token)
        (key,) = [key for key in keys if key["kid"] == header["kid"]]
        assert header["alg"] == "RS256"
        times = {"verify_exp": False, "verify_iat": False}
        return jwt.decode(
            token, jwt.PyJWK(key).key, ["RS256"], audience=ISSUER, issuer="hub-1", options=times
        )

    return decode
