"""Ids for what teachers make, in each product's fashion: Moodle counts, Canvas draws."""

import itertools
import secrets
import uuid

from demo.directory import Institution

FIRST_NUMBER = 101
"""Above all ids of the directory."""


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

    def _number(self) -> str:
        return str(next(self._numbers))
