"""What Microsoft answers when it does not answer as it should."""

import json
from datetime import timedelta

import pytest

from core.errors import UnavailableError
from core.ports.connectors import ForbiddenScopeError, NotAuthorisedError, RateLimitedError
from tests.vendors.wire import silence

from .entra_tenant import read


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "body", "error"),
        [
            (401, b"", NotAuthorisedError),
            (403, b"", ForbiddenScopeError),
            (400, b'{"error": {"code": "Request_BadRequest"}}', UnavailableError),
            (400, b'{"error": "no"}', UnavailableError),
            (400, b"<html>", UnavailableError),
            (200, b'{"value": [{"id": "us', UnavailableError),
            (200, b'{"value": {"id": "user-1"}}', UnavailableError),
            (200, silence("graph.example"), UnavailableError),
        ],
    )
    def test_are_told_apart(self, tenant, status, body, error):
        tenant.wire.fault("/users?", status=status, body=body)
        with pytest.raises(error) as raised:
            read(tenant)
        assert type(raised.value) is error

    def test_of_links_that_lead_elsewhere(self, tenant):
        told = {"value": [], "@odata.nextLink": "https://evil.example/v1.0/users"}
        tenant.wire.fault("/users?", status=200, body=json.dumps(told).encode())
        with pytest.raises(UnavailableError, match="somewhere else"):
            read(tenant)

    @pytest.mark.parametrize("body", [{"value": []}, {"value": [{}], "@odata.deltaLink": "x"}])
    def test_of_the_list_of_changes(self, tenant, body):
        tenant.wire.fault("/users/delta", status=200, body=json.dumps(body).encode())
        with pytest.raises(UnavailableError, match="changes"):
            read(tenant)

    def test_hidden_in_a_batch(self, tenant):
        cursor = read(tenant)[3]
        tenant.change("user-1")
        tenant.change("user-2")
        tenant.busy = 2
        with pytest.raises(RateLimitedError) as raised:
            read(tenant, cursor)
        assert raised.value.retry_after == timedelta(seconds=20)
        assert set(read(tenant, cursor)[0]) == {"user-1", "user-2"}

    @pytest.mark.parametrize(
        ("part", "error"),
        [
            ({"id": "0", "status": 403}, ForbiddenScopeError),
            ({"id": "0", "status": 500}, UnavailableError),
            ({"id": "0", "status": 429}, RateLimitedError),
            (None, UnavailableError),
        ],
    )
    def test_of_parts_of_a_batch(self, tenant, part, error):
        cursor = read(tenant)[3]
        tenant.change("user-1")
        body = json.dumps({"responses": [part] if part else []}).encode()
        tenant.wire.fault("$batch", status=200, body=body)
        with pytest.raises(error) as raised:
            read(tenant, cursor)
        assert type(raised.value) is error

    @pytest.mark.parametrize(
        ("user", "field", "key"),
        [
            ({"id": "user-1", "jobTitle": 7}, "jobTitle", "user-1"),
            ({"id": "user-1", "employeeHireDate": "soon"}, "employeeHireDate", "user-1"),
            ({"id": "user-1", "manager": "user-0"}, "manager", "user-1"),
            ({"displayName": "Nobody"}, "id", ""),
        ],
    )
    def test_of_a_user_leave_out_that_user(self, tenant, user, field, key):
        body = json.dumps({"value": [user, {"id": "user-2"}]}).encode()
        tenant.wire.fault("/users?", status=200, body=body)
        people, _, bad, _ = read(tenant)
        assert set(people) == {"user-2"}
        assert [(one.key, dict(one.sentence.params)["field"]) for one in bad] == [(key, field)]
