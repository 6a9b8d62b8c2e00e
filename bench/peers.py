"""Peers run in environments of their own: some of their packages would clash with ours."""

import subprocess
import sys
from pathlib import Path

VENVS = Path("bench/venvs")
MENTOR_MATCH = ("mentor-match==7.0.1", "munkres==3.0.0")


def run(name: str, pins: tuple[str, ...], script: str, *arguments: str, seconds: int) -> str | None:
    """What a script of ours prints there last; None when the peer cannot be run here.

    Args:
        name: of the environment, made on first use.
        pins: what is installed there.
        script: file name beside this one.
        arguments: of the script.
        seconds: the most it may take.
    """
    python = VENVS / name / "bin" / "python"
    try:
        if not python.exists():
            VENVS.mkdir(parents=True, exist_ok=True)
            subprocess.run([sys.executable, "-m", "venv", VENVS / name], check=True)
            install = [python, "-m", "pip", "install", "--quiet", *pins]
            subprocess.run(install, check=True, capture_output=True)
        command = [python, Path(__file__).with_name(script), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{name} could not be run: {error}", file=sys.stderr)
        return None
    return done.stdout.splitlines()[-1]
