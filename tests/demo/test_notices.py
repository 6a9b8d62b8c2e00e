"""The Platform Notification Service, which Canvas has and Moodle has not."""

import json
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt
import pytest

from demo.courses import Copied
from demo.services.notices import COPY, HELLO, in_background, post
from demo.services.scopes import LINE_ITEM, MEMBERSHIPS, NOTICES

from .services import FJORDWERK, HUBS, LINDENMOOR, Tool

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
SERVICE = f"{CLAIM}platformnotificationservice"
URL = "/api/lti/notice-handlers/1"
HANDLER = "http://localhost:8000/lti/notices"
HUB = HUBS["fjordwerk"]


@pytest.fixture
def posted(campus):
    """What the tool's handlers get, at once."""
    notices, received = campus.extensions["campus"].notices, []

    def send(url, body):
        received.append((url, body))
        return "200"

    notices.send, notices.run = send, lambda work: work()
    return received


@pytest.fixture
def tool(campus, posted):
    return Tool(campus, FJORDWERK)


@pytest.fixture
def put(tool):
    def put(handler=HANDLER, kind=COPY, **headers):
        told = {"notice_type": kind, "handler": handler}
        body = {name: value for name, value in told.items() if value is not None}
        headers = {"content_type": "application/json", **headers}
        return tool.ask(URL, "PUT", body=body, **headers)

    return put


@pytest.fixture
def read(tool):
    """The verified claims of a notice."""

    def read(body):
        ((kind, signed),) = body["notices"][0].items()
        assert kind == "jwt"
        keys = jwt.PyJWKSet.from_dict(tool.client.get("/lti/jwks.json").json)
        key = keys[jwt.get_unverified_header(signed)["kid"]]
        return jwt.decode(signed, key, algorithms=["RS256"], audience=HUB.client_id)

    return read


class TestSubscribing:
    def test_the_launch_says_where(self, tool, browser):
        claim = browser.launch("fjordwerk/amina-yildiz/LEAD-1")[SERVICE]
        assert claim["scope"] == [NOTICES]
        assert claim["notice_types_supported"] == [HELLO, COPY]
        assert claim["service_versions"] == ["1.0"]
        answer = tool.ask(claim["platform_notification_service_url"])
        assert answer.json == {
            "client_id": 10000000000007,
            "deployment_id": HUB.deployment_id,
            "notice_handlers": [
                {"notice_type": HELLO, "handler": ""},
                {"notice_type": COPY, "handler": ""},
            ],
        }

    def test_moodle_has_no_such_thing(self, campus, browser):
        assert SERVICE not in browser.launch("lindenmoor/mara-lindqvist/SE301")
        assert NOTICES not in Tool(campus, LINDENMOOR).campus.tools.hub("lindenmoor").allowed(())

    def test_one_handler_a_type(self, put, tool):
        assert put().json == {"notice_type": COPY, "handler": HANDLER}
        put(f"{HANDLER}?2")
        handlers = tool.ask(URL).json["notice_handlers"]
        assert {"notice_type": COPY, "handler": f"{HANDLER}?2"} in handlers
        assert put("").json == {"notice_type": COPY, "handler": ""}
        assert HANDLER not in tool.ask(URL).text

    @pytest.mark.parametrize(
        ("handler", "kind"),
        [
            ("http://localhost:8001/lti/notices", COPY),
            ("https://evil.example/lti/notices", COPY),
            ("lti/notices", COPY),
            (None, COPY),
            (7, COPY),
            (HANDLER, "LtiOtherNotice"),
            (HANDLER, None),
            ("", "LtiOtherNotice"),
        ],
    )
    def test_what_cannot_be_is_refused(self, put, tool, handler, kind):
        answer = put(handler, kind)
        assert answer.status_code == 400
        assert answer.json["errors"]["type"] == "bad_request"
        assert not any(known["handler"] for known in tool.ask(URL).json["notice_handlers"])

    def test_scopes(self, put, tool):
        token = tool.token(MEMBERSHIPS, LINE_ITEM)
        assert tool.ask(URL, token=token).status_code == 401
        assert put(token=token).status_code == 401

    def test_other_deployments(self, tool):
        assert tool.ask(f"{URL}00").status_code == 404
        tool.campus.tools.add(replace(HUB, client_id="other", deployment_id="100:abc"))
        assert tool.ask(f"{URL}00").status_code == 403
        tool.tool = tool.campus.tools.find("other")
        assert tool.ask(f"{URL}00").json["client_id"] == "other"


class TestNotices:
    def test_who_asks_for_a_hello_gets_one(self, put, posted, read):
        put(kind=HELLO)
        ((url, body),) = posted
        claims = read(body)
        assert url == HANDLER
        assert claims[f"{CLAIM}notice"]["type"] == HELLO
        assert claims[f"{CLAIM}context"]["title"] == "Fjordwerk Robotics"
        put("", HELLO)
        assert len(posted) == 1

    def test_a_copied_course(self, put, posted, read, browser, addresses):
        put()
        browser.client.post("/fjordwerk/tobias-arnheim/LEAD-1/copy")
        ((_, body),) = posted
        claims = read(body)
        origin, copy = FJORDWERK.courses[0], claims[f"{CLAIM}context"]
        assert claims[f"{CLAIM}origin_contexts"] == [origin.id]
        assert copy["id"] != origin.id
        assert copy.keys() == {"id", "label", "title", "type"}
        assert copy["type"] == ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"]
        assert claims.keys() == {
            "iss",
            "aud",
            "azp",
            "iat",
            "exp",
            "nonce",
            f"{CLAIM}deployment_id",
            f"{CLAIM}version",
            f"{CLAIM}notice",
            f"{CLAIM}context",
            f"{CLAIM}origin_contexts",
        }
        assert claims["iss"] == addresses.issuer
        assert claims["exp"] - claims["iat"] == 3600
        assert abs(claims["iat"] - time.time()) < 60
        assert claims[f"{CLAIM}deployment_id"] == HUB.deployment_id
        notice = claims[f"{CLAIM}notice"]
        assert notice.keys() == {"id", "timestamp", "type"}
        assert notice["type"] == COPY
        assert notice["timestamp"].endswith("Z")

    def test_the_copy_has_its_people_and_its_services(self, tool, browser):
        page = browser.client.post("/fjordwerk/tobias-arnheim/LEAD-1/copy", follow_redirects=True)
        assert page.status_code == 200
        copy = tool.campus.courses.of(FJORDWERK)[-1]
        claims = browser.launch(f"fjordwerk/amina-yildiz/{copy.label}")
        service = claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"]
        members = tool.ask(service["context_memberships_url"]).json["members"]
        assert claims["sub"] in {member["user_id"] for member in members}

    def test_nobody_who_did_not_ask_is_told(self, put, posted, tool):
        put(kind=HELLO)
        posted.clear()
        course = LINDENMOOR.courses[0]
        tool.campus.notices.context_copied(
            Copied(institution=LINDENMOOR, source=course, copy=course)
        )
        tool.campus.notices.context_copied(
            Copied(institution=FJORDWERK, source=FJORDWERK.courses[0], copy=FJORDWERK.courses[1])
        )
        assert posted == []

    def test_deliveries_are_remembered_but_not_repeated(self, put, tool):
        notices = tool.campus.notices
        notices.send = lambda _url, _body: "ConnectionError"
        put(kind=HELLO)
        put(kind=HELLO)
        newest, oldest = notices.deliveries()
        assert newest.at >= oldest.at
        assert (newest.client_id, newest.kind, newest.handler, newest.outcome) == (
            HUB.client_id,
            HELLO,
            HANDLER,
            "ConnectionError",
        )


@pytest.fixture
def handler():
    """A handler behind a socket, and what it received."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            received.append((self.headers["Content-Type"], json.loads(self.rfile.read(length))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/notices", received
    server.shutdown()
    thread.join()
    server.server_close()


class TestPosting:
    def test_is_json(self, handler):
        url, received = handler
        assert post(url, {"notices": []}) == "204"
        assert received == [("application/json", {"notices": []})]

    def test_says_that_nobody_answers(self):
        assert post("http://127.0.0.1:9/notices", {}) == "ConnectionError"

    def test_happens_in_the_background(self):
        done, here = threading.Event(), threading.get_ident()
        where = []

        def work():
            where.append(threading.get_ident())
            done.set()

        in_background(work)
        assert done.wait(5)
        assert where != [here]


def test_launches_name_only_services_that_the_tool_may_use(campus, browser):
    promised = {
        "lindenmoor/mara-lindqvist/SE301": ("lti-ags/claim", "lti-nrps/claim", "lti-gs/claim"),
        "fjordwerk/amina-yildiz/LEAD-1": (
            "lti-ags/claim",
            "lti-nrps/claim",
            "lti-gs/claim",
            "platformnotificationservice",
        ),
    }
    tools = campus.extensions["campus"].tools
    for where, names in promised.items():
        told = " ".join(browser.launch(where))
        assert all(name in told for name in names)
        hub = tools.hub(where.partition("/")[0])
        tools.change(replace(hub, scopes=frozenset()))
        told = " ".join(browser.launch(where))
        assert not any(name in told for name in names)
        tools.change(replace(hub, scopes=frozenset({LINE_ITEM})))
        claims = browser.launch(where)
        assert claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]["scope"] == [
            LINE_ITEM
        ]
