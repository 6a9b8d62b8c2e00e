"""A form sent from a page of another sign-in changes nothing."""

import re

from core.domain.match import MatchState


def mark_of(page: str) -> str:
    marks = set(re.findall(r'name="page" value="([0-9a-f]{16})"', page))
    assert len(marks) == 1
    return marks.pop()


def test_a_page_of_somebody_else_in_the_same_browser_is_refused(hub, mentee, mentor):
    shown = hub.browser(mentee).get(f"/app/mentors/{mentor.person_id}").text
    same_browser = hub.browser(mentor)
    answer = same_browser.post(
        f"/app/mentors/{mentor.person_id}", data={"note": "", "page": mark_of(shown)}
    )
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.text
    assert hub.services.requests.mine(mentee) == []


def test_a_page_of_this_sign_in_is_taken(hub, mentee, mentor):
    browser = hub.browser(mentee)
    shown = browser.get(f"/app/mentors/{mentor.person_id}").text
    browser.post(f"/app/mentors/{mentor.person_id}", data={"note": "", "page": mark_of(shown)})
    [view] = hub.services.requests.mine(mentee)
    assert view.match.state is MatchState.OFFERED
