"""Where Teams finds us: the addresses that the app package names and the routes answer."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from core.sentence import Sentence, sentence

TAB = "/teams/tab"
CONFIGURE = "/teams/configure"
CONSENT = "/teams/auth/start"
CONSENT_CALLBACK = "/teams/auth/callback"
"""Where Entra sends the browser back to: a redirect URI of the app registration."""
ABOUT = "/teams/about"
MESSAGES = "/api/messages"
"""The messaging endpoint of the bot."""


@dataclass(frozen=True, slots=True)
class OwnTab:
    """A tab of somebody's own app in Teams.

    Attributes:
        entity_id: what links into Teams call it; never changes.
        name: on the tab.
        page: what it shows first.
    """

    entity_id: str
    name: Sentence
    page: str


OWN_TABS = (
    OwnTab("home", sentence("Home"), "/app/"),
    OwnTab("mentors", sentence("Find a mentor"), "/app/mentors"),
    OwnTab("requests", sentence("Requests"), "/app/requests"),
    OwnTab("matches", sentence("Matches"), "/app/matches"),
    OwnTab("news", sentence("News"), "/app/news"),
)
"""Besides the chat with the bot and Teams' own page about the app."""


def tab_url(public_url: str, entity_id: str) -> str:
    """What Teams loads for a tab: `entity` says which, and Teams fills in language and theme."""
    # Teams replaces the names in braces, so they are not quoted.
    query = f"{urlencode({'entity': entity_id})}&locale={{locale}}&theme={{theme}}"
    return f"{public_url}{TAB}?{query}"


def host_of(public_url: str) -> str:
    """The hub's host as Teams wants it, in small letters; with its port where that is unusual."""
    return urlsplit(public_url).netloc.lower()


def application_id_uri(public_url: str, client_id: str) -> str:
    """The Application ID URI of an app registration with tab and bot.

    Small letters throughout: Teams on Android finds no other.
    https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview
    """
    return f"api://{host_of(public_url)}/botid-{client_id.lower()}"
