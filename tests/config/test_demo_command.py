"""`mentorloom demo` for real: where it listens."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.config.test_up import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture
def campus(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", "from config.cli.main import main; main()", "demo"],
        cwd=ROOT,
        env={
            **os.environ,
            "MENTORLOOM_HOST": "0.0.0.0",  # the hub's; the campus has no say in it
            "MENTORLOOM_DATA_DIR": str(tmp_path),
            "MENTORLOOM_DEMO_PORT": str(free_port()),
        },
    )
    yield psutil.Process(process.pid)
    process.terminate()
    process.wait(10)


def test_the_campus_is_for_this_machine_only(campus):
    until = time.monotonic() + 30
    listening = []
    while not listening:
        assert campus.is_running(), "it ended"
        assert time.monotonic() < until, "it does not listen"
        listening = [c for c in campus.net_connections() if c.status == psutil.CONN_LISTEN]
        time.sleep(0.05)
    assert {c.laddr.ip for c in listening} == {"127.0.0.1"}
