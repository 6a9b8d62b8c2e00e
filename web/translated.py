"""Sentences in a given language where no request says which one: letters, cards, app packages.

Pages have Flask-Babel for that; a worker has no request, so translations come straight from the
catalogues.
"""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from core.sentence import Sentence
from web.surface import LOCALES, supported_locale

_CATALOGUES = Path(__file__).parent / "translations"


def told_in(locale: str, sentence: Sentence) -> str:
    """A sentence with its values, in a language.

    Args:
        locale: BCP 47; a language that we do not speak becomes the source's.
        sentence: what to say.
    """
    words: str = translations(supported_locale(locale)).ugettext(sentence.message)
    return words % dict(sentence.params) if sentence.params else words


@cache
def translations(locale: str) -> NullTranslations:
    """The catalogue of one of LOCALES."""
    if locale == LOCALES[0]:
        return NullTranslations()
    return Translations.load(_CATALOGUES, [locale])
