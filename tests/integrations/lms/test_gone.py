"""What an LMS does not find: a course that is gone, a part of one, or one person of it."""

import pytest

from integrations.lms.canvas.connector import Canvas
from integrations.lms.moodle.connector import Moodle
from tests.integrations.lms.campuses import CanvasCampus, MoodleCampus
from tests.vendors.contexts import read_all

STREAMS = ("resources", "completions")
PART = {
    "canvas": "Canvas does not find a part of this course.",
    "moodle": "Moodle does not find a part of this course.",
}
NOBODY = "Moodle has no such person any more."


def read(connector, campus, stream, courses):
    found, _, bad, _ = read_all(connector, stream, campus.context(courses=courses), None)
    return found, [(one.key, one.place, str(one.sentence)) for one in bad]


class TestCanvas:
    @pytest.fixture
    def canvas(self):
        return CanvasCampus()

    @pytest.mark.parametrize("stream", STREAMS)
    def test_a_course_is_gone_when_it_is_not_found_itself(self, canvas, stream):
        _, bad = read(Canvas(), canvas, stream, [11])
        assert bad == [("course/11", "", "Canvas has no such course any more.")]

    @pytest.mark.parametrize("stream", STREAMS)
    @pytest.mark.parametrize("hidden", [False, True])
    def test_a_part_that_is_not_found_is_not_the_course(self, canvas, stream, hidden):
        canvas.wire.fault("courses/12/assignments", status=404)
        if hidden:
            canvas.wire.fault("courses/12", status=403)
        _, bad = read(Canvas(), canvas, stream, [12, 15])
        assert bad == [("", "course/12", PART["canvas"])]


class TestMoodle:
    @pytest.fixture
    def moodle(self):
        return MoodleCampus()

    @pytest.mark.parametrize("stream", STREAMS)
    def test_a_course_is_gone_when_it_is_not_found_itself(self, moodle, stream):
        _, bad = read(Moodle(), moodle, stream, [9])
        assert bad == [("course/9", "", "Moodle has no such course any more.")]

    @pytest.mark.parametrize(
        ("stream", "function"),
        [
            ("resources", "core_course_get_contents"),
            ("completions", "core_enrol_get_enrolled_users"),
        ],
    )
    def test_a_part_that_is_not_found_is_not_the_course(self, moodle, stream, function):
        moodle.wrong[function] = "invalidrecord"
        _, bad = read(Moodle(), moodle, stream, [2])
        assert bad == [("", "course/2", PART["moodle"])]

    @pytest.mark.parametrize(
        "code", ["invalidrecord", "invaliduser", "userdeleted", "usernotconfirmed"]
    )
    def test_what_is_wrong_with_one_person_is_wrong_with_nobody_else(self, moodle, code):
        moodle.wrong["5"] = code
        for person in (5, 6):
            moodle.complete(person, 21)
        found, bad = read(Moodle(), moodle, "completions", [2])
        assert set(found) == {"module/21/6"}
        assert bad == [("course/2/person/5", "", NOBODY)]
