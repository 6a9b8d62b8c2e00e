"""Files on a real SFTP server: whose key it is, who we are, and which file is read."""

import contextlib
from functools import partial

import asyncssh
import pytest

from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import CursorExpiredError, ForbiddenScopeError, NotAuthorisedError
from integrations.base.tables import people as people_tables
from integrations.files.sftp import drop
from integrations.files.sftp.connector import SftpDrop
from tests.integrations.files.contexts import context_of, dialled, people
from tests.integrations.files.sftp_server import USER, SftpServer

ADA = b"id,name\n1,Ada\n"
PATH = "/out/people.csv"
CONNECTOR = SftpDrop()


@pytest.fixture(scope="module")
def running():
    server = SftpServer("ssh-rsa", "ssh-ed25519")
    yield server
    server.close()


@pytest.fixture
def server(running):
    running.files, running.times, running.forbidden = {PATH: ADA}, {}, set()
    running.password, running.keys = "secret", []
    running.claimed, running.pause, running.reads, running.while_read = 0, 0, 0, None
    return running


def pinned(server, number=1):
    return server.host_keys[number].get_fingerprint()


def context(server, *, host_key=None, path=PATH, dial=None, columns=None, **secrets):
    typed = {
        "host": "127.0.0.1",
        "port": str(server.port),
        "user": USER,
        "path": path,
        "host_key": pinned(server) if host_key is None else host_key,
    }
    more = {} if dial is None else {"dial": dial}
    given = secrets or {"password": "secret"}
    return context_of(CONNECTOR, typed, columns=columns, **more, **given)


def wrong_field(work):
    with pytest.raises(InvalidInputError) as caught:
        work()
    ((name, (told,)),) = caught.value.fields.items()
    return name, str(told)


class TestTheServersKey:
    @pytest.mark.parametrize("number", [0, 1])
    def test_any_of_its_keys_may_be_pinned(self, server, number):
        found = context(server, host_key=pinned(server, number))
        assert [one.name for one in people(CONNECTOR, found)] == ["Ada"]

    def test_a_line_of_ssh_keyscan_may_be_pinned(self, server):
        line = server.host_keys[0].export_public_key().decode().strip()
        assert people(CONNECTOR, context(server, host_key=f"[127.0.0.1]:{server.port} {line}"))

    def test_without_one_the_check_shows_which_the_server_has(self, server):
        name, told = wrong_field(lambda: CONNECTOR.check(context(server, host_key="")))
        assert name == "host_key"
        assert f"shows the key {pinned(server)}." in told

    def test_another_key_stops_everything_before_anything_is_sent(self, server):
        other = asyncssh.generate_private_key("ssh-ed25519").get_fingerprint()
        name, told = wrong_field(lambda: people(CONNECTOR, context(server, host_key=other)))
        assert name == "host_key"
        assert "another key" in told
        assert pinned(server, 0) in told
        assert pinned(server, 1) in told
        assert server.reads == 0

    @pytest.mark.parametrize("typed", ["SHA256:short", "ssh-ed25519 ???", "ssh-rsa AAA", "MD5:1"])
    def test_what_is_no_key(self, typed):
        with pytest.raises(InvalidInputError) as caught:
            CONNECTOR.read({"host": "a.example", "user": "u", "path": "/p", "host_key": typed})
        assert "host_key" in caught.value.fields


class TestSigningIn:
    def test_by_password(self, server):
        account = CONNECTOR.check(context(server))
        assert account.account_id == f"{USER}@127.0.0.1:{server.port}"

    @pytest.mark.parametrize("form", ["openssh", "pkcs8-pem"])
    @pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
    def test_by_key(self, server, kind, form):
        key = asyncssh.generate_private_key(kind)
        server.password, server.keys = "", [key]
        found = context(server, private_key=key.export_private_key(form).decode())
        assert people(CONNECTOR, found)

    def test_by_a_key_with_a_passphrase(self, server):
        key = asyncssh.generate_private_key("ssh-ed25519")
        server.keys = [key]
        text = key.export_private_key(passphrase="open sesame", rounds=64).decode()
        assert people(CONNECTOR, context(server, private_key=text, passphrase="open sesame"))
        name, told = wrong_field(lambda: CONNECTOR.check(context(server, private_key=text)))
        assert (name, "has a passphrase" in told) == ("passphrase", True)
        wrong = context(server, private_key=text, passphrase="wrong")
        assert wrong_field(lambda: CONNECTOR.check(wrong))[0] == "private_key"

    @pytest.mark.parametrize("form", ["openssh", "pkcs8-pem"])
    def test_a_passphrase_that_is_not_needed(self, server, form):
        key = asyncssh.generate_private_key("ssh-ed25519")
        server.keys = [key]
        text = key.export_private_key(form).decode()
        found = context(server, private_key=text, passphrase="open sesame")
        name, told = wrong_field(lambda: CONNECTOR.check(found))
        assert (name, "has no passphrase" in told) == ("passphrase", True)

    def test_keys_that_are_none(self, server):
        other = asyncssh.generate_private_key("ssh-ed448").export_private_key("pkcs8-pem").decode()
        found = [context(server, private_key=text) for text in ("hello", other)]
        told = [wrong_field(partial(CONNECTOR.check, one)) for one in found]
        assert [name for name, _ in told] == ["private_key"] * 2
        assert "no private key" in told[1][1]

    def test_refused(self, server):
        with pytest.raises(NotAuthorisedError):
            CONNECTOR.check(context(server, password="wrong"))
        server.password = ""
        with pytest.raises(NotAuthorisedError):
            CONNECTOR.check(context(server))

    def test_nothing_to_sign_in_with(self, server):
        name, _ = wrong_field(lambda: CONNECTOR.check(context(server, password="")))
        assert name == "password"


class TestNoAnswer:
    def test_no_ssh_server(self, server, site):
        def dial(_host, _port):
            return dialled("127.0.0.1", site.port)

        with pytest.raises(UnavailableError, match="does not answer as it should"):
            CONNECTOR.check(context(server, dial=dial))

    def test_only_keys_of_yesterday(self):
        old = SftpServer("ssh-ed448")
        try:
            with pytest.raises(UnavailableError):
                CONNECTOR.check(context(old, host_key=""))
        finally:
            old.close()

    def test_a_name_that_is_none(self):
        with pytest.raises(InvalidInputError) as caught:
            CONNECTOR.read({"host": "sftp://a.example/", "user": "u", "path": "/p"})
        assert set(caught.value.fields) == {"host"}


class TestTheFile:
    def test_the_newest_that_fits(self, server):
        server.files = {
            "/out/people-1.csv": b"id,name\n1,Old\n",
            "/out/people-2.csv": b"id,name\n1,New\n",
            "/out/people-3.csv.part": b"id,name\n1,Half\n",
            "/other/people-4.csv": b"id,name\n1,Other\n",
        }
        server.times = {"/out/people-1.csv": 2_000, "/out/people-2.csv": 3_000}
        found = people(CONNECTOR, context(server, path="/out/people-*.csv"))
        assert [one.name for one in found] == ["New"]

    def test_larger_than_a_packet(self, server):
        names = [f"Person {number}" for number in range(40_000)]
        server.files[PATH] = (
            b"id,name\n"
            + "".join(f"{number},{name}\n" for number, name in enumerate(names)).encode()
        )
        assert [one.name for one in people(CONNECTOR, context(server))] == names
        assert server.reads > 10

    @pytest.mark.parametrize("path", ["/out/none.csv", "/out/none-*.csv"])
    def test_none_yet(self, server, path):
        name, told = wrong_field(lambda: CONNECTOR.check(context(server, path=path)))
        assert (name, path in told) == ("path", True)
        with pytest.raises(UnavailableError, match="no file"):
            people(CONNECTOR, context(server, path=path))

    @pytest.mark.parametrize("path", [PATH, "/out/*.csv"])
    def test_not_ours_to_read(self, server, path):
        server.forbidden = {PATH, "/out"}
        with pytest.raises(ForbiddenScopeError):
            CONNECTOR.check(context(server, path=path))

    def test_too_large(self, server, monkeypatch):
        monkeypatch.setattr(drop, "LARGEST", 5)
        assert wrong_field(lambda: people(CONNECTOR, context(server)))[0] == "path"
        assert server.reads == 0

    def test_a_folder_of_too_many(self, server, monkeypatch):
        monkeypatch.setattr(drop, "MOST_FILES", 1)
        name, told = wrong_field(lambda: people(CONNECTOR, context(server, path="/out/*.csv")))
        assert (name, "more than 1 files" in told) == ("path", True)

    def test_somebody_writes_it(self, server):
        def more():
            server.files[PATH] += b"2,Ben\n"

        server.while_read = more
        with pytest.raises(UnavailableError, match="being written"):
            people(CONNECTOR, context(server))

    def test_shorter_than_it_says(self, server):
        server.claimed = 3
        with pytest.raises(UnavailableError):
            people(CONNECTOR, context(server))

    def test_too_slow(self, server, monkeypatch):
        monkeypatch.setattr(drop, "TOTAL_SECONDS", 0.01)
        server.pause = 0.05
        with pytest.raises(UnavailableError, match="too slowly"):
            people(CONNECTOR, context(server))

    def test_silent(self, server, monkeypatch):
        monkeypatch.setattr(drop, "SILENCE_SECONDS", 0.2)
        server.pause = 0.6
        with pytest.raises(UnavailableError):
            people(CONNECTOR, context(server))


class TestRuns:
    def test_stopped_and_continued(self, server, monkeypatch):
        monkeypatch.setattr(people_tables, "PAGE_ROWS", 1)
        server.files[PATH] = ADA + b"2,Ben\n3,Cy\n"
        first = next(iter(CONNECTOR.pull("people", context(server), None, None)))
        rest = people(CONNECTOR, context(server), first.next_cursor)
        assert [one.key for one in rest] == ["2", "3"]
        server.files[PATH] += b"4,Dee\n"
        with pytest.raises(CursorExpiredError), contextlib.suppress(StopIteration):
            people(CONNECTOR, context(server), first.next_cursor)

    def test_columns(self, server):
        assert CONNECTOR.columns(context(server)).suggested == {"key": "id", "name": "name"}
        assert CONNECTOR.hosts(context(server).settings) == {f"ssh://127.0.0.1:{server.port}"}
        assert CONNECTOR.manifest.slug == "sftp"
        assert [one.name for one in CONNECTOR.streams] == ["people"]
        assert [one.name for one in CONNECTOR.fields][:3] == ["host", "port", "host_key"]
