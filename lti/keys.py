"""Our own RSA keys: what platforms verify our messages and token requests with.

The first key is made when it is first needed. Two processes may both make one at the same time:
that is harmless, because a key set may hold several, both are published, and both processes then
sign with the newest. Later ones come and go as lti/key_rotation.py says; a daily job sees to it.

https://www.imsglobal.org/spec/security/v1p0/#h_key-set-url
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import structlog
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
from lti.key_rotation import IN_KEY_SET, grown, moved, replaced

ADVANCE_TOOL_KEYS = "advance_tool_keys"
KEY_BITS = 2048
PUBLIC_EXPONENT = 65537
_log = structlog.get_logger(__name__)


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
        """The public halves of all keys that sign, did or will, as a key set (RFC 7517)."""
        known = (key for key in self._keys() if key.status in IN_KEY_SET)
        return {"keys": [_public_jwk(key.kid, key.private_pem) for key in known]}

    def rotate(self) -> ToolKey:
        """Prepare the key that signs next; one that is prepared already stays the next one."""
        prepared = self._prepared(self._keys())
        if prepared is None:
            prepared = self._made(KeyStatus.PREPARED)
            self._save([prepared])
        return prepared

    def rotate_now(self, *, leaked: bool = False) -> ToolKey:
        """Sign with a new key from now on.

        Args:
            leaked: somebody else may have our keys; they are taken out of the key set.
        """
        known = self._all()
        # What leaked may have leaked with the prepared key too.
        prepared = None if leaked else self._prepared(known)
        now = self._clock.now()
        if prepared is None:
            signing = self._made(KeyStatus.ACTIVE)
        else:
            signing = moved(prepared, KeyStatus.ACTIVE, now)
        others = [key for key in known if key.kid != signing.kid]
        self._save([signing, *replaced(others, now, leaked=leaked)])
        return signing

    def advance(self) -> None:
        """The daily job. Running it twice changes nothing."""
        changes = grown(self._all(), self._clock.now())
        self._save(changes.changed)
        for key in changes.changed:
            _log.info("tool key", kid=key.kid, status=str(key.status))
        with self._storage.platform() as work:
            for key in changes.gone:
                work.tool_keys.remove(key.kid)
        if changes.successor_due:
            self.rotate()

    def _keys(self) -> list[ToolKey]:
        known = self._all()
        if any(key.status is KeyStatus.ACTIVE for key in known):
            return known
        self._save([self._made(KeyStatus.ACTIVE)])
        return self._all()

    def _all(self) -> list[ToolKey]:
        with self._storage.platform() as work:
            return work.tool_keys.all()

    def _made(self, status: KeyStatus) -> ToolKey:
        # Making a key takes a while, so no transaction waits for it.
        now = self._clock.now()
        return ToolKey(
            kid=self._entropy.uuid().hex,
            private_pem=_new_private_pem(),
            status=status,
            created_at=now,
            changed_at=now,
        )

    def _save(self, keys: Iterable[ToolKey]) -> None:
        with self._storage.platform() as work:
            for key in keys:
                work.tool_keys.save(key)

    @staticmethod
    def _prepared(keys: Iterable[ToolKey]) -> ToolKey | None:
        return next((key for key in keys if key.status is KeyStatus.PREPARED), None)


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
