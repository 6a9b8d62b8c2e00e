"""Requests that carry a file: they may be larger than others, and say so when they are too large.

Everything else stays within `MAX_CONTENT_LENGTH` (config/app.py). The limits are set before
anything reads the body.
"""

from flask import Flask, request

from core.errors import InvalidInputError
from core.services.connections.connections import LARGEST_FILE as LARGEST_SOURCE
from core.services.programs.people_import import LARGEST_FILE

MOST_FIELDS = 50_000
TAKING_FILES = {
    "pages.people.preview": (LARGEST_FILE, 4),
    "pages.people.apply": (LARGEST_FILE, 4),
    "people.PeoplePreview": (LARGEST_FILE, 4),
    "people.People": (LARGEST_FILE, 4),
    "settings.connections.upload": (LARGEST_SOURCE, 1.01),
}
"""Endpoints that take files: bytes of the largest, and how many times that a request may have. The
people of a programme come once more as text inside a form, with decisions about them."""


def allow_files() -> None:
    """Before each request: let those with a file be larger.

    Raises:
        InvalidInputError: it is larger than any file may be.
    """
    if request.endpoint not in TAKING_FILES:
        return
    largest, times = TAKING_FILES[request.endpoint]
    most = int(largest * times)
    request.max_content_length = most
    request.max_form_memory_size = most
    request.max_form_parts = MOST_FIELDS
    if (request.content_length or 0) > most:
        raise InvalidInputError(
            "The file is larger than %(most)s MB. Split it into several files.",
            most=largest // 1_000_000,
        )


def install(app: Flask) -> None:
    """Install the hook; after the one that signs in, before any that reads forms."""
    app.before_request(allow_files)
