"""Secrets at rest."""

from typing import Protocol


class SecretCipher(Protocol):
    """Authenticated encryption of short secrets, and of files."""

    def encrypt(self, plaintext: str, context: str) -> str:
        """Encrypt under the newest key.

        Args:
            plaintext: the secret.
            context: "table/row/field"; the same must be given to decrypt.
        """
        ...

    def decrypt(self, ciphertext: str, context: str) -> str:
        """Decrypt.

        Raises:
            MisconfiguredError: the key is missing, or the text was changed or moved elsewhere.
        """
        ...

    def encrypt_bytes(self, content: bytes, context: str) -> bytes:
        """Encrypt a file under the newest key; `context` as for `encrypt`."""
        ...

    def decrypt_bytes(self, sealed: bytes, context: str) -> bytes:
        """Decrypt a file. Raises as `decrypt`."""
        ...
