"""The searches of the message extension: the list that the app package offers and we answer.

Limits of the manifest: 10 commands, titles of 32 and descriptions of 128 characters.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.sentence import Sentence, sentence

QUERY = "query"
"""The name of the one parameter of a search."""


class Search(StrEnum):
    """What is looked for; also the id of the command."""

    MENTORS = "searchMentors"
    RESOURCES = "searchResources"


@dataclass(frozen=True, slots=True)
class OfferedSearch:
    """A search as people see it.

    Attributes:
        search: which one.
        title: on its tab.
        description: what comes of it.
        asked: what to enter.
    """

    search: Search
    title: Sentence
    description: Sentence
    asked: Sentence


SEARCHES = (
    OfferedSearch(
        Search.MENTORS,
        sentence("Mentors"),
        sentence("Find a mentor and put them into a message as a card"),
        sentence("A name, a topic or a skill"),
    ),
    OfferedSearch(
        Search.RESOURCES,
        sentence("Library"),
        sentence("Find something to read or do and put it into a message as a card"),
        sentence("A topic or a skill"),
    ),
)
