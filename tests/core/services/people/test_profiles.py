from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.profile import Profile
from core.domain.program import Role
from core.domain.working_style import Style, Value, Way
from core.errors import InvalidInputError, NotFoundError
from core.services.people.profiles import tidied


def test_saving_tidies_and_promises_one_encoding(campus):
    mia = campus.mentee()
    assert campus.profiles.of(mia) == Profile(person_id=mia.person_id)
    profile = Profile(
        person_id=mia.person_id,
        headline="  First   year ",
        goals=("Learn  Rust ", "", "learn rust"),
        languages=("English", "de_AT", "en"),
        time_zone="Europe/Berlin",
        availability=frozenset({"mon-morning"}),
    )
    saved = campus.profiles.save(mia, profile)
    assert (saved.headline, saved.goals) == ("First year", ("Learn Rust",))
    assert saved.languages == ("en", "de-AT")
    assert saved.updated_at == campus.clock.now()
    assert campus.profiles.of(mia) == saved
    campus.profiles.save(mia, profile)
    [job] = campus.storage.jobs
    assert job["job"] == "encode_profile"
    assert job["arguments"]["person_id"] == str(mia.person_id)


def test_a_profile_is_always_the_actors_own(campus):
    mia, ada = campus.mentee(), campus.mentor()
    campus.profiles.save(mia, Profile(person_id=ada.person_id, goals=("Mine",)))
    assert campus.profiles.of(ada).goals == ()
    assert campus.profiles.of(mia).goals == ("Mine",)


def test_every_wrong_field_is_named_and_nothing_is_saved(campus):
    mia = campus.mentee()
    wrong = Profile(
        person_id=mia.person_id,
        headline="x" * 201,
        goals=tuple(f"goal {n}" for n in range(13)),
        experience=("y" * 5001,),
        interests=("bell \x07",),
        languages=("Klingonish",),
        time_zone="Mars/Base",
        availability=frozenset({"mon-night"}),
        avoid=frozenset({campus.entropy.uuid()}),
        meet_again=frozenset({campus.entropy.uuid()}),
        values=frozenset(list(Value)[:4]),
        ways=frozenset(list(Way)[:5]),
        style=Style(pace=6),
        personality=(1, 2, 3),
        topics=("x" * 501,),
    )
    with pytest.raises(InvalidInputError) as refused:
        campus.profiles.save(mia, wrong)
    assert set(refused.value.fields) == {
        "headline",
        "goals",
        "experience",
        "interests",
        "languages",
        "time_zone",
        "availability",
        "avoid",
        "meet_again",
        "values",
        "ways",
        "style",
        "personality",
        "topics",
    }
    assert campus.profiles.of(mia) == Profile(person_id=mia.person_id)
    assert campus.storage.jobs == []


lines = st.lists(st.text(max_size=40), max_size=6).map(tuple)


@given(goals=lines, skills=lines, headline=st.text(max_size=60))
def test_tidying_is_idempotent_and_invents_nothing(goals, skills, headline):
    profile = Profile(person_id=None, goals=goals, skills_wanted=skills, headline=headline)
    once = tidied(profile)
    assert tidied(once) == once
    assert set(once.goals) <= {" ".join(goal.split()) for goal in goals}
    assert replace(once, goals=(), skills_wanted=(), headline="") == Profile(person_id=None)


def test_the_avoided_are_listed_by_name_to_the_one_who_avoids_them(campus):
    mia, zoe, ada = campus.mentee(), campus.mentor("Zoe"), campus.mentor("Ada")
    assert campus.profiles.avoided(mia) == []
    avoid = frozenset({zoe.person_id, ada.person_id})
    campus.profiles.save(mia, Profile(person_id=mia.person_id, avoid=avoid))
    assert [person.name for person in campus.profiles.avoided(mia)] == ["Ada", "Zoe"]
    assert campus.profiles.avoided(ada) == []


def test_avoiding_somebody_leaves_the_rest_of_a_profile_alone(campus):
    mia, ada = campus.mentee(), campus.mentor()
    campus.profiles.save(mia, Profile(person_id=mia.person_id, goals=("Learn Rust",)))
    campus.profiles.avoid(mia, ada.person_id)
    told = campus.profiles.of(mia)
    assert (told.goals, told.avoid) == (("Learn Rust",), {ada.person_id})
    campus.participations.leave(ada, Role.MENTOR)
    campus.profiles.forgive(mia, ada.person_id)
    campus.profiles.forgive(mia, ada.person_id)
    assert campus.profiles.of(mia) == replace(told, avoid=frozenset())


def test_only_those_one_meets_in_a_programme_can_be_avoided(campus):
    mia, stranger = campus.mentee(), campus.person("Stranger")
    for who in (stranger.person_id, mia.person_id, campus.entropy.uuid()):
        with pytest.raises(NotFoundError, match="no programme together"):
            campus.profiles.avoid(mia, who)
    with pytest.raises(NotFoundError):
        campus.profiles.avoid(stranger, mia.person_id)
    assert campus.profiles.of(mia).avoid == frozenset()


def test_nobody_avoids_themselves(campus):
    mia = campus.mentee()
    with pytest.raises(InvalidInputError) as refused:
        campus.profiles.save(
            mia, Profile(person_id=mia.person_id, avoid=frozenset({mia.person_id}))
        )
    assert set(refused.value.fields) == {"avoid"}


def test_long_experience_fits_and_short_names_stay_short(campus):
    mia = campus.mentee()
    papers = tuple(f"{number} {'We measured. ' * 160}".strip() for number in range(60))
    saved = campus.profiles.save(mia, Profile(person_id=mia.person_id, experience=papers))
    assert saved.experience == papers


def test_what_the_organization_told_stays(campus):
    mia, boss, friend = campus.mentee(), campus.mentor("Boss"), campus.mentor("Friend")
    told = Profile(
        person_id=mia.person_id,
        managers=(boss.person_id,),
        conflicts=frozenset({friend.person_id}),
    )
    with campus.storage.tenant(mia.organization_id) as work:
        work.profiles.save(told)
    campus.profiles.save(mia, Profile(person_id=mia.person_id, goals=("Grow",)))
    stored = campus.profiles.of(mia)
    assert (stored.goals, stored.managers, stored.conflicts) == (
        ("Grow",),
        told.managers,
        told.conflicts,
    )


def test_wishing_to_meet_again_is_said_and_taken_back(campus):
    mia, ada, stranger = campus.mentee(), campus.mentor(), campus.person("Stranger")
    campus.profiles.meet_again(mia, ada.person_id, wish=True)
    campus.profiles.meet_again(mia, ada.person_id, wish=True)
    assert campus.profiles.of(mia).meet_again == {ada.person_id}
    campus.participations.leave(ada, Role.MENTOR)
    campus.profiles.meet_again(mia, ada.person_id, wish=False)
    assert campus.profiles.of(mia).meet_again == frozenset()
    with pytest.raises(NotFoundError, match="no programme together"):
        campus.profiles.meet_again(mia, stranger.person_id, wish=True)


@pytest.mark.parametrize("answers", [(), (1, 5) * 5])
def test_personality_is_answered_whole_or_not_at_all(campus, answers):
    mia = campus.mentee()
    saved = campus.profiles.save(mia, Profile(person_id=mia.person_id, personality=answers))
    assert saved.personality == answers
    assert saved.without_private().personality == ()
