"""The form of an SFTP drop: which server, proven by which key, and which file."""

import base64
import binascii
import re
from hashlib import sha256

from core.sentence import sentence
from integrations.base.settings_form import N_, Entered, Number, Secret, refuse
from integrations.base.tables.source import TableSettings

_NAME = re.compile(r"[A-Za-z0-9.\-]+|[0-9A-Fa-f:]+")
_FINGERPRINT = re.compile(r"SHA256:([A-Za-z0-9+/]{43})=?")
_LINE = re.compile(r"(?:\S+ )?(?:ssh|ecdsa)-\S+ ([A-Za-z0-9+/]+=*)(?: .*)?")


class Host(Entered):
    """The name of a host or an IP address."""

    def meant(self, text: str) -> str:
        """See the base."""
        if not _NAME.fullmatch(text):
            refuse(sentence("Enter a host only, like sftp.example.org."))
        return text.lower()


class HostKey(Entered):
    """A server's public key, kept as OpenSSH's fingerprint "SHA256:...".

    Understood are the fingerprint and the lines of ssh-keyscan, known_hosts and *.pub files.
    """

    def meant(self, text: str) -> str:
        """See the base."""
        if (told := _FINGERPRINT.fullmatch(text)) is not None:
            return f"SHA256:{told.group(1)}"
        try:
            line = _LINE.fullmatch(text)
            key = base64.b64decode(line.group(1), validate=True) if line else b""
        except binascii.Error:
            key = b""
        if not key:
            refuse(
                sentence(
                    "Enter the fingerprint of the server's key, SHA256:…, or the line that "
                    "ssh-keyscan prints."
                )
            )
        return fingerprint(key)


def fingerprint(key: bytes) -> str:
    """A public key as OpenSSH shows it."""
    return f"SHA256:{base64.b64encode(sha256(key).digest()).decode().rstrip('=')}"


class Settings(TableSettings):
    """Settings of an SFTP drop."""

    class Meta(TableSettings.Meta):
        """What is entered first comes first."""

        fields = (
            *("host", "port", "host_key", "user", "password", "private_key", "passphrase"),
            *("path", "days", "columns"),
        )

    host = Host(N_("Server"), placeholder="sftp.example.org", rewires=True)
    port = Number(N_("Port"), 1, 65_535, required=False, default=22, rewires=True)
    host_key = HostKey(
        N_("Key of the server"),
        help_text=N_(
            "Its fingerprint. If you do not know it, leave this empty: the check shows which key "
            "the server has. Compare it with what the server's administrators say."
        ),
        placeholder="SHA256:",
        required=False,
    )
    user = Entered(N_("User"), rewires=True)
    password = Secret(N_("Password"), required=False)
    private_key = Secret(
        N_("Private key"),
        help_text=N_("Instead of a password, as ssh-keygen writes it."),
        lines=True,
        required=False,
    )
    passphrase = Secret(N_("Passphrase of the private key"), required=False)
    path = Entered(
        N_("File"),
        help_text=N_(
            "With its folders. A * in its name stands for anything; of several files that fit, "
            "the newest is read."
        ),
        placeholder="/outgoing/people-*.csv",
    )
