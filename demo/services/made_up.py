"""Made-up members in any number, for tests and benches of large courses."""

from collections.abc import Iterator
from uuid import NAMESPACE_DNS, uuid5

from demo.directory import Institution
from demo.services.memberships import LEARNER, TEACHER, Member

_GIVEN = ("Ada", "Björn", "Chloé", "Dmitri", "Élise", "Farid", "Gül", "Hana", "Iván", "Łucja")
_FAMILY = ("Adeyemi", "Brandt", "Costa", "Dubois", "Eriksen", "Fofana", "Gómez", "O'Brien", "Weiß")
_FIRST_SUBJECT = 10_000


def made_up_members(institution: Institution, count: int) -> Iterator[Member]:
    """One teacher, then learners; the same people every time.

    Args:
        institution: decides what subjects look like.
        count: how many people in all.
    """
    for number in range(count):
        username = f"member{number:05}"
        yield Member(
            subject=_subject(institution, number, username),
            username=username,
            given_name=_GIVEN[number % len(_GIVEN)],
            family_name=_FAMILY[number % len(_FAMILY)],
            email=f"{username}@{institution.slug}.example",
            role=LEARNER if number else TEACHER,
        )


def _subject(institution: Institution, number: int, username: str) -> str:
    if institution.dialect == "moodle":
        return str(_FIRST_SUBJECT + number)
    return str(uuid5(NAMESPACE_DNS, f"{username}.{institution.slug}.example"))
