"""Private keys as ssh-keygen and OpenSSL write them.

They are read by `cryptography` and handed to paramiko in the form it reads without fault: of some
keys in OpenSSH's own form (ECDSA) it does not make sense.
"""

from io import StringIO

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_ssh_private_key,
)
from paramiko import ECDSAKey, Ed25519Key, PKey, RSAKey

from core.errors import InvalidInputError
from core.sentence import Sentence, sentence

_OPENSSH = b"-----BEGIN OPENSSH"


def private_key(text: str, passphrase: str) -> PKey | None:
    """The key in a text; None for an empty one.

    Raises:
        InvalidInputError: it is none, or locked; names the field.
    """
    if not text:
        return None
    data = text.strip().encode() + b"\n"
    load = load_ssh_private_key if data.startswith(_OPENSSH) else load_pem_private_key
    try:
        key = load(data, passphrase.encode() or None)
    except TypeError:  # a passphrase is missing, or there is nothing to unlock
        told = sentence("This private key has a passphrase. Enter it.")
        if passphrase:
            told = sentence("This private key has no passphrase. Leave it empty.")
        raise _wrong("passphrase", told) from None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return Ed25519Key.from_private_key(_written(key, PrivateFormat.OpenSSH))
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return ECDSAKey.from_private_key(_written(key, PrivateFormat.TraditionalOpenSSL))
    if isinstance(key, rsa.RSAPrivateKey):
        return RSAKey.from_private_key(_written(key, PrivateFormat.TraditionalOpenSSL))
    told = sentence(
        "This is no private key of the kinds Ed25519, ECDSA or RSA, or its passphrase is wrong."
    )
    raise _wrong("private_key", told)


def _written(
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    form: PrivateFormat,
) -> StringIO:
    return StringIO(key.private_bytes(Encoding.PEM, form, NoEncryption()).decode())


def _wrong(field: str, told: Sentence) -> InvalidInputError:
    return InvalidInputError("The private key cannot be used.", {field: [told]})
