"""Compile the .po catalogues of the pages into .mo files, those that changed only.

Usage: python -m tools.compile_translations
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent.parent / "web" / "translations"


def main() -> None:
    """Write each messages.mo that is missing or older than its messages.po."""
    for source in CATALOGUES.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parent.parent.name))


if __name__ == "__main__":
    main()
