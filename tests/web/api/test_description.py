"""The OpenAPI description: well-formed, complete, offline, and true."""

import re

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture
def spec(hub):
    answer = hub.app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return answer.json


def operations(spec):
    for path, item in spec["paths"].items():
        for method in METHODS & set(item):
            yield path, method, item[method], item.get("parameters", [])


def nodes(value):
    yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from nodes(inner)


def test_says_what_it_is(spec):
    assert re.fullmatch(r"3\.1\.\d", spec["openapi"])
    assert spec["info"]["title"] == "Mentorloom"
    assert spec["info"]["version"] == "1"


def test_every_reference_leads_somewhere(spec):
    references = [n["$ref"] for n in nodes(spec) if isinstance(n, dict) and "$ref" in n]
    assert references
    for reference in references:
        place = spec
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_every_schema_is_a_json_schema(spec):
    for schema in spec["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_route_is_described_and_nothing_else(hub, spec):
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in hub.app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.endswith("openapi.json")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, method, _, _ in operations(spec)} == served


def test_every_operation_is_whole(spec):
    for path, method, operation, shared in operations(spec):
        where = f"{method} {path}"
        assert operation["summary"], where
        responses = operation["responses"]
        assert any(status.startswith("2") for status in responses), where
        for status in ("401", "429", "default"):
            assert responses[status] == {"$ref": "#/components/responses/Problem"}, where
        named = {p["name"] for p in [*shared, *operation.get("parameters", [])] if "name" in p}
        assert set(re.findall(r"{(\w+)}", path)) <= named, where
        if method in {"put", "patch"}:
            assert operation["requestBody"]["required"] is True, where


def test_signing_in_is_described(spec):
    assert {"cookie": []} in spec["security"]
    assert {"bearer": []} in spec["security"]
    assert set(spec["components"]["securitySchemes"]) == {"cookie", "bearer"}


def test_limits_are_described(spec):
    (limit,) = spec["paths"]["/api/v1/suggestions"]["get"]["parameters"]
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 50)
    join = spec["components"]["schemas"]["Join"]["properties"]
    assert join["role"]["enum"] == ["mentee", "mentor"]
    assert (join["capacity"]["minimum"], join["capacity"]["maximum"]) == (1, 20)


def test_no_internals_and_no_network(spec):
    text = str(spec)
    assert "http://" not in text
    assert "https://" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/me",
        "/me/profile",
        "/participation",
        "/suggestions",
        "/matches",
        "/programs/current",
        "/programs/current/overview",
    ],
)
def test_answers_are_as_described(hub, spec, mentee, mentor, path):
    hub.services.requests.ask(mentee, mentor.person_id, "Hello")
    teacher = hub.person("Tea", manages=True)
    client = hub.browser(teacher if path.endswith("overview") else mentee)
    answer = client.get(f"/api/v1{path}")
    described = spec["paths"][f"/api/v1{path}"]["get"]["responses"]["200"]
    schema = described["content"]["application/json"]["schema"]
    registry = Registry().with_resource("spec:", Resource(contents=spec, specification=DRAFT202012))
    absolute = {"allOf": [rebased(schema)]}
    Draft202012Validator(absolute, registry=registry).validate(answer.json)


def rebased(schema):
    if isinstance(schema, dict):
        return {
            key: f"spec:{value}" if key == "$ref" else rebased(value)
            for key, value in schema.items()
        }
    return schema


def test_problems_are_as_described(hub, spec):
    answer = hub.app.test_client().get("/api/v1/me")
    Draft202012Validator(spec["components"]["schemas"]["Problem"]).validate(answer.json)
