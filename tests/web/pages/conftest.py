import pytest

from core.domain.profile import Profile
from core.domain.program import Role
from tests.web.pages.pages_hub import PagesHub


@pytest.fixture
def hub():
    return PagesHub()


@pytest.fixture
def mentor(hub):
    """Ada, who takes two mentees and offers Rust."""
    ada = hub.person("Ada", Role.MENTOR)
    hub.services.profiles.save(
        ada,
        Profile(
            person_id=ada.person_id,
            headline="Compiler engineer",
            skills_offered=("Rust",),
            experience=("Wrote a borrow checker",),
            languages=("en",),
        ),
    )
    return ada


@pytest.fixture
def mentee(hub):
    """Mia, who wants to learn Rust."""
    mia = hub.person("Mia", Role.MENTEE)
    told = Profile(person_id=mia.person_id, skills_wanted=("Rust",), languages=("en",))
    hub.services.profiles.save(mia, told)
    return mia
