"""Mentors kept by the process: the same answer as from reading everything, after every change."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from core.domain.match import MatchState
from core.domain.program import Role
from core.engine.matching import ranking
from core.services.matching import mentor_side, suggestions
from core.services.matching.suggestions import Suggestions
from tests.core.services.matching.programme import (
    ORGANIZATION,
    PROGRAM,
    Programme,
)
from tests.fakes.encoder import FakeEncoder
from tests.fakes.matching import embeddings

WORDS = ("law", "art", "physics", "music", "chess")


@pytest.fixture
def programme():
    return Programme()


def anew(programme, mentee, limit=10):
    """The answer of a process that knows nothing yet."""
    fresh = Suggestions(programme.storage, programme.clock, FakeEncoder.model)
    return fresh.for_mentee(programme.actor(mentee), limit)


def changed(programme, mentor, **fields):
    with programme.storage.tenant(ORGANIZATION) as work:
        work.profiles.save(replace(work.profiles.get(mentor), **fields))


def taking_part(programme, mentor, **fields):
    with programme.storage.tenant(ORGANIZATION) as work:
        part = work.participations.get(PROGRAM, mentor, Role.MENTOR)
        work.participations.save(replace(part, **fields))


def read_now(programme, mentor):
    with programme.storage.tenant(ORGANIZATION) as work:
        work.embeddings.replace(mentor, FakeEncoder.model, embeddings(work.profiles.get(mentor)))


def any_change(programme, draw, mentors, me):
    """Something that happens in a programme."""
    mentor = mentors[draw.integers(len(mentors))]
    word = str(draw.choice(WORDS))
    match draw.integers(7):
        case 0:
            changed(programme, mentor, skills_offered=(word, "new words " + word))
        case 1:
            read_now(programme, mentor)
        case 2:
            taking_part(programme, mentor, paused=bool(draw.integers(2)))
        case 3:
            taking_part(programme, mentor, agreed=bool(draw.integers(2)), capacity=2)
        case 4:
            mentors.append(programme.mentor(skills_offered=(word,)))
        case 5:
            mentee = programme.mentee(goals=(word,))
            programme.match(mentee, mentor, MatchState.ACTIVE)
        case _:
            changed(programme, me, goals=(word,))


@pytest.mark.parametrize("seed", range(12))
def test_after_every_change_the_list_is_that_of_reading_everything(programme, seed, monkeypatch):
    monkeypatch.setattr(mentor_side, "MOST_CHANGED", (0.05, 0.9)[seed % 2])
    monkeypatch.setattr(suggestions, "CHANGES_UP_TO", (3, 100)[seed // 2 % 2])
    draw = np.random.default_rng(seed)
    me = programme.mentee(goals=("law",), skills_wanted=("chess",))
    mentors = [programme.mentor(skills_offered=(word,), experience=(word,)) for word in WORDS]
    for _ in range(12):
        assert programme.shown(me, limit=4) == anew(programme, me, limit=4)
        any_change(programme, draw, mentors, me)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 20])
def test_the_first_ones_are_those_of_the_whole_order_with_ties(programme, limit, monkeypatch):
    me = programme.mentee(goals=("law",))
    for number in range(12):
        programme.mentor(skills_offered=(WORDS[number % 2],))
    short = [item.person.id for item in programme.shown(me, limit).items]
    monkeypatch.setattr(
        ranking.Ranking, "best", lambda self, mentee, limit: self.order(mentee)[:limit]
    )
    assert short == [item.person.id for item in programme.shown(me, limit).items]
    assert len(short) == min(limit, 12)


def test_what_was_read_long_ago_is_read_again(programme):
    me = programme.mentee(goals=("law",))
    mentor = programme.mentor(skills_offered=("law",))
    assert len(programme.shown(me).items) == 1
    with programme.storage.tenant(ORGANIZATION) as work:
        work.changes.own("marks").clear()  # as after a day
        taking_part(programme, mentor, paused=True)
    programme.clock.advance(hours=13)
    assert programme.shown(me).items == ()


def test_only_so_many_mentors_are_kept(programme, monkeypatch):
    monkeypatch.setattr(mentor_side, "MOST_MENTORS", 1)
    me = programme.mentee(goals=("law",))
    programme.mentor(skills_offered=("law",))
    sides = mentor_side.MentorSides(programme.clock, FakeEncoder.model)
    with programme.storage.tenant(ORGANIZATION) as work:
        first = sides.of(work, ORGANIZATION, PROGRAM)
        assert sides.of(work, ORGANIZATION, PROGRAM).people is first.people
        sides.of(work, ORGANIZATION, UUID(int=77))
        assert sides.of(work, ORGANIZATION, PROGRAM).people is first.people
    programme.mentor(skills_offered=("law",))
    with programme.storage.tenant(ORGANIZATION) as work:
        larger = sides.of(work, ORGANIZATION, PROGRAM)
        sides.of(work, ORGANIZATION, UUID(int=77))
        assert sides.of(work, ORGANIZATION, PROGRAM).people is not larger.people
    assert len(programme.shown(me).items) == 2


def test_a_large_programme_tells_changes_on_the_page_of_one_mentor(programme, monkeypatch):
    monkeypatch.setattr(suggestions, "CHANGES_UP_TO", 2)
    me = programme.mentee(skills_wanted=("law",), availability=frozenset({"mon-morning"}))
    for word in WORDS:
        mentor = programme.mentor(skills_offered=(word,), availability=frozenset({"tue-morning"}))
    found = programme.shown(me)
    assert len(found.items) == 5
    assert all(item.candidate.reasons and not item.candidate.changes for item in found.items)
    assert programme.detail(me, mentor).candidate.changes
