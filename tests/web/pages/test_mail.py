from dataclasses import replace

import pytest

from tests.web.hub import HTTP, ORGANIZATION
from tests.web.pages.pages_hub import PagesHub
from web.csrf import exemption


@pytest.fixture
def hub():
    """With a mail server."""
    settings = replace(HTTP, smtp_url="smtp://localhost", mail_from="hub@example.edu")
    return PagesHub(settings)


@pytest.fixture
def link(hub, mentee):
    """The link of a mail to Mia."""
    hub.services.mail_choices.choose(mentee, wanted=True)
    with hub.storage.tenant(ORGANIZATION) as work:
        token = work.mailboxes.get(mentee.person_id).token
    return f"/mail/off/{ORGANIZATION}/{token}"


def test_one_chooses_under_participation(hub, mentee):
    browser = hub.browser(mentee)
    page = browser.get("/app/participation").text
    assert "goes to mia@example.edu" in page
    done = browser.post("/app/news/mail", data={"mail": "off"})
    assert done.location == "/app/participation?done=mail-chosen#mail"
    assert not hub.services.mail_choices.of(mentee).wanted
    browser.post("/app/news/mail", data={"mail": "on"})
    assert hub.services.mail_choices.of(mentee).wanted
    assert browser.post("/app/news/mail", data={"mail": "perhaps"}).status_code == 400


def test_a_refused_address_is_told(hub, mentee, link):
    assert link
    with hub.storage.tenant(ORGANIZATION) as work:
        work.mailboxes.refuse(mentee.person_id, "mia@example.edu")
    assert "refused mia@example.edu" in hub.browser(mentee).get("/app/participation").text


def test_without_an_address_there_is_no_mail(hub, mentee):
    with hub.storage.tenant(ORGANIZATION) as work:
        work.people.save(replace(work.people.get(mentee.person_id), email=""))
    assert "tells us no e-mail address" in hub.browser(mentee).get("/app/participation").text


def test_without_a_mail_server_nothing_is_said_of_mail():
    hub = PagesHub()
    page = hub.browser(hub.person()).get("/app/participation").text
    assert "e-mail" not in page


def test_the_link_ends_mails_without_signing_in(hub, mentee, link):
    stranger = hub.app.test_client()
    page = stranger.get(link).text
    assert "Do you want no more mails" in page
    assert hub.services.mail_choices.of(mentee).wanted
    # As mail programs ask: from another site, without a cookie (RFC 8058).
    headers = {"Sec-Fetch-Site": "cross-site"}
    form = {"List-Unsubscribe": "One-Click"}
    answer = stranger.post(link, data=form, headers=headers)
    assert answer.status_code == 200
    assert "You get no more mails." in answer.text
    assert not hub.services.mail_choices.of(mentee).wanted


def test_another_link_ends_nothing(hub, mentee, link):
    stranger = hub.app.test_client()
    for wrong in (f"{link}x", link.replace(str(ORGANIZATION), str(mentee.person_id))):
        assert stranger.get(wrong).status_code == 404
        assert stranger.post(wrong).status_code == 404
    assert hub.services.mail_choices.of(mentee).wanted


def test_only_the_link_may_be_called_from_elsewhere(hub):
    exempt = {e for e in hub.app.view_functions if exemption(hub.app, e)}
    assert exempt == {"probe.exempt", "pages.mail.end"}


def test_the_api_knows_the_choice(hub, mentee):
    browser = hub.browser(mentee)
    address = "/api/v1/news/mail"
    expected = {"wanted": True, "address": "mia@example.edu", "refused": False}
    assert browser.get(address).json == expected
    assert browser.put(address, json={"wanted": False}).json == expected | {"wanted": False}
    assert browser.put(address, json={"wanted": "no"}).status_code == 422
