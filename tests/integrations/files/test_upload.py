"""Uploaded files: what is looked at before they are read, and reading them."""

import pytest

from core.errors import InvalidInputError, NotFoundError
from integrations.base.tables import people as people_tables
from integrations.files.upload.connector import UploadedFile
from tests.integrations.files.contexts import context_of, people

CONNECTOR = UploadedFile()


def context(text, **typed):
    return context_of(CONNECTOR, typed, file=text.encode())


def warnings(text, **typed):
    return [str(told) for told in CONNECTOR.check(context(text, **typed)).warnings]


class TestCheck:
    def test_all_is_well(self):
        account = CONNECTOR.check(context("id;Vorname\n1;Ada\n"))
        assert (account.account_id, account.warnings) == ("file", ())

    def test_nobody_is_well_too(self):
        assert warnings("id,name\n") == []

    def test_what_should_be_looked_at(self):
        told = warnings("id,status,Shoe size,\n1,active,40,\n2,on fire,41,\n")
        assert told == [
            "Of the first 2 rows, 1 cannot be used. A dry run lists them.",
            "These columns are not read: Shoe size.",
            "No column holds names. People whom no other source knows will have none.",
        ]

    def test_none_of_the_rows_can_be_used(self):
        with pytest.raises(InvalidInputError, match="Column “id” holds an e-mail address"):
            warnings("id,name\na@example.org,Ada\nb@example.org,Ben\n")

    def test_nothing_was_uploaded(self):
        with pytest.raises(NotFoundError):
            CONNECTOR.check(context_of(CONNECTOR))


class TestReading:
    def test_as_the_settings_say(self):
        text = "Nr,Wer,hired\n7,Ada,03/04/2026\n"
        columns = {"key": "Nr", "name": "Wer", "start_date": "hired"}
        (day,) = people(CONNECTOR, context(text, columns=columns))
        (month,) = people(CONNECTOR, context(text, columns=columns, days="month_first"))
        assert (day.key, day.name, day.start_date.isoformat()) == ("7", "Ada", "2026-04-03")
        assert month.start_date.isoformat() == "2026-03-04"

    def test_stopped_and_continued(self, monkeypatch):
        monkeypatch.setattr(people_tables, "PAGE_ROWS", 2)
        found = context("id,name\n1,Ada\n2,Ben\n3,Cy\n")
        first = next(iter(CONNECTOR.pull("people", found, None, None)))
        assert [one.key for one in people(CONNECTOR, found, first.next_cursor)] == ["3"]

    def test_columns_may_be_chosen_although_none_is_an_id(self):
        assert CONNECTOR.columns(context("Wer,E-Mail\nAda,a@example.org\n")).names == [
            "Wer",
            "E-Mail",
        ]


def test_what_it_says_of_itself():
    assert CONNECTOR.manifest.receives
    assert CONNECTOR.hosts({}) == frozenset()
    assert [one.name for one in CONNECTOR.fields] == ["days", "columns"]
    assert [one.name for one in CONNECTOR.streams] == ["people"]
