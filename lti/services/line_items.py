"""Columns of gradebooks, in PyLTI1p3's words.

https://www.imsglobal.org/spec/lti-ags/v2p0/#line-item-service
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from pylti1p3.lineitem import LineItem as PyltiLineItem
from pylti1p3.lineitem import TLineItem

from core.ports.learning_platform import LineItem
from lti.claim_values import text
from lti.origins import same_origin
from lti.service_claims import service_url
from lti.services.refusals import unreadable


class WholeLineItem(PyltiLineItem):
    """A line item that also keeps what PyLTI1p3 does not know.

    Sending one back without its resourceLinkId unlinks it in Moodle, without Canvas's extensions
    it loses its submission type.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(cast("TLineItem", document))
        self._document = dict(document)

    def get_value(self) -> str:
        """JSON of all of it."""
        return json.dumps(self._document | json.loads(super().get_value()))


def wanted_document(wanted: LineItem, *, linked: bool) -> dict[str, Any]:
    """What to ask a platform to make.

    Args:
        wanted: the column.
        linked: whether to tie it to its resource link.
    """
    document: dict[str, Any] = {
        "label": wanted.label,
        "scoreMaximum": wanted.maximum,
        "resourceId": wanted.resource_id,
        "tag": wanted.tag,
    }
    return document | ({"resourceLinkId": wanted.link_id} if linked else {})


def line_item(document: object, services_url: str) -> LineItem:
    """The column an answer describes.

    Args:
        document: parsed JSON.
        services_url: the address that was asked; the column's own must be of the same origin,
            because scores are posted there with our access token.

    Raises:
        UnavailableError: it is no line item.
    """
    item = document if isinstance(document, dict) else {}
    url, maximum = service_url(item.get("id")), item.get("scoreMaximum")
    known = isinstance(maximum, int | float) and not isinstance(maximum, bool)
    if not same_origin(url, services_url) or not known:
        raise unreadable()
    return LineItem(
        url=url,
        label=text(item.get("label")),
        maximum=float(cast("float", maximum)),
        resource_id=text(item.get("resourceId")),
        tag=text(item.get("tag")),
        link_id=text(item.get("resourceLinkId")),
    )


def is_wanted(document: object, wanted: LineItem) -> bool:
    """Whether an answer describes this column; some platforms ignore the filters of a query."""
    return (
        isinstance(document, dict)
        and document.get("resourceId") == wanted.resource_id
        and document.get("tag") == wanted.tag
    )
