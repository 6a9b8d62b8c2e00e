"""Collect every sentence that people read and bring the translations up to date with them.

Sentences come from templates (`_`, `ngettext`) and from Python: gettext and its kin, `sentence`
(core/sentence.py) and the errors of core/errors.py whose message people see. What is new stays
empty in the catalogue until somebody translates it; nothing is guessed.

Usage: python -m tools.messages
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "web" / "translations"
FOLDERS = ("core", "integrations", "lti", "teams_app", "web", "webhooks")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OWN_KEYWORDS = (
    "lazy_gettext",
    "sentence",
    "Sentence",
    "AppRefusedError",
    "ConflictError",
    "CursorExpiredError",
    "ForbiddenError",
    "ForbiddenScopeError",
    "InvalidInputError",
    "NotAuthorisedError",
    "NotFoundError",
    "NotSignedInError",
    "RateLimitedError",
    "UnavailableError",
)
KEYWORDS = {**DEFAULT_KEYWORDS, **dict.fromkeys(OWN_KEYWORDS)}
# Babel's own header has dates and its version in it: a catalogue should change only when its
# sentences do.
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Mentorloom\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main() -> None:
    """Update every catalogue and say what is left to translate."""
    template = collected()
    for path in catalogues():
        text = updated(path, template)
        path.write_bytes(text)
        empty = [str(m.id) for m in read_po(BytesIO(text)) if m.id and not _translated(m.string)]
        print(f"{path.relative_to(ROOT)}: {len(empty)} of {len(template)} to translate")
        for message in empty:
            print(f"  {message}")


def catalogues() -> list[Path]:
    """The catalogue of each language but English, which needs none."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


def collected() -> Catalog:
    """All sentences of the product."""
    template = Catalog(charset="utf-8")
    for message, comments, context in sorted(_found(), key=str):
        template.add(message, None, auto_comments=comments, context=context)
    return template


def updated(path: Path, template: Catalog) -> bytes:
    """A catalogue with the template's sentences, its own translations, and nothing else."""
    language = path.parent.parent.name
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    text = BytesIO()
    write_po(text, catalogue, width=100, no_location=True, sort_output=True, omit_header=True)
    return HEADER.format(language=language).encode() + text.getvalue()


def _found() -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    for folder in FOLDERS:
        for _file, _line, message, comments, context in extract_from_dir(
            ROOT / folder, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            yield message, comments, context


def _translated(string: str | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    main()
