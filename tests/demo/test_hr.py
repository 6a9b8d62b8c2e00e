"""The campus's HR system: its page, and what its interface refuses."""

from base64 import b64encode

import pytest

from demo.hr.house import KEY
from demo.hr.sending import send
from demo.hr.staff import LEAVE

PAGE = "/hr/fjordwerk"
TABLE = f"{PAGE}/api/v2/datasets/employee/data"
ASKED = {"fields": ["eeid", "firstName"]}


@pytest.fixture
def house(campus, browser):
    return campus.extensions["campus"].house


@pytest.fixture
def key():
    return {"Authorization": f"Basic {b64encode(f'{KEY}:x'.encode()).decode()}"}


class TestPage:
    def test_tells_how_to_connect(self, browser):
        page = browser.client.get(PAGE).text
        assert f"http://localhost:8001{PAGE}" in page
        assert KEY in page

    def test_hires(self, browser, house):
        browser.client.post(PAGE, data={"given": " Nils ", "family": "Brandt"})
        assert house.staff.get("124").email == "nils.brandt@fjordwerk.example"
        browser.client.post(PAGE, data={"given": "Jörg", "family": "Brandt"})
        assert house.staff.get("125").email == ""
        browser.client.post(PAGE, data={"given": "", "family": "Brandt"})
        assert house.staff.get("126") is None

    def test_things_happen_to_people_and_back(self, browser, house):
        def happens(deed):
            assert browser.client.post(f"{PAGE}/110", data={"deed": deed}).status_code == 303
            return house.staff.get("110")

        assert happens("title").job_title == "Senior Team Lead Gripper Software"
        assert happens("title").job_title == "Team Lead Gripper Software"
        assert happens("away").employment == LEAVE
        assert happens("away").employment == "Full-Time"
        assert happens("leave").status == "Inactive"
        assert "Has left" in browser.client.get(PAGE).text
        assert happens("back").termination_date is None
        assert happens("remove") is None

    def test_refuses_what_it_does_not_know(self, browser):
        assert browser.client.post(f"{PAGE}/110", data={"deed": "fly"}).status_code == 400
        assert browser.client.post(f"{PAGE}/999", data={"deed": "leave"}).status_code == 404


class TestInterface:
    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"orderBy": "lastName asc"}, 400),
            ({"fields": ["salary"]}, 403),
            ({"filter": "eeid in (101, 102)"}, 422),
            ({"filter": "eeid eq '101'"}, 422),
            ({"filter": "salary eq 1"}, 422),
            ({"filter": "eeid gt 101"}, 422),
            ({"pageSize": 1001}, 422),
        ],
    )
    def test_refuses_what_the_real_one_refuses(self, browser, key, changes, status):
        answer = browser.client.post(TABLE, json={**ASKED, **changes}, headers=key)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")

    def test_filters(self, browser, key):
        def found(expression):
            asked = {**ASKED, "filter": expression}
            rows = browser.client.post(TABLE, json=asked, headers=key).json["data"]
            return [row["fields"]["eeid"] for row in rows]

        assert found("eeid eq 101 or lastName eq 'Adeyemi'") == ["101", "103"]
        assert found("status eq 'Active' and jobInformationLocation eq 'Oslo'") == []

    def test_knows_one_table(self, browser, key):
        answer = browser.client.get(f"{PAGE}/api/v1_2/datasets/pay/fields", headers=key)
        assert answer.status_code == 404

    def test_tells_fields_page_by_page(self, browser, key):
        where = f"{PAGE}/api/v1_2/datasets/employee/fields?page=1&page_size=2"
        told = browser.client.get(where, headers=key).json
        assert [one["name"] for one in told["fields"]] == ["eeid", "employeeNumber"]
        assert told["pagination"]["next_page"].endswith("?page=2&page_size=2")

    def test_needs_the_moment_since_when(self, browser, key):
        assert (
            browser.client.get(f"{PAGE}/api/v1/employees/changed", headers=key).status_code == 400
        )

    def test_needs_to_know_what_to_watch(self, browser, key):
        asked = {"name": "a", "url": "https://a.example", "events": ["employee.updated"]}
        answer = browser.client.post(f"{PAGE}/api/v1/webhooks", json=asked, headers=key)
        assert answer.status_code == 400


def test_nobody_listens():
    send("http://127.0.0.1:9/", b"{}", {})
