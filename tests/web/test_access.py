"""Deny by default, proved by walking the URL map."""

from uuid import UUID

from werkzeug.routing import UUIDConverter

from web.access import is_public
from web.csrf import exemption

ID = UUID(int=1)
PUBLIC = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/v1/openapi.json",
    "/static/<path:filename>",
    "/open/probe",
    "/open/exempt",
}


def url(rule):
    values = {
        name: ID if isinstance(converter, UUIDConverter) else "x"
        for name, converter in rule._converters.items()
    }
    return rule.rule if not values else rule.build(values, append_unknown=False)[1]


def test_these_routes_and_no_others_are_public(hub):
    public = {r.rule for r in hub.app.url_map.iter_rules() if is_public(hub.app, r.endpoint)}
    assert public == PUBLIC


def test_everything_else_refuses_strangers(hub):
    client = hub.app.test_client()
    tried = 0
    for rule in hub.app.url_map.iter_rules():
        if rule.rule in PUBLIC:
            continue
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(url(rule), method=method, headers={"Sec-Fetch-Site": "none"})
            assert answer.status_code == 401, f"{method} {rule.rule}"
            tried += 1
    assert tried >= 15


def test_an_unknown_address_is_not_found_for_everyone(hub):
    assert hub.app.test_client().get("/nothing").status_code == 404
    assert hub.browser().get("/nothing").status_code == 404


def test_a_public_view_does_not_ask_who_is_there(hub):
    assert hub.browser().get("/open/probe").json == {"signed_in": False}


def test_only_this_view_is_exempt_from_the_csrf_rules(hub):
    exempt = {e: exemption(hub.app, e) for e in hub.app.view_functions if exemption(hub.app, e)}
    assert exempt == {"probe.exempt": "a test"}
