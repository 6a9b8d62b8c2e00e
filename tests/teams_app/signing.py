"""Keys of Microsoft's, made up, and tokens signed with them."""

import json
from dataclasses import dataclass, field

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


@dataclass(frozen=True)
class SigningKey:
    kid: str
    private: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    @property
    def jwk(self):
        public = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        return {**public, "kid": self.kid, "use": "sig", "endorsements": ["msteams", "email"]}

    def sign(self, claims, **header):
        return jwt.encode(claims, self.private, "RS256", {"kid": self.kid, **header})


KEY = SigningKey("first")
OTHER_KEY = SigningKey("other")


def key_set(*entries):
    return json.dumps({"keys": list(entries)}).encode()
