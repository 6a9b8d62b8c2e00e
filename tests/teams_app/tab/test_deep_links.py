"""Links into Teams."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from teams_app.tab.deep_links import link_into_teams
from tests.teams_app import entra

HUB = "https://hub.example.org"
TENANT = entra.tenant(datetime(2026, 3, 2, tzinfo=UTC), UUID(int=1))


def test_a_link_opens_a_page_in_the_tab():
    link = urlsplit(link_into_teams(TENANT, "/app/matches?of=1&a=b", HUB, "Your match"))
    assert (link.netloc, link.path) == ("teams.microsoft.com", f"/l/entity/{TENANT.app_id}/home")
    said = {name: value for name, (value,) in parse_qs(link.query).items()}
    assert json.loads(said.pop("context")) == {"subEntityId": "/app/matches?of=1&a=b"}
    assert said == {
        "tenantId": entra.TENANT,
        "webUrl": HUB + "/app/matches?of=1&a=b",
        "label": "Your match",
    }
    assert "+" not in link.query


def test_the_id_of_the_organizations_catalogue_counts_first():
    known = replace(TENANT, catalog_app_id="from-the-catalogue")
    assert "/l/entity/from-the-catalogue/home?" in link_into_teams(known, "/app/", HUB)


def test_a_page_too_long_for_a_link_opens_the_tab():
    link = link_into_teams(TENANT, "/app/mentors?q=" + "x" * 2000, HUB)
    assert link.endswith("/home")
