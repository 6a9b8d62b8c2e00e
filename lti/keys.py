"""Our own RSA keys: what platforms verify our messages and token requests with.

The first key is made when it is first needed. Two processes may both make one at the same time:
that is harmless, because a key set may hold several, both are published, and both processes then
sign with the newest. Published keys only verify what they signed earlier.

https://www.imsglobal.org/spec/security/v1p0/#h_key-set-url
"""

from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm

from core.domain.registration import KeyStatus, ToolKey
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage

KEY_BITS = 2048
PUBLIC_EXPONENT = 65537


class ToolKeyring:
    """Our keys, newest first."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def signing_key(self) -> ToolKey:
        """The key to sign with now."""
        return next(key for key in self._keys() if key.status is KeyStatus.ACTIVE)

    def jwks(self) -> dict[str, list[dict[str, Any]]]:
        """The public halves of all keys as a JSON Web Key Set (RFC 7517)."""
        return {"keys": [_public_jwk(key.kid, key.private_pem) for key in self._keys()]}

    def _keys(self) -> list[ToolKey]:
        with self._storage.platform() as work:
            known = work.tool_keys.all()
        if any(key.status is KeyStatus.ACTIVE for key in known):
            return known
        # Making a key takes a while, so no transaction waits for it.
        now = self._clock.now()
        made = ToolKey(
            kid=self._entropy.uuid().hex,
            private_pem=_new_private_pem(),
            status=KeyStatus.ACTIVE,
            created_at=now,
            changed_at=now,
        )
        with self._storage.platform() as work:
            work.tool_keys.save(made)
            return work.tool_keys.all()


def _new_private_pem() -> str:
    key = rsa.generate_private_key(PUBLIC_EXPONENT, KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@lru_cache(maxsize=16)
def _public_jwk(kid: str, private_pem: str) -> dict[str, Any]:
    """The public half; kept, because loading a private key checks its primes each time."""
    private = load_pem_private_key(private_pem.encode(), password=None)
    assert isinstance(private, rsa.RSAPrivateKey)
    public = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": kid,
        "n": public["n"],
        "e": public["e"],
    }
