"""`mentorloom up --demo` for real: embedded PostgreSQL, hub, campus, and what survives a kill."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Hub:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.campus_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.seen: set[psutil.Process] = set()

    def up(self) -> float:
        """Seconds until it says what to open."""
        began = time.monotonic()
        self.output = self.folder / f"output-{began}"
        with self.output.open("w") as output:
            self.process = self.start(output)
        self.wait_for(lambda: "Mentorloom is ready." in self.said())
        self.look()
        return time.monotonic() - began

    def start(self, output):
        return subprocess.Popen(
            [sys.executable, "-c", "from config.cli.main import main; main()", "up", "--demo"],
            cwd=ROOT,
            env={
                **os.environ,
                "MENTORLOOM_DATA_DIR": str(self.folder / "var"),
                "MENTORLOOM_PORT": str(self.port),
                "MENTORLOOM_DEMO_PORT": str(self.campus_port),
                "MENTORLOOM_PUBLIC_URL": f"http://localhost:{self.port}",
                # A company's proxy, which cannot reach this machine's own addresses.
                "http_proxy": "http://127.0.0.1:9",
                "no_proxy": "",
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def said(self) -> str:
        return self.output.read_text()

    def look(self) -> None:
        self.seen |= set(psutil.Process(self.process.pid).children(recursive=True))
        server = self.folder / "var" / "postgres" / "data" / "postmaster.pid"
        self.seen.add(psutil.Process(int(server.read_text().split()[0])))

    def program(self, name: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if child.cmdline()[-1] == name)

    def wait_for(self, condition, seconds: float = READY_SECONDS) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)

    def get(self, port: int, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status
        except OSError:
            return 0

    def left(self) -> list[psutil.Process]:
        _gone, alive = psutil.wait_procs(self.seen, timeout=15)
        return alive

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)


@pytest.fixture
def hub(tmp_path):
    # Nobody but its owner may pass through pytest's folder; the database may run as another user.
    hub = Hub(tmp_path)
    yield hub
    hub.end()
    for process in hub.left():
        process.kill()


@pytest.mark.slow
def test_it_survives_kills_and_leaves_nothing(hub):
    hub.up()
    assert "Campus  http://localhost" in hub.said()
    assert hub.get(hub.port, "/readyz") == 200
    assert hub.get(hub.port, f"/healthz?hint={'x' * 8000}") == 200
    assert hub.get(hub.campus_port, "/") == 200

    for name in ("worker", "web"):
        killed = hub.program(name)
        killed.kill()
        ended = f"{name.capitalize()} ended unexpectedly (SIGKILL)"
        hub.wait_for(lambda ended=ended: ended in hub.said())
    hub.wait_for(lambda: hub.get(hub.port, "/readyz") == 200)
    hub.look()

    hub.process.kill()
    hub.process.wait()
    assert hub.left() == []

    again = hub.up()
    assert again < READY_SECONDS
    assert hub.get(hub.port, "/readyz") == 200
    hub.process.send_signal(signal.SIGINT)
    assert hub.process.wait(30) == 0
    assert hub.left() == []
    assert "Stopped." in hub.said()
    assert "Traceback" not in hub.said()
