"""A stand-in Canvas: courses, modules, assignments, grades and progress, in pages."""

from flask import Flask, jsonify, request

ORIGIN = "https://fjord.instructure.example"
TOKEN = "7~token"
WHEN = "2026-02-20T10:00:00Z"


class Canvas:
    """`most` is the length of a page; `many` is how many items a list of modules still carries."""

    def __init__(self):
        self.courses = {}
        self.modules = {}
        self.assignments = {}
        self.submissions = {}
        self.progress = {}
        self.graders = set()
        self.most, self.many = 2, 3
        self.bucket = 700.0
        self.app = self._app()

    def add_course(self, number, name):
        self.courses[number] = {"id": number, "name": name, "workflow_state": "available"}
        self.modules[number], self.assignments[number] = [], []
        self.submissions[number], self.progress[number] = [], []
        self.graders.add(number)

    def add_module(self, course, number, name, *items, **facts):
        items = [{"published": True, **item} for item in items]
        told = {"id": number, "name": name, "published": True, "items": items, **facts}
        self.modules[course].append(told)

    def add_assignment(self, course, number, name, **facts):
        told = {
            "id": number,
            "name": name,
            "html_url": f"{ORIGIN}/courses/{course}/assignments/{number}",
            "published": True,
            "points_possible": 10.0,
            "submission_types": ["online_upload"],
            **facts,
        }
        self.assignments[course].append(told)

    def grade(self, course, assignment, user, score, **facts):
        told = {
            "assignment_id": assignment,
            "user_id": user,
            "workflow_state": "graded",
            "score": score,
            "graded_at": WHEN,
            "posted_at": WHEN,
            **facts,
        }
        self.submissions[course].append(told)

    def meet(self, course, user, met, wanted=3):
        done = WHEN if met == wanted else None
        told = {
            "requirement_count": wanted,
            "requirement_completed_count": met,
            "next_requirement_url": None,
            "completed_at": done,
        }
        self.progress[course].append({"id": user, "display_name": "Somebody", "progress": told})

    def _app(self):
        app = Flask("canvas")
        app.before_request(self._signed)
        app.after_request(self._told)
        one = "/api/v1/courses/<int:course>"
        for rule, view in (
            ("/api/v1/users/self", self._self),
            ("/api/v1/courses", self._courses),
            (one, self._course),
            (f"{one}/modules", self._modules),
            (f"{one}/modules/<int:module>/items", self._items),
            (f"{one}/assignments", lambda course: self._of(self.assignments, course)),
            (f"{one}/students/submissions", self._submissions),
            (f"{one}/bulk_user_progress", self._progress),
        ):
            app.add_url_rule(rule, rule, view)
        return app

    def _signed(self):
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            told = {"errors": [{"message": "Invalid access token."}]}
            return told, 401, {"WWW-Authenticate": 'Bearer realm="canvas-lms"'}
        return None

    def _told(self, answer):
        answer.headers["X-Rate-Limit-Remaining"] = str(self.bucket)
        return answer

    def _self(self):
        return {"id": 9, "name": "Mentorloom reader"}

    def _courses(self):
        return self._listed(sorted(self.courses.values(), key=lambda one: one["id"]))

    def _course(self, course):
        return self.courses[course] if course in self.courses else _missing()

    def _modules(self, course):
        told = [{**one, "items_count": len(one["items"])} for one in self.modules.get(course, [])]
        for one in told:
            if len(one["items"]) > self.many or "items" not in request.args.getlist("include[]"):
                del one["items"]
        return self._listed(told) if course in self.courses else _missing()

    def _items(self, course, module):
        (found,) = [one for one in self.modules[course] if one["id"] == module]
        return self._listed(found["items"])

    def _submissions(self, course):
        if course not in self.graders:
            return _unauthorised()
        assert request.args["workflow_state"] == "graded"
        return self._listed(self.submissions[course])

    def _progress(self, course):
        return self._listed(self.progress[course])

    def _of(self, rows, course):
        return self._listed(rows[course]) if course in self.courses else _missing()

    def _listed(self, rows):
        start = int(request.args.get("page", "bookmark:0").removeprefix("bookmark:"))
        end = start + min(self.most, int(request.args["per_page"]))
        answer = jsonify(rows[start:end])
        names = [(k, v) for k, v in request.args.items(multi=True) if k != "page"]
        asked = "&".join(f"{name}={value}" for name, value in names)
        here = f"{request.base_url}?{asked}&page="
        links = [f'<{here}bookmark:0>; rel="first"']
        if end < len(rows):
            links.insert(0, f'<{here}bookmark:{end}>; rel="next"')
        answer.headers["Link"] = ",".join(links)
        return answer


def _missing():
    return {"errors": [{"message": "The specified resource does not exist."}]}, 404


def _unauthorised():
    told = {"message": "user not authorized to perform that action"}
    return {"status": "unauthorized", "errors": [told]}, 401
