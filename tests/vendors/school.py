"""A stand-in student information system with a OneRoster service."""

import re
from base64 import b64decode

from flask import Flask, request

ORIGIN = "https://sis.example"
BASE = f"{ORIGIN}/ims/oneroster/rostering/v1p2"
ID, SECRET = "client:1", "the secret"


class School:
    def __init__(self, now):
        self.now = now
        self.users = {}
        self.orgs = [
            {"sourcedId": "north", "name": "North School", "type": "school"},
            {"sourcedId": "south", "name": "South School", "type": "school"},
        ]
        self.tokens = {}
        self.counted = True
        self.filters = True
        self.most = 1000
        self.app = self._app()

    def add(self, key, role="student", **facts):
        self.users[key] = {
            "sourcedId": key,
            "status": "active",
            "dateLastModified": self._stamp(),
            "enabledUser": "true",
            "username": key,
            "givenName": key.title(),
            "familyName": "Example",
            "roles": [
                {"roleType": "primary", "role": role, "org": {"sourcedId": "north", "type": "org"}}
            ],
            **facts,
        }

    def change(self, key, **facts):
        self.users[key] |= {"dateLastModified": self._stamp(), **facts}

    def _stamp(self):
        return f"{self.now():%Y-%m-%dT%H:%M:%S}.000Z"

    def _app(self):
        app = Flask("school")
        app.post("/token")(self._token)
        for base in ("/ims/oneroster/rostering/v1p2", "/ims/oneroster/v1p1"):
            name = base[-4:]
            app.add_url_rule(f"{base}/orgs", f"orgs-{name}", self._orgs)
            app.add_url_rule(f"{base}/users", f"users-{name}", self._users)
        return app

    def _token(self):
        proof = request.headers["Authorization"].removeprefix("Basic ")
        if b64decode(proof).decode() != "client%3A1:the+secret":
            return {"error": "invalid_client"}, 400
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token] = self.now().timestamp() + 3600
        return {"access_token": token, "token_type": "bearer", "expires_in": 3600}

    def _orgs(self):
        return self._listed("orgs", self.orgs)

    def _users(self):
        rows = sorted(self.users.values(), key=lambda one: one["sourcedId"])
        if wanted := request.args.get("filter"):
            if not self.filters:
                return _wrong("invalid_filter_field"), 400
            since = re.fullmatch("dateLastModified>='(.+)'", wanted)[1]
            rows = [one for one in rows if one["dateLastModified"] >= since]
        return self._listed("users", rows)

    def _listed(self, name, rows):
        bearer = request.headers["Authorization"].removeprefix("Bearer ")
        if self.tokens.get(bearer, 0) <= self.now().timestamp():
            return _wrong("unauthorisedrequest"), 401
        limit = min(int(request.args["limit"]), self.most)
        offset = int(request.args["offset"])
        headers = {"X-Total-Count": str(len(rows))} if self.counted else {}
        return {name: rows[offset : offset + limit]}, 200, headers


def _wrong(code):
    field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": code}
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_CodeMinor": {"imsx_codeMinorField": [field]},
    }
