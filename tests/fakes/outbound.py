"""An OutboundHttp without a network: answers are laid out beforehand, calls are remembered."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundResponse

ANY = "any"


class FakeOutbound:
    def __init__(self, allowed_origins=frozenset(), max_bytes=1_000_000):
        self.allowed_origins = allowed_origins
        self.max_bytes = max_bytes
        self.answers = {}
        self.calls = []

    def answer(self, url, body=b"", status=200, headers=None, method=ANY):
        """Lay out what a URL answers from now on; `body` may be an exception to raise.

        What is laid out for a method counts before what is laid out for any.
        """
        self.answers[method, url] = [(status, headers or {}, body)]

    def then(self, url, body=b"", status=200, headers=None, method=ANY):
        """What it answers after all that is laid out already; the last answer stays."""
        self.answers.setdefault((method, url), []).append((status, headers or {}, body))

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

    def get(self, url, headers=None, *, max_bytes=None):
        return self._call("GET", url, None, headers, max_bytes or self.max_bytes)

    def post_form(self, url, form, headers=None):
        return self._call("POST", url, dict(form), headers, self.max_bytes)

    def send(self, method, url, body, headers=None):
        return self._call(method, url, body, headers, self.max_bytes)

    def _call(self, method, url, body, headers, max_bytes):
        self.check(url)
        self.calls.append((method, url, body, dict(headers or {})))
        status, names, body = self._next(method, url)
        if isinstance(body, Exception):
            raise body
        if status in (301, 302, 303, 307, 308) or len(body) > max_bytes:
            raise UnavailableError("The host redirects or answers too much.")
        return OutboundResponse(status, {name.lower(): v for name, v in names.items()}, body)

    def _next(self, method, url):
        answers = self.answers.get((method, url)) or self.answers.get((ANY, url))
        if not answers:
            raise UnavailableError("The host did not answer.")
        return answers.pop(0) if len(answers) > 1 else answers[0]
