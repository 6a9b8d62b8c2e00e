"""Searching from the box in which messages are written, and cards for links to our pages.

What is inserted is read by others: a card says no more than what a mentor tells about themselves
to everybody who may ask them, never a score, a note, or whom somebody was matched with. A link
becomes a card that says what kind of page it is.

https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/link-unfurling
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from core.domain.resource import Resource
from core.errors import InvalidInputError
from core.sentence import Sentence, sentence
from core.services.library.library import LibraryQuery
from core.services.matching.suggestions import Suggestion
from teams_app.bot.dispatcher import Dispatcher
from teams_app.bot.messages import CARD
from teams_app.bot.turn import Answer, Turn
from teams_app.cards.buttons import reader_of
from teams_app.cards.elements import Element, card, facts, heading, open_url, text
from teams_app.cards.reader import Reader
from teams_app.cards.words import plain
from teams_app.dialog.intents import words_of
from teams_app.extension.commands import QUERY, Search
from teams_app.places import OWN_TABS
from teams_app.tab.deep_links import HOME, page_path

THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
MOST = 10
RANKED = 200
"""Mentors that a search looks through."""
_PAGES = {tab.page: tab.name for tab in OWN_TABS} | {
    "/app/library": sentence("Library"),
    "/app/profile": sentence("Profile"),
    "/app/activities": sentence("Activities"),
    "/app/drop-in": sentence("Drop-in times"),
    "/app/groups": sentence("Groups"),
}


class Searches:
    """Answers them.

    Args:
        public_url: of the hub.
    """

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    def register(self, dispatcher: Dispatcher) -> None:
        """Have them answered here."""
        dispatcher.on_invoke("composeExtension/query", self.query)
        dispatcher.on_invoke("composeExtension/queryLink", self.link)

    def query(self, turn: Turn) -> Answer:
        """What is found, each as a card to insert."""
        reader, value = reader_of(turn, self._public_url), turn.activity.value
        wanted = _wanted(value)
        command = value.get("commandId") if isinstance(value, dict) else None
        if command == Search.MENTORS:
            found = [_mentor(reader, one) for one in _mentors(reader, wanted)]
        elif command == Search.RESOURCES:
            sought = LibraryQuery(text=wanted, size=MOST)
            page = reader.services.library.search(reader.actor, sought)
            found = [_resource(reader, one) for one in page.items]
        else:
            raise InvalidInputError("This search is not known here any more.")
        if not found:
            none = reader.words(sentence("Nothing was found. Try another word."))
            return Answer({"composeExtension": {"type": "message", "text": none}})
        return _result(found)

    def link(self, turn: Turn) -> Answer | None:
        """A card for a link to a page of ours; nothing for other addresses."""
        value = turn.activity.value
        url = value.get("url") if isinstance(value, dict) else None
        if not isinstance(url, str) or not url.startswith(self._public_url + "/"):
            return None
        parts = urlsplit(url)
        page = page_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        reader = reader_of(turn, self._public_url)
        name = reader.words(_name(page))
        title = f"Mentorloom: {name}"
        said = reader.words(sentence("Everybody who opens it sees their own page."))
        actions = [reader.link(reader.words(sentence("Open")), page)]
        made = card([heading(title), text(said, subtle=True)], actions, summary=title)
        return _result([_attachment(made, title, said)])


def _name(page: str) -> Sentence:
    path = urlsplit(page).path
    first = max((known for known in _PAGES if path.startswith(known)), key=len, default=HOME)
    return _PAGES[first]


def _wanted(value: Any) -> str:
    """What was entered; nothing before anything is."""
    parameters = value.get("parameters") if isinstance(value, dict) else None
    for one in parameters if isinstance(parameters, list) else []:
        if isinstance(one, dict) and one.get("name") == QUERY and isinstance(one.get("value"), str):
            return str(one["value"]).strip()
    return ""


def _mentors(reader: Reader, wanted: str) -> Sequence[Suggestion]:
    found = reader.services.suggestions.for_mentee(reader.actor, RANKED).items
    asked = words_of(wanted)
    return [one for one in found if _has(one, asked)][:MOST]


def _has(one: Suggestion, asked: Sequence[str]) -> bool:
    profile = one.profile
    told = (one.person.name, profile.headline, *profile.skills_offered, *profile.experience)
    known = " ".join(word for line in told for word in words_of(line))
    return all(word in known for word in asked)


def _mentor(reader: Reader, one: Suggestion) -> Element:
    words, profile = reader.words, one.profile
    name = words.name(one.person)
    skills = ", ".join(plain(skill, 60) for skill in profile.skills_offered[:5])
    body = [
        heading(name),
        *([text(plain(profile.headline, 120), subtle=True)] if profile.headline else []),
        facts([(words(sentence("Can teach")), skills)]),
    ]
    actions = [reader.link(words(sentence("Open")), f"/app/mentors/{one.person.id}")]
    made = card(body, actions, summary=name)
    return _attachment(made, one.person.name or name, profile.headline)


def _resource(reader: Reader, one: Resource) -> Element:
    words, record = reader.words, one.record
    body = [
        heading(plain(record.title, 200)),
        text(plain(record.course, 200), subtle=True),
        facts([(words(sentence("Skills")), ", ".join(plain(s, 60) for s in one.skills[:5]))]),
    ]
    actions = [open_url(words(sentence("Open")), record.url)] if record.url else []
    made = card(body, actions, summary=record.title)
    return _attachment(made, record.title, record.course)


def _attachment(made: Element, title: str, said: str) -> Element:
    preview = {"contentType": THUMBNAIL, "content": {"title": title, "text": said}}
    return {"contentType": CARD, "content": made, "preview": preview}


def _result(attachments: Sequence[Element]) -> Answer:
    told = {"type": "result", "attachmentLayout": "list", "attachments": list(attachments)}
    return Answer({"composeExtension": told})
