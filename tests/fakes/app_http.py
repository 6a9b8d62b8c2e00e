"""An OutboundHttp that calls a Flask app in the same process, as if it were at its address."""

from urllib.parse import urlsplit

from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundResponse


class AppHttp:
    def __init__(self, app, origin):
        self.origin = origin
        self.calls = []
        self.away = False
        self._client = app.test_client(use_cookies=False)

    def check(self, url):
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            raise InvalidInputError("This is another host.")

    def get(self, url, headers=None, *, max_bytes=1_000_000):
        answer = self._call("GET", url, headers)
        if len(answer.body) > (max_bytes or 1_000_000):
            raise UnavailableError("The answer is too large.")
        return answer

    def post_form(self, url, form, headers=None):
        return self._call("POST", url, headers, dict(form))

    def send(self, method, url, body, headers=None):
        return self._call(method, url, headers, body)

    def _call(self, method, url, headers, data=None):
        self.check(url)
        self.calls.append((method, url))
        if self.away:
            raise UnavailableError("The host did not answer.")
        answer = self._client.open(
            url.removeprefix(self.origin),
            base_url=self.origin,
            method=method,
            headers=headers,
            data=data,
        )
        names = {}
        for name, value in answer.headers:
            names[name.lower()] = f"{names[name.lower()]}, {value}" if name in names else value
        return OutboundResponse(answer.status_code, names, answer.data)
