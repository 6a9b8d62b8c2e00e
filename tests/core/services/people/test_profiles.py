from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.profile import Profile
from core.domain.program import Role
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
        experience=("y" * 501,),
        interests=("bell \x07",),
        languages=("Klingonish",),
        time_zone="Mars/Base",
        availability=frozenset({"mon-night"}),
        avoid=frozenset({campus.entropy.uuid()}),
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
