"""/.search: users and groups together (RFC 7644, section 3.4.3); users come first."""

from dataclasses import replace
from typing import Any

from scim2_models import Group
from werkzeug.wrappers import Response

from core.domain.scim_query import Query
from web.scim import answers
from web.scim.groups import Groups
from web.scim.models import OurUser
from web.scim.searches import query_of, search_request
from web.scim.users import Users

_KINDS = (Users(), Groups())


class Everything:
    """What can be asked of all resources."""

    def create(self) -> Response:
        """POST /.search. A filter on what one kind does not have finds none of that kind."""
        sent = answers.body()
        asked = search_request(sent if isinstance(sent, dict) else {}, OurUser | Group)
        start, total, shown = asked.start_index or 1, 0, list[Any]()
        for kind in _KINDS:
            query = query_of(asked, kind.model)
            offset = max(0, query.offset - total)
            room = query.limit - len(shown)
            found, page = kind.page(asked, _moved(query, offset, room))
            total += found
            shown += page
        return answers.several(shown, total, start, asked)


def _moved(query: Query, offset: int, limit: int) -> Query:
    return replace(query, offset=offset, limit=limit)
