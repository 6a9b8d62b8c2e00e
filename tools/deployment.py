"""A whole deployment for tests and benches: `mentorloom up --demo` on a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 120.0
STOP_SECONDS = 30.0
COMMAND = (sys.executable, "-c", "from config.cli.main import main; main()", "up", "--demo")


class DeploymentError(Exception):
    """The deployment did not start or did not stop cleanly; carries its log."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A running deployment.

    Attributes:
        hub, campus: their addresses, without a trailing slash.
        seconds: from the command to readiness.
    """

    hub: str
    campus: str
    seconds: float


@contextmanager
def running_deployment(folder: Path) -> Iterator[Deployment]:
    """Start hub and campus with their data in a folder; stop them as Ctrl-C does.

    Raises:
        DeploymentError: it did not get ready, or did not stop cleanly.
    """
    models, log = folder / "models", folder / "up.log"
    if not models.exists():
        models.symlink_to(ROOT / "var" / "models")
    port, demo_port = free_port(), free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "MENTORLOOM_DATA_DIR": str(folder),
        "MENTORLOOM_PORT": str(port),
        "MENTORLOOM_DEMO_PORT": str(demo_port),
    }
    begun = time.monotonic()
    with log.open("w") as output:
        tree = subprocess.Popen(
            COMMAND, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_ready(f"http://localhost:{port}/readyz", tree, log)
        seconds = time.monotonic() - begun
        yield Deployment(f"http://localhost:{port}", f"http://localhost:{demo_port}", seconds)
    finally:
        tree.send_signal(signal.SIGINT)
        code = tree.wait(STOP_SECONDS)
    if code != 0:
        raise DeploymentError(f"It ended with {code}.\n{log.read_text()}")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_until_ready(url: str, tree: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and tree.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own http URL
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise DeploymentError(f"It is not ready.\n{log.read_text()}")
