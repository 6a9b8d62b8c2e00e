"""The campus's Canvas interface, read by the hub's own connector and held against the document."""

import pytest

from core.ports.connectors import NotAuthorisedError
from demo.addresses import Addresses
from demo.app import create_campus
from demo.services.canvas.rest import TOKEN
from integrations.lms.canvas.connector import Canvas
from tests.integrations.lms.campuses import REGISTRATION
from tests.vendors.contexts import GivenSecrets, context_of, read_all
from tests.vendors.wire import Wire

BASE = "https://campus.example"


@pytest.fixture
def context(tmp_path):
    app = create_campus(Addresses(folder=tmp_path))
    wire = Wire(app, BASE, "canvas.openapi.yaml")

    def made(token=TOKEN, courses=()):
        settings = {"address": BASE, "registration": REGISTRATION, "courses": [*courses]}
        return context_of(wire, settings, GivenSecrets(token=token))

    return made


def test_only_the_token_opens_it(context):
    assert Canvas().check(context()).account_id == f"{BASE} 1"
    with pytest.raises(NotAuthorisedError):
        Canvas().check(context(token="another"))


def test_courses_offer_what_a_hub_can_show(context):
    found, _, bad, _ = read_all(Canvas(), "resources", context())
    assert bad == []
    assert {"Joins in SQL", "Public speaking without slides"} <= {r.title for r in found.values()}
    (gone,) = read_all(Canvas(), "resources", context(courses=[7]))[2]
    assert gone.key == "course/7"


def test_learners_are_known_by_the_numbers_of_the_roster(context):
    found = read_all(Canvas(), "completions", context())[0]
    assert found
    assert all(0.5 <= one.strength <= 1.0 for one in found.values())
    assert len({one.subject for one in found.values()}) > 5
