"""A sign-in at Microsoft Entra ID, and Microsoft Graph, laid out beforehand."""

import json

import jwt

from teams_app.microsoft_http import AppTokens, graph_scope
from teams_app.registration import PREAUTHORISED, wanted
from tests.fakes.outbound import FakeOutbound
from tests.fakes.time_and_chance import FakeClock

from .packages import APP, CLIENT, PUBLIC, TID, tenant

REAL = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"
GRAPH_SCOPE = graph_scope(GRAPH)
CATALOG = "cccccccc-1111-2222-3333-444444444444"


def app_token(*roles):
    """An app-only token as Graph takes it; nobody here looks at its signature."""
    return jwt.encode({"roles": list(roles)}, "k" * 32, "HS256")


class Entra:
    """A sign-in that gives one token after the other."""

    def __init__(self, origin=REAL, http=None):
        self.origin = origin
        self.http = http or FakeOutbound(frozenset({origin}))
        self.secret = "the-secret"
        self.clock = FakeClock()
        base = f"{origin}/{TID}"
        self.token_url = f"{base}/oauth2/v2.0/token"
        self.configuration_url = f"{base}/v2.0/.well-known/openid-configuration"
        self._lay(
            self.configuration_url,
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": self.token_url,
            },
        )

    def gives(self, *tokens):
        for token in tokens:
            body = {"token_type": "Bearer", "expires_in": 3599, "access_token": token}
            self.http.then(self.token_url, json.dumps(body).encode())

    def refuses(self, *codes, error="invalid_client", status=401):
        body = {"error": error, "error_codes": list(codes), "error_description": "AADSTS"}
        self.http.then(self.token_url, json.dumps(body).encode(), status=status)

    def knows(self, application, status=200):
        """What Graph says of the app registration."""
        path = f"applications(appId='{CLIENT}')?$select=identifierUris,api,web,passwordCredentials"
        self._lay(f"{GRAPH}/v1.0/{path}", application, status)

    def lists(self, *apps, status=200, app_id=APP):
        """What Graph says of the app catalogue."""
        condition = f"externalId%20eq%20%27{app_id}%27"
        path = f"appCatalogs/teamsApps?$filter={condition}&$expand=appDefinitions"
        self._lay(f"{GRAPH}/v1.0/{path}", {"value": list(apps)}, status)

    def tokens(self):
        return AppTokens(self.http, self.origin, lambda _tenant: self.secret, self.clock)

    def forms(self):
        return [call[2] for call in self.http.calls if call[1] == self.token_url]

    def _lay(self, url, body, status=200):
        self.http.answer(url, json.dumps(body).encode(), status=status)


def right_application():
    """The app registration as it should be."""
    right = wanted(tenant(), PUBLIC)
    return {
        "identifierUris": [right.application_id_uri],
        "api": {
            "requestedAccessTokenVersion": 2,
            "oauth2PermissionScopes": [{"value": "access_as_user", "isEnabled": True}],
            "preAuthorizedApplications": [{"appId": client} for client in PREAUTHORISED],
        },
        "web": {"redirectUris": [right.redirect_uri]},
    }


def catalog_app(*versions):
    return {"id": CATALOG, "appDefinitions": [{"version": version} for version in versions]}
