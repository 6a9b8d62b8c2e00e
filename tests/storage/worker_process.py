"""A worker in a process of its own, to be killed. Arguments: url, file to write to, seconds."""

import sys
import threading
import time
from pathlib import Path

from storage.worker import Timing, run_worker

QUICK = Timing(heartbeat=0.3, stalled=1.5, rescue=0.3, poll=0.3, connect=1, pause=0.3)


def main(url, path, seconds):
    out = Path(path)

    def note(name):
        with out.open("a") as file:
            file.write(f"started {name}\n")
        time.sleep(float(seconds))
        with out.open("a") as file:
            file.write(f"done {name}\n")

    run_worker(url, {"note": note}, concurrency=2, stop=threading.Event(), timing=QUICK)


if __name__ == "__main__":
    main(*sys.argv[1:])
