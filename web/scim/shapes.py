"""What identity providers send differently from the standard, put right before it is validated.

Microsoft Entra (https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
and its known compatibility issues): truth values as text, a manager as bare text or in a list,
single values in a list of {"value": ...}, nulls, foreign schemas, members as bare text.
Okta (https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/): random passwords, ids
inside PATCH values. Attribute names are compared without case everywhere (RFC 7643, section 2.1).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from scim2_models import (
    Group,
    InvalidPathException,
    InvalidSyntaxException,
    InvalidValueException,
    Path,
)

from core.domain.scim import ENTERPRISE
from web.scim.models import EnterpriseUser, User

_OURS = {str(model.__schema__).lower() for model in (User, EnterpriseUser, Group)}
_NOT_THEIRS = frozenset({"id", "meta", "groups", "password"})
"""What we decide, and what we do not want to know."""
_TRUTHS = frozenset({"active", "primary"})
_LISTS = frozenset({"emails", "phonenumbers", "ims", "photos", "entitlements", "roles", "members"})
_QUOTED_TRUTH = re.compile(r'(primary\s+eq\s+)"(true|false)"', re.IGNORECASE)
_MANAGER = re.compile(rf"(?:{re.escape(ENTERPRISE)}:)?manager(?:\.value)?", re.IGNORECASE)

Sent = Mapping[str, Any]
Model = type[User[Any]] | type[Group]


def resource(sent: Any, model: Model) -> dict[str, Any]:
    """A resource as scim2-models reads it.

    Args:
        sent: the JSON of a POST or PUT.
        model: what it should be.

    Raises:
        InvalidSyntaxException: it is no object.
    """
    if not isinstance(sent, dict):
        raise InvalidSyntaxException(detail="A resource is a JSON object.")
    made = {
        name: _value(name, value) for name, value in sent.items() if name.lower() not in _NOT_THEIRS
    }
    made = {name: value for name, value in made.items() if value is not None}
    listed = [made.pop(name) for name in list(made) if name.lower() == "schemas"]
    schemas = [one for several in listed if isinstance(several, list) for one in several]
    base = str(model.__schema__)
    known = [one for one in schemas if str(one).lower() in _OURS - {base.lower()}]
    return {**made, "schemas": [base, *known]}


def operations(sent: Any, model: Model) -> list[dict[str, Any]]:
    """The operations of a PATCH, each with a path, as scim2-models reads them.

    Args:
        sent: the JSON of the request.
        model: what is patched.

    Raises:
        InvalidSyntaxException: it is no PATCH request.
    """
    named = {name.lower(): value for name, value in sent.items()} if isinstance(sent, dict) else {}
    listed = named.get("operations")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise InvalidSyntaxException(detail="A PATCH request has a list of Operations.")
    return [made for one in listed for made in _operation(one, model)]


def _operation(sent: Sent, model: Model) -> Iterator[dict[str, Any]]:
    op = {name.lower(): value for name, value in sent.items()}
    verb, path, value = str(op.get("op", "")).lower(), op.get("path"), op.get("value")
    if path and str(path).lower() == ENTERPRISE.lower() and isinstance(value, dict):
        path, value = None, {ENTERPRISE: value}
    if path:
        yield from _with_path(verb, str(path), value, model, has_value="value" in op)
    elif isinstance(value, dict):
        for name, inner in _flat(value):
            with suppress(InvalidPathException):  # such a name is no attribute: ignored as others
                yield from _with_path(verb, name, inner, model)
    else:
        # Without a path there has to be a resource; scim2-models says so.
        yield {"op": verb, "value": value}


def _flat(value: Sent) -> Iterator[tuple[str, Any]]:
    """The attributes of a resource as (path, value)."""
    for name, inner in value.items():
        if name.lower() == ENTERPRISE.lower() and isinstance(inner, dict):
            yield from ((f"{ENTERPRISE}:{attribute}", one) for attribute, one in inner.items())
        else:
            yield name, inner


def _with_path(
    verb: str, path: str, value: Any, model: Model, *, has_value: bool = True
) -> Iterator[dict[str, Any]]:
    if path.lower() in {*_NOT_THEIRS, "schemas"}:
        return
    path = _QUOTED_TRUTH.sub(lambda found: found[1] + found[2].lower(), path)
    if model is not Group and _MANAGER.fullmatch(path):
        yield _manager_operation(verb, value)
    elif has_value:
        yield {"op": verb, "path": path, "value": _fitting(path, value, model)}
    else:
        yield {"op": verb, "path": path}


def _manager_operation(verb: str, value: Any) -> dict[str, Any]:
    path, who = f"{ENTERPRISE}:manager", manager(value)
    if verb == "remove" or who is None:
        return {"op": "remove", "path": path}
    # The old manager's $ref would stay otherwise.
    return {"op": verb, "path": path, "value": {"$ref": None, **who}}


def manager(value: Any) -> dict[str, Any] | None:
    """Who manages somebody, from whatever was sent: text, an object, a list of one; None: nobody.

    Raises:
        InvalidValueException: it is nothing of that.
    """
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        value = {"value": value}
    if value is not None and not isinstance(value, dict):
        raise InvalidValueException(detail="A manager is the id of a user.")
    said = {name.lower(): one for name, one in (value or {}).items() if one}
    kept = {name: said[name] for name in ("value", "$ref") if name in said}
    return kept if "value" in kept else None


def _fitting(path: str, value: Any, model: Model) -> Any:
    """A value as the attribute at a path wants it.

    Raises:
        InvalidPathException: it is no path.
    """
    binding = Path[model](path).resolve()  # type: ignore[valid-type] # a model is its parameter
    name = re.split(r"[.:]", path.rsplit("]", maxsplit=1)[-1])[-1]
    if "[" in path and not name:
        return _entry(value)
    if binding is not None and not binding.is_multivalued:
        value = _unwrapped(value)
    made = _value(name, value)
    several = binding is not None and binding.target_is_multivalued and "[" not in path
    return made if not several or made is None or isinstance(made, list) else [made]


def _unwrapped(value: Any) -> Any:
    """A single value that came as [{"value": it}]."""
    if isinstance(value, list) and len(value) == 1:
        (only,) = value
        return only.get("value", only) if isinstance(only, dict) else only
    return value


def _value(name: str, value: Any) -> Any:
    """A value without nulls, with truth as truth and members as objects."""
    name = name.lower()
    if name == "manager":
        return manager(value)
    if name in _LISTS:
        sent = value if isinstance(value, list) else [value]
        return [one for one in (_entry(item) for item in sent) if one is not None]
    if isinstance(value, dict):
        return _without_nulls((inner, _value(inner, one)) for inner, one in value.items())
    if isinstance(value, list):
        return [_value("", one) for one in value if one is not None]
    if name in _TRUTHS and isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return value


def _entry(value: Any) -> Any:
    """One of several values; Entra sends some as bare text."""
    if isinstance(value, str):
        return {"value": value}
    if isinstance(value, dict):
        made = _without_nulls((name, _value(name, one)) for name, one in value.items())
        name = made.pop("displayName", None)
        return made if name is None else {"display": name, **made}
    return value


def _without_nulls(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value is not None}
