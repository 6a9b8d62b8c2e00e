"""The Playground, the hub, and the proxy between them, each on a free port."""

from types import SimpleNamespace

import pytest

from tests.browser.conftest import axe, chromium  # noqa: F401 - fixtures
from tests.teams_app.playground.hub_with_worker import running_hub
from tests.teams_app.playground.node import COMMAND, running_playground
from tests.teams_app.playground.proxy import Between, between, running


@pytest.fixture
def teams(postgres_storage, postgres_url, tmp_path):
    """Everything that talks: `teams.playground`, `teams.hub`, `teams.between`."""
    if not COMMAND.exists():
        pytest.fail("The Agents Playground is missing. Run `npm ci`.", pytrace=False)
    box = Between()
    with running(between(box)) as box.url, running_playground(tmp_path, box.url) as playground:
        box.playground = playground.url
        with running_hub(postgres_storage, postgres_url, box, playground) as hub:
            yield SimpleNamespace(playground=playground, hub=hub, between=box)
