"""Nothing unfinished, nothing of one machine only, nothing for the linter to overlook."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNFINISHED = re.compile(
    "|".join(["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error", "lorem ip" + "sum"])
)
UNEXPLAINED = re.compile(
    r"#\s*(?:noqa(?!: [A-Z]+\d+(?:, [A-Z]+\d+)*,? +\S)|type: ignore(?!\[[a-z-]+\] +# ))"
)


def tracked(*patterns: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_nothing_is_left_unfinished():
    files = tracked("*.py", "*.html", "*.js", "*.mjs", "*.md", "*.css")
    found = [str(f.relative_to(ROOT)) for f in files if UNFINISHED.search(f.read_text())]
    assert found == []


def test_every_exception_to_a_rule_says_why():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in tracked("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNEXPLAINED.search(line) and path != Path(__file__)
    ]
    assert found == []
