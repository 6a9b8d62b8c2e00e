"""The same answers over the API."""

from dataclasses import replace

HERE = "/api/v1/me/demographics"
NONE = dict.fromkeys(("gender", "age", "ethnicity", "migration", "disability"))


def test_answers_come_and_go(hub, mentee, mentor):
    mine = hub.browser(mentee)
    assert mine.get(HERE).json == NONE
    kept = mine.put(HERE, json={"gender": "another", "migration": "unsaid", "age": None})
    assert kept.json == {**NONE, "gender": "another", "migration": "unsaid"}
    assert hub.browser(mentor).get(HERE).json == NONE
    assert mine.put(HERE, json={"age": "from_55"}).json == {**NONE, "age": "from_55"}
    assert mine.delete(HERE).status_code == 204
    assert mine.get(HERE).json == NONE


def test_an_answer_that_is_not_offered(hub, mentee):
    answer = hub.browser(mentee).put(HERE, json={"gender": "robot"})
    assert answer.status_code == 422
    assert "Choose one of" in answer.text


def test_a_student_view_is_nobody(hub):
    view = hub.person("Student view")
    with hub.storage.tenant(view.organization_id) as work:
        work.people.save(replace(work.people.get(view.person_id), test_user=True))
    assert hub.browser(view).put(HERE, json={"gender": "woman"}).status_code == 403
