"""The campus's people in the hub, on the in-memory storage and on PostgreSQL."""

from dataclasses import replace
from uuid import UUID

import pytest

from config.demo import DemoCampus
from config.demo_teams import stand_in, teams_package
from config.settings import read_settings
from core.domain.person import ENTRA_ISSUER
from core.domain.profile import MeetingMode, Seniority
from core.domain.program import Role
from core.errors import MisconfiguredError
from core.services.people.arrivals import lti_issuer
from core.services.people.profile_check import check
from core.services.people.profiles import tidied
from demo.addresses import Addresses
from demo.directory import institutions
from demo.teams import tenant as teams
from demo.teams.app import app_of
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy

UNIVERSITY = institutions()[0]


@pytest.fixture(params=["memory", "postgres"])
def hub(request):
    return FakeStorage() if request.param == "memory" else request.getfixturevalue("storage")


@pytest.fixture
def load(hub):
    clock, entropy = FakeClock(), FakeEntropy()

    def load(addresses=Addresses()):  # noqa: B008 - frozen
        clock.advance(hours=1)
        return DemoCampus(hub, clock, entropy, addresses).load()

    return load


def registered(hub, institution=UNIVERSITY):
    with hub.platform() as work:
        organization = work.organizations.by_slug(institution.slug)
        found = [r for r in work.registrations.all() if r.organization_id == organization.id]
        return found[0] if len(found) == 1 else None


def loaded(institution):
    """Who is loaded: all but those whose names the LMS keeps to itself."""
    return [person for person in institution.people if person.privacy == "always"]


def everything(hub):
    """All that is stored, by organization."""
    snapshot = {}
    for institution in institutions():
        registration = registered(hub, institution)
        with hub.tenant(registration.organization_id) as work:
            people = [
                work.people.by_identity(lti_issuer(registration), p.subject)
                for p in loaded(institution)
            ]
            ids = [p.id for p in people]
            (program,) = work.programs.all()
            snapshot[institution.slug] = (
                registration,
                people,
                work.profiles.get_many(ids),
                program,
                work.participations.of_program(program.id),
            )
    return snapshot


def test_everybody_arrives_once(hub, load):
    assert load().people == sum(len(loaded(known)) for known in institutions())
    before = everything(hub)
    again = load()
    assert (again.organizations, again.people) == (0, 0)
    assert everything(hub) == before


def test_a_withheld_name_is_not_learnt_from_the_campus(hub, load):
    load()
    registration = registered(hub)
    noor = UNIVERSITY.person("noor-visser")
    assert noor.privacy == "never"
    with hub.tenant(registration.organization_id) as work:
        assert work.people.by_identity(lti_issuer(registration), noor.subject) is None


def test_profiles_and_capacities_are_those_of_the_file(hub, load):
    load()
    registration = registered(hub)
    with hub.tenant(registration.organization_id) as work:
        nadia = work.people.by_identity(
            lti_issuer(registration), UNIVERSITY.person("nadia-benyahia").subject
        )
        profile = work.profiles.get(nadia.id)
        (part,) = work.participations.of_person(nadia.id)
        greta = work.people.by_identity(
            lti_issuer(registration), UNIVERSITY.person("greta-hollmann").subject
        )
        ulf = work.people.by_identity(
            lti_issuer(registration), UNIVERSITY.person("ulf-brandauer").subject
        )
        avoided = work.profiles.get(greta.id).avoid
    assert nadia.name == "Nadia Benyahia"
    assert profile.seniority is Seniority.EXPERIENCED
    assert profile.meeting_modes == {MeetingMode.VIDEO}
    assert "penetration testing" in profile.skills_offered
    assert (part.role, part.capacity) == (Role.MENTOR, 1)
    assert avoided == {ulf.id}


def test_profiles_would_pass_the_form(hub, load):
    load()
    for _, people, profiles, _, _ in everything(hub).values():
        assert len(profiles) >= 17
        for profile in profiles.values():
            check(profile, [p.id for p in people])
            assert tidied(profile) == profile


def test_somebody_without_a_profile_has_not_joined(hub, load):
    load()
    registration = registered(hub)
    with hub.tenant(registration.organization_id) as work:
        leon = work.people.by_identity(
            lti_issuer(registration), UNIVERSITY.person("leon-abt").subject
        )
        assert work.profiles.get(leon.id) is None
        assert work.participations.of_person(leon.id) == []


def test_edits_survive(hub, load):
    load()
    registration = registered(hub)
    with hub.tenant(registration.organization_id) as work:
        mara = work.people.by_identity(
            lti_issuer(registration), UNIVERSITY.person("mara-lindqvist").subject
        )
        edited = replace(work.profiles.get(mara.id), headline="Changed")
        work.profiles.save(edited)
        (part,) = work.participations.of_person(mara.id)
        work.participations.save(replace(part, paused=True))
        (program,) = work.programs.all()
        work.programs.save(replace(program, name="Renamed"))
    before = everything(hub)
    load()
    assert everything(hub) == before


def test_a_campus_on_another_port_stays_the_same_platform(hub, load):
    load()
    before = registered(hub)
    assert load(Addresses(campus="http://localhost:9001")).people == 0
    after = registered(hub)
    assert after.id == before.id
    assert after.issuer == "http://localhost:9001"
    assert after.jwks_url == "http://localhost:9001/lti/jwks.json"


def test_an_organization_with_an_lms_of_its_own_is_left_alone(hub, load):
    load()
    real = institutions()[-1]
    with hub.platform() as work:
        work.registrations.save(
            replace(
                registered(hub, real),
                id=UUID(int=9),
                issuer="https://lms.example.edu",
                client_id="real",
            )
        )
        work.registrations.save(replace(registered(hub), issuer="http://localhost:7"))
    with pytest.raises(MisconfiguredError, match=f"The organization {real.slug} has an LMS"):
        load()
    assert registered(hub).issuer == "http://localhost:7", "nothing was done before refusing"


def test_organizations_do_not_see_each_other(hub, load):
    load()
    university, company = everything(hub).values()
    with hub.tenant(university[0].organization_id) as work:
        assert work.people.get_many([p.id for p in company[1]]) == {}


def test_reading_profiles_is_promised_once():
    storage = FakeStorage()
    for _ in range(2):
        DemoCampus(storage, FakeClock(), FakeEntropy(), Addresses()).load()
    with_profile = sum(p.profile is not None for known in institutions() for p in known.people)
    assert len(storage.jobs) == with_profile


def test_times_and_groups_are_there_once(hub, load):
    load()
    load()
    organization = registered(hub).organization_id
    with hub.tenant(organization) as work:
        (program,) = work.programs.all()
        slots = work.slots.of_program(program.id, FakeClock().now())
        groups = work.groups.of_program(program.id)
        members = work.groups.members([group.id for group in groups])
    assert len(slots) == sum(told["weeks"] for told in UNIVERSITY.drop_in)
    assert [group.name for group in groups] == [told["name"] for told in UNIVERSITY.groups]
    assert [member.role for member in members] == [Role.MENTOR, Role.MENTOR]


def test_fjordwerk_has_teams_and_its_people_are_known_there(hub, load):
    load()
    (tenant,) = tenants(hub)
    assert (tenant.tenant, tenant.client_id) == (teams.TENANT, teams.CLIENT_ID)
    with hub.platform() as work:
        assert work.teams_tenants.secret(tenant.id) == teams.CLIENT_SECRET
    for who in teams.employees():
        with hub.tenant(tenant.organization_id) as work:
            found = work.people.by_identity(ENTRA_ISSUER.format(teams.TENANT), who.object_id)
        assert found.email == who.person.email
    with hub.platform() as work:
        work.teams_tenants.save_secret(tenant.id, "another")
    load()
    assert tenants(hub) == [tenant]
    with hub.platform() as work:
        assert work.teams_tenants.secret(tenant.id) == "another"


def tenants(hub):
    with hub.platform() as work:
        return work.teams_tenants.all()


def test_the_stand_in_gets_the_package_of_its_tenant_and_is_found_by_settings(monkeypatch):
    campus = "http://localhost:8001"
    app = app_of(teams_package("http://localhost:8000"), "de")
    assert app.id == teams.APP_ID
    assert app.tab("").url.startswith("http://localhost:8000/teams/tab?")
    for name, value in stand_in(campus, "http://localhost:8000").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS", campus)
    settings = read_settings()
    assert settings.entra_authority == campus
    assert settings.graph_url == f"{campus}/graph"
    assert settings.teams_hosts == settings.teams_connectors == {campus}
