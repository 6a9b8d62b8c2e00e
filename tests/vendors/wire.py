"""Between a client of ours and a stand-in vendor: an OutboundHttp that knows the vendor's document.

Every request and every answer is held against it, but the faults that a test asks for.
"""

import json
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Request, Response

from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundResponse

HERE = Path(__file__).parent


@cache
def known(document, base):
    """Read once a test process: checking it takes long."""
    described = yaml.safe_load((HERE / document).read_text(encoding="utf-8"))
    described["servers"] = [{"url": base}]
    return OpenAPI.from_dict(described)


class Wire:
    """`app` is what answers below `base`; `document` names the OpenAPI file of this folder."""

    def __init__(self, app, base, document, now=None):
        self.now = now
        self.base = base.rstrip("/")
        self.client = Client(app, Response)
        self.document = known(document, self.base)
        self.calls = []
        self.faults = []
        self.planned = {}

    def fault(self, part, *, status=500, headers=None, body=b"", times=1, after=0):
        """Answer this instead to calls whose URL contains `part`; `body` may be an exception."""
        self.faults.append([part, after, times, status, headers or {}, body])

    def when(self, calls, deed):
        """Do something before so many calls from now, as if it happened meanwhile."""
        self.planned[len(self.calls) + calls] = deed

    def check(self, url):
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            raise InvalidInputError("%(host)s may not be called.", host=parts.netloc)

    @property
    def origin(self):
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    def get(self, url, headers=None, **_limits):
        return self._call("GET", url, b"", headers)

    def post_form(self, url, form, headers=None):
        names = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        body = EnvironBuilder(method="POST", data=dict(form)).get_request().get_data()
        return self._call("POST", url, body, names)

    def send(self, method, url, body, headers=None):
        return self._call(method, url, body, headers)

    def sent(self, part):
        """The JSON bodies of calls whose URL contains `part`."""
        return [json.loads(body) for _, url, body, _ in self.calls if part in url]

    def _call(self, method, url, body, headers):
        self.check(url)
        self.calls.append((method, url, body, dict(headers or {})))
        self.planned.pop(len(self.calls), lambda: None)()
        if fault := self._fault(url):
            return fault
        parts = urlsplit(url)
        asked = {
            "path": parts.path,
            "base_url": self.origin,
            "query_string": parts.query,
            "method": method,
            "headers": headers or {},
            "data": body or None,
        }
        described = WerkzeugOpenAPIRequest(Request(EnvironBuilder(**asked).get_environ()))
        self.document.validate_request(described)
        answer = self.client.open(**asked)
        self.document.validate_response(described, WerkzeugOpenAPIResponse(answer))
        names = {name.lower(): value for name, value in answer.headers.items()}
        if self.now:
            names["date"] = format_datetime(self.now(), usegmt=True)
        return OutboundResponse(answer.status_code, names, answer.get_data())

    def _fault(self, url):
        for fault in self.faults:
            part, after, times, status, headers, body = fault
            if part not in url or not times:
                continue
            if after:
                fault[1] -= 1
                continue
            fault[2] -= 1
            if isinstance(body, Exception):
                raise body
            return OutboundResponse(status, {n.lower(): v for n, v in headers.items()}, body)
        return None


def silence(host):
    """What a time-out looks like to a client."""
    return UnavailableError("%(host)s did not answer.", host=host)
