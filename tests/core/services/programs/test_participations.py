import pytest

from core.domain.match import EndReason
from core.domain.program import Role
from core.errors import InvalidInputError, NotFoundError


def test_joining_twice_changes_nothing(campus):
    mia = campus.person("Mia")
    first = campus.participations.join(mia, Role.MENTEE)
    assert campus.participations.join(mia, Role.MENTEE) == first
    assert campus.participations.mine(mia) == [first]


def test_a_mentor_who_names_no_capacity_gets_the_programmes(campus):
    ada = campus.person("Ada")
    joined = campus.participations.join(ada, Role.MENTOR)
    assert joined.capacity == campus.program.default_capacity


@pytest.mark.parametrize("capacity", [0, -1, 21])
@pytest.mark.parametrize("verb", ["join", "update"])
def test_an_impossible_capacity_is_refused(campus, verb, capacity):
    person = campus.mentor() if verb == "update" else campus.person("Zoe")
    with pytest.raises(InvalidInputError) as refused:
        getattr(campus.participations, verb)(person, Role.MENTOR, capacity=capacity)
    assert str(refused.value.fields["capacity"][0]) == "Choose a number from 1 to 20."


def test_pausing_and_changing_capacity(campus):
    ada = campus.mentor()
    changed = campus.participations.update(ada, Role.MENTOR, capacity=3, paused=True)
    assert (changed.capacity, changed.paused) == (3, True)
    assert campus.participations.update(ada, Role.MENTOR, paused=False).capacity == 3


def test_leaving_ends_what_is_open_and_keeps_history(campus):
    mia, ada, ben = campus.mentee(), campus.mentor(), campus.mentor("Ben")
    asked = campus.requests.ask(mia, ada.person_id)
    declined = campus.requests.ask(mia, ben.person_id)
    campus.requests.decline(ben, declined.id)
    campus.participations.leave(mia, Role.MENTEE)
    reasons = {v.match.id: v.match.end_reason for v in campus.requests.mine(mia)}
    assert reasons == {asked.id: EndReason.LEFT, declined.id: EndReason.DECLINED}
    assert campus.participations.mine(mia) == []
    with pytest.raises(NotFoundError):
        campus.participations.leave(mia, Role.MENTEE)


def test_leaving_as_mentor_keeps_requests_one_made_as_mentee(campus):
    both, ada = campus.mentor("Both"), campus.mentor()
    campus.participations.join(both, Role.MENTEE)
    asked = campus.requests.ask(both, ada.person_id)
    campus.participations.leave(both, Role.MENTOR)
    assert [v.match for v in campus.requests.mine(both)] == [asked]


def test_nobody_joins_where_there_is_no_programme(campus):
    stray = campus.person("Stray", program_id=None)
    assert campus.participations.mine(stray) == []
    with pytest.raises(NotFoundError, match="no mentoring programme yet"):
        campus.participations.join(stray, Role.MENTEE)
