"""One record that cannot be stored does not stop the others of its page."""

import pytest

from core.domain.directory import DirectoryRecord
from core.domain.people_rules import LONGEST_KEY
from core.ports.connectors import BadRow, Page
from core.sentence import sentence
from core.services.directory.storable import storable

GOOD = DirectoryRecord(key="1", name="Ada 🧮", department="R&D")
NUL, HALF = "a\0b", "a\ud800b"
OTHER = BadRow(place="row 7", sentence=sentence("It has no id."))


def test_a_page_of_good_records_stays_as_it_is():
    page = Page(upserts=[GOOD], deletes=["2"], bad=[OTHER], last=True)
    assert storable(page, {"1": {"name": ["ä", 1, None, {"b": True}]}}) is page


@pytest.mark.parametrize("text", [NUL, HALF])
@pytest.mark.parametrize("field", ["name", "email", "manager_key", "time_zone"])
def test_a_record_with_characters_that_cannot_be_stored_is_left_out(field, text):
    broken = DirectoryRecord(key="2", **{field: text})
    page = Page(upserts=[broken, GOOD], bad=[OTHER], next_cursor={"at": 1}, last=True)
    left = storable(page, {})
    assert left.upserts == [GOOD]
    assert (left.next_cursor, left.last, left.bad[0]) == ({"at": 1}, True, OTHER)
    assert left.bad[1].key == "2"
    assert str(left.bad[1].sentence).startswith(f"“{field}” has characters")


@pytest.mark.parametrize("source", [{"a": NUL}, {NUL: 1}, {"a": [{"b": [HALF]}]}])
def test_what_a_source_sent_is_looked_through(source):
    left = storable(Page(upserts=[GOOD]), {"1": source})
    assert (left.upserts, left.bad[0].key) == ([], "1")


@pytest.mark.parametrize("key", ["", NUL, HALF, "x" * (LONGEST_KEY + 1)])
def test_what_is_no_id_is_not_named(key):
    left = storable(Page(upserts=[DirectoryRecord(key=key)], deletes=[key, "3"]), {})
    assert (left.upserts, left.deletes) == ([], ["3"])
    (row,) = left.bad
    assert row.key == ""
    assert "254 characters" in str(row.sentence)


def test_the_longest_id_is_one():
    page = Page(upserts=[DirectoryRecord(key="ä" * LONGEST_KEY)], deletes=["😀" * LONGEST_KEY])
    assert storable(page, {}) is page
