"""Which operating system user runs the embedded PostgreSQL: this one, or `pgserver` for root."""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from core.errors import MisconfiguredError

SYSTEM_USER = "pgserver"


@dataclass(frozen=True, slots=True)
class Owner:
    """The user PostgreSQL runs as.

    Attributes:
        name: its operating system name.
        switched: it is not the user of this process, which then is root.
    """

    name: str
    uid: int
    gid: int
    switched: bool

    @classmethod
    def of_this_process(cls) -> "Owner":
        """The user of this process, or `pgserver` (made if need be) when that is root.

        Raises:
            MisconfiguredError: this process is root and the user cannot be made, or this process's
                user has no name.
        """
        uid = os.geteuid()
        if uid == 0:
            user = _system_user()
            return cls(user.pw_name, user.pw_uid, user.pw_gid, switched=True)
        try:
            name = pwd.getpwuid(uid).pw_name
        except KeyError as error:
            raise MisconfiguredError(
                "The user id %(uid)s has no name on this machine, and the embedded PostgreSQL "
                "needs one. Run as a user in /etc/passwd, or set DATABASE_URL.",
                uid=uid,
            ) from error
        return cls(name, uid, os.getegid(), switched=False)

    @property
    def may_connect(self) -> tuple[str, ...]:
        """Operating system users that may log in."""
        return (self.name, "root") if self.switched else (self.name,)

    def own(self, folder: Path) -> None:
        """Make a folder that only this user may enter.

        Raises:
            MisconfiguredError: it exists and belongs to somebody else.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if self.switched and found.st_uid == 0:
            os.chown(folder, self.uid, self.gid)
        elif found.st_uid != self.uid or not stat.S_ISDIR(found.st_mode):
            raise MisconfiguredError(
                "%(folder)s belongs to another user. Run as that user, remove the folder, or "
                "choose another one with MENTORLOOM_DATA_DIR.",
                folder=str(folder),
            )
        folder.chmod(0o700)

    def give(self, file: Path) -> None:
        """Hand over a file that this process wrote."""
        if self.switched:
            os.chown(file, self.uid, self.gid)

    def let_through(self, folder: Path) -> None:
        """Let this user pass (not list) the parents of a folder, which only root can need."""
        if not self.switched:
            return
        for parent in folder.parents:
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)


def _system_user() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    if program := shutil.which("useradd"):
        subprocess.run(  # noqa: S603  a fixed command
            [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=False,
            capture_output=True,
        )
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError as error:
        raise MisconfiguredError(
            "PostgreSQL does not run as root, and the system user %(user)s for it could not be "
            "made. Run: useradd --system %(user)s. Or run as another user, or set DATABASE_URL.",
            user=SYSTEM_USER,
        ) from error
