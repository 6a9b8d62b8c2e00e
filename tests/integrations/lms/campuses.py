"""Stand-in learning platforms behind the wire that knows their documents."""

from tests.vendors import canvas, moodle
from tests.vendors.contexts import GivenSecrets, context_of
from tests.vendors.wire import Wire

REGISTRATION = "00000000-0000-0000-0000-000000000384"


class CanvasCampus(canvas.Canvas):
    """Two courses: one with everything in it, and a small one."""

    def __init__(self):
        super().__init__()
        self.add_course(12, "Data analysis with SQL")
        self.add_course(15, "Public speaking")
        page = {"id": 101, "title": "Why joins", "type": "Page", "html_url": f"{canvas.ORIGIN}/1"}
        homework = {"id": 102, "title": "Homework", "type": "Assignment", "content_id": 1}
        quiz = {"id": 103, "title": "Test", "type": "Quiz", "content_id": 55}
        head = {"id": 104, "title": "Part two", "type": "SubHeader"}
        self.add_module(12, 1, "Week 1", page, homework, quiz, head)
        talk = {"id": 105, "title": "Talk", "type": "Discussion", "content_id": 77}
        link = {
            "id": 106,
            "title": "Manual",
            "type": "ExternalUrl",
            "html_url": f"{canvas.ORIGIN}/2",
        }
        self.add_module(12, 2, "Week 2", talk, link)
        self.add_assignment(12, 1, "Write five joins")
        self.add_assignment(12, 2, "Test", quiz_id=55, submission_types=["online_quiz"])
        self.add_assignment(
            12, 3, "Talk", discussion_topic={"id": 77}, submission_types=["discussion_topic"]
        )
        self.add_assignment(15, 4, "A speech")
        self.wire = Wire(self.app, canvas.ORIGIN, "canvas.openapi.yaml")

    def context(self, token=canvas.TOKEN, courses=(), address=canvas.ORIGIN):
        settings = {"address": address, "registration": REGISTRATION, "courses": [*courses]}
        return context_of(self.wire, settings, GivenSecrets(token=token))


class MoodleCampus(moodle.Moodle):
    """Two courses: one with people and activities, and an empty one."""

    def __init__(self):
        super().__init__()
        self.add_course(2, "Data analysis with SQL")
        self.add_course(3, "Public speaking")
        kinds = ((21, "Why joins", "page"), (22, "Homework", "assign"), (23, "Escape room", "h5p"))
        self.add_section(2, "Week 1", *kinds)
        self.people[2] = [5, 6]
        self.wire = Wire(self.app, moodle.ORIGIN, "moodle.openapi.yaml")

    def context(self, token=moodle.TOKEN, courses=(), address=moodle.ORIGIN):
        settings = {"address": address, "registration": REGISTRATION, "courses": [*courses]}
        return context_of(self.wire, settings, GivenSecrets(token=token))
