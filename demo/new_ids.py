"""Ids for what teachers make, in each product's fashion: Moodle counts, Canvas draws."""

import itertools
import secrets
import string
import uuid

from demo.directory import Institution

FIRST_NUMBER = 101
"""Above all ids of the directory."""
CANVAS_CLIENTS = 10_000_000_000_000
"""Canvas numbers its developer keys globally."""


class NewIds:
    """Hands out ids that nobody has yet."""

    def __init__(self) -> None:
        self._numbers = itertools.count(FIRST_NUMBER)

    def context(self, institution: Institution) -> str:
        """An LTI `context.id`."""
        return secrets.token_hex(20) if institution.dialect == "canvas" else self._number()

    def link(self, institution: Institution) -> str:
        """An LTI `resource_link.id`."""
        return str(uuid.uuid4()) if institution.dialect == "canvas" else self._number()

    def client(self, institution: Institution) -> str:
        """An OAuth client id."""
        if institution.dialect == "canvas":
            return str(CANVAS_CLIENTS + next(self._numbers))
        return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(15))

    def deployment(self, institution: Institution) -> str:
        """An LTI deployment id."""
        if institution.dialect == "canvas":
            return f"{self._number()}:{secrets.token_hex(20)}"
        return self._number()

    def _number(self) -> str:
        return str(next(self._numbers))
