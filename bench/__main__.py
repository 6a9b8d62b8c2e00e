"""Run benchmarks: `python -m bench` for all, `python -m bench NAME...` for some.

Each module in ORDER has `lines()`, which yields one line a figure: what was measured, a ratio or
a limit beside it, and "simulated" where the data is made up. Those in SIZED measure a sample and
take another size: `python -m bench scim_users=100000`.
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
    "bot",
    "teams_10k",
)
SIZED = ("scim_users", "teams_10k")


def main(asked: list[str]) -> int:
    """Print each line as soon as it is known; returns 1 if a limit was missed."""
    sizes = dict(one.split("=", 1) for one in asked if "=" in one)
    names = [one.split("=", 1)[0] for one in asked]
    unknown = (set(names) - set(ORDER)) | (set(sizes) - set(SIZED))
    if unknown:
        print(f"No benchmark {', '.join(sorted(unknown))}. There are: {', '.join(ORDER)}")
        print(f"A size (NAME=SIZE) takes: {', '.join(SIZED)}")
        return 2
    missed = False
    for name in names or ORDER:
        size = [int(sizes[name])] if name in sizes else []
        for line in importlib.import_module(f"bench.{name}").lines(*size):
            print(f"{name}: {line}", flush=True)
            missed = missed or "MISSED" in line
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
