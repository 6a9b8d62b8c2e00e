"""A schema is the form, its validation and its documentation at once."""

import pytest

from core.errors import InvalidInputError
from core.ports.connectors import Widget
from integrations.base import settings_form as form


class Staffed(form.SettingsSchema):
    address = form.Address("Address", placeholder="https://hr.example.org")
    key = form.Secret("Key", help_text="From its settings.")
    pem = form.Secret("Private key", lines=True, required=False)
    region = form.Choice("Region", [("eu", "Europe"), ("us", "America")])
    days = form.Number("Days", 1, 90, default=30, required=False)
    inactive = form.Tick("People who left too")
    columns = form.Columns("Columns")
    note = form.Entered("Note", required=False)


def read(**typed):
    return form.read_form(Staffed, {"address": "https://hr.example.org", **typed})


def wrong(**typed):
    with pytest.raises(InvalidInputError) as caught:
        read(**typed)
    return {name: [str(told) for told in all_] for name, all_ in caught.value.fields.items()}


def test_the_form_shows_its_fields_in_order():
    shown = form.form_fields(Staffed)
    assert [field.name for field in shown] == list(Staffed().fields)
    by_name = {field.name: field for field in shown}
    assert by_name["address"].widget is Widget.URL
    assert by_name["address"].rewires
    assert by_name["key"].secret
    assert by_name["pem"].widget is Widget.LONG_SECRET
    assert by_name["region"].choices == (("eu", "Europe"), ("us", "America"))
    assert by_name["days"].default == 30
    assert not by_name["days"].required


def test_what_is_left_empty_has_its_default_and_secrets_are_left_out():
    assert read(key="", unknown="button") == {
        "address": "https://hr.example.org",
        "region": "eu",
        "days": 30,
        "inactive": False,
        "columns": {},
        "note": "",
    }


def test_what_was_entered_is_understood():
    found = read(
        address=" https://hr.example.org/base/ ",
        key=" s3cret ",
        region="us",
        days=7,
        inactive="on",
        columns={"name": " Full name ", "email": ""},
    )
    assert found["address"] == "https://hr.example.org/base"
    assert found["key"] == "s3cret"
    assert (found["region"], found["days"], found["inactive"]) == ("us", 7, True)
    assert found["columns"] == {"name": "Full name"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"address": " "}, "Fill this in."),
        ({"address": None}, "Fill this in."),
        ({"address": "hr.example.org"}, "Enter a web address, like https://example.org."),
        ({"address": "https://hr.example.org:x"}, "Enter a web address, like https://example.org."),
        (
            {"address": "https://u:p@hr.example.org"},
            "Enter a web address, like https://example.org.",
        ),
        ({"region": "mars"}, "Choose one of those that are offered."),
        ({"days": "many"}, "Enter a whole number from 1 to 90."),
        ({"days": "91"}, "Enter a whole number from 1 to 90."),
        ({"columns": "name"}, "Choose a column for each field, or none."),
        ({"columns": {"name": "\x00"}}, "Remove characters that cannot be shown."),
        ({"note": "x" * 2001}, "Use at most 2000 characters."),
        ({"note": ["x"]}, "Enter text here."),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(typed, told):
    assert wrong(**typed) == {next(iter(typed)): [told]}
