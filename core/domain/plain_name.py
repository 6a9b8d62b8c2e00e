"""Names as compared: of skills, interests, departments, columns of files."""

import re

_FILLING = re.compile(r"[\s\-_/.,;:()'\"]+")


def plain_name(text: str) -> str:
    """A name as compared: "Project-Management " and "project management" are the same.

    What tells C, C++ and C# apart stays.
    """
    return _FILLING.sub(" ", text.casefold().replace("&", " and ")).strip()


def plain_key(text: str) -> str:
    """An id as compared: without surrounding blanks and case."""
    return " ".join(text.split()).casefold()
