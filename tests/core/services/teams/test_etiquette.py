from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from core.domain.notification import Notification
from core.domain.teams_choices import Rhythm, TeamsChoices
from core.domain.teams_delivery import Purpose
from core.sentence import sentence
from core.services.teams.etiquette import may_come, purpose_of, zone_of

ADA = TeamsChoices(person_id=UUID(int=1), organization_id=UUID(int=2), chat=True)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("choices", "moment", "comes"),
    [
        ({}, MONDAY, True),
        ({"chat": False}, MONDAY, False),
        ({}, MONDAY.replace(hour=7, minute=59), False),
        ({}, MONDAY.replace(hour=8), True),
        ({}, MONDAY.replace(hour=17, minute=59), True),
        ({}, MONDAY.replace(hour=18), False),
        ({"quiet_from": time(12), "quiet_until": time(13)}, MONDAY.replace(hour=12), False),
        ({"quiet_from": time(12), "quiet_until": time(13)}, MONDAY.replace(hour=13), True),
        ({"quiet_from": time(12), "quiet_until": time(12)}, MONDAY.replace(hour=12), True),
        ({}, MONDAY - timedelta(days=1), False),
        ({"weekends": True}, MONDAY - timedelta(days=1), True),
        ({"paused_until": date(2026, 3, 3)}, MONDAY, False),
        ({"paused_until": date(2026, 3, 2)}, MONDAY, True),
    ],
)
def test_nobody_is_disturbed(choices, moment, comes):
    assert may_come(replace(ADA, **choices), UTC, moment, []) is comes


def test_night_is_where_they_are():
    auckland, late = zone_of("Pacific/Auckland"), MONDAY.replace(hour=20)
    assert not may_come(ADA, auckland, MONDAY, [])
    assert may_come(ADA, auckland, late, [])
    assert not may_come(ADA, UTC, late, [])


@pytest.mark.parametrize(
    ("rhythm", "last", "comes"),
    [
        (Rhythm.AT_ONCE, MONDAY, True),
        (Rhythm.DAILY, MONDAY.replace(hour=8), False),
        (Rhythm.DAILY, MONDAY - 10 * HOUR, True),
        (Rhythm.WEEKLY, MONDAY.replace(hour=8), False),
        (Rhythm.WEEKLY, MONDAY - 10 * HOUR, True),
    ],
)
def test_a_rhythm_lets_news_gather(rhythm, last, comes):
    assert may_come(replace(ADA, rhythm=rhythm), UTC, MONDAY, [last]) is comes


def test_after_three_messages_in_an_hour_the_rest_gathers():
    written = [MONDAY - HOUR / 2, MONDAY - HOUR / 3, MONDAY - HOUR / 4]
    assert not may_come(ADA, UTC, MONDAY, written)
    assert may_come(ADA, UTC, MONDAY, [MONDAY - HOUR, *written[1:]])


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("", "UTC"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("Mars/Olympus", "UTC"),
        ("../etc", "UTC"),
        ("Europe", "UTC"),
    ],
)
def test_an_unknown_zone_is_utc(name, zone):
    assert (
        MONDAY.astimezone(zone_of(name)).utcoffset()
        == MONDAY.astimezone(ZoneInfo(zone)).utcoffset()
    )


@pytest.mark.parametrize(
    ("subjects", "purpose"),
    [
        ([""], Purpose.NEWS),
        (["match:1"], Purpose.NEWS),
        (["request:1"], Purpose.REQUEST),
        (["proposal:1"], Purpose.PROPOSAL),
        (["meeting:1"], Purpose.MEETING),
        (["appointment:1"], Purpose.MEETING),
        (["pulse:1"], Purpose.PULSE),
        (["nudge:1"], Purpose.NUDGE),
        (["work:1/2"], Purpose.MILESTONE),
        (["request:1", "request:2"], Purpose.DIGEST),
    ],
)
def test_one_piece_has_its_purpose_and_several_are_a_digest(subjects, purpose):
    news = [
        Notification(
            id=UUID(int=number),
            organization_id=ADA.organization_id,
            person_id=ADA.person_id,
            sentence=sentence("It is."),
            page="/app/",
            subject=subject,
            created_at=MONDAY,
        )
        for number, subject in enumerate(subjects)
    ]
    assert purpose_of(news) is purpose
