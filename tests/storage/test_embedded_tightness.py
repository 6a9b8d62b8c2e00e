"""Nobody else gets at the embedded PostgreSQL or its files; locks of processes."""

import os
import pwd
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from core.errors import MisconfiguredError
from storage import embedded
from storage.embedded.cluster import programs
from storage.embedded.lock import FolderLock
from tests.storage.embedded_life import FAST, as_root, pid_of

ROOT = Path(__file__).parents[2]


class TestTightness:
    def test_only_the_owner_may_enter(self, folder):
        with embedded.start(folder, FAST):
            for name in ("data", "socket"):
                assert stat.S_IMODE((folder / name).stat().st_mode) == 0o700
            listening = [
                c for c in psutil.Process(pid_of(folder)).net_connections() if c.status == "LISTEN"
            ]
            assert not [c for c in listening if c.family != socket.AF_UNIX]

    @as_root
    def test_another_user_of_the_machine_is_not_let_in(self, folder):
        with embedded.start(folder, FAST) as server:
            (folder / "socket").chmod(0o777)  # even if they could reach the socket
            (folder / "socket" / ".s.PGSQL.5432").chmod(0o777)
            folder.chmod(0o755)
            for url in (server.url, server.admin_url):
                done = subprocess.run(
                    [programs() / "psql", url, "-c", "SELECT 1"],
                    user="nobody",
                    cwd="/",
                    env={},
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode != 0
                assert "Peer authentication failed" in done.stderr

    @as_root
    def test_root_opens_parent_folders_for_passing_only(self, folder):
        private = folder / "private"
        private.mkdir(mode=0o700)
        with embedded.start(private / "postgres", FAST):
            assert stat.S_IMODE(private.stat().st_mode) == 0o701

    @as_root
    def test_it_works_as_a_normal_user(self, folder):
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        # Becomes somebody else after the imports: they may not be allowed to read this Python.
        code = (
            "import os, sys, psycopg; from pathlib import Path; from storage import embedded;"
            "os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[2]));"
            "server = embedded.start(Path(sys.argv[1]), {'fsync': 'off'});"
            "connection = psycopg.connect(server.url);"
            "print(connection.execute('SELECT current_user').fetchone()[0]); connection.close();"
            "print(server.stop())"
        )
        words = [str(folder / "postgres"), str(nobody.pw_uid), str(nobody.pw_gid)]
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        assert done.stdout.split() == ["mentorloom", "True"]
        assert (folder / "postgres" / "data").stat().st_uid == nobody.pw_uid

    @as_root
    def test_data_of_another_user_are_refused(self, folder):
        with embedded.start(folder, FAST):
            pass
        os.chown(folder / "data", pwd.getpwnam("nobody").pw_uid, -1)
        with pytest.raises(MisconfiguredError, match="belongs to another user"):
            embedded.start(folder, FAST)


def test_a_lock_of_a_dead_process_is_free(folder):
    code = (
        "import sys, time; from pathlib import Path; from storage.embedded.lock import FolderLock;"
        "lock = FolderLock(Path(sys.argv[1])); lock.shared(); print('held', flush=True);"
        "time.sleep(600)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder / "lock")], cwd=ROOT, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    lock = FolderLock(folder / "lock")
    assert not lock.try_exclusive()
    process.kill()
    process.wait()
    process.stdout.close()
    assert lock.try_exclusive()
    lock.release()


def test_an_exclusive_lock_waits_for_its_holder(folder):
    order = []
    lock, other = FolderLock(folder / "lock"), FolderLock(folder / "lock")

    def wait():
        with other.exclusive():
            order.append("second")

    with lock.exclusive():
        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
