"""Combine the coverage of all test processes and hold packages to their floors.

Usage: python -m tools.coverage_floor
"""

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

FLOORS = {"core": 95.0, "lti": 95.0, "teams_app": 95.0}
"""Branch coverage in percent, a top-level package each."""


def main() -> int:
    """Print each package's branch coverage; 1 if one is below its floor."""
    coverage = Coverage()
    coverage.combine(keep=False) if list(Path().glob(".coverage.*")) else None
    coverage.load()
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        coverage.json_report(outfile=report.name)
        files = json.loads(Path(report.name).read_text())["files"]
    failed = False
    for package in sorted({name.split("/")[0] for name in files}):
        percent = _percent([f["summary"] for n, f in files.items() if n.startswith(f"{package}/")])
        floor = FLOORS.get(package)
        verdict = "" if floor is None else f" (floor {floor:.0f})"
        failed |= floor is not None and percent < floor
        print(f"branch coverage {package:13} {percent:5.1f} %{verdict}")
    return int(failed)


def _percent(summaries: list[dict[str, int]]) -> float:
    total = sum(s["num_statements"] + s["num_branches"] for s in summaries)
    hit = sum(s["covered_lines"] + s["covered_branches"] for s in summaries)
    return 100.0 * hit / total if total else 100.0


if __name__ == "__main__":
    sys.exit(main())
