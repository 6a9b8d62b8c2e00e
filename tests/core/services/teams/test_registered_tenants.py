"""What administrators do with the Teams tenants of their organization."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, PersonId, TeamsTenantId
from core.domain.organization import Organization
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.administration.sessions import Sessions
from core.services.teams.registered_tenants import RegisteredTenants
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy

OURS, THEIRS = OrganizationId(UUID(int=1)), OrganizationId(UUID(int=2))
TID = "11111111-2222-3333-4444-555555555555"
CLIENT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SECRET = "Abc8Q~very-secret-value-1a2b"


class Office:
    def __init__(self):
        self.storage, self.clock = FakeStorage(), FakeClock()
        self.tenants = RegisteredTenants(self.storage, self.clock, FakeEntropy())
        self.admin = Actor(organization_id=OURS, person_id=PersonId(UUID(int=9)), configures=True)
        self.operator = replace(self.admin, organization_id=THEIRS, operates=True)
        self.stranger = replace(self.admin, organization_id=THEIRS)
        with self.storage.platform() as work:
            for key, name in ((OURS, "Fjordwerk"), (THEIRS, "Lindenmoor")):
                work.organizations.save(
                    Organization(id=key, name=name, slug=name.lower(), created_at=self.clock.now())
                )

    def add(self, actor=None, tenant=TID, client_id=CLIENT, secret=SECRET):
        return self.tenants.add(actor or self.admin, tenant, client_id, secret)

    def audit(self):
        with self.storage.tenant(OURS) as work:
            return work.audit.page(None, 20)

    def signed_in(self, tokens):
        sessions = Sessions(self.storage, self.clock, FakeEntropy(), timedelta(hours=1))
        return [sessions.find(token) is not None for token in tokens]

    def deeds(self):
        return [entry.deed for entry in self.audit()][::-1]


@pytest.fixture
def office():
    return Office()


class TestAdding:
    def test_ids_are_kept_in_small_letters_with_an_app_id_of_ours(self, office):
        made = office.add(tenant=f" {TID.upper()} ", client_id=CLIENT.upper())
        assert (made.tenant, made.client_id) == (TID, CLIENT)
        assert UUID(made.app_id)
        assert made.enabled
        assert made.secret_set_at == office.clock.now()

    def test_the_secret_is_kept_but_shown_by_its_end_only(self, office):
        made = office.add(secret=f" {SECRET}\n")
        known = office.tenants.get(office.admin, made.id)
        assert known.ending == "1a2b"
        assert SECRET not in str(known)
        assert office.tenants.secret(office.admin, made.id) == SECRET
        assert SECRET not in str(office.audit())
        assert office.audit()[0].after == {"tenant": TID, "client_id": CLIENT, "secret": "set"}

    def test_of_a_short_secret_nothing_is_shown(self, office):
        made = office.add(secret="short")
        assert office.tenants.get(office.admin, made.id).ending == ""

    @pytest.mark.parametrize(
        ("wrong", "fields"),
        [
            ({"tenant": "fjordwerk.example"}, {"tenant"}),
            ({"client_id": ""}, {"client_id"}),
            ({"secret": " "}, {"secret"}),
            ({"secret": "x" * 300}, {"secret"}),
            ({"secret": "a\x00b"}, {"secret"}),
            ({"secret": CLIENT}, {"secret"}),
            ({"tenant": "", "client_id": "app", "secret": ""}, {"tenant", "client_id", "secret"}),
        ],
    )
    def test_what_is_wrong_is_named_by_field(self, office, wrong, fields):
        with pytest.raises(InvalidInputError) as refused:
            office.add(**wrong)
        assert set(refused.value.fields) == fields
        assert office.tenants.all(office.admin) == []

    def test_a_registration_is_added_once(self, office):
        office.add()
        with pytest.raises(ConflictError):
            office.add(office.stranger)


class TestChanging:
    @pytest.fixture
    def made(self, office):
        return office.add()

    def known(self, office):
        return office.tenants.all(office.admin)[0].tenant

    def test_another_secret(self, office, made):
        office.clock.advance(days=1)
        office.tenants.replace_secret(office.admin, made.id, "another-secret-value-9z8y")
        known = office.tenants.get(office.admin, made.id)
        assert (known.ending, known.tenant.secret_set_at) == ("9z8y", office.clock.now())
        assert "9z8y" not in str(office.audit())
        with pytest.raises(InvalidInputError):
            office.tenants.replace_secret(office.admin, made.id, "")
        assert office.deeds() == ["teams_tenant.added", "teams_tenant.secret"]

    def test_off_and_on(self, office, made):
        for on in (False, False, True):
            office.tenants.switch(office.admin, made.id, on=on)
            assert self.known(office).enabled is on
        assert office.deeds()[1:] == ["teams_tenant.off", "teams_tenant.on"]

    @pytest.mark.parametrize("deed", ["switch", "remove"])
    def test_whoever_came_through_it_is_signed_out(self, office, made, deed):
        opened = Sessions(office.storage, office.clock, FakeEntropy(), timedelta(hours=1)).open
        visitor = replace(office.admin, configures=False)
        inside = [opened(visitor, surface, "auto", "en").token for surface in ("teams", "lti")]
        office.tenants.switch(office.admin, made.id, on=True)
        assert office.signed_in(inside) == [True, True]
        if deed == "switch":
            office.tenants.switch(office.admin, made.id, on=False)
        else:
            office.tenants.remove(office.admin, made.id, TID)
        assert office.signed_in(inside) == [False, True]

    def test_what_the_hub_may_do(self, office, made):
        for _ in range(2):
            office.tenants.allow(office.admin, made.id, installs=True, feed=False)
        assert (self.known(office).installs, self.known(office).feed) == (True, False)
        entry = office.audit()[0]
        assert office.deeds()[1:] == ["teams_tenant.changed"]
        assert (entry.before["installs"], entry.after["installs"]) == (False, True)

    def test_where_it_is_in_the_catalogue(self, office, made):
        for _ in range(2):
            office.tenants.found_in_catalog(office.admin, made.id, "in-catalogue")
        assert self.known(office).catalog_app_id == "in-catalogue"
        assert self.known(office).version == 2

    def test_deleting_takes_its_id_typed(self, office, made):
        with pytest.raises(InvalidInputError) as refused:
            office.tenants.remove(office.admin, made.id, "1111")
        assert set(refused.value.fields) == {"typed"}
        office.tenants.remove(office.admin, made.id, f" {TID.upper()} ")
        assert office.tenants.all(office.admin) == []
        assert office.deeds()[1:] == ["teams_tenant.deleted"]


class TestWhoMay:
    def test_every_organization_sees_its_own(self, office):
        made = office.add()
        assert office.tenants.all(office.stranger) == []
        for ask in (
            lambda: office.tenants.get(office.stranger, made.id),
            lambda: office.tenants.secret(office.stranger, made.id),
            lambda: office.tenants.switch(office.stranger, made.id, on=False),
            lambda: office.tenants.remove(office.stranger, made.id, TID),
            lambda: office.tenants.get(office.admin, TeamsTenantId(UUID(int=5))),
        ):
            with pytest.raises(NotFoundError):
                ask()

    def test_who_operates_the_hub_sees_all(self, office):
        made = office.add()
        (known,) = office.tenants.all(office.operator)
        assert (known.tenant, known.organization.name) == (made, "Fjordwerk")

    def test_nobody_else(self, office):
        made = office.add()
        nobody = replace(office.admin, configures=False)
        for ask in (
            lambda: office.tenants.all(nobody),
            lambda: office.add(nobody),
            lambda: office.tenants.replace_secret(nobody, made.id, SECRET),
            lambda: office.tenants.allow(nobody, made.id, installs=True, feed=True),
        ):
            with pytest.raises(ForbiddenError):
                ask()
