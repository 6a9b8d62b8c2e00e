"""Comparing an app registration, as Graph tells it, with what it has to look like.

https://learn.microsoft.com/graph/api/resources/application
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from core.sentence import sentence
from teams_app.registration import PREAUTHORISED, TEAMS_CLIENTS, TOKEN_VERSION, Wanted
from teams_app.tab.sso_token import SCOPE
from web.findings import Finding, Verdict

SOON = timedelta(days=30)
"""So long before a client secret ends, the check warns."""


def registration_findings(application: Mapping[str, Any], wanted: Wanted) -> list[Finding]:
    """What is wrong with a registration; that nothing is, otherwise.

    Args:
        application: Graph's resource; empty if there is none.
        wanted: what belongs into it.
    """
    if not application:
        told = sentence("Microsoft Graph knows no such app registration.")
        return [Finding(Verdict.BAD, told)]
    rules = (_of_api(application, wanted), _of_clients(application), _of_web(application, wanted))
    found = [finding for rule in rules for finding in rule]
    return found or [Finding(Verdict.GOOD, sentence("The app registration is as it should be."))]


def secret_findings(
    application: Mapping[str, Any], secret: str, now: datetime
) -> Iterator[Finding]:
    """How long the client secret is still good, as far as Graph tells.

    Args:
        application: Graph's resource.
        secret: the one in use; Graph tells secrets apart by their beginning (`hint`).
        now: with a time zone.
    """
    for credential in _list(application, "passwordCredentials"):
        hint, told = str(credential.get("hint") or ""), str(credential.get("endDateTime") or "")
        if not hint or not secret.startswith(hint):
            continue
        try:
            left = datetime.fromisoformat(told) - now
        except (ValueError, TypeError):
            continue
        if left < SOON:
            yield Finding(
                Verdict.WARN,
                sentence("The client secret ends on %(date)s.", date=told.partition("T")[0]),
                sentence(
                    "Make a new one under “Certificates & secrets” and enter it here before that."
                ),
            )


def _of_api(application: Mapping[str, Any], wanted: Wanted) -> Iterator[Finding]:
    if wanted.application_id_uri not in _list(application, "identifierUris"):
        yield Finding(
            Verdict.BAD,
            sentence("The Application ID URI is another one, so nobody can sign in."),
            sentence("Under “Expose an API” set it to %(uri)s.", uri=wanted.application_id_uri),
        )
    api = _part(application, "api")
    if api.get("requestedAccessTokenVersion") != TOKEN_VERSION:
        yield Finding(
            Verdict.BAD,
            sentence("The app registration asks for tokens of version 1."),
            sentence("Under “Manifest” set requestedAccessTokenVersion to 2."),
        )
    scopes = _list(api, "oauth2PermissionScopes")
    if not any(one.get("value") == SCOPE and one.get("isEnabled", True) for one in scopes):
        yield Finding(
            Verdict.BAD,
            sentence("The app registration lacks the scope %(scope)s.", scope=SCOPE),
            sentence("Add it under “Expose an API” for administrators and users."),
        )


def _of_clients(application: Mapping[str, Any]) -> Iterator[Finding]:
    allowed = _list(_part(application, "api"), "preAuthorizedApplications")
    known = {one.get("appId") for one in allowed}
    missing = [client for client in PREAUTHORISED if client not in known]
    if missing:
        yield Finding(
            Verdict.BAD if set(missing) & set(TEAMS_CLIENTS) else Verdict.WARN,
            sentence(
                "The app registration does not authorise these clients: %(clients)s.",
                clients=", ".join(f"{PREAUTHORISED[client]} {client}" for client in missing),
            ),
            sentence("Add them under “Expose an API”, “Authorized client applications”."),
        )


def _of_web(application: Mapping[str, Any], wanted: Wanted) -> Iterator[Finding]:
    if wanted.redirect_uri not in _list(_part(application, "web"), "redirectUris"):
        yield Finding(
            Verdict.WARN,
            sentence("The app registration lacks our redirect URI, so nobody can consent."),
            sentence(
                "Under “Authentication” add %(uri)s for the platform “Web”.",
                uri=wanted.redirect_uri,
            ),
        )


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = of.get(name)
    return part if isinstance(part, dict) else {}


def _list(of: Mapping[str, Any], name: str) -> list[Any]:
    part = of.get(name)
    return part if isinstance(part, list) else []
