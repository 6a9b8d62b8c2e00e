import pytest

from core.domain.directory import DirectoryRecord
from core.domain.people_rules import LONGEST_KEY, LinkKey, LinkRule, key_values
from core.errors import InvalidInputError


@pytest.mark.parametrize("keys", [[], [LinkKey.EMAIL], [LinkKey.NAME]])
def test_an_address_or_a_name_alone_proves_nothing(keys):
    with pytest.raises(InvalidInputError) as refused:
        LinkRule.of(keys)
    assert "keys" in refused.value.fields


@pytest.mark.parametrize(
    "keys", [[LinkKey.EMPLOYEE_NUMBER], [LinkKey.EMAIL, LinkKey.NAME], list(LinkKey)]
)
def test_other_keys_or_both_do(keys):
    assert LinkRule.of(keys).keys == set(keys)


def test_what_people_are_compared_by():
    record = DirectoryRecord(
        key="7",
        given_name=" Ada ",
        family_name="LOVELACE",
        email="Ada@Example.EDU",
        user_name="x" * LONGEST_KEY,
        external_id="x" * (LONGEST_KEY + 1),
    )
    assert key_values(record) == {
        LinkKey.NAME: "ada lovelace",
        LinkKey.EMAIL: "ada@example.edu",
        LinkKey.USER_NAME: "x" * LONGEST_KEY,
        LinkKey.EXTERNAL_ID: "",
        LinkKey.EMPLOYEE_NUMBER: "",
    }
