"""Real trees of processes: stopped, killed, restarted."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from config.cli.ports import require_port
from config.supervisor import FIRST_PAUSE
from core.errors import MisconfiguredError

ROOT = Path(__file__).parents[2]

# A supervisor whose programs are the functions below; each writes what happens to a file.
TREE = """
import sys
from config import supervisor
from config.supervisor import Program, StoppedError, Supervisor
from core.errors import MentorloomError
supervisor.GRACE = {grace}
log = {log!r}
def tell(sentence):
    with open(log, "a") as file:
        file.write(f"tell {{sentence}}\\n")
try:
    with Supervisor(tell, {{"PYTHONPATH": {root!r}, "PATH": ""}}) as tree:
        for name in sys.argv[1:]:
            code = f"import runpy; runpy.run_path({programs!r})[{{name!r}}]()"
            tree.start(Program(name, (sys.executable, "-c", code), announces=name == "first"))
        try:
            if "first" in sys.argv:
                tell("heard " + tree.announcement("first", 20))
            tree.watch()
        except StoppedError:
            tell("stopped early")
    tell("left")
except MentorloomError as error:
    tell(f"failed {{error}}")
    sys.exit(2)
"""

PROGRAMS = """
import os, signal, subprocess, sys, time
from config import supervisor
from config.supervisor import obey_leash
supervisor.GRACE = {grace}

def note(*words):
    with open({log!r}, "a") as file:
        print(*words, file=file)

def serve(name):
    def stop(*_):
        note("stopping", name)
        sys.exit(0)
    signal.signal(signal.SIGTERM, stop)
    obey_leash()
    note("started", name, os.getpid())
    while True:
        time.sleep(0.05)

def first():
    print("ready", flush=True)
    serve("first")

def steady():
    serve("steady")

def wrong():
    note("started wrong", os.getpid())
    sys.exit(2)

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    obey_leash()
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    note("started", "child", child.pid)
    note("started", "stubborn", os.getpid())
    while True:
        time.sleep(0.05)

def silent():
    note("started", "silent", os.getpid())
    time.sleep(600)
"""


class Tree:
    def __init__(self, folder: Path, grace: float) -> None:
        self.log = folder / "log"
        self.log.touch()
        programs = folder / "programs.py"
        programs.write_text(PROGRAMS.format(log=str(self.log), grace=grace))
        self.code = TREE.format(
            log=str(self.log), root=str(ROOT), programs=str(programs), grace=grace
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *names: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.code, *names], cwd=ROOT, start_new_session=True
        )

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def pids(self, name: str) -> list[int]:
        return [int(line.split()[-1]) for line in self.lines() if f"started {name}" in line]

    def wait_for(self, condition, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, self.lines()
            time.sleep(0.02)

    def finish(self, seconds: float = 20) -> int:
        return self.process.wait(seconds)

    def all_gone(self) -> bool:
        pids = [int(line.split()[-1]) for line in self.lines() if line.startswith("started")]
        return bool(pids) and not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def tree(tmp_path):
    tree = Tree(tmp_path, grace=8)
    yield tree
    leave_nothing(tree)


@pytest.fixture
def hasty_tree(tmp_path):
    tree = Tree(tmp_path, grace=0.5)
    yield tree
    leave_nothing(tree)


def leave_nothing(tree):
    for line in tree.lines():
        if line.startswith("started") and alive(pid := int(line.split()[-1])):
            os.kill(pid, signal.SIGKILL)
    if tree.process and tree.process.poll() is None:
        tree.process.kill()
        tree.process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stops_in_order_the_first_last(tree, how):
    tree.start("first", "steady")
    tree.wait_for(lambda: tree.pids("steady") and "tell heard ready" in tree.lines())
    tree.process.send_signal(how)
    assert tree.finish() == 0
    stopping = [line for line in tree.lines() if line.startswith(("stopping", "tell left"))]
    assert stopping == ["stopping steady", "stopping first", "tell left"]
    assert tree.all_gone()


def test_a_killed_program_is_started_again(tree):
    tree.start("steady")
    tree.wait_for(lambda: tree.pids("steady"))
    os.kill(tree.pids("steady")[0], signal.SIGKILL)
    tree.wait_for(lambda: len(tree.pids("steady")) == 2)
    told = f"tell Steady ended unexpectedly (SIGKILL). Starting it again in {FIRST_PAUSE:g} s."
    assert told in tree.lines()
    os.kill(tree.pids("steady")[1], signal.SIGKILL)
    tree.wait_for(lambda: len(tree.pids("steady")) == 3)
    assert f"Starting it again in {2 * FIRST_PAUSE:g} s." in tree.log.read_text()


def test_a_killed_supervisor_leaves_nothing(hasty_tree):
    hasty_tree.start("first", "steady", "stubborn")
    hasty_tree.wait_for(lambda: hasty_tree.pids("stubborn") and hasty_tree.pids("steady"))
    hasty_tree.process.kill()
    hasty_tree.finish()
    hasty_tree.wait_for(hasty_tree.all_gone, 5)
    assert {"stopping first", "stopping steady"} <= set(hasty_tree.lines())


def test_a_program_that_cannot_run_stops_everything(tree):
    tree.start("steady", "wrong")
    assert tree.finish() == 2
    assert "tell failed Wrong cannot run. Read what it says above." in tree.lines()
    assert len(tree.pids("wrong")) == 1
    assert tree.all_gone()


def test_a_stubborn_program_is_killed_with_its_children(hasty_tree):
    hasty_tree.start("stubborn")
    hasty_tree.wait_for(lambda: hasty_tree.pids("stubborn"))
    hasty_tree.process.send_signal(signal.SIGTERM)
    assert hasty_tree.finish() == 0
    hasty_tree.wait_for(hasty_tree.all_gone, 5)


def test_asking_twice_does_not_wait(tree):
    tree.start("stubborn")
    tree.wait_for(lambda: tree.pids("stubborn"))
    began = time.monotonic()
    tree.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    tree.process.send_signal(signal.SIGINT)
    assert tree.finish() == 0
    assert time.monotonic() - began < 4


def test_stopping_works_before_everything_is_ready(tree):
    code = tree.code.replace("runpy.run_path", "__import__('time').sleep(60); runpy.run_path")
    tree.code = code
    tree.start("first")
    time.sleep(1)
    tree.process.send_signal(signal.SIGINT)
    assert tree.finish() == 0
    assert "tell stopped early" in tree.lines()


def test_a_first_program_that_ends_is_not_waited_for(tree):
    tree.code = tree.code.replace("[{name!r}]()", "['wrong']()")
    tree.start("first")
    assert tree.finish() == 2
    assert "did not start" in tree.log.read_text()


class TestPorts:
    def test_a_free_port_passes(self):
        require_port("127.0.0.1", 0, "MENTORLOOM_PORT")

    def test_a_taken_port_is_named_with_its_setting(self, taken, monkeypatch):
        monkeypatch.setattr("config.cli.ports.LEAVING", 0.1)
        with pytest.raises(MisconfiguredError) as refusal:
            require_port("127.0.0.1", taken, "MENTORLOOM_DEMO_PORT")
        assert str(taken) in str(refusal.value)
        assert "MENTORLOOM_DEMO_PORT" in str(refusal.value)

    def test_up_starts_nothing_when_a_port_is_taken(self, taken, tmp_path):
        settings = {
            "MENTORLOOM_DATA_DIR": str(tmp_path / "var"),
            "MENTORLOOM_PORT": str(taken),
        }
        code = "from config.cli.main import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", code, "up"],
            cwd=ROOT,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 2
        assert "MENTORLOOM_PORT" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert not (tmp_path / "var").exists()


@pytest.fixture
def taken():

    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
