"""Two windows of one person that save at the same moment; on PostgreSQL."""

import pytest

from core.domain.program import Role
from tests.fakes.time_and_chance import SlowClock
from tests.storage.at_once import at_once
from tests.web.pages.pages_hub import PagesHub


@pytest.fixture
def hub(storage):
    return PagesHub(storage=storage, clock=SlowClock())


def test_of_two_changes_to_the_same_version_one_is_saved(hub):
    mia = hub.person("Mia", Role.MENTEE)
    windows = [hub.browser(mia) for _ in range(2)]
    tag = windows[0].get("/api/v1/me/profile").headers["ETag"]

    def put(window, goal):
        sent = {"json": {"goals": [goal]}, "headers": {"If-Match": tag}}
        return window.put("/api/v1/me/profile", **sent).status_code

    first, second = windows
    codes = at_once(lambda: put(first, "One"), lambda: put(second, "Two"))
    assert sorted(codes) == [200, 412]


def test_the_form_forgets_nobody_who_is_avoided_meanwhile(hub):
    mia, ada = hub.person("Mia", Role.MENTEE), hub.person("Ada", Role.MENTOR)
    form, mentor = hub.browser(mia), hub.browser(mia)
    at_once(
        lambda: form.post("/app/profile", data={"goals": "Learn Rust"}),
        lambda: mentor.post(f"/app/profile/avoid/{ada.person_id}"),
    )
    stored = hub.services.profiles.of(mia)
    assert (stored.goals, stored.avoid) == (("Learn Rust",), {ada.person_id})
