"""Secrets at rest: AES-256-GCM (NIST SP 800-38D) with the secret's place as associated data.

A stored secret is "<key id>:<base64url of nonce, ciphertext and tag>"; a stored file is the same
without base64. The key id says which key opens it, so that keys can be replaced one secret at a
time; the associated data ("table/row/field") makes a secret useless anywhere but in its own place.

Keys are written "id:base64", newest first: in MENTORLOOM_SECRET_KEYS, or in a file of ours.
"""

import base64
import binascii
import contextlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import MisconfiguredError

KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, repr=False)
class SecretKey:
    """One AES-256 key and the name it goes by."""

    id: str
    key: bytes

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read "id:base64".

        Raises:
            MisconfiguredError: it is not that, or the key is not 32 bytes long.
        """
        name, _, encoded = written.strip().partition(":")
        try:
            key = base64.b64decode(encoded, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not name or len(key) != KEY_BYTES:
            raise MisconfiguredError(
                "MENTORLOOM_SECRET_KEYS must hold id:base64 keys of 32 bytes each, newest first. "
                "Make one with: echo k1:$(openssl rand -base64 32 | tr +/ -_)"
            )
        return cls(name, key)

    @classmethod
    def fresh(cls) -> Self:
        """A new random key with a random name."""
        return cls(secrets.token_hex(4), secrets.token_bytes(KEY_BYTES))

    def written(self) -> str:
        """As `parse` reads it."""
        return f"{self.id}:{base64.urlsafe_b64encode(self.key).decode()}"


class AesGcmCipher:
    """Adapter of core.ports.cipher.SecretCipher.

    Args:
        keys: newest first; the first encrypts, all decrypt.

    Raises:
        MisconfiguredError: there is no key, or two have the same id.
    """

    def __init__(self, keys: Sequence[SecretKey]) -> None:
        self._keys = {key.id: AESGCM(key.key) for key in keys}
        if not keys or len(self._keys) != len(keys):
            raise MisconfiguredError(
                "MENTORLOOM_SECRET_KEYS must hold at least one key, and every key its own id."
            )
        self._newest = keys[0].id

    def encrypt(self, plaintext: str, context: str) -> str:
        """See the port."""
        sealed = base64.urlsafe_b64encode(self._seal(plaintext.encode(), context)).decode()
        return f"{self._newest}:{sealed}"

    def decrypt(self, ciphertext: str, context: str) -> str:
        """See the port."""
        key_id, _, encoded = ciphertext.partition(":")
        try:
            raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
            return self._open(key_id, raw, context).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise _damaged(key_id, context) from error

    def encrypt_bytes(self, content: bytes, context: str) -> bytes:
        """See the port."""
        return f"{self._newest}:".encode() + self._seal(content, context)

    def decrypt_bytes(self, sealed: bytes, context: str) -> bytes:
        """See the port."""
        key_id, _, raw = sealed.partition(b":")
        try:
            return self._open(key_id.decode(), raw, context)
        except (InvalidTag, ValueError) as error:
            raise _damaged(key_id.decode(errors="replace"), context) from error

    def outdated_bytes(self, sealed: bytes) -> bool:
        """Whether a file was encrypted with a key that is no longer the newest."""
        return sealed.partition(b":")[0] != self._newest.encode()

    def outdated(self, ciphertext: str) -> bool:
        """Whether it was encrypted with a key that is no longer the newest."""
        return ciphertext.partition(":")[0] != self._newest

    def _seal(self, content: bytes, context: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._keys[self._newest].encrypt(nonce, content, context.encode())

    def _open(self, key_id: str, raw: bytes, context: str) -> bytes:
        key = self._keys.get(key_id)
        if key is None:
            raise MisconfiguredError(
                "The secret %(place)s was encrypted with the key %(key)s, which is missing. "
                "Add that key to MENTORLOOM_SECRET_KEYS, after the newest one.",
                place=context,
                key=key_id,
            )
        return key.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode())


def _damaged(key_id: str, context: str) -> MisconfiguredError:
    return MisconfiguredError(
        "The secret %(place)s cannot be decrypted: it was changed, or the key %(key)s is "
        "not the one it was encrypted with. Put the right key into "
        "MENTORLOOM_SECRET_KEYS, or enter the secret again.",
        place=context,
        key=key_id,
    )


def keys_in_file(path: Path) -> tuple[SecretKey, ...]:
    """The keys in our own file, which is made with one fresh key when it does not exist.

    Raises:
        MisconfiguredError: others may read the file, or it cannot be read or made.
    """
    try:
        if not path.exists():
            _write(path, [SecretKey.fresh()], replace=False)
        if path.stat().st_mode & 0o077:
            raise MisconfiguredError(
                "Others can read %(file)s, which holds the keys to all secrets. "
                "Run: chmod 600 %(file)s",
                file=str(path),
            )
        return tuple(SecretKey.parse(line) for line in path.read_text().splitlines() if line)
    except OSError as error:
        raise MisconfiguredError(
            "The keys to stored secrets in %(file)s cannot be read (%(reason)s). Make the file "
            "readable for this user, or give keys in MENTORLOOM_SECRET_KEYS.",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from error


def add_key(path: Path) -> tuple[SecretKey, ...]:
    """Put a fresh key first in our own file; the older ones still decrypt.

    Returns:
        All keys, newest first.
    """
    keys = (SecretKey.fresh(), *keys_in_file(path))
    _write(path, keys, replace=True)
    return keys


def _write(path: Path, keys: Sequence[SecretKey], *, replace: bool) -> None:
    """Write the whole file or nothing; it is never readable by others, not even for a moment.

    Without `replace`, a file that another process made meanwhile stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{key.written()}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        unfinished.replace(path)
        return
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(unfinished)
    unfinished.unlink()
