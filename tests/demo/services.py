"""What tests of services share: a tool that asks, and a recorded Moodle to compare with."""

import json
from dataclasses import replace
from pathlib import Path

from demo.addresses import Addresses
from demo.app import create_campus
from demo.directory import Course, institution
from demo.services.memberships import ASSISTANT, LEARNER, TEACHER, Member
from demo.services.places import Place
from demo.services.scopes import GRANTED
from demo.tools import the_hub

RECORDED_AT = "http://127.0.0.1:8081"
CAPTURES = Path(__file__).parent / "captures"
NRPS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

LINDENMOOR, FJORDWERK = institution("lindenmoor"), institution("fjordwerk")
HUBS = {known.slug: the_hub(known, Addresses()) for known in (LINDENMOOR, FJORDWERK)}
SE301, DB210 = (Place(LINDENMOOR, c, HUBS["lindenmoor"]) for c in LINDENMOOR.courses)
LEAD_1, ONB_0 = (Place(FJORDWERK, c, HUBS["fjordwerk"]) for c in FJORDWERK.courses)


class Tool:
    """Asks services of the campus with a token of its own."""

    def __init__(self, app, institution):
        self.campus = app.extensions["campus"]
        self.institution = institution
        self.tool = HUBS[institution.slug]
        self.client = app.test_client()

    def token(self, *scopes):
        asked = scopes or GRANTED[self.institution.dialect]
        return self.campus.access_tokens.issue(self.institution, self.tool, asked)

    def ask(self, url, method="GET", *, token=None, body=None, **headers):
        """Headers are given as `accept` and `content_type`; an empty token means none."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token != "":
            named["Authorization"] = f"Bearer {token or self.token()}"
        data = None if body is None else json.dumps(body)
        return self.client.open(url, method=method, headers=named, data=data)


def exchanges(name):
    """A recorded file as {name of the exchange: exchange}, in order."""
    told = json.loads((CAPTURES / f"{name}_exchanges.json").read_text(encoding="utf-8"))
    return {exchange["name"]: exchange for exchange in told}


def recorded_place():
    """The course and institution of the recorded Moodle."""
    course = Course(
        id="2", label="MGMT101", title="Management 101 — autumn", link_id="1", mentoring=True
    )
    other = Course(id="3", label="DATA200", title="Data 200", link_id="99", mentoring=False)
    return Place(replace(LINDENMOOR, courses=(course, other)), course, HUBS["lindenmoor"])


def recorded_members():
    """Its roster, and a suspended student."""
    for told in exchanges("nrps")["all"]["response"]["members"]:
        yield Member(
            subject=told["user_id"],
            username=told["ext_user_username"],
            given_name=told["given_name"],
            family_name=told["family_name"],
            email=told["email"],
            role={"3": TEACHER, "4": ASSISTANT}.get(told["user_id"], LEARNER),
        )
    yield Member(
        subject="16",
        username="student11",
        given_name="Kim",
        family_name="Out",
        email="student11@campus.test",
        suspended=True,
    )


def recorded_moodle(addresses):
    """A tool at a campus that stands where the recorded Moodle stood, with its courses."""
    place = recorded_place()
    tool = Tool(create_campus(replace(addresses, campus=RECORDED_AT)), place.institution)
    records = tool.campus.records
    for course in place.institution.courses:
        records.memberships.enrol(replace(place, course=course), recorded_members())
    (item,) = records.line_items.of(place)
    records.line_items.change(place, replace(item, label="Mentoring session 1"))
    return tool


def replay(tool, exchange, **overrides):
    """Send what was sent to the recorded Moodle."""
    asked = exchange["request"]
    headers = {name.lower().replace("-", "_"): value for name, value in asked["headers"].items()}
    return tool.ask(
        asked["url"], asked["method"], body=asked.get("body"), **{**headers, **overrides}
    )


def assert_same(answer, exchange):
    """The answer is the recorded one: status line, content type, links and body."""
    recorded = exchange.get("response_headers", {})
    if "reason" in exchange:
        assert answer.status == f"{exchange['status']} {exchange['reason']}"
    assert answer.status_code == exchange["status"]
    assert answer.content_type == recorded.get("Content-Type", answer.content_type)
    assert answer.headers.get("Link") == recorded.get("Link")
    return json.loads(answer.text) if answer.text else ""
