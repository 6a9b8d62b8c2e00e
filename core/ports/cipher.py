"""Secrets at rest."""

from typing import Protocol


class SecretCipher(Protocol):
    """Authenticated encryption of short secrets."""

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
