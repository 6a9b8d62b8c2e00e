"""The manifest of the app, from this deployment's settings and one tenant's registration.

Schema 1.25: the first with support for shared and private channels, and taken everywhere.
https://learn.microsoft.com/microsoft-365/extensibility/schema/?view=m365-app-1.25
"""

from collections.abc import Callable
from typing import Any

from core.domain.teams_tenant import TeamsTenant
from core.sentence import Sentence, sentence
from teams_app.dialog.commands import COMMANDS
from teams_app.extension.commands import QUERY, SEARCHES
from teams_app.notifier.activity_types import ACTIVITY_TYPES
from teams_app.places import ABOUT, CONFIGURE, OWN_TABS, application_id_uri, host_of, tab_url
from web.surface import LOCALES
from web.translated import told_in

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json"
VERSION = "1.25"
COLOR_ICON = "color.png"
OUTLINE_ICON = "outline.png"
ACCENT = "#0F6CBD"
RESERVED_TABS = ("conversations", "about")
"""Tabs that Teams fills itself: the chat with the bot, and what the app is."""
NAME = "Mentorloom"
_FULL_NAME = sentence("Mentorloom, mentoring where you work")
_SHORT = sentence("Find a mentor, meet, and keep going.")
_FULL = sentence(
    "Mentorloom brings mentoring into Teams. It suggests mentors who fit your goals and says why; "
    "you choose, and mentors accept. In the chat you note meetings, prepare the next one and say "
    "how it goes. You decide whether you get messages, and when. Your organization runs the "
    "programmes."
)

Told = Callable[[Sentence], str]
Part = dict[str, Any]


def manifest(tenant: TeamsTenant, public_url: str, version: str, locale: str = LOCALES[0]) -> Part:
    """The manifest, ready for JSON.

    Args:
        tenant: whose registration at Microsoft Entra ID it names.
        public_url: where Teams reaches the hub, https.
        version: of the package, semver.
        locale: the language of its texts; the manifest itself is in the first of LOCALES.
    """

    def told(what: Sentence) -> str:
        return told_in(locale, what)

    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": tenant.app_id,
        **_about(public_url, told),
        **_surfaces(tenant, public_url, told),
        **_activities(told),
        **_rights(tenant, public_url),
    }


def language_file(locale: str) -> str:
    """The name of the file of a language in the package."""
    return f"{locale}.json"


def _about(public_url: str, told: Told) -> Part:
    return {
        "developer": {
            "name": NAME,
            "websiteUrl": f"{public_url}/",
            "privacyUrl": f"{public_url}{ABOUT}#privacy",
            "termsOfUseUrl": f"{public_url}{ABOUT}#terms",
        },
        "name": {"short": NAME, "full": told(_FULL_NAME)},
        "description": {"short": told(_SHORT), "full": told(_FULL)},
        "localizationInfo": {
            "defaultLanguageTag": LOCALES[0],
            "additionalLanguages": [
                {"languageTag": tag, "file": language_file(tag)} for tag in LOCALES[1:]
            ],
        },
        "icons": {"color": COLOR_ICON, "outline": OUTLINE_ICON},
        "accentColor": ACCENT,
    }


def _surfaces(tenant: TeamsTenant, public_url: str, told: Told) -> Part:
    return {
        "staticTabs": _own_tabs(public_url, told),
        "configurableTabs": [
            {
                "configurationUrl": f"{public_url}{CONFIGURE}?locale={{locale}}&theme={{theme}}",
                "canUpdateConfiguration": True,
                "scopes": ["team", "groupChat"],
                "context": [
                    "channelTab",
                    "privateChatTab",
                    "meetingChatTab",
                    "meetingDetailsTab",
                    "meetingSidePanel",
                ],
                "meetingSurfaces": ["sidePanel"],
            }
        ],
        "bots": [_bot(tenant, told)],
        "composeExtensions": [_searches(tenant, public_url, told)],
        "showLoadingIndicator": True,
        "supportsChannelFeatures": "tier1",
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "tab", "groupchat": "tab", "meetings": "tab"},
    }


def _own_tabs(public_url: str, told: Told) -> list[Part]:
    ours = [
        {
            "entityId": tab.entity_id,
            "name": told(tab.name),
            "contentUrl": tab_url(public_url, tab.entity_id),
            "websiteUrl": f"{public_url}{tab.page}",
            "scopes": ["personal"],
        }
        for tab in OWN_TABS
    ]
    chat, about = ({"entityId": name, "scopes": ["personal"]} for name in RESERVED_TABS)
    return [ours[0], chat, *ours[1:], about]


def _bot(tenant: TeamsTenant, told: Told) -> Part:
    return {
        "botId": tenant.client_id,
        "scopes": ["personal", "team", "groupChat"],
        "isNotificationOnly": False,
        "supportsFiles": False,
        "commandLists": [
            {
                "scopes": ["personal"],
                "commands": [
                    {"title": told(one.title), "description": told(one.description)}
                    for one in COMMANDS
                ],
            }
        ],
    }


def _searches(tenant: TeamsTenant, public_url: str, told: Told) -> Part:
    return {
        "botId": tenant.client_id,
        "commands": [
            {
                "id": one.search.value,
                "type": "query",
                "context": ["compose", "commandBox"],
                "title": told(one.title),
                "description": told(one.description),
                "initialRun": True,
                "parameters": [
                    {
                        "name": QUERY,
                        "title": told(one.title),
                        "description": told(one.asked),
                        "inputType": "text",
                    }
                ],
            }
            for one in SEARCHES
        ],
        "messageHandlers": [{"type": "link", "value": {"domains": [host_of(public_url)]}}],
    }


def _activities(told: Told) -> Part:
    declared = [
        {
            "type": kind.name,
            "description": told(kind.description),
            "templateText": told(kind.template),
        }
        for kind in ACTIVITY_TYPES.values()
    ]
    return {"activities": {"activityTypes": declared}}


def _rights(tenant: TeamsTenant, public_url: str) -> Part:
    return {
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host_of(public_url)],
        "webApplicationInfo": {
            "id": tenant.client_id,
            "resource": application_id_uri(public_url, tenant.client_id),
        },
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": "TeamsActivity.Send.User", "type": "Application"}]
            }
        },
    }
