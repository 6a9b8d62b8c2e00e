"""A stand-in tenant: sign-in, users, delta queries and batches of Microsoft Graph, in one app.

Tokens of a delta query count changes; those before `forgotten` are not known any more.
"""

import json
from itertools import count
from urllib.parse import parse_qs, urlsplit

from flask import Flask, request

TENANT = "11111111-2222-3333-4444-555555555555"
APP = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SECRET = "the-secret"
ORIGIN = "https://graph.example"
GRAPH = f"{ORIGIN}/v1.0"
USERS = f"{GRAPH}/users"


class GraphTenant:
    def __init__(self, now, page=3):
        self.now = now
        self.page = page
        self.users = {}
        self.changes = []  # ids, in order
        self.forgotten = 0
        self.tokens = {}
        self.busy = 0  # so many answers of the next batch are 429
        self.named = True
        self._numbers = count(1)
        self.app = self._app()

    def add(self, key, **facts):
        self.users[key] = {
            "id": key,
            "displayName": key.title(),
            "accountEnabled": True,
            "userType": "Member",
            **facts,
        }
        self.changes.append(key)

    def change(self, key, **facts):
        self.users[key] |= facts
        self.changes.append(key)

    def remove(self, key):
        del self.users[key]
        self.changes.append(key)

    def _app(self):
        app = Flask("graph")
        app.config["PROPAGATE_EXCEPTIONS"] = True
        app.before_request(self._admit)
        app.get("/<tenant>/v2.0/.well-known/openid-configuration")(self._configuration)
        app.post("/<_tenant>/oauth2/v2.0/token")(self._token)
        app.get("/v1.0/organization")(self._organization)
        app.get("/v1.0/users")(self._list)
        app.get("/v1.0/users/delta")(self._delta)
        app.post("/v1.0/$batch")(self._batch)
        return app

    def _admit(self):
        if not request.path.startswith("/v1.0/"):
            return None
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        ends = self.tokens.get(bearer)
        return None if ends and ends > self.now() else _error(401, "InvalidAuthenticationToken")

    def _configuration(self, tenant):
        if tenant not in (TENANT, "fjordwerk.example"):
            return {"error": "invalid_tenant", "error_codes": [90002]}, 400
        base = f"{ORIGIN}/{TENANT}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }

    def _token(self, _tenant):
        form = request.form
        if form["client_id"] != APP:
            return {"error": "unauthorized_client", "error_codes": [700016]}, 400
        if form["client_secret"] != SECRET:
            return {"error": "invalid_client", "error_codes": [7000215]}, 401
        token = f"token-{next(self._numbers)}"
        self.tokens[token] = self.now().replace(year=self.now().year + 1)
        return {"token_type": "Bearer", "expires_in": 3599, "access_token": token}

    def _organization(self):
        if not self.named:
            return _error(403, "Authorization_RequestDenied")
        return {"value": [{"id": TENANT, "displayName": "Fjordwerk Robotics"}]}

    def _list(self):
        """Pages go on after a user, not after a number of them: who is deleted moves nobody."""
        shape = request.args
        left = sorted(key for key in self.users if key > shape.get("$skiptoken", ""))
        shown = left[: self.page]
        told = {"value": [_shaped(self.users[key], shape) for key in shown]}
        if len(left) > len(shown):
            told["@odata.nextLink"] = _link(USERS, {**shape, "$skiptoken": shown[-1]})
        return told

    def _delta(self):
        where = request.args.get("$deltatoken") or request.args.get("$skiptoken") or "0"
        at = len(self.changes) if where == "latest" else int(where)
        if at < self.forgotten:
            return _error(410, "syncStateNotFound")
        seen = self.changes[at : at + self.page]
        told = {"value": [self._changed(key) for key in dict.fromkeys(seen)]}
        at += len(seen)
        more = at < len(self.changes)
        token = "$skiptoken" if more else "$deltatoken"
        name = "@odata.nextLink" if more else "@odata.deltaLink"
        return {**told, name: _link(f"{USERS}/delta", {token: str(at)})}

    def _changed(self, key):
        """What changed only: never a manager, though somebody has one."""
        if key not in self.users:
            return {"id": key, "@removed": {"reason": "changed"}}
        return {"id": key, "displayName": self.users[key]["displayName"]}

    def _batch(self):
        answers = [self._part(one) for one in request.get_json()["requests"]]
        return {"responses": answers[::-1]}

    def _part(self, asked):
        if self.busy:
            self.busy -= 1
            body = _error(429, "TooManyRequests")[0]
            headers = {"Retry-After": str(10 * (1 + self.busy))}
            return {"id": asked["id"], "status": 429, "headers": headers, "body": body}
        parts = urlsplit(asked["url"])
        shape = {name: values[0] for name, values in parse_qs(parts.query).items()}
        user = self.users.get(parts.path.removeprefix("/users/"))
        if user is None:
            body = _error(404, "Request_ResourceNotFound")[0]
            return {"id": asked["id"], "status": 404, "headers": {}, "body": body}
        headers = {"Content-Type": "application/json"}
        return {"id": asked["id"], "status": 200, "headers": headers, "body": _shaped(user, shape)}


def _shaped(user, shape):
    told = {name: user.get(name) for name in shape["$select"].split(",")}
    if "$expand" in shape and user.get("manager"):
        told["manager"] = {"@odata.type": "#microsoft.graph.user", "id": user["manager"]}
    return told


def _link(base, query):
    return f"{base}?" + "&".join(f"{name}={value}" for name, value in query.items())


def _error(status, code):
    return json.loads(json.dumps({"error": {"code": code, "message": "No."}})), status
