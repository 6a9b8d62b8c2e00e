"""Columns of HR exports are recognised as people name them, in English and German."""

import pytest

from core.services.files.directory_words import COLUMNS, LABELS, fields_of, suggested


class TestSuggested:
    @pytest.mark.parametrize(
        ("titles", "fields"),
        [
            # Workday, as JSON
            (
                ["Employee_ID", "Worker", "primaryWorkEmail", "businessTitle", "Manager_ID"],
                {
                    "key": "Employee_ID",
                    "employee_number": "Employee_ID",
                    "name": "Worker",
                    "email": "primaryWorkEmail",
                    "title": "businessTitle",
                    "manager_key": "Manager_ID",
                },
            ),
            # a German payroll
            (
                ["Personalnummer", "Nachname", "Vorname", "E-Mail-Adresse", "Eintrittsdatum"],
                {
                    "key": "Personalnummer",
                    "employee_number": "Personalnummer",
                    "family_name": "Nachname",
                    "given_name": "Vorname",
                    "email": "E-Mail-Adresse",
                    "start_date": "Eintrittsdatum",
                },
            ),
            (["Titel", "favourite colour"], {}),
        ],
    )
    def test_exports(self, titles, fields):
        assert suggested(titles) == fields

    def test_an_id_of_its_own_goes_before_the_employee_number(self):
        assert suggested(["Employee number", "id"]) == {
            "key": "id",
            "employee_number": "Employee number",
        }

    def test_the_surest_of_several_columns_counts(self):
        assert suggested(["Manager", "Manager ID"])["manager_key"] == "Manager ID"
        assert suggested(["Manager ID", "Manager"])["manager_key"] == "Manager ID"

    def test_no_name_means_two_fields(self):
        names = [name for names in COLUMNS.values() for name in names]
        assert sorted(names) == sorted(set(names))
        assert COLUMNS.keys() == LABELS.keys()


class TestFieldsOf:
    def test_choices_replace_what_is_suggested(self):
        titles = ["id", "name", "status"]
        assert fields_of(titles, {}) == suggested(titles)
        chosen = {"title": "status", "key": "id", "colour": "name"}
        assert list(fields_of(titles, chosen).items()) == [("key", "id"), ("title", "status")]
