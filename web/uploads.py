"""Requests that carry a file: they may be larger than others, and say so when they are too large.

Everything else stays within `MAX_CONTENT_LENGTH` (config/app.py). The limits are set before
anything reads the body.
"""

from flask import Flask, request

from core.errors import InvalidInputError
from core.services.programs.people_import import LARGEST_FILE

LARGEST_UPLOAD = 4 * LARGEST_FILE
"""Bytes of a request: the file once more as text inside a form, with its decisions."""
MOST_FIELDS = 50_000
TAKING_FILES = frozenset(
    {
        "pages.people.preview",
        "pages.people.apply",
        "people.PeoplePreview",
        "people.People",
    }
)
"""Endpoints that take files."""


def allow_files() -> None:
    """Before each request: let those with a file be larger.

    Raises:
        InvalidInputError: it is larger than any file may be.
    """
    if request.endpoint not in TAKING_FILES:
        return
    request.max_content_length = LARGEST_UPLOAD
    request.max_form_memory_size = LARGEST_UPLOAD
    request.max_form_parts = MOST_FIELDS
    if (request.content_length or 0) > LARGEST_UPLOAD:
        raise InvalidInputError(
            "The file is larger than %(most)s MB. Split it into several files.",
            most=LARGEST_FILE // 1_000_000,
        )


def install(app: Flask) -> None:
    """Install the hook; after the one that signs in, before any that reads forms."""
    app.before_request(allow_files)
