"""Locks between processes on a file (flock): the kernel drops them when their holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderLock:
    """A file that processes lock, together (shared) or alone (exclusive).

    Args:
        path: the file; made when first locked, never removed, or two processes could lock two
            different files of the same name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold it alone for a block; waits for it.

        Raises:
            OSError: the file cannot be made or opened.
        """
        self._lock(fcntl.LOCK_EX)
        try:
            yield
        finally:
            self.release()

    def shared(self) -> None:
        """Hold it together with others; waits while somebody holds it alone."""
        self._lock(fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        """Hold it alone if nobody holds it."""
        try:
            self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let go, in forked children too: they share the open file."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)
            self._file = None

    def _lock(self, how: int) -> None:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, how)
