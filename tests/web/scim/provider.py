"""An identity provider in front of a hub: a SCIM connection that is on, and its token."""

from uuid import UUID

from core.domain.connection import Connection, ConnectionStatus
from tests.web.hub import ORGANIZATION, Hub
from web.scim.routes import scim

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
BASE = "http://localhost/scim/v2"


class Provider:
    def __init__(self, hub=None, number=801):
        self.hub = hub or Hub(blueprints=[scim])
        self.connection_id = UUID(int=number)
        now = self.hub.clock.now()
        with self.hub.storage.tenant(ORGANIZATION) as work:
            work.connections.add(
                Connection(
                    id=self.connection_id,
                    organization_id=ORGANIZATION,
                    connector="scim",
                    title="Entra",
                    status=ConnectionStatus.ON,
                    every=None,
                    created_at=now,
                    updated_at=now,
                )
            )
        self.admin = self.hub.administrator(f"admin{number}@uni.test")
        self.token = self.hub.services.scim.tokens.issue(self.admin, self.connection_id)
        self.client = self.hub.app.test_client()

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}"}

    def call(self, method, path, json=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(
            f"/scim/v2{path}", method=method, json=json, headers={**self.headers, **named}
        )

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, json, **headers):
        return self.call("POST", path, json, **headers)

    def put(self, path, json, **headers):
        return self.call("PUT", path, json, **headers)

    def delete(self, path, **headers):
        return self.call("DELETE", path, **headers)

    def patch(self, path, *operations, **headers):
        return self.call("PATCH", path, {"schemas": [PATCH], "Operations": operations}, **headers)

    def user(self, name="mia@uni.test", **attributes):
        """The id of a new user."""
        answer = self.post("/Users", {"schemas": [USER], "userName": name, **attributes})
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    def group(self, name="Mentors", *members):
        answer = self.post(
            "/Groups",
            {
                "schemas": [GROUP],
                "displayName": name,
                "members": [{"value": key} for key in members],
            },
        )
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    def entry(self, key):
        with self.hub.storage.tenant(ORGANIZATION) as work:
            return work.directory_entries.get(self.connection_id, key)

    def found(self, path):
        answer = self.get(path)
        assert answer.status_code == 200, answer.json
        return answer.json["Resources"]
