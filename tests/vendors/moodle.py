"""A stand-in Moodle: one address, HTTP 200 whatever happens."""

from flask import Flask, jsonify, request

ORIGIN = "https://moodle.example"
TOKEN = "0123456789abcdef"
WHEN = 1_771_581_600
FUNCTIONS = (
    "core_webservice_get_site_info",
    "core_course_get_courses_by_field",
    "core_course_get_contents",
    "core_enrol_get_enrolled_users",
    "core_completion_get_activities_completion_status",
    "gradereport_user_get_grade_items",
)


class Moodle:
    """`refused` are courses that the account may not read; `wrong` are functions or people that
    are answered by an error code."""

    def __init__(self):
        self.courses = {1: {"id": 1, "fullname": "Front page", "visible": 1}}
        self.sections, self.people, self.statuses, self.grades = {}, {}, {}, {}
        self.functions = list(FUNCTIONS)
        self.refused, self.wrong = set(), {}
        self.name = "Fjord Moodle"
        self.app = Flask("moodle")
        self.app.post("/webservice/rest/server.php")(self._answer)

    def add_course(self, number, name, **facts):
        self.courses[number] = {"id": number, "fullname": name, "visible": 1, **facts}
        self.sections[number], self.people[number] = [], []

    def add_section(self, course, name, *modules, **facts):
        made = [
            {
                "id": number,
                "name": title,
                "modname": kind,
                "url": f"{ORIGIN}/mod/{kind}/view.php?id={number}",
                "visible": 1,
            }
            for number, title, kind in modules
        ]
        told = {"id": len(self.sections[course]), "name": name, "visible": 1, "modules": made}
        self.sections[course].append({**told, **facts})
        return made

    def complete(self, person, module, state=1, at=WHEN):
        told = {"cmid": module, "modname": "page", "state": state, "timecompleted": at}
        self.statuses.setdefault(person, []).append(told)

    def grade(self, person, module, raw, **facts):
        told = {
            "itemtype": "mod",
            "cmid": module,
            "graderaw": raw,
            "grademin": 0,
            "grademax": 20,
            "gradeishidden": False,
            "gradedategraded": WHEN,
            **facts,
        }
        self.grades.setdefault(person, []).append(told)

    def _answer(self):
        form = request.form
        if form["wstoken"] != TOKEN:
            return _wrong("invalidtoken")
        name = form["wsfunction"]
        if name not in self.functions:
            return _wrong("accessexception")
        number = int(form.get("courseid", 0))
        if number in self.refused:
            return _wrong("nopermissions")
        if number and number not in self.courses:
            return _wrong("invalidrecord")
        for asked in (name, form.get("userid")):
            if asked in self.wrong:
                return _wrong(self.wrong[asked])
        return jsonify(getattr(self, "_" + name.rpartition("_get_")[2])(form))

    def _site_info(self, _form):
        functions = [{"name": name, "version": "1"} for name in self.functions]
        told = {"userid": 7, "release": "4.5.6 (Build: 20250811)", "functions": functions}
        return {"sitename": self.name, **told}

    def _courses_by_field(self, form):
        found = list(self.courses.values())
        if form.get("field") == "id":
            found = [one for one in found if one["id"] == int(form["value"])]
        return {"courses": found, "warnings": []}

    def _contents(self, form):
        return self.sections[int(form["courseid"])]

    def _enrolled_users(self, form):
        assert form["options[0][value]"] == "id"
        return [{"id": number} for number in self.people[int(form["courseid"])]]

    def _activities_completion_status(self, form):
        return {"statuses": self.statuses.get(int(form["userid"]), []), "warnings": []}

    def _grade_items(self, form):
        course, person = int(form["courseid"]), int(form["userid"])
        items = [*self.grades.get(person, []), {"itemtype": "course", "graderaw": 20.0}]
        told = {"courseid": course, "userid": person, "gradeitems": items}
        return {"usergrades": [told], "warnings": []}


def _wrong(code):
    return {"exception": "moodle_exception", "errorcode": code, "message": "It went wrong."}
