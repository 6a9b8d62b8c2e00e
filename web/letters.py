"""Letters in words: news as plain text and as simple HTML, in the reader's language.

What is in a letter is what the news page says: sentences of ours, a person's name at most, never
what somebody wrote.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from babel.support import NullTranslations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.domain.notification import Mailbox, Notification
from core.domain.person import Person
from core.ports.mail import Letter
from web.surface import supported_locale
from web.translated import told_in, translations

MOST_TOLD = 20
"""Pieces of news in one letter; of more, the newest are told and the others counted."""
_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
)


class NewsLetters:
    """Adapter of core.ports.mail.LetterWriter.

    Args:
        public_url: where people reach the hub, without a trailing slash.
    """

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    def news(
        self, person: Person, mailbox: Mailbox, news: Sequence[Notification], place: str
    ) -> Letter:
        """See the port."""
        locale = supported_locale(person.locale)
        words = translations(locale)
        items = [
            (told_in(locale, one.sentence), self._public_url + one.page)
            for one in news[-MOST_TOLD:]
        ]
        unsubscribe = f"{self._public_url}/mail/off/{mailbox.organization_id}/{mailbox.token}"
        sentences = _sentences(words, person.name, place or "Mentorloom", len(news))
        more = len(news) - len(items)
        if more:
            sentences["more"] = words.ungettext(
                "and %(num)s older piece of news", "and %(num)s older pieces of news", more
            ) % {"num": more}
        shown = {"items": items, "unsubscribe": unsubscribe, "locale": locale, **sentences}
        return Letter(
            to=person.email,
            subject=sentences["subject"],
            text=_text(items, unsubscribe, sentences),
            html=_TEMPLATES.get_template("mail/news.html").render(shown),
            message_id=self._message_id(news),
            unsubscribe=unsubscribe,
        )

    def _message_id(self, news: Sequence[Notification]) -> str:
        told = hashlib.sha256(b"".join(one.id.bytes for one in news)).hexdigest()[:32]
        return f"<news.{told}@{urlsplit(self._public_url).hostname}>"


def _sentences(words: NullTranslations, name: str, place: str, count: int) -> dict[str, str]:
    _: Callable[[str], str] = words.ugettext
    hello = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    return {
        "subject": words.ungettext(
            "%(place)s: %(num)s piece of news", "%(place)s: %(num)s pieces of news", count
        )
        % {"place": place, "num": count},
        "hello": hello,
        "intro": _("This happened in %(place)s:") % {"place": place},
        "look": _("Have a look"),
        "where": _(
            "If the page says that you are not signed in, open Mentorloom from your course: you "
            "find all of it under News."
        ),
        "why": _("You get this mail because you take part in mentoring."),
        "stop": _("No more such mails"),
        "more": "",
    }


def _text(items: Sequence[tuple[str, str]], unsubscribe: str, sentences: dict[str, str]) -> str:
    told = "\n\n".join(f"- {words}\n  {address}" for words, address in items)
    parts = [
        sentences["hello"],
        sentences["intro"],
        told,
        sentences["more"],
        sentences["where"],
        f"-- \n{sentences['why']}\n{sentences['stop']}: {unsubscribe}",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"
