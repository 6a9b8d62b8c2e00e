"""The routes inside the whole application: its checks let platforms in and show refusals."""

from tests.lti.campus import HUB, INSTRUCTOR


def test_a_cross_site_launch_ends_on_a_page_of_the_person(framed):
    answer = framed.launch(target_link_uri=HUB + "/app/")
    assert answer.status_code == 303
    page = framed.browser.get(answer.location, base_url=HUB, follow_redirects=True)
    assert page.status_code == 200
    ancestors = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://lms.example.edu" in ancestors


def first_page(framed, **claims):
    answer = framed.launch(**claims)
    return framed.browser.get(answer.location, base_url=HUB, follow_redirects=True)


def test_a_school_s_own_host_may_frame_the_session_it_signed_for(framed):
    """Canvas shows courses on hosts that no registration knows."""
    school = {"return_url": "https://learn.school.edu/courses/7/external_content"}
    page = first_page(framed, launch_presentation=school)
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://lms.example.edu https://learn.school.edu" in policy
    framed.browser = framed.new_browser()
    assert "school" not in first_page(framed).headers["Content-Security-Policy"]


def test_the_lms_s_language_and_high_contrast(framed):
    page = first_page(
        framed,
        launch_presentation={"locale": "de"},
        custom={"prefers_high_contrast": "true", "theme": "dark"},
    )
    assert '<html lang="de" data-theme="contrast">' in page.text


def test_names_and_titles_are_text(framed):
    page = first_page(
        framed,
        name="<script>alert('name')</script>",
        roles=[INSTRUCTOR],
        context={"id": "course-2", "title": "<script>alert('title')</script>"},
    )
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(&#39;title&#39;)" in page.text
    assert "&lt;script&gt;alert(&#39;name&#39;)" in page.text


def test_pages_in_a_frame_tell_their_height(framed):
    assert "/static/frame.js" in first_page(framed).text


def test_a_refusal_is_a_page_that_can_be_read_inside_the_frame(framed):
    answer = framed.launch(version="1.1")
    assert answer.status_code == 403
    assert answer.mimetype == "text/html"
    assert "the version claim is not 1.3.0" in answer.text
    assert "frame-ancestors 'self' *" in answer.headers["Content-Security-Policy"]


def test_a_refusal_can_be_read_although_an_earlier_launch_signed_in(framed):
    framed.launch()
    answer = framed.launch(version="1.1")
    assert "frame-ancestors 'self' *" in answer.headers["Content-Security-Policy"]


def test_opening_the_launch_address_by_hand_is_explained(framed):
    answer = framed.browser.get("/lti/launch", base_url=HUB)
    assert answer.status_code == 405
    assert answer.mimetype == "text/html"


def test_a_login_with_nothing_in_it_is_explained(framed):
    answer = framed.browser.get("/lti/login", base_url=HUB)
    assert answer.mimetype == "text/html"
    assert "Open the activity from your course" in answer.text


def test_a_body_too_large_is_explained(framed):
    answer = framed.post("x" * 300_000, framed.login()["state"])
    assert (answer.status_code, answer.mimetype) == (413, "text/html")


def test_our_keys_need_no_sign_in(whole_hub):
    answer = whole_hub.test_client().get("/lti/jwks.json", base_url=HUB)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
