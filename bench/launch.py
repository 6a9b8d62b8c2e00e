"""From the click on Mentoring to the painted page in a real Chromium, and how fast the hub starts.

Limit: 1.0 s with a warm hub. The click loads the campus's page, whose frame makes a whole launch:
OIDC login, signed id_token, verification, sign-in, first page. The time runs until the frame's
first paint of that page. Peer in the same run: the same frame reloaded without a launch.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Frame, Page, sync_playwright

from bench.limits import held
from tools.deployment import Deployment, running_deployment

LAUNCHES = 12
WARM_UP = 2
POLL_MS = 5
LIMIT_S = 1.0
RESTART_LIMIT_S = 10.0
PERSON = "lindenmoor/mara-lindqvist/SE301"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"


def lines() -> Iterator[str]:
    """Launch to paint, and a second start."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_deployment(folder) as deployment, sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            launches, reloads = _measured(browser, deployment)
            browser.close()
        with running_deployment(folder) as again:
            started = again.seconds
    median, slowest = statistics.median(launches), max(launches)
    peer = statistics.median(reloads)
    yield (
        f"click to painted page, {len(launches)} launches: median {median:.2f} s, slowest "
        f"{slowest:.2f} s, {held(median, LIMIT_S, 's')}; the page alone {peer:.2f} s "
        f"(x {median / peer:.1f})"
    )
    yield f"second start until ready: {started:.1f} s, {held(started, RESTART_LIMIT_S, 's')}"


def _measured(browser: Browser, deployment: Deployment) -> tuple[list[float], list[float]]:
    launches, reloads = [], []
    for _ in range(WARM_UP + LAUNCHES):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{deployment.campus}/{PERSON}")
        begun = time.perf_counter()
        page.get_by_role("link", name="Mentoring").first.click(no_wait_after=True)
        _wait_for_paint(page, deployment.hub)
        launches.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        page.goto(f"{deployment.hub}/app/", wait_until="commit")
        _wait_for_paint(page, deployment.hub)
        reloads.append(time.perf_counter() - begun)
        context.close()
    return launches[WARM_UP:], reloads[WARM_UP:]


def _wait_for_paint(page: Page, hub: str) -> None:
    """Until the hub's page is painted, in the frame or by itself."""
    while not any(_painted(frame, hub) for frame in page.frames):
        page.wait_for_timeout(POLL_MS)


def _painted(frame: Frame, hub: str) -> bool:
    try:
        return frame.url.startswith(f"{hub}/app/") and bool(frame.evaluate(PAINTED))
    except Error:  # the frame is on its way from one page to the next
        return False
