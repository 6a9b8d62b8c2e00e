"""Handlers of notices, kept by platforms: the subscriber's side of Platform Notifications 1.0.

GET lists the handlers of our deployment; PUT of one sets it, with an empty address it is taken
away. https://www.imsglobal.org/spec/lti-pns/v1p0
"""

from collections.abc import Mapping
from typing import Any

from core.domain.registration import Registration
from lti.claim_values import text
from lti.service_claims import service_url
from lti.services.connector import Connect, Method, ServiceCall, json_bytes
from lti.services.refusals import unreadable
from lti.services.vocabulary import JSON, NOTICES_SCOPE


class NoticeHandlers:
    """Reads and sets who is told of what.

    Each `url` is the `platform_notification_service_url` of a launch; it names the deployment.
    """

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def current(self, registration: Registration, url: str) -> Mapping[str, str]:
        """Notice type -> address of its handler.

        Raises:
            ForbiddenError: the platform refuses.
            UnavailableError: it did not answer.
        """
        body = self._read(registration, "GET", url)
        handlers = body.get("notice_handlers")
        if not isinstance(handlers, list) or not all(isinstance(h, dict) for h in handlers):
            raise unreadable()
        known = {text(h.get("notice_type")): service_url(h.get("handler")) for h in handlers}
        return {kind: handler for kind, handler in known.items() if kind and handler}

    def subscribe(
        self, registration: Registration, url: str, notice_type: str, handler: str
    ) -> None:
        """Have notices of a type sent to an address. Raises as `current`."""
        told = {"notice_type": notice_type, "handler": handler}
        self._read(registration, "PUT", url, json_bytes(told))

    def _read(
        self, registration: Registration, method: Method, url: str, body: bytes = b""
    ) -> Mapping[str, Any]:
        call = ServiceCall(
            method=method,
            url=url,
            scopes=frozenset({NOTICES_SCOPE}),
            accept=JSON,
            content_type=JSON,
            body=body,
        )
        found = self._connect(registration).read(call)["body"]
        return found if isinstance(found, dict) else {}
