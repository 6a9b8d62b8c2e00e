"""What is not taken of a tool's answer when teachers choose content."""

import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from demo.content_pages import GONE
from demo.selections import LIFETIME, Selections

from .by_the_book import (
    CANVAS,
    CLAIM,
    DL,
    ITEM,
    MISSING,
    SEVERAL,
    TOBIAS,
    TOOL,
    Teacher,
    publish,
)

OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def teacher(campus, browser, monkeypatch):
    publish(campus, monkeypatch)
    return Teacher(browser)


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"iss": CANVAS}, "The JWT cannot be accepted"),
            ({"aud": "https://other.example"}, "The JWT cannot be accepted"),
            ({"aud": MISSING}, "The JWT cannot be accepted"),
            ({"exp": 1_000_000_000}, "The JWT cannot be accepted"),
            ({"exp": MISSING}, "The JWT cannot be accepted"),
            ({"iat": int(time.time()) + 3600}, "The JWT cannot be accepted"),
            ({"iat": MISSING}, "The JWT cannot be accepted"),
            ({"nonce": MISSING}, "The JWT cannot be accepted"),
            ({CLAIM + "message_type": "LtiResourceLinkRequest"}, "message_type must be"),
            ({CLAIM + "version": "1.3"}, "version must be"),
            ({CLAIM + "deployment_id": "2"}, "deployment_id is not"),
            ({f"{DL}data": "what nobody sent"}, "data is not"),
            ({f"{DL}content_items": {}}, "content_items must be a list"),
            ({f"{DL}msg": 1}, "msg must be a text"),
        ],
    )
    def test_claims_that_do_not_fit(self, teacher, changes, reason):
        answer = teacher.answer(teacher.ask(), [ITEM], **changes)
        assert answer.status_code == 400
        assert reason in answer.text
        assert teacher.links() == []

    @pytest.mark.parametrize(
        ("item", "reason"),
        [
            ({"type": "link", "url": "https://a.example"}, "must be an ltiResourceLink"),
            ("ltiResourceLink", "must be an ltiResourceLink"),
            ({**ITEM, "title": 1}, "title must be a text"),
            ({**ITEM, "custom": {"a": 1}}, "custom must hold texts"),
            ({**ITEM, "custom": []}, "custom must be an object"),
            ({**ITEM, "icon": "https://a.example"}, "icon must be an object"),
            ({**ITEM, "url": "javascript:alert(1)"}, "url must be an http"),
            ({**ITEM, "lineItem": {"scoreMaximum": 0}}, "scoreMaximum must be"),
            ({**ITEM, "lineItem": {"scoreMaximum": True}}, "scoreMaximum must be"),
            ({**ITEM, "lineItem": {}}, "scoreMaximum must be"),
            ({**ITEM, "lineItem": 10}, "lineItem must be an object"),
            ({**ITEM, "lineItem": {"scoreMaximum": 1, "tag": 2}}, "tag must be a text"),
            (
                {**ITEM, "lineItem": {"scoreMaximum": 1, "submissionReview": {"url": "data:,"}}},
                "url must be an http",
            ),
        ],
    )
    def test_items_that_do_not_fit(self, teacher, item, reason):
        answer = teacher.answer(teacher.ask(), [item])
        assert answer.status_code == 400
        assert reason in answer.text

    @pytest.mark.parametrize(
        "how",
        [
            {"key": OTHER_KEY},
            {"kid": "tool-2"},
            {"kid": ""},
            {"key": "a shared secret of thirty-two bytes!", "algorithm": "HS256"},
        ],
    )
    def test_signatures_that_prove_nothing(self, teacher, how):
        asked = teacher.ask()
        token = TOOL.sign(TOOL.answer(asked, [ITEM]), **how)
        assert teacher.post(asked, token).status_code == 400

    def test_something_that_is_no_token(self, teacher):
        assert teacher.post(teacher.ask(), "x").status_code == 400

    @pytest.mark.parametrize("place", ["assignment_selection", "link_selection"])
    def test_more_than_canvas_asked_for(self, teacher, place):
        answer = teacher.answer(teacher.ask(TOBIAS, place), [ITEM, ITEM])
        assert answer.status_code == 400
        assert "Only one item" in answer.text

    @pytest.mark.parametrize("data", [MISSING, None, "other"])
    def test_data_must_come_back(self, teacher, data):
        answer = teacher.answer(teacher.ask(TOBIAS, SEVERAL), [ITEM], **{f"{DL}data": data})
        assert "data is not what" in answer.text

    def test_a_nonce_works_once(self, teacher):
        assert teacher.answer(teacher.ask(), [ITEM], nonce="same").status_code == 200
        again = teacher.answer(teacher.ask(), [ITEM], nonce="same")
        assert "nonce was used already" in again.text
        other_client = teacher.answer(teacher.ask(TOBIAS, SEVERAL), [ITEM], nonce="same")
        assert other_client.status_code == 200

    def test_a_request_is_answered_once(self, teacher):
        asked = teacher.ask()
        assert teacher.answer(asked, [ITEM]).status_code == 200
        again = teacher.answer(asked, [ITEM])
        assert again.status_code == 400
        assert GONE in again.text

    def test_somebody_who_was_quicker_wins(self, campus, teacher, monkeypatch):
        asked, here = teacher.ask(), campus.extensions["campus"]
        kept = type(here.selections).answer

        def quicker(self, token, _items):
            kept(self, token, ())
            return kept(self, token, ())

        monkeypatch.setattr(type(here.selections), "answer", quicker)
        assert GONE in teacher.answer(asked, [ITEM]).text
        assert teacher.links() == []

    def test_refusals_speak_german(self, browser, teacher):
        browser.client.get("/?locale=de")
        page = teacher.answer(teacher.ask(), [{"type": "html"}]).text
        assert "Die Antwort des Werkzeugs wurde abgelehnt" in page
        assert "Jeder Eintrag muss" in page

    def test_the_language_is_that_of_the_page_it_began_on(self, campus, browser, teacher):
        browser.client.get("/?locale=de&theme=dark")
        asked = teacher.ask()
        # Browsers send no cookies with a form of another site.
        teacher.browser = type(browser)(campus.test_client())
        page = teacher.answer(asked, [ITEM]).text
        assert '<html lang="de" data-theme="dark">' in page
        assert "Speichern und zum Kurs zurückkehren" in page

    def test_of_two_answers_at_once_one_wins(self):
        time = [0.0]
        selections = Selections(now=lambda: time[0])
        token = selections.begin("selection")
        assert selections.answer(token, ("item",))
        assert not selections.answer(token, ("other",))
        assert selections.save(token) == ("selection", ("item",))

    def test_selections_grow_old(self):
        time = [0.0]
        selections = Selections(now=lambda: time[0])
        one, other = selections.begin("one"), selections.begin("other")
        selections.answer(other, ())
        time[0] += LIFETIME
        assert selections.waiting(one) is None
        assert selections.save(other) is None
