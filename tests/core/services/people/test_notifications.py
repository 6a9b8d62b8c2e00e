import pytest

from core.sentence import sentence
from core.services.people.notifications import Notifications


@pytest.fixture
def notifications(campus):
    return Notifications(campus.clock, campus.entropy)


def news_of(campus, actor):
    with campus.storage.tenant(campus.organization.id) as work:
        return work.news.of_person(actor.person_id, 9)


def test_one_person_is_told(campus, notifications):
    ada = campus.mentor("Ada")
    asked = sentence("%(name)s asks you to be their mentor.", name="Mia")
    with campus.storage.tenant(campus.organization.id) as work:
        notifications.tell(work, ada.person_id, asked, program_id=campus.program.id)
    (told,) = news_of(campus, ada)
    assert told.sentence == asked
    assert told.page == "/app/requests"
    assert told.program_id == campus.program.id
    assert told.created_at == campus.clock.now()
    assert told.read_at is None


def test_many_are_told_each_their_own(campus, notifications):
    ada, mia = campus.mentor("Ada"), campus.mentee("Mia")
    with campus.storage.tenant(campus.organization.id) as work:
        notifications.tell_many(
            work,
            [
                (ada.person_id, sentence("You have a mentee."), "/app/matches"),
                (mia.person_id, sentence("You have a mentor."), "/app/"),
            ],
        )
    told = [(str(n.sentence), n.page) for who in (ada, mia) for n in news_of(campus, who)]
    assert told == [("You have a mentee.", "/app/matches"), ("You have a mentor.", "/app/")]


def test_nobody_is_told_of_what_did_not_happen(campus, notifications):
    ada = campus.mentor("Ada")

    def fail():
        with campus.storage.tenant(campus.organization.id) as work:
            notifications.tell(work, ada.person_id, sentence("You have a mentee."))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert news_of(campus, ada) == []
