"""JSON from strangers: what different parsers would read differently is refused.

RFC 8259 leaves duplicate keys open, and Python also reads NaN and Infinity. A claim given twice
could mean one thing to us and another to whoever signed it.
"""

import json
from typing import Any, NoReturn


def parse_object(data: bytes) -> dict[str, Any]:
    """Parse one JSON object.

    Raises:
        ValueError: it is not JSON, not an object, has a key twice, a number that is none, a text
            that is not Unicode, or is nested too deeply.
    """
    try:
        found = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
        # Halves of surrogate pairs and 1e999 parse, but could be neither stored nor compared.
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - one kind of error for all that is wrong
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key appears twice")
    return result


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")
