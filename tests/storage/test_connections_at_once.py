"""Connections on a real database: killed runs, several workers, one token."""

from functools import partial
from threading import Event

import pytest

from core.domain.identifiers import OrganizationId, ProgramId
from core.domain.organization import Organization
from core.domain.program import Program
from core.domain.sync import Outcome, Trigger
from core.services.connections.contexts import StoredSecrets
from core.services.connections.promises import Wish
from integrations.base.system import SystemEntropy
from tests.core.services.campus import Campus
from tests.core.services.connections.office import Office
from tests.fakes.source import Killed
from tests.fakes.time_and_chance import FakeClock
from tests.storage.at_once import at_once

KEYS = [f"p{number:03}" for number in range(45)]


class RealOffice(Office):
    @property
    def present(self):
        with self.tenant() as work:
            found = work.directory_entries.get_many(self.id, [*KEYS, *self.source.people])
        return {key: entry.record for key, entry in found.items() if entry.present}


@pytest.fixture
def office(storage):
    clock, entropy = FakeClock(), SystemEntropy()
    organization = Organization(
        id=OrganizationId(entropy.uuid()), slug="uni", name="Uni", created_at=clock.now()
    )
    program = Program(
        id=ProgramId(entropy.uuid()),
        organization_id=organization.id,
        name="Peers",
        created_at=clock.now(),
    )
    with storage.platform() as work:
        work.organizations.save(organization)
    office = RealOffice(Campus(storage, clock, entropy, organization, program), page_size=5)
    office.has_on()
    office.source.hires(*KEYS)
    return office


def dies_at(office, page):
    office.source.raises[page] = Killed()
    with pytest.raises(Killed):
        office.syncs(full=True)
    office.source.raises.clear()


def test_killed_runs_that_go_on_are_as_one_that_was_not(office):
    for page in (0, 3, 2):
        dies_at(office, page)
        office.clock.advance(seconds=1)
    office.syncs()
    assert {run.outcome for run in office.runs} == {Outcome.COMPLETE}
    assert sum(run.counts.created for run in office.runs) == len(KEYS)
    assert office.present == office.source.people
    with office.tenant() as work:
        assert work.directory_entries.count(office.id) == len(KEYS)
        people = work.people.by_identities(f"connection:{office.id}", KEYS)
        assert {person.name for person in people.values()} == {key.title() for key in KEYS}


def test_who_is_gone_goes_in_the_unit_of_work_of_the_last_page(office):
    office.syncs()
    office.source.loses(*KEYS[:3])
    dies_at(office, 8)
    assert len(office.present) == len(KEYS)
    office.clock.advance(seconds=1)
    office.runner.run(office.campus.organization.id, office.id, wish(office))
    assert office.present == office.source.people
    gone = [run.counts.gone for run in office.runs]
    assert sum(gone) == 3


def wish(office):
    return Wish(run_id=office.campus.entropy.uuid(), trigger=Trigger.SCHEDULE)


def test_two_workers_on_one_run_store_each_page_once(office):
    dies_at(office, 1)
    office.clock.advance(seconds=1)
    organization_id, wishes = office.campus.organization.id, [wish(office) for _ in range(3)]
    works = [partial(office.runner.run, organization_id, office.id, one) for one in wishes]
    results = at_once(*works)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert office.present == office.source.people
    first = office.runs[-1]
    assert (first.outcome, first.pages, first.counts.created) == (Outcome.COMPLETE, 9, len(KEYS))
    assert {run.outcome for run in office.runs} == {Outcome.COMPLETE}


def test_a_token_is_renewed_once_however_many_need_it(office):
    renewed, wait = [], Event()

    def renew():
        renewed.append(True)
        wait.wait(0.2)
        return f"token-{len(renewed)}"

    def one():
        secrets = StoredSecrets(office.storage, office.clock, office.connection)
        return secrets.refreshed("token", "", renew)

    assert at_once(one, one, one) == ["token-1"] * 3
