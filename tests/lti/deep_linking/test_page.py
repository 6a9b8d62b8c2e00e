"""The page where teachers choose: what it offers, what it refuses, what comes back as typed."""

from lti.deep_linking import DL
from tests.lti.campus import HUB, ISSUER
from tests.lti.deep_linking.choosing import ASKED, MEETINGS, REFLECTION, activities, ask


def test_only_the_platforms_address_may_be_posted_to(campus):
    choice = ask(campus)
    for answer in (choice.page, choice.press("look"), choice.send(REFLECTION)):
        policy = answer.headers["Content-Security-Policy"]
        assert f"form-action 'self' {ISSUER};" in policy
    assert "s3cret" not in choice.page.text


def test_the_form_works_without_scripts(campus):
    choice = ask(campus)
    added = choice.press("add:meetings")
    assert 'name="0-kind" value="meetings"' in added.text
    assert "0 of 3 meetings" in added.text
    typed = {f"0-{name}": value for name, value in {**MEETINGS, "target": "5"}.items()}
    two = choice.press("add:path_step", **typed)
    assert "Activity 2: Step of a learning path" in two.text
    assert "0 of 5 meetings" in two.text
    looked = choice.press("look", **typed | {"0-points": "2,5", "0-title": "<i>"})
    assert "2.5 points" in looked.text
    assert "&lt;i&gt;" in looked.text
    removed = choice.press("remove:0", **typed)
    assert "0-kind" not in removed.text


def test_a_preview_follows_what_is_typed(campus):
    choice = ask(campus)
    typed = {f"1-{name}": value for name, value in REFLECTION.items()} | {"0-kind": "milestone"}
    where = "/app/activities/choose/preview"
    seen = choice.press("", where + "?number=1", **typed)
    assert "10 points" in seen.text
    assert "<html" not in seen.text
    for wrong in ("?number=2", "?number=x", ""):
        assert choice.press("", where + wrong, **typed).status_code == 400


def test_what_makes_no_sense_comes_back_as_typed(campus, storage):
    choice = ask(campus)
    assert "Choose at least one activity." in choice.send(status=422).text
    answer = choice.send(
        {**MEETINGS, "target": "many", "points": "ten"}, {**REFLECTION, "title": " "}, status=422
    )
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="many"' in answer.text
    assert 'href="#0-target"' in answer.text
    answer = choice.send({**MEETINGS, "points": "0"}, {**REFLECTION, "title": " "}, status=422)
    assert "Give the activity a title." in answer.text
    assert 'href="#0-points"' in answer.text
    too_many = choice.send(*[MEETINGS] * 21, status=422)
    assert "Choose at most 20" in too_many.text
    assert not any(name.endswith("/activities") for name in storage.tables.rows)


def test_a_place_for_one_takes_one(campus, decoded):
    choice = ask(campus, {**ASKED, "accept_multiple": False})
    assert "This place takes one activity." in choice.page.text
    assert "What shall learners do?" not in choice.press("add:onboarding").text
    choice.send(MEETINGS, REFLECTION, status=422)
    assert len(decoded(choice.send(MEETINGS))[DL + "content_items"]) == 1


def test_a_place_without_grades_offers_no_points(campus, decoded, storage):
    choice = ask(campus, {**ASKED, "accept_lineitem": False})
    assert "0-points" not in choice.press("add:milestone").text
    (item,) = decoded(choice.send(REFLECTION))[DL + "content_items"]
    assert "lineItem" not in item
    assert activities(campus, storage)[0].points is None


def test_forms_of_programs_are_refused(campus):
    choice = ask(campus)
    for action in ("", "explode", "add:quiz", "remove:x"):
        assert choice.press(action).status_code == 400
    cross_site = campus.browser.post(
        "/app/activities/choose",
        data={"request": choice.token, "action": "cancel"},
        base_url=HUB,
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert cross_site.status_code == 403
