"""What a GET of a collection or a POST to .search asks for (RFC 7644, sections 3.4.2 and 3.4.3).

Tolerated, because Microsoft's own test collection does it: values of filters without quotes, the
enterprise manager without its schema, and brackets in `attributes`.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from scim2_models import SearchRequest

from core.domain.scim import ENTERPRISE
from core.domain.scim_query import Query
from web.scim.filters import attribute_of, translated
from web.scim.models import MOST_RESULTS, POLICY

USUAL_RESULTS = 100
SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
_SHOWN = ("attributes", "excludedAttributes")
_ASKED = (*_SHOWN, "filter", "sortBy", "sortOrder", "startIndex", "count")
_BARE = re.compile(
    r"\b(eq|ne|co|sw|ew|gt|ge|lt|le)\s+(?!true\b|false\b|null\b)([^\s\"()\[\]]+)", re.IGNORECASE
)
_MANAGER = re.compile(r"(?<![\w.:])manager(?=(\.\w+)?\s+(eq|ne|pr)\b)", re.IGNORECASE)
# Not over another opening one: many of them would take for ever.
_BRACKETS = re.compile(r"\[[^\[\]]*\]")


def search_request(asked: Mapping[str, Any], model: Any) -> SearchRequest[Any]:
    """Read the parameters of a search.

    Args:
        asked: of the address or of the body.
        model: what is searched.

    Raises:
        ValidationError: one of them cannot be used.
    """
    known = {name: asked[name] for name in _ASKED if asked.get(name) not in (None, "")}
    for name in _SHOWN:
        if isinstance(known.get(name), str):
            known[name] = _BRACKETS.sub("", known[name])
    try:
        return _read(known, model)
    except ValidationError:
        if not isinstance(known.get("filter"), str):
            raise
        quoted = _BARE.sub(r'\1 "\2"', known["filter"])
        repaired = _MANAGER.sub(f"{ENTERPRISE}:manager", quoted)
        if repaired == known["filter"]:
            raise
        return _read({**known, "filter": repaired}, model)


def _read(known: Mapping[str, Any], model: Any) -> SearchRequest[Any]:
    with POLICY:
        return SearchRequest[model].model_validate({"schemas": [SEARCH], **known})


def query_of(request: SearchRequest[Any], model: Any) -> Query:
    """The question to storage.

    Raises:
        InvalidFilterException: it asks for something that cannot be filtered or sorted by.
    """
    binding = request.sort_binding(model)
    usual = USUAL_RESULTS if request.count is None else request.count
    return Query(
        filter=translated(request.filter, model) if request.filter is not None else None,
        sort=attribute_of(binding) if binding is not None else None,
        descending=request.sort_order is SearchRequest.SortOrder.descending,
        offset=(request.start_index or 1) - 1,
        limit=min(usual, MOST_RESULTS),
    )
