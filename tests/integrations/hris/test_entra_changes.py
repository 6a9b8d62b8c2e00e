"""Microsoft Entra's connector reads who changed since."""

import json

import pytest

from core.ports.connectors import CursorExpiredError

from .entra_tenant import ENTRA, read


class TestChanges:
    def test_are_read_anew_and_nothing_else(self, tenant):
        cursor = read(tenant)[3]
        tenant.change("user-1", manager="user-0")
        tenant.add("user-8", jobTitle="Trainee")
        tenant.remove("user-2")
        people, gone, bad, after = read(tenant, cursor)
        assert set(people) == {"user-1", "user-8"}
        assert people["user-1"].manager_key == "user-0"
        assert people["user-8"].title == "Trainee"
        assert (gone, bad) == (["user-2"], [])
        assert read(tenant, after) == ({}, [], [], after)

    def test_of_many_come_in_batches_of_twenty(self, tenant):
        tenant.page = 50
        cursor = read(tenant)[3]
        for number in range(30):
            tenant.add(f"new-{number:02}")
        people, _, _, _ = read(tenant, cursor)
        assert len(people) == 30
        assert [len(sent["requests"]) for sent in tenant.wire.sent("$batch")] == [20, 10]

    def test_go_on_after_a_page(self, tenant):
        cursor = read(tenant)[3]
        for key in list(tenant.users):
            tenant.change(key, jobTitle="Director")
        first = next(ENTRA.pull("people", tenant.context(), cursor, None))
        people, _, _, _ = read(tenant, first.next_cursor)
        assert {one.key for one in first.upserts} | set(people) == set(tenant.users)
        assert not first.last

    def test_who_is_restored_is_there(self, tenant):
        cursor = read(tenant)[3]
        kept = tenant.users["user-2"]
        tenant.remove("user-2")
        page = tenant.wire
        tenant.add("user-2", **kept)
        people, gone, _, _ = read(tenant, cursor)
        assert (set(people), gone) == ({"user-2"}, [])
        assert page.sent("$batch")[-1]["requests"][0]["id"] == "0"

    def test_who_becomes_a_guest_is_gone(self, tenant):
        cursor = read(tenant)[3]
        tenant.change("user-2", userType="Guest")
        people, gone, _, _ = read(tenant, cursor)
        assert (people, gone) == ({}, ["user-2"])

    @pytest.mark.parametrize(
        ("status", "code"),
        [(410, "syncStateNotFound"), (400, "Directory_ResyncRequired")],
    )
    def test_too_long_ago_are_not_known(self, tenant, status, code):
        cursor = read(tenant)[3]
        body = json.dumps({"error": {"code": code}}).encode()
        tenant.wire.fault("/users/delta", status=status, body=body)
        with pytest.raises(CursorExpiredError):
            read(tenant, cursor)

    def test_after_a_week_the_tenant_forgets(self, tenant):
        cursor = read(tenant)[3]
        tenant.forgotten = 8
        with pytest.raises(CursorExpiredError):
            read(tenant, cursor)
