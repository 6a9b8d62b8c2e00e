"""Whatever can be said in a profile or a match comes back as it was."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.directory import (
    DirectoryEntry,
    DirectoryRecord,
    EmploymentStatus,
    EmploymentType,
    digest_of,
)
from core.domain.match import EndReason, Match, MatchState
from core.domain.people_rules import key_values
from core.domain.profile import DAY_PARTS, DAYS, MeetingMode, Profile, Seniority
from core.errors import InvalidInputError
from tests.contracts.world import NOW, World, fresh

# PostgreSQL stores every character but NUL; lone surrogates are no characters.
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
lists = st.lists(texts, max_size=5).map(tuple)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - see timezones
slots = st.sampled_from([f"{day}-{part}" for day in DAYS for part in DAY_PARTS])

profiles = st.builds(
    Profile,
    person_id=st.none(),
    headline=texts,
    goals=lists,
    skills_wanted=lists,
    skills_offered=lists,
    experience=lists,
    interests=lists,
    languages=lists,
    time_zone=texts,
    location=texts,
    department=texts,
    seniority=st.none() | st.sampled_from(Seniority),
    availability=st.frozensets(slots),
    meeting_modes=st.frozensets(st.sampled_from(MeetingMode)),
    avoid=st.frozensets(st.uuids()),
    updated_at=st.none() | moments,
)
matches = st.builds(
    Match,
    id=st.uuids(),
    organization_id=st.none(),
    program_id=st.none(),
    mentee_id=st.none(),
    mentor_id=st.none(),
    state=st.sampled_from(MatchState),
    note=texts,
    score=st.none() | st.floats(allow_nan=False),
    end_reason=st.none() | st.sampled_from(EndReason),
    created_at=moments,
    updated_at=moments,
    version=st.integers(1, 2**31 - 1),
)
told = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
records = st.builds(
    DirectoryRecord,
    key=texts.filter(bool),
    **dict.fromkeys(
        (
            *("external_id", "user_name", "name", "given_name", "family_name", "email"),
            *("employee_number", "title", "department", "work_location", "manager_key"),
        ),
        texts,
    ),
    employment_type=st.none() | st.sampled_from(EmploymentType),
    status=st.sampled_from(EmploymentStatus),
    start_date=st.none() | st.dates(),
    end_date=st.none() | st.dates(),
)
on_one_database = settings(
    max_examples=60,
    deadline=None,  # another process may need the machine
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # rows are replaced or new
)


@pytest.fixture
def world(storage):
    return World(storage)


@on_one_database
@given(profile=profiles)
def test_profiles(world, profile):
    profile = replace(profile, person_id=world.ada.id)
    with world.tenant() as work:
        work.profiles.save(profile)
    with world.tenant() as work:
        assert work.profiles.get(world.ada.id) == profile


@on_one_database
@given(match=matches)
def test_matches(world, match):
    match = replace(
        match,
        id=fresh(),
        organization_id=world.id,
        program_id=world.program.id,
        mentee_id=world.ada.id,
        mentor_id=world.ben.id,
    )
    with world.tenant() as work:
        work.matches.add(match)
        assert work.matches.get(match.id) == match
        work.people.connection.exec_driver_sql("DELETE FROM match")


@on_one_database
@given(record=records, source=st.dictionaries(texts, told, max_size=3), version=st.integers(1, 9))
def test_directory_entries(world, record, source, version):
    connection = world.connection()
    entry = DirectoryEntry(
        connection_id=connection.id,
        organization_id=world.id,
        record=record,
        person_id=world.ada.id,
        source=source,
        version=version,
        created_at=NOW,
        updated_at=NOW,
    )
    with world.tenant() as work:
        work.connections.add(connection)
        work.directory_entries.save_many([entry])
        assert work.directory_entries.get(connection.id, record.key) == entry
        known = work.directory_entries.digests(connection.id, [record.key])
        assert known == {record.key: digest_of(record, source)}
        by = {key: [value] for key, value in key_values(record).items() if value}
        found = {(e.connection_id, e.key) for e in work.directory_entries.find(by)}
        assert ((connection.id, record.key) in found) == bool(by)
        work.connections.remove(connection.id)


def test_what_cannot_be_stored_is_refused_with_words(world):
    def save(**values):
        with world.tenant() as work:
            work.profiles.save(replace(world.profile(world.ada), **values))

    for values in ({"headline": "a\0b"}, {"goals": ("a\0b",)}):
        with pytest.raises(InvalidInputError, match="cannot be stored"):
            save(**values)
    with world.tenant() as work:
        assert work.profiles.get(world.ada.id) is None
