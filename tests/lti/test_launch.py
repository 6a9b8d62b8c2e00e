"""What a good launch brings: the person, the course, the page, theme and language."""

import pytest

from core.errors import ConflictError, UnavailableError
from tests.lti.campus import HUB, INSTRUCTOR, LEARNER, MISSING, ROLE
from tests.lti.conftest import JWKS_URL, ORGANIZATION, REGISTRATION


def test_the_facts_arrive(campus, session_of, person_of, storage):
    session = session_of(campus.launch(launch_presentation={"locale": "de_du"}))
    assert session.actor.registration_id == REGISTRATION
    assert session.actor.context_id == "course-2"
    assert session.surface == "lti"
    person = person_of(session)
    assert (person.name, person.email, person.locale) == ("Ana Martin", "ana@campus.test", "de-du")
    with storage.tenant(ORGANIZATION) as work:
        assert work.people.by_identity(f"lti:{REGISTRATION}", "person-6") == person
        course = work.courses.get(REGISTRATION, "course-2")
    assert course.title == "Management 101 — autumn"


def test_the_browser_is_sent_on_with_a_cookie_and_a_ticket(campus):
    answer = campus.launch(target_link_uri=HUB + "/app/find?skill=a%26b")
    assert answer.status_code == 303
    assert answer.location.startswith("/app/find?skill=a%26b&ticket=")
    assert any(c.startswith("__Host-mentorloom=") for c in answer.headers.getlist("Set-Cookie"))
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "/", "/app", "/app/", "/lti/launch"])
def test_the_front_page(campus, path):
    assert campus.launch(target_link_uri=HUB + path).location.startswith("/app/?ticket=")


@pytest.mark.parametrize(
    "target", ["https://hub.example.edu:443/app/x/", "HTTPS://HUB.example.edu/app/x/"]
)
def test_spellings_of_our_own_address(campus, target):
    assert campus.launch(target_link_uri=target).location.startswith("/app/x/?ticket=")


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": MISSING, "given_name": "Ana", "family_name": "Martin"}, "Ana Martin"),
        ({"name": MISSING, "given_name": "Ana"}, "Ana"),
        ({"name": None, "given_name": None, "family_name": None}, ""),
        ({"name": 5}, ""),
        ({"name": "  Ana\n\x00 Martin "}, "Ana Martin"),
        ({"name": "x" * 600}, "x" * 500),
        ({"name": "<b>Ana</b>"}, "<b>Ana</b>"),
    ],
)
def test_names(campus, session_of, person_of, claims, name):
    assert person_of(session_of(campus.launch(**claims))).name == name


@pytest.mark.parametrize(
    ("given", "locale"),
    [
        ("en", "en"),
        ("en_us", "en-us"),
        ("de-DE", "de-DE"),
        ("en-GB-x-ukhe", "en-GB-x-ukhe"),
        ("zh-Hant", "zh-Hant"),
        ("$Message.locale", ""),
        ("e", ""),
        ("en; rm", ""),
        (None, ""),
        (5, ""),
    ],
)
def test_locales(campus, session_of, given, locale):
    session = session_of(campus.launch(launch_presentation={"locale": given, "height": None}))
    assert session.locale == locale


def test_without_a_locale_the_browser_is_asked(campus, session_of):
    asked = campus.login()
    token = campus.sign(campus.claims(asked["nonce"]))
    answer = campus.browser.post(
        "/lti/launch",
        data={"id_token": token, "state": asked["state"]},
        base_url=HUB,
        headers={"Accept-Language": "fr;q=0.5, de-AT"},
    )
    assert session_of(answer).locale == "de-AT"


@pytest.mark.parametrize(
    ("custom", "theme"),
    [
        ({}, "auto"),
        (None, "auto"),
        ({"theme": "light"}, "light"),
        ({"theme": "dark"}, "dark"),
        ({"theme": "contrast"}, "contrast"),
        ({"theme": "auto"}, "auto"),
        ({"theme": "$Mentorloom.theme"}, "auto"),
        ({"theme": ["dark"]}, "auto"),
        ({"prefers_high_contrast": "true", "theme": "light"}, "contrast"),
        ({"prefers_high_contrast": True}, "contrast"),
        ({"prefers_high_contrast": "false", "theme": "dark"}, "dark"),
        ({"prefers_high_contrast": "$Canvas.user.prefersHighContrast"}, "auto"),
    ],
)
def test_themes(campus, session_of, custom, theme):
    assert session_of(campus.launch(custom=custom)).theme == theme


@pytest.mark.parametrize(
    ("roles", "manages", "administers"),
    [
        ([LEARNER], False, False),
        ([INSTRUCTOR], True, False),
        ([], False, False),
        ([LEARNER, ROLE + "institution/person#Instructor"], False, False),
        ([INSTRUCTOR, ROLE + "system/person#Administrator"], True, True),
        ([ROLE + "membership#Mentor"], False, False),
    ],
)
def test_standing(campus, session_of, roles, manages, administers):
    actor = session_of(campus.launch(roles=roles)).actor
    assert (actor.manages, actor.administers) == (manages, administers)


def test_a_label_stands_in_for_a_title(campus, storage):
    campus.launch(context={"id": "course-9", "title": None, "label": "MGMT101"})
    with storage.tenant(ORGANIZATION) as work:
        assert work.courses.get(REGISTRATION, "course-9").title == "MGMT101"


def test_no_course(campus, session_of):
    assert session_of(campus.launch(context=None)).actor.context_id is None


def test_two_activities_of_somebody_new_at_once(campus, app, session_of, monkeypatch):
    """Both try to create the person; the one that comes too late looks again."""
    arrivals = app.extensions["mentorloom"].arrivals
    arrive, tries = arrivals.arrive, []

    def too_late_once(facts):
        tries.append(facts)
        if len(tries) == 1:
            raise ConflictError("This identity belongs to somebody else.")
        return arrive(facts)

    monkeypatch.setattr(arrivals, "arrive", too_late_once)
    assert session_of(campus.launch())
    assert len(tries) == 2


def test_keys_that_cannot_be_had(campus, http):
    http.answer(JWKS_URL, UnavailableError("%(host)s did not answer.", host="lms.example.edu"))
    assert campus.launch().json["code"] == "unavailable"


def test_one_signature_check_a_launch(campus, monkeypatch):
    from jwt.algorithms import RSAAlgorithm  # noqa: PLC0415 - the class that is watched

    verify, checks = RSAAlgorithm.verify, []

    def counted(self, *given):
        checks.append(1)
        return verify(self, *given)

    monkeypatch.setattr(RSAAlgorithm, "verify", counted)
    assert campus.launch().status_code == 303
    assert len(checks) == 1


def test_the_id_token_and_the_person_are_not_logged(campus, capsys, caplog):
    asked = campus.login()
    token = campus.sign(campus.claims(asked["nonce"], roles="x"))
    campus.post(token, asked["state"])
    back = {"return_url": "https://lms.example.edu/return?sesskey=fakeSesKey"}
    campus.launch(launch_presentation=back)
    campus.launch(launch_presentation=back, version="1.1")
    shown = capsys.readouterr()
    said = shown.out + shown.err + caplog.text
    assert "launch refused" in said
    secrets = (token, asked["state"], asked["nonce"], "Ana Martin", "ana@campus.test", "fakeSesKey")
    for secret in secrets:
        assert secret not in said
