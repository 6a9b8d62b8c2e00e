from uuid import UUID

import pytest

from web.pages.template_filters import HUES, along, hue, initials


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", "AL"),
        ("Maria del Carmen Ruiz", "MR"),
        ("Plato", "P"),
        ("  élodie   (guest)", "É"),
        ("", "?"),
        ("…", "?"),
        ("张 伟", "张伟"),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected


def test_a_hue_stays_with_a_person_and_all_are_used():
    found = {hue(UUID(int=number)) for number in range(100)}
    assert found == set(range(HUES))


def test_the_bar_keeps_order_and_stays_inside():
    assert [along(share) for share in (0.0, 0.5, 1.0)] == [1.0, 50.0, 99.0]
