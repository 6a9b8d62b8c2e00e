"""What a real Moodle answered once, held against the document and read by the connector."""

import json
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, jsonify, request

from core.domain.resource import ResourceKind
from integrations.lms.moodle.connector import Moodle
from tests.vendors.contexts import GivenSecrets, context_of, read_all
from tests.vendors.wire import Wire

from .campuses import REGISTRATION

CAPTURE = Path(__file__).parent / "captures" / "moodle_webservice.json"
BASE = "https://moodle.example"
ANSWERS = {
    one["function"]: one["response"] for one in json.loads(CAPTURE.read_text(encoding="utf-8"))
}


def answer():
    return jsonify(ANSWERS[request.form["wsfunction"]])


def context():
    app = Flask("recorded")
    app.post("/webservice/rest/server.php")(answer)
    settings = {"address": BASE, "registration": REGISTRATION, "courses": []}
    wire = Wire(app, BASE, "moodle.openapi.yaml")
    return context_of(wire, settings, GivenSecrets(token="recorded"))


def test_the_site_is_known_by_its_name():
    assert Moodle().check(context()).label == "Campus Moodle"


def test_what_the_course_offers_is_read():
    found = read_all(Moodle(), "resources", context())[0]
    told = {key: (one.title, one.kind) for key, one in found.items()}
    assert told == {
        "course/2": ("Management 101 — autumn", ResourceKind.COURSE),
        "module/1": ("Mentoring session 1", ResourceKind.TOOL),
        "module/2": ("Read before session 1", ResourceKind.PAGE),
    }


def test_what_somebody_completed_is_read():
    found = read_all(Moodle(), "completions", context())[0]
    grade = found["module/1/6"]
    assert (grade.subject, grade.strength) == ("6", 0.9)
    assert grade.at == datetime.fromtimestamp(1_795_381_191, UTC)
    assert "module/2/6" not in found
