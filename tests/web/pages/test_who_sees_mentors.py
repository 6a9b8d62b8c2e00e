import pytest

from core.domain.profile import Profile
from core.domain.program import Role


@pytest.mark.parametrize("role", [None, Role.MENTOR])
@pytest.mark.parametrize("page", ["", "/reading", "/{mentor}"])
def test_who_is_no_mentee_sees_no_mentors(hub, mentor, role, page):
    hub.read_texts()
    outsider = hub.person("Eve", role)
    wish = Profile(person_id=outsider.person_id, skills_wanted=("Rust",), languages=("en",))
    hub.services.profiles.save(outsider, wish)
    address = "/app/mentors" + page.format(mentor=mentor.person_id)
    answer = hub.browser(outsider).get(address)
    assert answer.location == "/app/participation"
    assert "Compiler engineer" not in answer.text
