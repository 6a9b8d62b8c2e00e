"""Run benchmarks: `python -m bench` for all, `python -m bench NAME...` for some.

Each module in ORDER has `lines()`, which yields one line a figure: what was measured, a ratio or
a limit beside it, and "simulated" where the data is made up.
"""

import importlib
import sys

ORDER = (
    "launch",
    "verify",
    "roster",
    "people_100k",
    "scim_users",
    "match_500",
    "suggest_1000",
    "shortlist",
    "assignment",
    "scale",
    "features",
    "quality",
    "learn_100k",
    "choice",
)


def main(names: list[str]) -> int:
    """Print each line as soon as it is known; returns 1 if a limit was missed."""
    unknown = set(names) - set(ORDER)
    if unknown:
        print(f"No benchmark {', '.join(sorted(unknown))}. There are: {', '.join(ORDER)}")
        return 2
    missed = False
    for name in names or ORDER:
        for line in importlib.import_module(f"bench.{name}").lines():
            print(f"{name}: {line}", flush=True)
            missed = missed or "MISSED" in line
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
