# ruff: noqa: ARG002 - the library fixes these signatures
"""PyPI lti1p3platform's token endpoint, roster and gradebook, served by a small Flask app.

The library checks tokens, scopes and methods and shapes the answers; below it is what every user
of it has to write: where the data is, and how requests and answers look in Flask. Its next pages
come with an unquoted rel.
"""

import json

from flask import Flask, Response, request
from lti1p3platform.exceptions import LineItemNotFoundException, LtiException
from lti1p3platform.membership import Context
from lti1p3platform.request import Request
from lti1p3platform.response import generate_next_link
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import (
    AssignmentsGradesService,
    NamesRoleProvisioningService,
)

from tests.lti.campus import ISSUER

ITEMS_URL, MEMBERS_URL, TOKEN_URL = ISSUER + "/items", ISSUER + "/Members", ISSUER + "/token"


class FlaskRequest(Request):
    def build_metadata(self, request):
        numbers = {"page", "limit"}
        query = {k: int(v) if k in numbers else v for k, v in request.args.items()}
        sent = request.get_data()
        return {
            "method": request.method,
            "form_data": request.form.to_dict(),
            "get_data": query,
            "headers": request.headers,
            "content_type": request.content_type,
            "path": request.path,
            "json": json.loads(sent) if sent else None,
        }


class Course:
    def __init__(self):
        self.members = []
        self.items = {}
        self.scores = {}


def page_of(things, page, limit):
    size = limit or 50
    end = page * size
    return {"content": things[end - size : end], "has_next": len(things) > end}


class Gradebook(AssignmentsGradesService):
    course = None

    def find_lineitems(
        self,
        page=1,
        limit=None,
        line_item_id=None,
        resource_link_id=None,
        resource_id=None,
        tag=None,
    ):
        # Its filters are the application's business; this one ignores them and pages by three.
        return page_of(list(self.course.items.values()), page, 3)

    def find_lineitem(self, line_item_id):
        if line_item_id not in self.course.items:
            raise LineItemNotFoundException
        return self.course.items[line_item_id]

    def create_lineitem(self, creation_data):
        url = f"{ITEMS_URL}/{len(self.course.items) + 1}"
        self.course.items[url] = {**creation_data, "id": url}
        return self.course.items[url]

    def update_lineitem(self, update_data):
        self.find_lineitem(update_data["id"])
        self.course.items[update_data["id"]] = update_data
        return update_data

    def delete_lineitem(self, line_item_id):
        raise AssertionError("nobody deletes")

    def update_score(self, line_item_id, score):
        self.find_lineitem(line_item_id)
        scores = self.course.scores.setdefault((line_item_id, score["userId"]), [])
        if scores and scores[-1]["timestamp"] >= score["timestamp"]:
            return UpdateScoreStatus.OLD_TIMESTAMP
        scores.append(score)
        return UpdateScoreStatus.CREATED if len(scores) == 1 else UpdateScoreStatus.SUCCESS

    def get_results(self, line_item_id, page=1, limit=None, user_id=None):
        raise AssertionError("nobody reads results")


class Roster(NamesRoleProvisioningService):
    course = None

    def get_member_data_page(self, page=1, limit=None, role=None, since=None):
        return page_of(self.course.members, page, min(limit or 50, 50))

    def get_context_by_id(self):
        return Context("course-2", "MGMT101", "Management 101")


def told(answer):
    """The library's answer in Flask's words."""
    result, headers = answer.result, {}
    if isinstance(result, dict) and result.get("next"):
        headers["Link"] = generate_next_link(result.pop("next"))
    if isinstance(result, dict) and "content" in result:
        result = result["content"]
    body = "" if result is None else json.dumps(result)
    return Response(body, answer.code, headers, content_type=answer.media_type)


def partner_app(configuration, course):
    """Serve a course.

    Args:
        configuration: of the library, with the tool's keys.
        course: a Course, which the app keeps up to date.
    """
    app = Flask("partner")

    def gradebook():
        service = Gradebook(FlaskRequest(request), configuration, ITEMS_URL)
        service.course = course
        return service

    @app.post("/token")
    def token():
        try:
            return configuration.get_access_token(request.form.to_dict())
        except LtiException:
            return {"error": "invalid_client"}, 400

    @app.get("/Members")
    def members():
        service = Roster(FlaskRequest(request), configuration, MEMBERS_URL)
        service.course = course
        return told(service.handle_resp(service.handle_get_members))

    @app.route("/items", methods=["GET", "POST"])
    def items():
        service = gradebook()
        posts = request.method == "POST"
        handle = service.handle_create_lineitem if posts else service.handle_get_lineitems
        return told(service.handle_resp(handle))

    @app.route("/items/<number>", methods=["GET", "PUT"])
    def item(number):
        service = gradebook()
        puts = request.method == "PUT"
        handle = service.handle_update_lineitem if puts else service.handle_get_lineitem
        return told(service.handle_resp(handle, line_item_id=f"{ITEMS_URL}/{number}"))

    @app.post("/items/<number>/scores")
    def scores(number):
        service = gradebook()
        url = f"{ITEMS_URL}/{number}"
        return told(service.handle_resp(service.handle_update_score, line_item_id=url))

    return app
