"""Reading a file from an SFTP server (draft-ietf-secsh-filexfer-02).

The file is taken as a whole, and only if it did not change while it was read: somebody may be
writing it right now.
"""

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from stat import S_ISREG

from paramiko import SFTPAttributes, SFTPClient, Transport

from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import ForbiddenScopeError
from core.sentence import sentence
from integrations.base.tables.source import LARGEST

SILENCE_SECONDS = 30.0
"""Longest silence of the server."""
TOTAL_SECONDS = 600.0
"""A slow drip of bytes resets the silence; this does not."""
MOST_FILES = 10_000
_CHUNK = 256 * 1024


class NoFileError(UnavailableError):
    """There is no file yet, or no file any more."""


def taken(transport: Transport, path: str) -> bytes:
    """The newest file that fits a path.

    Raises:
        NoFileError: none does.
        ForbiddenScopeError: we may not read it, or not list its folder.
        InvalidInputError: it is too large, or the folder holds too much; names the field.
        UnavailableError: it was changed while it was read, or came too slowly.
    """
    with _client(transport) as client, _told(path):
        name = _newest(client, path) if "*" in path else path
        before = client.stat(name)
        content = _read(client, name, before.st_size or 0)
        after = client.stat(name)
    if _state(before) != _state(after) or len(content) != after.st_size:
        raise UnavailableError(
            "The file was being written while it was read. It is tried again later."
        )
    return content


@contextmanager
def _client(transport: Transport) -> Iterator[SFTPClient]:
    client = SFTPClient.from_transport(transport)
    assert client is not None, "the transport is open"
    channel = client.get_channel()
    assert channel is not None, "so is the client"
    channel.settimeout(SILENCE_SECONDS)
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _told(path: str) -> Iterator[None]:
    """What went wrong with a file, in words.

    Raises:
        NoFileError: it is not there.
        ForbiddenScopeError: we may not read it.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOENT:
            raise NoFileError("There is no file %(path)s on the server.", None, path=path) from None
        if error.errno == errno.EACCES:
            raise ForbiddenScopeError(
                "Our user may not read %(path)s on the server.", path=path
            ) from None
        raise


def _newest(client: SFTPClient, path: str) -> str:
    pattern = PurePosixPath(path)
    newest: tuple[int, str] | None = None
    for number, found in enumerate(client.listdir_iter(str(pattern.parent))):
        if number == MOST_FILES:
            told = sentence("The folder holds more than %(most)s files.", most=MOST_FILES)
            raise InvalidInputError("The file cannot be found.", {"path": [told]})
        if fnmatchcase(found.filename, pattern.name) and S_ISREG(found.st_mode or 0):
            newest = max(newest or (-1, ""), (found.st_mtime or 0, found.filename))
    if newest is None:
        raise FileNotFoundError(errno.ENOENT, "no file fits")
    return str(pattern.parent / newest[1])


def _read(client: SFTPClient, name: str, size: int) -> bytes:
    if size > LARGEST:
        told = sentence("This file is larger than %(limit)s MB.", limit=LARGEST // 2**20)
        raise InvalidInputError("The file is too large.", {"path": [told]})
    until = time.monotonic() + TOTAL_SECONDS
    content = bytearray()
    with client.open(name, "rb") as file:
        file.prefetch(size)
        # One byte more than it had: whether it grew meanwhile shows, however fast it does.
        while chunk := file.read(min(_CHUNK, size + 1 - len(content))):
            content += chunk
            if time.monotonic() > until:
                raise UnavailableError("The server sends the file too slowly. Try again later.")
    return bytes(content)


def _state(about: SFTPAttributes) -> tuple[int | None, int | None]:
    return about.st_size, about.st_mtime
