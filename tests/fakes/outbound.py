"""An OutboundHttp without a network: answers are laid out beforehand, calls are remembered."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundResponse


class FakeOutbound:
    def __init__(self, allowed_origins=frozenset(), max_bytes=1_000_000):
        self.allowed_origins = allowed_origins
        self.max_bytes = max_bytes
        self.answers = {}
        self.calls = []

    def answer(self, url, body=b"", status=200, headers=None):
        """Lay out what a URL answers from now on; `body` may be an exception to raise."""
        self.answers[url] = (status, headers or {}, body)

    def check(self, url):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise InvalidInputError("A web address must start with https:// and name a host.")
        if f"{parts.scheme}://{parts.netloc}" in self.allowed_origins:
            return
        if parts.scheme != "https":
            raise InvalidInputError("%(host)s must be called by https.", host=parts.hostname)
        try:
            public = ip_address(parts.hostname).is_global
        except ValueError:
            public = parts.hostname != "localhost"
        if not public:
            raise InvalidInputError("%(host)s is not public.", host=parts.hostname)

    def get(self, url, headers=None):
        return self._call("GET", url, None, headers)

    def post_form(self, url, form, headers=None):
        return self._call("POST", url, dict(form), headers)

    def send(self, method, url, body, headers=None):
        return self._call(method, url, body, headers)

    def _call(self, method, url, form, headers):
        self.check(url)
        self.calls.append((method, url, form, dict(headers or {})))
        if url not in self.answers:
            raise UnavailableError("The host did not answer.")
        status, names, body = self.answers[url]
        if isinstance(body, Exception):
            raise body
        if status in (301, 302, 303, 307, 308) or len(body) > self.max_bytes:
            raise UnavailableError("The host redirects or answers too much.")
        return OutboundResponse(status, {name.lower(): v for name, v in names.items()}, body)
