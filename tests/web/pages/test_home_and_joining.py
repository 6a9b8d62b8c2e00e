import pytest

from core.domain.course import Course
from core.domain.program import Role
from tests.web.hub import ORGANIZATION, REGISTRATION


def test_the_front_door_says_how_to_get_in(hub):
    page = hub.app.test_client().get("/")
    assert page.status_code == 200
    assert "How to get in" in page.text
    assert "Participation" not in page.text


@pytest.mark.parametrize("address", ["/app/", "/app/profile", "/app/mentors", "/app/display"])
def test_nobody_gets_further_without_signing_in(hub, address):
    page = hub.app.test_client().get(address)
    assert page.status_code == 401
    assert "<h1" in page.text
    assert "Open the activity again from your course." in page.text


def test_a_newcomer_chooses_how_to_take_part(hub):
    browser = hub.browser(hub.person())
    page = browser.get("/app/").text
    assert "Join as a mentee" in page
    assert "Offer to be a mentor" in page
    assert "Find a mentor</a>" not in page


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_joining_leads_to_the_profile_and_welcomes(hub, role):
    actor = hub.person()
    browser = hub.browser(actor)
    joined = browser.post("/app/participation", data={"role": role, "action": "join"})
    assert joined.status_code == 303
    assert joined.location == "/app/profile?done=joined"
    assert [p.role.value for p in hub.services.participations.mine(actor)] == [role]
    assert "Welcome! You are taking part now." in browser.get(joined.location).text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"role": "king", "action": "join"},
        {"role": "mentee", "action": "fly"},
        {"role": "mentee"},
    ],
)
def test_a_form_that_no_page_has_is_not_understood(hub, form):
    page = hub.browser(hub.person()).post("/app/participation", data=form)
    assert page.status_code == 400
    assert "could not be understood" in page.text


def test_the_next_step_of_a_mentee_follows_what_happened(hub, mentor):
    mia = hub.person("Mia", Role.MENTEE)
    browser, services = hub.browser(mia), hub.services

    def heading():
        return (
            browser.get("/app/").text.split('class="card next"')[1].split("<h3>")[1].split("<")[0]
        )

    assert heading().strip() == "First, say what you want to achieve"
    browser.post("/app/profile", data={"goals": "Learn Rust"})
    assert heading().strip() == "See who fits"
    match = services.requests.ask(mia, mentor.person_id)
    assert heading().strip() == "One request is waiting for an answer"
    services.requests.accept(mentor, match.id)
    assert heading().strip() == "Ada"


def test_a_mentee_hears_of_a_declined_request_until_the_next_one(hub, mentor, mentee):
    browser, requests = hub.browser(mentee), hub.services.requests
    requests.decline(mentor, requests.ask(mentee, mentor.person_id).id)
    assert "Ada declined on" in browser.get("/app/").text
    hub.clock.advance(days=1)
    requests.ask(mentee, mentor.person_id)
    assert "declined on" not in browser.get("/app/").text


def test_every_page_says_who_is_signed_in(hub, mentee):
    for path in ("/app/", "/app/profile", "/app/requests"):
        assert "Signed in as Mia" in hub.browser(mentee).get(path).text
    nameless = hub.browser(hub.person("", Role.MENTEE)).get("/app/").text
    assert "Signed in as" not in nameless


def test_a_mentor_sees_first_who_waits(hub, mentor, mentee):
    browser = hub.browser(mentor)
    assert "waiting for your answer" not in browser.get("/app/").text
    hub.services.requests.ask(mentee, mentor.person_id)
    page = browser.get("/app/").text
    assert "One person is waiting for your answer" in page
    assert '<span class="count">1</span>' in page


def test_a_mentor_without_a_profile_is_told_what_is_missing(hub):
    page = hub.browser(hub.person("Ben", Role.MENTOR)).get("/app/").text
    assert "Say what you can help with" in page


def test_a_paused_mentor_is_reminded(hub, mentor):
    hub.services.participations.update(mentor, Role.MENTOR, paused=True)
    assert "Nobody new can ask you." in hub.browser(mentor).get("/app/").text


def test_a_paused_mentee_is_reminded(hub, mentee):
    hub.services.participations.update(mentee, Role.MENTEE, paused=True)
    assert "You are not looking for a mentor now." in hub.browser(mentee).get("/app/").text


def test_managers_see_counts_and_administrators_every_programme(hub, mentor, mentee):
    teacher = hub.browser(hub.person("Tess", manages=True)).get("/app/").text
    assert "Open the overview" in teacher
    assert "Programmes of your organization" not in teacher
    admin = hub.browser(hub.person("Adm", administers=True)).get("/app/").text
    assert "Programmes of your organization" in admin


class TestWithoutProgramme:
    @pytest.fixture
    def elsewhere(self, hub):
        course = Course(
            registration_id=REGISTRATION,
            context_id="c2",
            organization_id=ORGANIZATION,
            title="Algebra",
        )
        with hub.storage.tenant(ORGANIZATION) as work:
            work.courses.save(course)
        return {"program_id": None, "context_id": "c2"}

    def test_learners_are_told_whom_to_ask(self, hub, elsewhere):
        page = hub.browser(hub.person(**elsewhere)).get("/app/").text
        assert "No mentoring here yet" in page
        assert "<form" not in page.split("<main")[1].split("</main>")[0]

    def test_outside_a_course_there_is_nothing_to_start(self, hub):
        actor = hub.person(program_id=None, context_id=None, manages=True)
        page = hub.browser(actor).get("/app/").text
        assert "Open Mentorloom from a course" in page
        assert "<form" not in page.split("<main")[1].split("</main>")[0]

    def test_a_teacher_starts_one_and_learners_follow_without_signing_in_again(
        self, hub, elsewhere
    ):
        teacher = hub.browser(hub.person("Tess", manages=True, **elsewhere))
        learner = hub.browser(hub.person("Lea", **elsewhere))
        assert 'value="Algebra"' in teacher.get("/app/").text
        assert learner.get("/app/mentors").status_code == 303
        started = teacher.post("/app/program", data={"name": "Algebra peers", "description": ""})
        assert started.location == "/app/program?done=started"
        assert "Algebra peers" in teacher.get(started.location).text
        assert "Join as a mentee" in learner.get("/app/").text

    def test_a_nameless_programme_is_refused_and_nothing_typed_is_lost(self, hub, elsewhere):
        teacher = hub.browser(hub.person("Tess", manages=True, **elsewhere))
        page = teacher.post("/app/program", data={"name": " ", "description": "For <everyone>"})
        assert page.status_code == 422
        assert "Give the programme a name." in page.text
        assert 'aria-invalid="true"' in page.text
        assert "For &lt;everyone&gt;" in page.text

    def test_learners_cannot_start_one(self, hub, elsewhere):
        learner = hub.browser(hub.person(**elsewhere))
        assert learner.post("/app/program", data={"name": "Mine"}).status_code == 403

    def test_the_overview_leads_home(self, hub, elsewhere):
        teacher = hub.browser(hub.person("Tess", manages=True, **elsewhere))
        assert teacher.get("/app/program").location == "/app/"

    def test_participation_says_that_there_is_nothing_to_join(self, hub, elsewhere):
        page = hub.browser(hub.person(**elsewhere)).get("/app/participation").text
        assert "This course has no mentoring programme yet." in page
        assert "Join as a mentee" not in page
