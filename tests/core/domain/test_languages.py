import pytest

from core.domain.languages import OWN_NAME, language_tag, own_name, primary


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("German", "de"), ("deutsch", "de"), (" Englisch ", "en"), ("Türkçe", "tr"), ("de", "de"),
        ("de_AT", "de-AT"), ("zh-Hant", "zh-Hant"), ("Klingon", None), ("xx", None), ("", None),
        ("de-", None), ("nb", "nb"), ("Bokmål", "no"),
    ],
)  # fmt: skip
def test_tags(text, tag):
    assert language_tag(text) == tag


def test_own_names():
    assert own_name("de-CH") == "Deutsch"
    assert own_name("nn") == "Norsk"
    assert own_name("tlh") == "tlh"
    assert primary("PT-br") == "pt"


def test_no_name_means_two_languages():
    assert all(language_tag(name) == tag for tag, name in OWN_NAME.items())
