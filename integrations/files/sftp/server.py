"""Signing in to an SSH server whose key is pinned (RFC 4253, RFC 4252).

1. A guarded connection is opened, and keys are agreed on.
2. The server's key must be the pinned one: before that, nothing of ours is sent.
3. Then we sign in, with a private key or a password.

A server may have several keys, one a family. Which one it shows, the client chooses; so each
family is asked for until one is the pinned key.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

from paramiko import (
    AuthenticationException,
    PKey,
    SSHException,
    Transport,
)
from paramiko.ssh_exception import IncompatiblePeer

from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import Context, NotAuthorisedError
from core.sentence import Sentence, sentence
from integrations.files.sftp.keys import private_key
from integrations.files.sftp.settings import fingerprint

ANSWER_SECONDS = 20.0
_FAMILIES = (
    ("ssh-ed25519",),
    ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    ("rsa-sha2-512", "rsa-sha2-256"),
)


@contextmanager
def signed_in(context: Context) -> Iterator[Transport]:
    """A connection to the server of the settings, signed in.

    Raises:
        InvalidInputError: a setting is wrong; names the field.
        NotAuthorisedError: the server does not let us in.
        UnavailableError: there is no answer, or none that makes sense.
    """
    host = context.settings["host"]
    key = private_key(context.secrets.get("private_key"), context.secrets.get("passphrase"))
    transport = None
    try:
        transport = _proven(context)
        _sign_in(transport, context, key)
        yield transport
    except AuthenticationException:
        raise NotAuthorisedError(
            "%(host)s does not accept our user, or the password or key.", host=host
        ) from None
    except (SSHException, EOFError, OSError):
        raise UnavailableError(
            "The SFTP server %(host)s does not answer as it should. It is tried again later.",
            None,
            host=host,
        ) from None
    finally:
        if transport is not None:
            transport.close()


def _proven(context: Context) -> Transport:
    """A connection to the server whose key is pinned."""
    pinned, shown = context.settings["host_key"], []
    for family in _FAMILIES:
        transport = _greeted(
            context.dial(context.settings["host"], context.settings["port"]), family
        )
        if transport is None:
            continue
        found = fingerprint(transport.get_remote_server_key().asbytes())
        if found == pinned:
            return transport
        transport.close()
        shown.append(found)
        if not pinned:
            break
    if not shown:
        raise SSHException("no key that both sides know")
    raise InvalidInputError(
        "The key of the server is not the pinned one.", {"host_key": [_told(pinned, shown)]}
    )


def _told(pinned: str, shown: list[str]) -> Sentence:
    if not pinned:
        return sentence(
            "The server shows the key %(key)s. Ask its administrators whether that is theirs, and "
            "enter it here.",
            key=shown[0],
        )
    return sentence(
        "The server shows another key (%(keys)s) than the one entered here. Perhaps it was set up "
        "anew; perhaps somebody listens. Ask its administrators before you enter the new one.",
        keys=", ".join(shown),
    )


def _greeted(line: socket, family: tuple[str, ...]) -> Transport | None:
    """A connection on which keys are agreed on; None if the server has none of that family."""
    transport = Transport(line)
    transport.banner_timeout = transport.auth_timeout = ANSWER_SECONDS
    transport.get_security_options().key_types = family
    try:
        transport.start_client(timeout=ANSWER_SECONDS)
    except IncompatiblePeer:
        transport.close()
        return None
    except BaseException:
        transport.close()
        raise
    return transport


def _sign_in(transport: Transport, context: Context, key: PKey | None) -> None:
    user, password = context.settings["user"], context.secrets.get("password")
    if key is not None:
        transport.auth_publickey(user, key)
    elif password:
        transport.auth_password(user, password)
    else:
        told = sentence("Enter a password or a private key.")
        raise InvalidInputError("Something to sign in with is missing.", {"password": [told]})
