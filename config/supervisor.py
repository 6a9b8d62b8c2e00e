"""Runs several programs as one tree of processes: starts, watches, restarts and stops them.

- A program that ends by itself is started again after a pause that doubles each time; one that
  ends with MISCONFIGURED has said what is wrong, and everything stops.
- The first program prepares what the others need and is stopped after them.
- A leash: every program holds the reading end of a pipe whose only writing end is the
  supervisor's. When the supervisor dies, however it dies, the kernel closes that end, and each
  program stops by itself (`obey_leash`). Unlike PR_SET_PDEATHSIG this works on every system.
- Programs get sessions of their own: Ctrl-C in a terminal reaches the supervisor only, which
  stops them in order.
"""

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Self

from core.errors import MisconfiguredError, UnavailableError

MISCONFIGURED = 2
"""Exit code of the command line for our own errors: starting again would not help."""
LEASH = "_MENTORLOOM_LEASH"
GRACE = 8.0
"""Seconds a program has to stop before it is killed."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY = 60.0
"""Seconds after which a program counts as running well: its next pause is the first again."""
TICK = 0.1


def obey_leash() -> None:
    """In a program: stop when the supervisor that started it is gone; else do nothing."""
    number = os.environ.pop(LEASH, "")
    if number:
        threading.Thread(target=_feel, args=(int(number),), name="leash", daemon=True).start()


def leashed() -> bool:
    """Whether a supervisor started this process."""
    return LEASH in os.environ


def _feel(leash: int) -> None:
    while os.read(leash, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    # Whatever it started is in the session the supervisor gave it.
    os.killpg(0, signal.SIGKILL)


class StoppedError(Exception):
    """Somebody asked the supervisor to stop while it was waiting."""


@dataclass(frozen=True, slots=True)
class Program:
    """Something to run.

    Attributes:
        name: for messages.
        command: program and arguments.
        announces: it prints one line on its standard output when it is ready.
    """

    name: str
    command: tuple[str, ...]
    announces: bool = False


@dataclass(slots=True)
class _Running:
    program: Program
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    since: float
    pause: float = FIRST_PAUSE
    due: float | None = field(default=None)
    """When it is started again; None while it runs."""


class Supervisor:
    """One tree of processes.

    Args:
        tell: shows a sentence to whoever started it.
        environment: what every program gets, besides the leash.
    """

    def __init__(self, tell: Callable[[str], None], environment: Mapping[str, str]) -> None:
        self._tell = tell
        self._environment = dict(environment)
        self._held, self._leash = os.pipe()
        self._running: list[_Running] = []
        self._asked = 0

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_asked)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop_all()
        os.close(self._leash)
        os.close(self._held)

    def start(self, program: Program, environment: Mapping[str, str] | None = None) -> None:
        """Start a program and keep it running.

        Args:
            program: what to run.
            environment: what it gets besides everybody's.
        """
        merged = {**self._environment, **(environment or {}), LEASH: str(self._held)}
        process = self._spawn(program, merged)
        self._running.append(_Running(program, merged, process, time.monotonic()))

    def announcement(self, name: str, seconds: float) -> str:
        """The line a program prints when it is ready.

        Raises:
            StoppedError: somebody asked to stop meanwhile.
            MisconfiguredError: it ended instead, having said why.
            UnavailableError: it said nothing for that many seconds.
        """
        running = next(r for r in self._running if r.program.name == name)
        assert running.process.stdout is not None
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(running.process.stdout, selectors.EVENT_READ)
            while not selector.select(TICK):
                self._go_on(until, name)
        line = running.process.stdout.readline().decode().strip()
        if not line:
            raise MisconfiguredError(
                "%(name)s did not start. Read what it says above.", name=name.capitalize()
            )
        return line

    def wait_for(self, name: str, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until something answers, keeping programs running meanwhile.

        Raises:
            StoppedError, MisconfiguredError, UnavailableError: as `announcement`.
        """
        until = time.monotonic() + seconds
        while not ready():
            self._look_after()
            self._go_on(until, name)
            time.sleep(TICK)

    def watch(self) -> None:
        """Keep programs running until somebody asks to stop.

        Raises:
            MisconfiguredError: a program ended with MISCONFIGURED.
        """
        while not self._asked:
            self._look_after()
            time.sleep(TICK)

    def _go_on(self, until: float, name: str) -> None:
        if self._asked:
            raise StoppedError
        if time.monotonic() > until:
            raise UnavailableError(
                "%(name)s did not answer in time. Read what it says above, then start again.",
                name=name.capitalize(),
            )

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1

    def _spawn(self, program: Program, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  commands are ours
            program.command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program.announces else None,
            pass_fds=(self._held,),
            start_new_session=True,
        )

    def _look_after(self) -> None:
        for running in self._running:
            code = running.process.poll()
            if code is None or self._asked:
                continue
            if running.due is None:
                self._ended(running, code)
            elif time.monotonic() >= running.due:
                running.process = self._spawn(running.program, running.environment)
                running.since, running.due = time.monotonic(), None

    def _ended(self, running: _Running, code: int) -> None:
        name = running.program.name
        if code == MISCONFIGURED:
            raise MisconfiguredError(
                "%(name)s cannot run. Read what it says above.", name=name.capitalize()
            )
        now = time.monotonic()
        if now - running.since > STEADY:
            running.pause = FIRST_PAUSE
        running.due = now + running.pause
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        self._tell(
            f"{name.capitalize()} ended unexpectedly ({how}). Starting it again in "
            f"{running.pause:g} s."
        )
        running.pause = min(running.pause * 2, LONGEST_PAUSE)

    def _stop_all(self) -> None:
        first, others = self._running[:1], self._running[1:]
        for group in (others, first):
            _stop(group, self._in_a_hurry)
        for running in self._running:
            if running.process.stdout:
                running.process.stdout.close()

    def _in_a_hurry(self) -> bool:
        """Whether somebody pressed Ctrl-C again."""
        return self._asked > 1


def _stop(group: Sequence[_Running], in_a_hurry: Callable[[], bool]) -> None:
    for running in group:
        if running.process.poll() is None:
            running.process.terminate()
    until = time.monotonic() + GRACE
    while any(running.process.poll() is None for running in group):
        if time.monotonic() > until or in_a_hurry():
            for running in group:
                _kill(running.process)
        time.sleep(0.02)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and everything it started (it leads a session of its own)."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
