"""Links into Teams that open one of our pages, and which page such a link asks for.

A link carries the page's path as its sub-entity; TeamsJS hands it to the tab as `page.subPageId`.
Anybody can write such a link, so it opens nothing but pages that people may look at anyway.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-application
"""

import json
from urllib.parse import quote, unquote, urlencode, urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException

from core.domain.teams_tenant import TeamsTenant
from teams_app.places import OWN_TABS
from teams_app.tab.tab_paths import CHOOSE

HOME = "/app/"
LINKS = "https://teams.microsoft.com/l/entity"
LONGEST = 1900
"""Characters; longer links do not open."""


def link_into_teams(tenant: TeamsTenant, page: str, public_url: str, label: str = "") -> str:
    """A link that opens a page of ours in Teams.

    Args:
        tenant: whose app.
        page: its path, with its query.
        public_url: of the hub; where the link leads without Teams.
        label: what the link is called.
    """
    app_id = tenant.catalog_app_id or tenant.app_id
    about = {
        "tenantId": tenant.tenant,
        "webUrl": public_url + page,
        "label": label,
        "context": json.dumps({"subEntityId": page}),
    }
    query = urlencode({name: text for name, text in about.items() if text}, quote_via=quote)
    link = f"{LINKS}/{app_id}/{OWN_TABS[0].entity_id}?{query}"
    return link if len(link) < LONGEST else f"{LINKS}/{app_id}/{OWN_TABS[0].entity_id}"


def page_of_tab(entity_id: str) -> str:
    """The first page of one of our own tabs; the front page for others."""
    return next((tab.page for tab in OWN_TABS if tab.entity_id == entity_id), HOME)


def page_path(asked: str) -> str:
    """The path, with its query, of a page that links may open; the front page for anything else.

    Args:
        asked: what a link, or the context of the tab, says.
    """
    try:
        parts = urlsplit(asked)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or not asked.isprintable() or not _is_straight(parts.path):
        return HOME
    known = parts.path == CHOOSE or (parts.path.startswith(HOME) and _is_page(parts.path))
    if not known:
        return HOME
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_page(path: str) -> bool:
    """Whether somebody can look at it."""
    try:
        endpoint, _ = current_app.url_map.bind("hub").match(unquote(path), method="GET")
    except HTTPException:  # nothing there, nothing to look at, or a redirect to elsewhere
        return False
    return str(endpoint).startswith("pages.")


def _is_straight(path: str) -> bool:
    """No step up or aside, however it is written: %2e%2e and %252e%252e too."""
    plain = unquote(unquote(path))
    steps = plain.split("/")
    return "\\" not in plain and not {".", ".."} & set(steps) and "" not in steps[1:-1]
