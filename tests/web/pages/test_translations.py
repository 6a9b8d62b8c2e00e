"""The catalogues are complete, current and fit their sentences."""

import pytest
from babel.messages.checkers import python_format
from babel.messages.pofile import read_po

from tools.messages import catalogues, collected, updated
from web.surface import LOCALES


@pytest.fixture(scope="module")
def template():
    return collected()


def test_every_language_but_the_source_has_a_catalogue():
    assert [path.parent.parent.name for path in catalogues()] == sorted(LOCALES[1:])


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parent.parent.name)
class TestCatalogue:
    def test_it_holds_exactly_the_sentences_of_the_product(self, path, template):
        advice = "Run `python -m tools.messages` and translate what is empty."
        assert path.read_bytes() == updated(path, template), advice

    def test_everything_is_translated_and_nothing_guessed(self, path):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        empty = [
            message.id
            for message in catalogue
            if message.id and not all(message.string if message.pluralizable else [message.string])
        ]
        assert empty == []
        assert [message.id for message in catalogue if message.fuzzy and message.id] == []

    def test_placeholders_are_those_of_the_sentence(self, path):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        for message in catalogue:
            if message.id and message.python_format:
                python_format(catalogue, message)


def test_sentences_of_every_kind_are_collected(template):
    ids = {message.id if isinstance(message.id, str) else message.id[0] for message in template}
    assert {
        "Find a mentor",  # a template
        "%(num)s free place",  # a plural
        "Your profile is saved.",  # lazy_gettext
        "This mentor is taking a break.",  # core.sentence
        "There is no such request for you.",  # an error
        "This is missing. Please send it.",  # N_
    } <= ids
