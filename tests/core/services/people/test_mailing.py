"""News by e-mail: one letter for all that nobody read, and silence where nobody wants any."""

from dataclasses import replace

import pytest

from core.errors import NotFoundError, UnavailableError
from core.sentence import sentence
from core.services.people.mail_choices import MailChoices
from core.services.people.mailing import GATHER_MAIL, MAIL_NEWS, Mailing
from core.services.people.notifications import Notifications
from tests.fakes.mail import FakePostbox, FakeWriter
from tests.fakes.worker import run_all


@pytest.fixture
def box():
    return FakePostbox()


@pytest.fixture
def mailing(campus, box):
    return Mailing(campus.storage, campus.clock, campus.entropy, box, FakeWriter())


@pytest.fixture
def choices(campus):
    return MailChoices(campus.storage, campus.entropy)


@pytest.fixture
def ada(campus):
    return addressed(campus, campus.person("Ada"), "ada@example.org")


@pytest.fixture
def run(campus, mailing):
    """Look for news and send what is found."""

    def handled():
        mailing.gather_mail()
        run_all(campus.storage, {MAIL_NEWS: mailing.mail_news})

    return handled


def addressed(campus, actor, address):
    with campus.storage.tenant(campus.organization.id) as work:
        person = work.people.get(actor.person_id)
        work.people.save(replace(person, email=address))
    return actor


def tell(campus, actor, words="News.", *, program=True):
    notifications = Notifications(campus.clock, campus.entropy)
    with campus.storage.tenant(campus.organization.id) as work:
        program_id = campus.program.id if program else None
        notifications.tell(work, actor.person_id, sentence(words), program_id=program_id)


def test_one_letter_has_all_that_happened(campus, ada, box, run):
    tell(campus, ada, "First.")
    campus.clock.advance(minutes=2)
    tell(campus, ada, "Second.")
    run()
    assert box.letters == []  # more may happen
    campus.clock.advance(minutes=1)
    run()
    (letter,) = box.letters
    assert (letter.to, letter.subject) == ("ada@example.org", "Peers: 2")
    assert letter.text == "First.\nSecond."
    run()
    assert len(box.letters) == 1


def test_telling_promises_nothing(campus, ada):
    tell(campus, ada)
    assert campus.storage.jobs == []


def test_looking_twice_promises_once(campus, ada, mailing):
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    mailing.gather_mail()
    mailing.gather_mail()
    (job,) = campus.storage.jobs
    assert (job["job"], job["lock"]) == (MAIL_NEWS, job["once"])
    assert GATHER_MAIL != MAIL_NEWS


def test_what_was_read_meanwhile_is_not_sent(campus, ada, box, mailing):
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    mailing.gather_mail()
    with campus.storage.tenant(campus.organization.id) as work:
        work.news.read(ada.person_id, campus.clock.now())
    run_all(campus.storage, {MAIL_NEWS: mailing.mail_news})
    assert box.letters == []


def test_news_of_several_places_names_none(campus, ada, box, run):
    tell(campus, ada)
    tell(campus, ada, program=False)
    campus.clock.advance(minutes=3)
    run()
    assert box.letters[0].subject == ": 2"


def test_a_server_that_is_away_is_asked_again(campus, ada, box, mailing, run):
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    box.away = True
    with pytest.raises(UnavailableError):
        mailing.mail_news(str(campus.organization.id), str(ada.person_id))
    box.away = False
    run()
    assert len(box.letters) == 1


def test_what_is_old_is_not_sent_any_more(campus, ada, box, run):
    tell(campus, ada)
    campus.clock.advance(days=3)
    run()
    assert box.letters == []


def test_a_job_run_twice_sends_once_and_a_lost_end_repeats_the_same_letter(
    campus, ada, box, mailing, monkeypatch
):
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    names = str(campus.organization.id), str(ada.person_id)

    def lost(*_args):
        raise UnavailableError("The database is away.")

    with monkeypatch.context() as broken:
        broken.setattr("tests.fakes.news_storage.FakeNews.mailed", lost)
        with pytest.raises(UnavailableError):
            mailing.mail_news(*names)
    mailing.mail_news(*names)
    mailing.mail_news(*names)
    first, again = box.letters
    assert first == again


def test_a_refused_address_gets_nothing_more_until_it_is_another(campus, ada, box, choices, run):
    box.refuse("ada@example.org")
    for _ in range(2):
        tell(campus, ada)
        campus.clock.advance(minutes=3)
        run()
    assert choices.of(ada).refused
    assert box.letters == []
    addressed(campus, ada, "new@example.org")
    assert not choices.of(ada).refused
    campus.clock.advance(minutes=3)
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    run()
    assert [letter.to for letter in box.letters] == ["new@example.org"]


def test_choosing_mail_again_tries_a_refused_address(campus, ada, box, choices, run):
    box.refuse("ada@example.org")
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    run()
    choices.choose(ada, wanted=True)
    assert not choices.of(ada).refused


def test_a_letter_that_nobody_takes_is_not_sent_for_ever(campus, ada, box, choices, run):
    box.dislike("Peers: 1")
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    run()
    assert not choices.of(ada).refused
    assert campus.storage.jobs == []


def test_mail_is_a_choice(campus, ada, box, choices, mailing, run):
    assert choices.of(ada).wanted
    choices.choose(ada, wanted=False)
    assert not choices.of(ada).wanted
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    run()
    mailing.mail_news(str(campus.organization.id), str(ada.person_id))  # promised before
    assert box.letters == []


def test_a_link_in_a_mail_ends_them(campus, ada, box, choices, run):
    tell(campus, ada)
    campus.clock.advance(minutes=3)
    run()
    token = box.letters[0].unsubscribe.removeprefix("https://hub/")
    choices.knows(campus.organization.id, token)
    assert choices.of(ada).wanted
    choices.end(campus.organization.id, token)
    choices.end(campus.organization.id, token)
    assert not choices.of(ada).wanted
    for verb in (choices.knows, choices.end):
        with pytest.raises(NotFoundError):
            verb(campus.organization.id, "another")


def test_people_without_an_address_have_nothing_to_choose(campus, choices, mailing):
    nobody = campus.person("Eve")
    assert choices.of(nobody).address == ""
    mailing.mail_news(str(campus.organization.id), str(nobody.person_id))
