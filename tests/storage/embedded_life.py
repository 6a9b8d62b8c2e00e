"""Embedded servers that tests start, in folders of their own."""

import os
import signal

import psutil
import pytest

FAST = {"fsync": "off"}
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def stop_whatever_runs(folder):
    for record in folder.rglob("postmaster.pid"):
        psutil.Process(int(record.read_text().split()[0])).send_signal(signal.SIGQUIT)


def pid_of(folder):
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])
