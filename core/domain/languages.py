"""Languages by the names people write them with.

Tags are the shortest BCP 47 (RFC 5646) form: ISO 639-1 where there is one. Each line of NAMES is
a tag, the language's own name, and further names: English and German, as the files we read use.
"""

import re
from functools import lru_cache

NAMES = """
af|Afrikaans
am|አማርኛ|Amharic|Amharisch
ar|العربية|Arabic|Arabisch
be|Беларуская|Belarusian|Belarussisch
bg|Български|Bulgarian|Bulgarisch
bn|বাংলা|Bengali|Bangla|Bengalisch
bs|Bosanski|Bosnian|Bosnisch
ca|Català|Catalan|Katalanisch
cs|Čeština|Czech|Tschechisch
cy|Cymraeg|Welsh|Walisisch
da|Dansk|Danish|Dänisch
de|Deutsch|German
el|Ελληνικά|Greek|Griechisch
en|English|Englisch
es|Español|Spanish|Spanisch|Castilian
et|Eesti|Estonian|Estnisch
eu|Euskara|Basque|Baskisch
fa|فارسی|Persian|Farsi|Persisch
fi|Suomi|Finnish|Finnisch
fr|Français|French|Französisch
ga|Gaeilge|Irish|Irisch
gl|Galego|Galician|Galicisch
gu|ગુજરાતી|Gujarati
ha|Hausa
he|עברית|Hebrew|Hebräisch
hi|हिन्दी|Hindi
hr|Hrvatski|Croatian|Kroatisch
hu|Magyar|Hungarian|Ungarisch
hy|Հայերեն|Armenian|Armenisch
id|Bahasa Indonesia|Indonesian|Indonesisch
ig|Igbo
is|Íslenska|Icelandic|Isländisch
it|Italiano|Italian|Italienisch
ja|日本語|Japanese|Japanisch
ka|ქართული|Georgian|Georgisch
kk|Қазақша|Kazakh|Kasachisch
kn|ಕನ್ನಡ|Kannada
ko|한국어|Korean|Koreanisch
ku|Kurdî|Kurdish|Kurdisch
lb|Lëtzebuergesch|Luxembourgish|Luxemburgisch
lt|Lietuvių|Lithuanian|Litauisch
lv|Latviešu|Latvian|Lettisch
mk|Македонски|Macedonian|Mazedonisch
ml|മലയാളം|Malayalam
mr|मराठी|Marathi
ms|Bahasa Melayu|Malay|Malaiisch
mt|Malti|Maltese|Maltesisch
ne|नेपाली|Nepali|Nepalesisch
nl|Nederlands|Dutch|Niederländisch|Flemish|Flämisch
no|Norsk|Norwegian|Norwegisch|Bokmål|Nynorsk
pa|ਪੰਜਾਬੀ|Punjabi|Panjabi
pl|Polski|Polish|Polnisch
ps|پښتو|Pashto|Paschtu
pt|Português|Portuguese|Portugiesisch
ro|Română|Romanian|Rumänisch
ru|Русский|Russian|Russisch
sk|Slovenčina|Slovak|Slowakisch
sl|Slovenščina|Slovene|Slovenian|Slowenisch
so|Soomaali|Somali
sq|Shqip|Albanian|Albanisch
sr|Српски|Srpski|Serbian|Serbisch
sv|Svenska|Swedish|Schwedisch
sw|Kiswahili|Swahili|Suaheli
ta|தமிழ்|Tamil
te|తెలుగు|Telugu
th|ไทย|Thai|Thailändisch
tl|Tagalog|Filipino
tr|Türkçe|Turkish|Türkisch
uk|Українська|Ukrainian|Ukrainisch
ur|اردو|Urdu
vi|Tiếng Việt|Vietnamese|Vietnamesisch
yo|Yorùbá|Yoruba
zh|中文|Chinese|Mandarin|Chinesisch
"""

_LINES = [line.split("|") for line in NAMES.strip().splitlines()]
OWN_NAME: dict[str, str] = {tag: own for tag, own, *_ in _LINES}
_TAG = {name.casefold(): tag for tag, *names in _LINES for name in names}
_SHAPE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


@lru_cache(maxsize=512)
def primary(tag: str) -> str:
    """The language of a tag without region or script: "de-AT" -> "de". Norwegian is one."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return "no" if language in ("nb", "nn") else language


def own_name(tag: str) -> str:
    """What the language calls itself, readable under every page language; else the tag."""
    return OWN_NAME.get(primary(tag), tag)


def language_tag(text: str) -> str | None:
    """The tag meant by a name ("German", "Deutsch") or a tag ("de", "de-AT"); None if unknown."""
    cleaned = text.strip().replace("_", "-")
    if (tag := _TAG.get(cleaned.casefold())) is not None:
        return tag
    return cleaned if _SHAPE.fullmatch(cleaned) and primary(cleaned) in OWN_NAME else None
