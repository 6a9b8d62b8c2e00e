"""A real Chromium on a real server. Without one the tests fail and say what to install."""

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from tests.browser.served import serve
from tools.deployment import running_deployment

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A frame that moves to a process of its own is now and then lost to the debugger for good.
    # Cookies, origins and policies do not know of processes.
    "--disable-site-isolation-trials",
]
CANDIDATES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str | None:
    """The Chromium of this machine; None leaves the choice to Playwright's own download."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in CANDIDATES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        except Error as error:
            pytest.fail(
                "These tests need a Chromium. Install one (apt-get install chromium, or "
                "`.venv/bin/playwright install chromium`), or name it in CHROMIUM. "
                f"What was tried: {error.message.splitlines()[0]}",
                pytrace=False,
            )
        yield browser
        browser.close()


@contextmanager
def browser(chromium, folder, preferences, arguments=(), **options):
    """A browser of its own with these preferences of a profile."""
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps({"profile": preferences}))
    context = chromium.browser_type.launch_persistent_context(
        folder,
        executable_path=chromium_path(),
        args=[*ARGUMENTS, *arguments],
        ignore_https_errors=True,
        viewport={"width": 900, "height": 700},
        **options,
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def axe():
    script = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists() or not (ROOT / "web" / "static" / "vendor" / "tokens.css").exists():
        pytest.fail(
            "JavaScript packages are missing. Run `npm ci && node tools/frontend.mjs`.",
            pytrace=False,
        )
    return script.read_text()


@pytest.fixture(scope="session")
def deployment(tmp_path_factory):
    """The whole process tree on an empty data folder, for journeys of different people."""
    with running_deployment(tmp_path_factory.mktemp("deployment")) as running:
        yield running


@pytest.fixture(scope="session")
def campus(deployment):
    """The campus's address."""
    return deployment.campus


@pytest.fixture(scope="module")
def served(axe):
    """A hub of its own for each module, so that journeys do not meet."""
    with serve() as running:
        yield running


@pytest.fixture
def opened(chromium, served):
    """Open pages as somebody: `opened("mentee", theme="dark")` -> Page."""
    contexts = []

    def as_person(who=None, *, theme="light", locale="en", width=1024, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        context.set_default_timeout(5000)
        sign_in(context, served, who, theme, locale)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if bad(said) else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    expect.set_options(timeout=5000)
    yield as_person
    for context in contexts:
        context.close()


def sign_in(context, served, who, theme="light", locale="en") -> None:
    """From the next page on, everything in this context is seen by this person."""
    context.clear_cookies()
    if who:
        token = served.token(who, theme, locale)
        context.add_cookies([{"name": "mentorloom", "value": token, "url": served.url}])


def bad(said) -> bool:
    # A page with an error status is a network complaint, not one of the page itself.
    return said.type == "error" and "Failed to load resource" not in said.text
