"""People who come from Microsoft Teams: who they are, and what they may do."""

from dataclasses import replace

import pytest

from core.domain.directory import Presence
from core.domain.identifiers import ProgramId
from core.domain.person import Identity
from core.domain.program import Role
from core.domain.teams_tenant import TeamsTenant
from core.errors import ForbiddenError
from core.services.administration.administrators import Administrators
from core.services.administration.entra_accounts import EntraAccount, EntraAccounts
from core.services.teams.arrivals import TeamsArrivals, TeamsFacts
from tests.core.services.directory.directory_campus import GONE, Directories, ann

TENANT = "11111111-0000-0000-0000-000000000001"
OID = "22222222-0000-0000-0000-000000000002"
LEFT = "directory says that you have left"


class Microsoft(Directories):
    """A tenant with our app in it, and directories that may know the same people."""

    def __post_init__(self):
        super().__post_init__()
        parts = (self.campus.storage, self.campus.clock, self.campus.entropy)
        self.arrivals = TeamsArrivals(*parts)
        self.administrators = Administrators(*parts)
        self.accounts = EntraAccounts(*parts, self.administrators)
        self.tenant = TeamsTenant(
            id=self.campus.entropy.uuid(),
            organization_id=self.organization_id,
            tenant=TENANT,
            client_id="33333333-0000-0000-0000-000000000003",
            app_id="44444444-0000-0000-0000-000000000004",
            created_at=self.campus.clock.now(),
        )

    def arrive(self, **told):
        facts = {"object_id": OID, "name": "Ann Bauer", "email": "ann@contoso.test", **told}
        return self.arrivals.arrive(TeamsFacts(teams_tenant=self.tenant, **facts))

    def reading(self, tenant=TENANT):
        made = replace(self.connection(), connector="entra", account_id=tenant, version=2)
        with self.work() as work:
            work.connections.update(made)
        return made

    def people(self):
        return self.campus.storage.tables.table(f"{self.organization_id}/people")

    def known(self, actor):
        with self.work() as work:
            return work.people.get(actor.person_id)

    def administrator(self):
        link = self.administrators.invite("ada@uni.test").token
        return self.accounts.link(link, EntraAccount(tenant=TENANT, subject=OID))


@pytest.fixture
def microsoft(campus):
    return Microsoft(campus)


class TestWhoTheyAre:
    def test_a_newcomer_is_made_once_and_in_no_programme(self, microsoft):
        actor = microsoft.arrive(locale="de-de")
        assert microsoft.arrive() == actor
        person = microsoft.known(actor)
        told = (person.name, person.email, person.locale)
        assert told == ("Ann Bauer", "ann@contoso.test", "de-de")
        assert (actor.program_id, actor.manages, actor.configures) == (None, False, False)
        assert len(microsoft.people()) == 1

    def test_a_name_that_changed_is_remembered_and_none_forgets_none(self, microsoft):
        actor = microsoft.arrive()
        microsoft.arrive(name="Ann Bauer-Ohm", email="other@contoso.test")
        microsoft.arrive(name="", email="")
        person = microsoft.known(actor)
        assert (person.name, person.email) == ("Ann Bauer-Ohm", "ann@contoso.test")

    def test_the_same_object_id_in_another_tenant_is_somebody_else(self, microsoft):
        first = microsoft.arrive()
        microsoft.tenant = replace(microsoft.tenant, tenant=TENANT.replace("1", "9"))
        assert microsoft.arrive().person_id != first.person_id

    def test_whom_the_directory_of_the_tenant_knows(self, microsoft):
        entra = microsoft.reading()
        microsoft.tell(ann(key=OID), of=entra)
        actor = microsoft.arrive(name="Somebody", email="else@contoso.test")
        assert microsoft.person(OID, entra).id == actor.person_id
        assert microsoft.known(actor).name == "Ann Bauer"
        assert microsoft.arrive().person_id == actor.person_id

    def test_a_directory_of_another_tenant_says_nothing(self, microsoft):
        entra = microsoft.reading("another")
        microsoft.tell(ann(key=OID), of=entra)
        assert microsoft.arrive().person_id != microsoft.person(OID, entra).id

    def test_whom_scim_calls_by_the_object_id(self, microsoft):
        microsoft.tell(ann(external_id=OID))
        assert microsoft.arrive().person_id == microsoft.person().id

    def test_an_address_makes_nobody_the_same(self, microsoft):
        microsoft.tell(ann(email="ann@contoso.test", name="Ann Bauer"))
        assert microsoft.arrive().person_id != microsoft.person().id

    def test_two_records_of_one_external_id_make_nobody_the_same(self, microsoft):
        microsoft.tell(ann(external_id=OID), ann(key="e-2", external_id=OID))
        known = {microsoft.person(key).id for key in ("e-1", "e-2")}
        assert microsoft.arrive().person_id not in known

    @pytest.mark.parametrize("connector", ["entra", "hr"])
    def test_a_directory_that_comes_later_knows_who_came_from_teams(self, microsoft, connector):
        actor = microsoft.arrive()
        entra = replace(microsoft.reading(), connector=connector)
        microsoft.tell(ann(key=OID), ann(key="e-2", name="Bo"), of=entra)
        same = microsoft.person(OID, entra).id == actor.person_id
        assert same is (connector == "entra")
        assert microsoft.person("e-2", entra).id != actor.person_id
        with microsoft.work() as work:
            linked = work.people.identities([actor.person_id])
        assert len(linked) == (2 if same else 1)


class TestWhoMayComeIn:
    @pytest.mark.parametrize("came_before", [False, True])
    def test_whoever_has_left_does_not(self, microsoft, came_before):
        entra = microsoft.reading()
        if came_before:
            microsoft.arrive()
        microsoft.tell(ann(key=OID, status=GONE), of=entra)
        with pytest.raises(ForbiddenError, match=LEFT):
            microsoft.arrive()
        assert microsoft.person(OID, entra).presence is Presence.GONE

    def test_an_administrator_who_has_left_does_not(self, microsoft):
        actor = microsoft.administrator()
        with microsoft.work() as work:
            person = work.people.get(actor.person_id)
            work.people.save(replace(person, presence=Presence.GONE))
        with pytest.raises(ForbiddenError, match=LEFT):
            microsoft.arrive()


class TestWhatTheyMayDo:
    def test_an_administrator_who_linked_the_account(self, microsoft):
        made = microsoft.administrator()
        actor = microsoft.arrive()
        assert actor.person_id == made.person_id
        assert (actor.configures, actor.manages, actor.operates) == (True, True, False)

    def test_an_administrator_whom_a_directory_knows_is_that_person(self, microsoft):
        microsoft.administrator()
        entra = microsoft.reading()
        microsoft.tell(ann(key=OID), of=entra)
        actor = microsoft.arrive()
        assert actor.person_id == microsoft.person(OID, entra).id
        assert actor.configures

    def test_an_administrator_of_another_organization_is_nobody_here(self, microsoft):
        microsoft.administrator()
        with microsoft.campus.storage.platform() as platform:
            (known,) = platform.administrators.of_organization(microsoft.organization_id)
            other = replace(known, organization_id=microsoft.campus.entropy.uuid())
            platform.administrators.save(other)
        assert not microsoft.arrive().configures

    def test_where_they_take_part(self, campus, microsoft):
        actor = replace(microsoft.arrive(), program_id=campus.program.id)
        campus.participations.join(actor, Role.MENTEE)
        assert microsoft.arrive().program_id == campus.program.id

    def test_the_programme_of_the_place_they_come_from(self, campus, microsoft):
        assert microsoft.arrive(program_id=campus.program.id).program_id is None
        campus.set_program(open_to_all=True)
        assert microsoft.arrive(program_id=campus.program.id).program_id == campus.program.id
        elsewhere = ProgramId(campus.entropy.uuid())
        assert microsoft.arrive(program_id=elsewhere).program_id == campus.program.id


def test_an_identity_is_never_taken_from_somebody(microsoft):
    first = microsoft.arrive()
    entra = microsoft.reading()
    with microsoft.work() as work:
        other = replace(work.people.get(first.person_id), id=microsoft.campus.entropy.uuid())
        work.people.save(other)
        work.people.link(Identity(issuer=entra.issuer, subject=OID, person_id=other.id))
    assert microsoft.arrive().person_id == first.person_id
