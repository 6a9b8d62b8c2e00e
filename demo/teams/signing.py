"""Signing and verifying JSON Web Tokens with a key that is published (RFC 7519, RS256)."""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import RSAAlgorithm

from demo.signing_key import signing_key


class Signer:
    """A key of its own, made when it is needed first and kept.

    Args:
        folder: keeps it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def key(self) -> RSAPrivateKey:
        """The key.

        Raises:
            OSError: the folder cannot be written.
        """
        return signing_key(self._folder)

    @property
    def key_id(self) -> str:
        """Names the key: its RFC 7638 thumbprint."""
        told = {name: self._public()[name] for name in ("e", "kty", "n")}
        text = json.dumps(told, separators=(",", ":"), sort_keys=True)
        return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Claims as a token."""
        return jwt.encode(dict(claims), self.key, "RS256", headers={"kid": self.key_id})

    def verified(self, token: str, audience: str | list[str]) -> dict[str, Any]:
        """The claims of a token that this key signed for an audience.

        Raises:
            jwt.InvalidTokenError: it is not valid.
        """
        claims: dict[str, Any] = jwt.decode(
            token, self.key.public_key(), ["RS256"], audience=audience
        )
        return claims

    def jwks(self, **further: object) -> dict[str, Any]:
        """The public key as a set.

        Args:
            further: what is said about it besides.
        """
        known = {"use": "sig", "kid": self.key_id, "alg": "RS256"}
        return {"keys": [{**self._public(), **known, **further}]}

    def _public(self) -> dict[str, Any]:
        told: dict[str, Any] = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {name: told[name] for name in ("kty", "n", "e")}
