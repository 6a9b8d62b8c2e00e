"""The campus's own RSA key: made at the first start, kept in the campus's folder."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

FILE_NAME = "signing_key.pem"


def signing_key(folder: Path) -> rsa.RSAPrivateKey:
    """The key in the folder; a new 2048-bit one is stored first if there is none.

    Raises:
        OSError: the folder cannot be written.
    """
    path = folder / FILE_NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _store(path, rsa.generate_private_key(public_exponent=65537, key_size=2048))
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def _store(path: Path, key: rsa.RSAPrivateKey) -> None:
    # Written aside and linked into place: of two first starts at once, one key wins, whole.
    aside = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private_pem(key).encode())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def private_pem(key: rsa.RSAPrivateKey) -> str:
    """PKCS#8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_pem(key: rsa.RSAPrivateKey) -> str:
    """SubjectPublicKeyInfo PEM."""
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
