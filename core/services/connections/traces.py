"""What the audit keeps of a connection."""

from typing import Any

from core.domain.connection import Connection


def shown(connection: Connection) -> dict[str, Any]:
    """A connection as JSON, without secrets."""
    return {
        "title": connection.title,
        "connector": connection.connector,
        "every": connection.every and int(connection.every.total_seconds()),
        "held_share": connection.held_share,
        "link_rules": [sorted(rule.keys) for rule in connection.link_rules],
        **{f"settings.{name}": _told(value) for name, value in connection.settings.items()},
    }


def _told(value: Any) -> Any:
    """A setting without what may be a key: some put one into the query of an address."""
    if not isinstance(value, str) or "?" not in value or "://" not in value:
        return value
    return f"{value.partition('?')[0]}?…"
