"""Members of groups in requests: read without loading the group, however large it is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scim2_models import Group, InvalidValueException

from core.domain.scim import ScimMember
from core.services.scim.groups import Add, MemberEdit, Remove, Replace

_MEMBERS = re.compile(rf"(?:{re.escape(str(Group.__schema__))}:)?members", re.IGNORECASE)
_ONE = r'value\s+eq\s+"([^"\\]+)"'
_CHOSEN = re.compile(rf"{_MEMBERS.pattern}\[\s*{_ONE}(?:\s+or\s+{_ONE})*\s*\]", re.IGNORECASE)
_KEY = re.compile(_ONE, re.IGNORECASE)


def edit_of(operation: Mapping[str, Any]) -> MemberEdit | None:
    """What an operation does to members as a whole.

    Returns:
        None if it is about something else, or about parts of a member.

    Raises:
        InvalidValueException: a member has no value.
    """
    verb, path = operation.get("op"), str(operation.get("path", ""))
    if verb == "remove" and _CHOSEN.fullmatch(path):
        return Remove(_KEY.findall(path))
    if not _MEMBERS.fullmatch(path):
        return None
    value = operation.get("value") or []
    if verb == "remove":
        return Remove([one.key for one in members_of(value)]) if value else Replace(())
    if verb == "add":
        return Add(members_of(value))
    return Replace(members_of(value)) if verb == "replace" else None


def members_of(sent: Any) -> Sequence[ScimMember]:
    """Members as they were sent, each once.

    Raises:
        InvalidValueException: one of them has no value.
    """
    made = [_member(one) for one in (sent if isinstance(sent, list) else [sent])]
    return list({one.key: one for one in made}.values())


def _member(sent: Any) -> ScimMember:
    named = {name.lower(): value for name, value in sent.items()} if isinstance(sent, dict) else {}
    key = named.get("value")
    if not isinstance(key, str) or not key:
        raise InvalidValueException(detail="Each member has a value: the id of a user or a group.")
    return ScimMember(
        key=key,
        display=str(named.get("display") or ""),
        type=str(named.get("type") or ""),
        reference=str(named.get("$ref") or ""),
    )
