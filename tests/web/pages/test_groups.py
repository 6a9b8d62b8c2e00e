import re

import pytest

from core.domain.program import Role


@pytest.fixture
def teacher(hub):
    return hub.person("Tess", manages=True)


def plan(*mentors, **changes):
    form = {
        "action": "start",
        "name": "Compilers",
        "topic": "Rust",
        "least": "2",
        "most": "3",
        "whereabouts": "Room 5",
        "mentors": [mentor.person_id for mentor in mentors],
    }
    return {**form, **changes}


def only_group(hub, teacher):
    (view,) = hub.services.groups.all(teacher)
    return view.group


def test_a_manager_starts_changes_and_ends_a_group(hub, teacher, mentor):
    hers = hub.browser(teacher)
    assert "No group yet." in hers.get("/app/program/groups").text
    done = hers.post("/app/program/groups", data=plan(mentor))
    assert done.location == "/app/program/groups?done=group-started"
    group = only_group(hub, teacher)
    changed = plan(mentor, action="change", group=group.id, name="Parsers")
    assert hers.post("/app/program/groups", data=changed).location.endswith("group-changed")
    assert "Parsers" in hers.get("/app/program/groups").text
    end = {"action": "end", "group": group.id}
    assert hers.post("/app/program/groups", data=end).location.endswith("group-ended")
    assert "No group yet." in hers.get("/app/program/groups").text


def test_a_plan_that_needs_a_change_comes_back_as_typed(hub, teacher, mentor):
    hers = hub.browser(teacher)
    page = hers.post("/app/program/groups", data=plan(mentor, name=" "))
    assert page.status_code == 422
    assert "Give the group a name." in page.text
    assert 'value="Rust"' in page.text
    assert re.search(rf'value="{mentor.person_id}"\s+checked', page.text)
    hers.post("/app/program/groups", data=plan(mentor))
    wrong = plan(action="change", group=only_group(hub, teacher).id)
    page = hers.post("/app/program/groups", data=wrong)
    assert page.status_code == 422
    assert "Choose 1 to 5 mentors" in page.text


def test_a_mentee_joins_sees_the_others_and_leaves(hub, teacher, mentor, mentee):
    hub.browser(teacher).post("/app/program/groups", data=plan(mentor, most="4"))
    group, mine = only_group(hub, teacher), hub.browser(mentee)
    hub.services.joining.join(hub.person("Tom", Role.MENTEE), group.id)
    page = mine.get("/app/groups").text
    assert "Tom" not in page
    assert "3 places left" in page
    assert "Room 5" not in page
    join = {"action": "join", "group": group.id}
    assert mine.post("/app/groups", data=join).location == "/app/groups?done=group-joined"
    page = mine.get("/app/groups").text
    assert "Room 5" in page
    assert "Tom" in page
    assert "Leave" in page
    assert "Leave" not in hub.browser(mentor).get("/app/groups").text
    assert "Ada" in mine.get("/app/matches").text
    leave = {"action": "leave", "group": group.id}
    assert mine.post("/app/groups", data=leave).location.endswith("group-left")
    assert "You are in no group." in mine.get("/app/groups").text


def test_a_group_that_is_full_meanwhile_is_said(hub, teacher, mentor, mentee):
    hub.browser(teacher).post("/app/program/groups", data=plan(mentor, least="1", most="1"))
    group = only_group(hub, teacher)
    hub.services.joining.join(hub.person("Tom", Role.MENTEE), group.id)
    late = hub.browser(mentee).post("/app/groups", data={"action": "join", "group": group.id})
    assert late.status_code == 409
    assert "no place left" in late.text


def test_a_manager_fills_the_free_places_and_takes_somebody_out(hub, teacher, mentor, mentee):
    hers = hub.browser(teacher)
    hers.post("/app/program/groups", data=plan(mentor))
    group = only_group(hub, teacher)
    page = hers.get("/app/program/groups?fill=1").text
    assert "would have fewer mentees" in page
    chosen = {f"mentee-{mentee.person_id}": group.id, "action": "fill"}
    assert hers.post("/app/program/groups", data=chosen).location.endswith("groups-filled")
    assert "1 of 3 places taken" in hers.get("/app/program/groups").text
    assert "Nobody can be put into a group" in hers.get("/app/program/groups?fill=1").text
    out = {"action": "take-out", "group": group.id, "person": mentee.person_id}
    assert hers.post("/app/program/groups", data=out).location.endswith("group-left")
    assert "0 of 3 places taken" in hers.get("/app/program/groups").text


def test_too_many_at_once_are_said(hub, teacher, mentor, mentee):
    hers = hub.browser(teacher)
    hers.post("/app/program/groups", data=plan(mentor, least="1", most="1"))
    group = only_group(hub, teacher)
    tom = hub.person("Tom", Role.MENTEE)
    both = {f"mentee-{who.person_id}": group.id for who in (mentee, tom)}
    page = hers.post("/app/program/groups", data={**both, "action": "fill"})
    assert page.status_code == 409
    assert "no place left" in page.text


@pytest.mark.parametrize(
    "form",
    [
        {"action": "steal"},
        {"action": "end", "group": "?"},
        {"action": "start", "name": "x", "mentors": "?"},
        {"action": "fill", "mentee-?": "?"},
    ],
)
def test_strange_forms_are_refused(hub, teacher, form):
    assert hub.browser(teacher).post("/app/program/groups", data=form).status_code == 400


def test_who_sees_what(hub, teacher, mentee):
    assert hub.browser(mentee).get("/app/program/groups").status_code == 403
    assert hub.browser(hub.person("Eve")).get("/app/groups").location == "/app/"
    nowhere = hub.person("Tim", manages=True, program_id=None, context_id=None)
    assert hub.browser(nowhere).get("/app/program/groups").location == "/app/"


def test_a_group_hides_no_request_and_takes_no_place(hub, teacher, mentor, mentee):
    hub.browser(teacher).post("/app/program/groups", data=plan(mentor))
    group, mine = only_group(hub, teacher), hub.browser(mentee)
    hub.services.joining.join(mentee, group.id)
    assert "leads a group that you are in." in mine.get("/app/").text
    hub.services.requests.ask(mentee, hub.person("Ben", Role.MENTOR).person_id)
    assert "One request is waiting for an answer" in mine.get("/app/").text
    places = re.compile(r"Free places\s*</dt>\s*<dd class=\"number\">\s*(\d+)")
    assert places.findall(hub.browser(mentor).get("/app/").text) == ["2"]
    assert places.findall(hub.browser(teacher).get("/app/program").text) == ["4"]
