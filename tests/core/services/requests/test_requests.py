from dataclasses import replace

import pytest

from core.domain.match import EndReason, MatchState
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.requests.steps import step


def test_a_request_reaches_the_mentor_and_becomes_a_match(campus):
    mia, ada = campus.mentee(), campus.mentor()
    asked = campus.requests.ask(mia, ada.person_id, " I like your work. ", score=0.7)
    assert (asked.state, asked.note, asked.score) == (MatchState.OFFERED, "I like your work.", 0.7)
    [seen] = campus.requests.mine(ada)
    assert (seen.mentee.name, seen.mentor.name) == ("Mia", "Ada")

    accepted = campus.requests.accept(ada, asked.id)

    assert accepted.state is MatchState.ACCEPTED
    for actor in (mia, ada):
        assert [v.match.state for v in campus.requests.mine(actor)] == [MatchState.ACCEPTED]
    steps = [(e.actor_id, e.before, e.after) for e in campus.history(asked.id)]
    assert steps == [
        (mia.person_id, None, MatchState.OFFERED),
        (ada.person_id, MatchState.OFFERED, MatchState.ACCEPTED),
    ]


@pytest.mark.parametrize(
    ("who", "verb", "reason"),
    [("ada", "decline", EndReason.DECLINED), ("mia", "withdraw", EndReason.WITHDRAWN)],
)
def test_an_open_request_ends_by_either_side(campus, who, verb, reason):
    people = {"mia": campus.mentee(), "ada": campus.mentor()}
    asked = campus.requests.ask(people["mia"], people["ada"].person_id)
    ended = getattr(campus.requests, verb)(people[who], asked.id)
    assert (ended.state, ended.end_reason) == (MatchState.ENDED, reason)
    with pytest.raises(ConflictError):
        getattr(campus.requests, verb)(people[who], asked.id)


def test_declining_for_good_avoids_the_mentee_if_it_is_still_possible(campus):
    mia, ada = campus.mentee(), campus.mentor()
    asked = campus.requests.ask(mia, ada.person_id)
    campus.requests.withdraw(mia, asked.id)
    with pytest.raises(ConflictError):
        campus.requests.decline(ada, asked.id, avoid=True)
    assert campus.profiles.of(ada).avoid == frozenset()
    again = campus.requests.ask(mia, ada.person_id)
    campus.requests.decline(ada, again.id, avoid=True)
    assert campus.profiles.of(ada).avoid == {mia.person_id}


@pytest.mark.parametrize(
    ("who", "verb"),
    [("mia", "accept"), ("mia", "decline"), ("ada", "withdraw"), ("eve", "accept"), ("eve", "end")],
)
def test_only_the_right_side_may_move_a_request(campus, who, verb):
    people = {"mia": campus.mentee(), "ada": campus.mentor(), "eve": campus.mentor("Eve")}
    asked = campus.requests.ask(people["mia"], people["ada"].person_id)
    with pytest.raises(NotFoundError):
        getattr(campus.requests, verb)(people[who], asked.id)


def test_nobody_takes_a_step_that_is_another_s(campus):
    mia, ada = campus.mentee(), campus.mentor()
    asked = campus.requests.ask(mia, ada.person_id)
    with (
        campus.storage.tenant(campus.organization.id) as work,
        pytest.raises(ForbiddenError, match="Somebody else decides this"),
    ):
        step(work, asked, MatchState.ACCEPTED, campus.teacher(), campus.clock)


def test_a_full_mentor_cannot_accept_and_is_not_asked(campus):
    mia, ben, ada = campus.mentee(), campus.mentee("Ben"), campus.mentor(capacity=1)
    first = campus.requests.ask(mia, ada.person_id)
    second = campus.requests.ask(ben, ada.person_id)
    campus.requests.accept(ada, first.id)
    with pytest.raises(ConflictError, match="Raise your capacity"):
        campus.requests.accept(ada, second.id)
    with pytest.raises(ConflictError, match="takes no new mentees"):
        campus.requests.ask(campus.mentee("Cem"), ada.person_id)
    campus.requests.end(mia, first.id)
    assert campus.requests.accept(ada, second.id).state is MatchState.ACCEPTED


def test_a_mentee_waits_for_answers_before_asking_more_mentors(campus):
    mia = campus.mentee()
    for number in range(campus.program.open_request_limit):
        campus.requests.ask(mia, campus.mentor(f"Mentor {number}").person_id)
    with pytest.raises(ConflictError, match="You have 3 open requests"):
        campus.requests.ask(mia, campus.mentor("One more").person_id)


def test_who_cannot_ask_whom(campus):
    mia, ada = campus.mentee(), campus.mentor()
    with pytest.raises(ForbiddenError, match="as a mentee"):
        campus.requests.ask(campus.person("Zoe"), ada.person_id)
    with pytest.raises(NotFoundError, match="not a mentor"):
        campus.requests.ask(mia, campus.mentee("Ben").person_id)
    with pytest.raises(InvalidInputError) as refused:
        campus.requests.ask(mia, ada.person_id, "x" * 2001)
    assert "2000" in str(refused.value.fields["note"][0])
    with pytest.raises(InvalidInputError):
        campus.requests.ask(mia, ada.person_id, "half a \ud83d")
    campus.requests.ask(mia, ada.person_id, "Hello!\n\tAll lines of a note are kept.\r\n")
    with pytest.raises(ConflictError):
        campus.requests.ask(mia, ada.person_id)
    campus.participations.join(mia, Role.MENTOR)
    with pytest.raises(NotFoundError):
        campus.requests.ask(mia, mia.person_id)


@pytest.mark.parametrize("avoider", ["mia", "ada"])
def test_avoided_and_paused_mentors_look_alike(campus, avoider):
    people = {"mia": campus.mentee(), "ada": campus.mentor()}
    other = people["ada" if avoider == "mia" else "mia"].person_id
    campus.profiles.save(
        people[avoider], Profile(person_id=people[avoider].person_id, avoid=frozenset({other}))
    )
    with pytest.raises(ConflictError) as avoided:
        campus.requests.ask(people["mia"], people["ada"].person_id)
    eve = campus.mentor("Eve")
    campus.participations.update(eve, Role.MENTOR, paused=True)
    with pytest.raises(ConflictError) as paused:
        campus.requests.ask(people["mia"], eve.person_id)
    assert str(avoided.value) == str(paused.value)


@pytest.mark.parametrize("field", ["managers", "conflicts"])
@pytest.mark.parametrize("told_of", ["mia", "ada"])
def test_whom_the_organization_keeps_apart_cannot_ask_each_other(campus, field, told_of):
    people = {"mia": campus.mentee(), "ada": campus.mentor()}
    other = people["ada" if told_of == "mia" else "mia"].person_id
    told = {"managers": (other,), "conflicts": frozenset({other})}[field]
    with campus.storage.tenant(campus.organization.id) as work:
        work.profiles.save(Profile(person_id=people[told_of].person_id, **{field: told}))
    with pytest.raises(ConflictError):
        campus.requests.ask(people["mia"], people["ada"].person_id)


def test_nobody_asks_a_mentor_who_has_not_agreed_until_they_do(campus):
    mia, ada = campus.mentee(), campus.mentor()
    with campus.storage.tenant(campus.organization.id) as work:
        entered = work.participations.get(campus.program.id, ada.person_id, Role.MENTOR)
        work.participations.save(replace(entered, agreed=False))
    with pytest.raises(ConflictError):
        campus.requests.ask(mia, ada.person_id)
    assert campus.participations.join(ada, Role.MENTOR).agreed
    assert campus.requests.ask(mia, ada.person_id)


def test_the_two_of_an_open_match_see_each_others_profile_without_private_parts(campus):
    mia, ada, eve = campus.mentee(), campus.mentor(), campus.mentor("Eve")
    shy = Profile(person_id=mia.person_id, goals=("Grow",), avoid=frozenset({eve.person_id}))
    campus.profiles.save(mia, shy)
    asked = campus.requests.ask(mia, ada.person_id)
    seen = campus.requests.profile_of(ada, asked.id)
    assert (seen.goals, seen.avoid) == (("Grow",), frozenset())
    assert campus.requests.profile_of(mia, asked.id).person_id == ada.person_id
    with pytest.raises(NotFoundError):
        campus.requests.profile_of(eve, asked.id)
    campus.requests.withdraw(mia, asked.id)
    with pytest.raises(NotFoundError):
        campus.requests.profile_of(ada, asked.id)


def test_a_match_is_ended_not_a_request(campus):
    mia, ada = campus.mentee(), campus.mentor()
    asked = campus.requests.ask(mia, ada.person_id)
    with pytest.raises(ConflictError, match="not yet"):
        campus.requests.end(mia, asked.id)
    campus.requests.accept(ada, asked.id)
    with pytest.raises(ConflictError, match="not possible any more"):
        campus.requests.withdraw(mia, asked.id)
    assert campus.requests.end(ada, asked.id).end_reason is EndReason.LEFT
