"""Copied courses of the stand-in campus: by Canvas's notices, and by what launches tell."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from core.services.courses.course_copies import COURSE_COPIED, CourseCopies
from demo.addresses import TOOL_URL
from lti.claims import read_message
from tests.demo.conftest import Browser
from tests.fakes.time_and_chance import FakeEntropy
from tests.fakes.worker import run_all
from tests.lti.campus_services import CanvasPlace, MoodlePlace
from tests.lti.conftest import make_app
from tests.lti.scored_course import ScoredCourse

PLACES = {
    "moodle": (MoodlePlace, "lindenmoor/{teacher}/SE301"),
    "canvas": (CanvasPlace, "fjordwerk/{teacher}/LEAD-1"),
}


class CopiedCourse:
    """A hub that can be told, and a teacher who copies the course."""

    def __init__(self, folder, product):
        make, self.where = PLACES[product]
        self.place = make(folder)
        self.course = ScoredCourse(self.place)
        self.storage = self.place.storage
        public = (self.storage, self.place.clock, FakeEntropy(), self.place.http, TOOL_URL)
        self.app = make_app(*public)
        self.tool = self.app.extensions["mentorloom-lti"]
        self.browser = Browser(self.place.app.test_client())
        self.place.campus.notices.send = self.deliver
        self.place.campus.notices.run = lambda work: work()
        self.answers = []

    def deliver(self, url, body):
        parts = urlsplit(url)
        answer = self.app.test_client().post(parts.path, json=body, base_url=TOOL_URL)
        self.answers.append(answer.status_code)
        return str(answer.status_code)

    def subscribe(self, *kinds):
        for kind in kinds:
            self.tool.subscriptions.subscribe_notices(
                str(self.place.registration.id),
                self.place.institution.deployment_id,
                self.place.course.services.notices_url,
                kind,
            )

    def copy(self):
        """The label and id of the copy."""
        teacher = next(
            person.key
            for person in self.place.institution.people
            if person.group == "teacher" and self.place.place.course.label in person.courses
        )
        self.browser.client.post(f"/{self.where.format(teacher=teacher)}/copy")
        made = self.place.campus.courses.of(self.place.institution)[-1]
        return made.label, made.id

    def work(self):
        copies = CourseCopies(self.storage, FakeEntropy())
        run_all(self.storage, {COURSE_COPIED: copies.course_copied})

    def origins(self, context_id):
        with self.course.tenant() as work:
            known = work.activities.of_course(self.place.registration.id, context_id)
        return [activity.origin_id for activity in known]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("campus")


def test_canvas_says_hello_and_tells_of_a_copy(folder):
    copied = CopiedCourse(folder, "canvas")
    copied.subscribe("LtiHelloWorldNotice", "LtiContextCopyNotice")
    assert copied.answers == [202]
    assert copied.storage.jobs == []
    _, context_id = copied.copy()
    assert copied.answers == [202, 202]
    copied.work()
    assert copied.origins(context_id) == [copied.course.activity.origin_id]
    with copied.course.tenant() as work:
        course = work.courses.get(copied.place.registration.id, context_id)
    assert course.history == (copied.course.course.context_id,)
    assert course.program_id is None


@pytest.mark.parametrize("product", PLACES)
def test_without_a_notice_the_first_launch_tells(folder, product):
    copied = CopiedCourse(folder, product)
    label, context_id = copied.copy()
    learner = copied.where.format(teacher="mara-lindqvist")
    if product == "canvas":
        learner = copied.where.format(teacher="amina-yildiz")
    told = read_message(copied.browser.launch(f"{learner.rpartition('/')[0]}/{label}"))
    assert told.history == (copied.course.course.context_id,)
    copied.course.course = replace(
        copied.course.course, context_id=context_id, history=told.history
    )
    copied.course.launch(told.subject)
    assert copied.origins(context_id) == [copied.course.activity.origin_id]
