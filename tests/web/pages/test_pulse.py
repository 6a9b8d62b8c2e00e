import pytest

from core.domain.program import Role
from core.domain.pulse import Question
from core.services.pulses.asking import PulseAsking
from core.services.pulses.picture import FEWEST

FINE = {question.value: "4" for question in Question}


def ask(hub):
    hub.clock.advance(days=7)
    PulseAsking(hub.storage, hub.clock, hub.services.entropy).ask_pulses()


@pytest.fixture
def asked(hub, mentor, mentee):
    made = hub.services.requests.ask(mentee, mentor.person_id)
    hub.services.requests.accept(mentor, made.id)
    ask(hub)
    (one,) = hub.services.pulses.waiting(mentee)
    return one.pulse


def test_questions_are_answered_on_a_page_that_home_leads_to(hub, mentee, asked):
    browser = hub.browser(mentee)
    assert "Three short questions wait for you" in browser.get("/app/").text
    page = browser.get("/app/pulse").text
    assert "Your mentor" in page
    assert "We reach each other when we need to." in page
    done = browser.post(f"/app/pulse/{asked.id}", data=FINE)
    assert done.location == "/app/pulse?done=pulse-answered"
    assert "Nothing to answer" in browser.get("/app/pulse").text
    assert "Three short questions wait" not in browser.get("/app/").text


def test_who_says_that_something_is_in_the_way_hears_what_to_do(hub, mentee, asked):
    browser = hub.browser(mentee)
    done = browser.post(f"/app/pulse/{asked.id}", data=FINE | {"next": "1"})
    assert "If something is in the way" in browser.get(done.location).text


def test_what_is_missing_is_named_and_the_rest_stays(hub, mentee, asked):
    told = {"helps": "5", "reaches": "x"}
    page = hub.browser(mentee).post(f"/app/pulse/{asked.id}", data=told)
    assert page.status_code == 422
    assert f'href="#next-{asked.id}"' in page.text
    assert page.text.count("checked") == 1


def test_closed_questions_say_so(hub, mentee, asked):
    hub.clock.advance(days=8)
    page = hub.browser(mentee).post(f"/app/pulse/{asked.id}", data=FINE)
    assert page.status_code == 409
    assert "closed" in page.text


def test_managers_see_numbers_of_many(hub, mentor):
    teacher = hub.person("Tess", manages=True)
    assert "Shown once five people have answered" in hub.browser(teacher).get("/app/program").text
    hub.services.participations.update(mentor, Role.MENTOR, capacity=FEWEST)
    mentees = [hub.person(f"Mentee {number}", Role.MENTEE) for number in range(FEWEST)]
    for one in mentees:
        made = hub.services.requests.ask(one, mentor.person_id)
        hub.services.requests.accept(mentor, made.id)
    ask(hub)
    for one in mentees:
        (waiting,) = hub.services.pulses.waiting(one)
        hub.services.pulses.answer(one, waiting.pulse.id, {q.value: 4 for q in Question})
    page = hub.browser(teacher).get("/app/program").text
    assert "Answers of 5 people" in page
    assert page.count(">4.0<") == len(Question)


def test_a_programme_chooses_how_often(hub):
    teacher = hub.person("Tess", manages=True)
    browser = hub.browser(teacher)
    form = {"name": "Careers", "description": "", "pulse_days": "14"}
    assert browser.post("/app/program/settings", data=form).status_code == 303
    assert hub.services.programs.current(teacher).pulse_days == 14
    for wrong in ("", "91", "often"):
        page = browser.post("/app/program/settings", data=form | {"pulse_days": wrong})
        assert "Choose a number from 0 to 90." in page.text
