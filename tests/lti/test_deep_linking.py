"""Deep linking: certification section 6.2, the shape Moodle was seen to take, and our own rules.

https://www.imsglobal.org/spec/lti/v1p3/cert/, https://www.imsglobal.org/spec/lti-dl/v2p0/.
"""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import jwt
import pytest

from core.domain.activity import ActivityKind
from core.errors import NotFoundError
from core.services.activities.activity_plans import ActivityPlan
from core.services.administration.sessions import secret_hash
from lti.content_items import content_item
from lti.deep_linking import DL, return_origin
from tests.lti.campus import CLAIM, HUB, INSTRUCTOR, ISSUER, LEARNER, MISSING

CAPTURE = Path(__file__).parent / "captures" / "deep_linking_response_sent_withline.json"
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
RETURN = ISSUER + '/return.php?course=2&sesskey=s3cret&x="><script>'
ASKED = {
    "deep_link_return_url": RETURN,
    "accept_types": ["link", "ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe", "window"],
    "accept_multiple": True,
    "data": "op=321&v=44",
}


@pytest.fixture
def campus(framed):
    return framed


class Choice:
    """A teacher in front of the page, choosing."""

    def __init__(self, campus, page):
        self.campus = campus
        self.page = page
        self.token = parse_qs(urlsplit(page.request.url).query).get("request", [""])[0]

    def press(self, action, path="/app/activities/choose", **typed):
        data = {"request": self.token, "action": action, **typed}
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.campus.browser.post(path, data=data, base_url=HUB, headers=headers)

    def send(self, *items, status=200):
        typed = {
            f"{n}-{name}": value for n, item in enumerate(items) for name, value in item.items()
        }
        answer = self.press("send", **typed)
        assert answer.status_code == status, answer.text
        return answer


def ask(campus, settings=ASKED, **changes):
    """Launch the deep linking request and open the page it leads to."""
    asked = campus.login()
    claims = campus.claims(
        asked["nonce"],
        message_type="LtiDeepLinkingRequest",
        resource_link=MISSING,
        **{"roles": [INSTRUCTOR], **changes},
    )
    kept = {name: value for name, value in settings.items() if value is not MISSING}
    answer = campus.post(campus.sign({**claims, SETTINGS: kept}), asked["state"])
    if answer.status_code != 303:
        return answer
    return Choice(campus, campus.browser.get(answer.location, base_url=HUB))


def posted(answer):
    """What the answer's form posts, and where to."""
    action = re.search(r'<form method="post"\s+action="([^"]*)"', answer.text)[1]
    token = re.search(r'name="JWT" value="([^"]*)"', answer.text)[1]
    return unescape(action), token


@pytest.fixture
def decoded(campus):
    """The claims of an answer, verified with our published keys as a platform does."""

    def decode(answer):
        _, token = posted(answer)
        keys = campus.browser.get("/lti/jwks.json", base_url=HUB).json["keys"]
        header = jwt.get_unverified_header(token)
        (key,) = [key for key in keys if key["kid"] == header["kid"]]
        assert header["alg"] == "RS256"
        times = {"verify_exp": False, "verify_iat": False}
        return jwt.decode(
            token, jwt.PyJWK(key).key, ["RS256"], audience=ISSUER, issuer="hub-1", options=times
        )

    return decode


REFLECTION = {
    "kind": "reflection",
    "title": " What did  you learn? ",
    "instructions": "Think.\r\n\r\nWrite.",
    "points": "10",
}
MEETINGS = {"kind": "meetings", "title": "Meet", "target": "3", "points": ""}


def activities(campus, storage):
    (found,) = [rows for name, rows in storage.tables.rows.items() if name.endswith("/activities")]
    return list(found.values())


class TestCertification:
    def test_6_2_deep_linking_request_payload_is_sent(self, campus):
        choice = ask(campus)
        assert choice.page.status_code == 200
        assert "What shall learners do?" in choice.page.text

    def test_6_2_deep_linking_response_payload_is_received(self, campus):
        action, token = posted(ask(campus).send(REFLECTION))
        assert action == RETURN
        assert token.count(".") == 2

    def test_6_2_response_has_the_right_format(self, campus, decoded):
        claims = decoded(ask(campus).send(REFLECTION, MEETINGS))
        assert [item["type"] for item in claims[DL + "content_items"]] == ["ltiResourceLink"] * 2

    def test_6_2_timestamps_are_valid(self, campus, clock, decoded):
        claims = decoded(ask(campus).send(REFLECTION))
        now = int(clock.now().timestamp())
        assert (claims["iat"], claims["exp"]) == (now, now + 600)

    def test_6_2_signature_is_valid(self, campus, decoded):
        assert decoded(ask(campus).send(REFLECTION))["iss"] == "hub-1"

    def test_6_2_required_claims_are_there(self, campus, decoded):
        claims = decoded(ask(campus).send(REFLECTION))
        again = decoded(ask(campus).send(REFLECTION))
        assert claims["aud"] == [ISSUER]
        assert claims["nonce"] != again["nonce"]
        assert claims[CLAIM + "deployment_id"] == "1"
        assert claims[CLAIM + "message_type"] == "LtiDeepLinkingResponse"
        assert claims[CLAIM + "version"] == "1.3.0"
        assert claims[DL + "data"] == ASKED["data"]

    def test_6_2_response_is_affirmed(self, campus, decoded):
        claims = decoded(ask(campus).send(REFLECTION))
        assert claims[DL + "msg"] == "1 mentoring activity was chosen."
        assert DL + "errormsg" not in claims

    def test_6_2_core_launch_of_the_passed_link(self, campus, decoded, storage):
        """The optional case: what was passed opens what was chosen."""
        (item,) = decoded(ask(campus).send(REFLECTION))[DL + "content_items"]
        opened = campus.launch(
            custom=item["custom"],
            target_link_uri=item["url"],
            resource_link={"id": "new-link", "title": item["title"]},
        )
        (activity,) = activities(campus, storage)
        assert opened.location.startswith(f"/app/activities/{activity.id}?ticket=")
        assert activity.link_id == "new-link"
        page = campus.browser.get(opened.location, base_url=HUB).text
        assert "What did you learn?" in page
        assert "<p>Think.</p>" in page


def test_an_item_has_the_shape_that_moodle_took(campus, decoded):
    """Every field of ours was in what Moodle was seen to keep, with values of the same types."""
    seen = json.loads(CAPTURE.read_text())["claims"]
    claims = decoded(ask(campus, {**ASKED, "data": MISSING}).send(REFLECTION))
    assert claims.keys() == seen.keys()
    assert type(claims["aud"]) is type(seen["aud"])
    (item,), (known,) = (c[DL + "content_items"] for c in (claims, seen))
    assert item.keys() <= known.keys()
    assert {n: type(v) for n, v in item.items()} == {n: type(known[n]) for n in item}
    line_item, known = item["lineItem"], known["lineItem"]
    assert line_item.keys() == known.keys()
    assert type(line_item["scoreMaximum"]) is type(known["scoreMaximum"])
    review = line_item["submissionReview"]
    assert review.keys() - {"custom"} == known["submissionReview"].keys()
    assert review["url"] == HUB + "/app/"


def test_an_item_says_what_it_is(campus, decoded, storage):
    graded, ungraded = decoded(ask(campus).send(REFLECTION, MEETINGS))[DL + "content_items"]
    reflection, meetings = activities(campus, storage)
    assert graded == {
        "type": "ltiResourceLink",
        "title": "What did you learn?",
        "text": "Think.\n\nWrite.",
        "url": HUB + "/app/",
        "custom": {
            "activity": str(reflection.origin_id),
            "kind": "reflection",
            "target": "1",
            "points": "10",
        },
        "icon": {"url": HUB + "/static/mark.svg", "width": 24, "height": 24},
        "lineItem": {
            "scoreMaximum": 10,
            "label": "What did you learn?",
            "resourceId": str(reflection.origin_id),
            "tag": "mentorloom",
            "submissionReview": {
                "reviewableStatus": [
                    "None",
                    "Initialized",
                    "Started",
                    "InProgress",
                    "Submitted",
                    "Completed",
                ],
                "url": HUB + "/app/",
                "custom": {"activity": str(reflection.origin_id)},
            },
        },
    }
    assert "lineItem" not in ungraded
    assert "text" not in ungraded
    assert ungraded["custom"]["target"] == "3"
    assert (meetings.kind, meetings.target, meetings.points) == (ActivityKind.MEETINGS, 3, None)
    assert (reflection.context_id, reflection.link_id) == ("course-2", "")


class TestWhatPyltiGetsWrong:
    """Defects of PyLTI1p3's DeepLink, which is not used."""

    def test_the_return_url_is_escaped(self, campus):
        answer = ask(campus).send(REFLECTION)
        assert '"><script>' not in answer.text
        assert posted(answer)[0] == RETURN

    def test_nothing_runs_inline(self, campus):
        answer = ask(campus).send(REFLECTION)
        assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text)
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize("data", [MISSING, "", "x"])
    def test_data_comes_back_only_if_it_came(self, campus, decoded, data):
        claims = decoded(ask(campus, {**ASKED, "data": data}).send(REFLECTION))
        assert claims.get(DL + "data", MISSING) == data

    def test_the_teacher_can_be_told_something(self, campus, decoded):
        claims = decoded(ask(campus).press("cancel"))
        assert claims[DL + "content_items"] == []
        assert claims[DL + "msg"] == "No mentoring activity was chosen."

    def test_a_place_without_resource_links_is_explained_and_answered(self, campus, decoded):
        choice = ask(campus, {**ASKED, "accept_types": ["link", "file"]})
        assert "this place in your course takes none" in choice.page.text
        assert "What shall learners do?" not in choice.page.text
        choice.send(REFLECTION, status=422)
        claims = decoded(choice.press("cancel"))
        assert claims[DL + "content_items"] == []
        assert "takes none" in claims[DL + "errormsg"]

    def test_the_key_is_named_so_that_it_can_be_replaced(self, campus):
        _, token = posted(ask(campus).send(REFLECTION))
        assert jwt.get_unverified_header(token)["kid"]


def test_only_the_platforms_address_may_be_posted_to(campus):
    choice = ask(campus)
    for answer in (choice.page, choice.press("look"), choice.send(REFLECTION)):
        policy = answer.headers["Content-Security-Policy"]
        assert f"form-action 'self' {ISSUER};" in policy
    assert "s3cret" not in choice.page.text


def test_the_form_works_without_scripts(campus):
    choice = ask(campus)
    added = choice.press("add:meetings")
    assert 'name="0-kind" value="meetings"' in added.text
    assert "0 of 3 meetings" in added.text
    typed = {f"0-{name}": value for name, value in {**MEETINGS, "target": "5"}.items()}
    two = choice.press("add:path_step", **typed)
    assert "Activity 2: Step of a learning path" in two.text
    assert "0 of 5 meetings" in two.text
    looked = choice.press("look", **typed | {"0-points": "2,5", "0-title": "<i>"})
    assert "2.5 points" in looked.text
    assert "&lt;i&gt;" in looked.text
    removed = choice.press("remove:0", **typed)
    assert "0-kind" not in removed.text


def test_a_preview_follows_what_is_typed(campus):
    choice = ask(campus)
    typed = {f"1-{name}": value for name, value in REFLECTION.items()} | {"0-kind": "milestone"}
    where = "/app/activities/choose/preview"
    seen = choice.press("", where + "?number=1", **typed)
    assert "10 points" in seen.text
    assert "<html" not in seen.text
    for wrong in ("?number=2", "?number=x", ""):
        assert choice.press("", where + wrong, **typed).status_code == 400


def test_what_makes_no_sense_comes_back_as_typed(campus, storage):
    choice = ask(campus)
    assert "Choose at least one activity." in choice.send(status=422).text
    answer = choice.send(
        {**MEETINGS, "target": "many", "points": "ten"}, {**REFLECTION, "title": " "}, status=422
    )
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="many"' in answer.text
    assert 'href="#0-target"' in answer.text
    answer = choice.send({**MEETINGS, "points": "0"}, {**REFLECTION, "title": " "}, status=422)
    assert "Give the activity a title." in answer.text
    assert 'href="#0-points"' in answer.text
    too_many = choice.send(*[MEETINGS] * 21, status=422)
    assert "Choose at most 20" in too_many.text
    assert not any(name.endswith("/activities") for name in storage.tables.rows)


def test_a_place_for_one_takes_one(campus, decoded):
    choice = ask(campus, {**ASKED, "accept_multiple": False})
    assert "This place takes one activity." in choice.page.text
    assert "What shall learners do?" not in choice.press("add:onboarding").text
    choice.send(MEETINGS, REFLECTION, status=422)
    assert len(decoded(choice.send(MEETINGS))[DL + "content_items"]) == 1


def test_a_place_without_grades_offers_no_points(campus, decoded, storage):
    choice = ask(campus, {**ASKED, "accept_lineitem": False})
    assert "0-points" not in choice.press("add:milestone").text
    (item,) = decoded(choice.send(REFLECTION))[DL + "content_items"]
    assert "lineItem" not in item
    assert activities(campus, storage)[0].points is None


def test_a_choice_is_sent_once_by_the_person_it_was_put_to_within_an_hour(campus, clock):
    choice = ask(campus)
    gone = "was sent already"
    other = ask(campus, sub="person-7")
    assert gone in Choice.press(other, "send", request=choice.token).text
    assert choice.press("look", request="guess").status_code == 404
    again = ask(campus)
    again.send(MEETINGS)
    assert gone in again.press("send", **{"0-kind": "meetings"}).text
    assert gone in again.press("cancel").text
    late = ask(campus)
    clock.advance(minutes=60)
    assert gone in late.press("cancel").text


def test_of_two_answers_at_once_one_is_sent(campus, storage, monkeypatch):
    choice = ask(campus)
    links = campus.app.extensions["mentorloom-lti"].deep_links
    (session,) = storage.tables.table("sessions").values()
    with storage.platform() as work:  # the other one was quicker, after both had looked
        assert work.deep_links.take(secret_hash(choice.token))
    monkeypatch.setattr(type(links), "find", lambda *_: None)
    with pytest.raises(NotFoundError, match="was sent already"):
        links.send_nothing(session.actor, choice.token)


def test_only_teachers_are_asked(campus):
    refused = ask(campus, roles=[LEARNER])
    assert refused.status_code == 403
    assert "Only the teachers of this course" in refused.text
    nobody = campus.new_browser().get("/app/activities/choose?request=x", base_url=HUB)
    assert nobody.status_code == 401


def test_outside_a_course_nothing_is_stored_before_a_link_is_opened(campus, decoded, storage):
    (item,) = decoded(ask(campus, context=MISSING).send(REFLECTION))[DL + "content_items"]
    assert not any(name.endswith("/activities") for name in storage.tables.rows)
    link = {"id": "link-9", "title": "Renamed", "description": "Why"}
    opened = campus.launch(custom=item["custom"], resource_link=link)
    (activity,) = activities(campus, storage)
    assert opened.location.startswith(f"/app/activities/{activity.id}?")
    assert (activity.title, activity.instructions) == ("Renamed", "Why")
    assert activity.origin_id == UUID(item["custom"]["activity"])


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://",
        "https://lms.example.edu;script-src 'unsafe-inline'/",
        "https://lms.example.edu:port/",
        "https://[",
        "https://lms.exämple.edu/",
        "https://lms.example.edu/\u2028",
        "https://lms.example.edu/" + "x" * 8192,
    ],
)
def test_a_return_url_must_be_a_web_address(campus, url):
    refused = ask(campus, {**ASKED, "deep_link_return_url": url})
    assert refused.status_code == 403
    assert "deep_link_return_url" in refused.text


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://LMS.example.edu/a?b=c", "https://lms.example.edu"),
        ("http://127.0.0.1:8081/x", "http://127.0.0.1:8081"),
        ("http://[::1]:80/x", "http://[::1]:80"),
        ("https://user:pass@lms.example.edu/", "https://lms.example.edu"),
    ],
)
def test_the_origin_of_a_return_url(url, origin):
    assert return_origin(url) == origin


def test_forms_of_programs_are_refused(campus):
    choice = ask(campus)
    for action in ("", "explode", "add:quiz", "remove:x"):
        assert choice.press(action).status_code == 400
    cross_site = campus.browser.post(
        "/app/activities/choose",
        data={"request": choice.token, "action": "cancel"},
        base_url=HUB,
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert cross_site.status_code == 403


def test_no_log_has_the_return_url(campus, capsys):
    ask(campus).send(REFLECTION)
    said = capsys.readouterr()
    assert "s3cret" not in said.out + said.err


class TestLinksAndReviews:
    def test_a_link_that_names_no_activity_tells_the_teacher(self, campus):
        refused = campus.launch(custom={"activity": "$Mentorloom", "kind": "meetings"})
        assert refused.status_code == 404
        assert "choose the activity again" in refused.text

    def test_a_gradebook_opens_a_learners_work(self, campus, decoded, storage):
        (item,) = decoded(ask(campus).send(REFLECTION))[DL + "content_items"]
        review = {
            "message_type": "LtiSubmissionReviewRequest",
            "for_user": {"user_id": "sub/6 a"},
            "custom": item["lineItem"]["submissionReview"]["custom"],
            "resource_link": MISSING,
        }
        opened = campus.launch(**review, roles=[INSTRUCTOR])
        (activity,) = activities(campus, storage)
        page = f"/app/activities/{activity.id}"
        assert opened.location.startswith(f"{page}/review/sub%2F6%20a?ticket=")
        shown = campus.browser.get(opened.location, base_url=HUB)
        assert "has not opened Mentoring from your course yet" in shown.text
        assert campus.launch(**review).status_code == 403
        own = campus.launch(**{**review, "for_user": {"user_id": "person-6"}})
        assert own.location.startswith(f"{page}?ticket=")


def test_an_icon_over_http_is_left_out():
    plan = ActivityPlan(kind=ActivityKind.MEETINGS, title="Meet", points=2.5)
    item = content_item(plan, UUID(int=7), "http://localhost:8000")
    assert "icon" not in item
    assert item["lineItem"]["scoreMaximum"] == 2.5
