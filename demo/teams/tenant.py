"""The Microsoft 365 tenant of Fjordwerk: its people, and the app that its administrator set up.

Ids are GUIDs made of names, so that a hub that knows them recognises them after a restart.
"""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Final

from demo.directory import CampusPerson, institution

COMPANY: Final = "fjordwerk"
TENANT: Final = "0b9e5d52-7f0c-4f1e-9a43-3d6f0c1fa001"
CLIENT_ID: Final = "6a1d0c8e-52b7-4c1d-8f0e-91c2b7d4e610"
"""Of the app registration, which is the bot's id too."""
CLIENT_SECRET: Final = "fjordwerk~app~8d41f0c7"  # noqa: S105 - for a made-up tenant
APP_ID: Final = "c4f6be1a-3d0b-4a57-b6a9-2f7e9d1c5b32"
"""Id in the app's manifest."""
CATALOG_APP_ID: Final = "8f3d2a60-91c4-4f0e-a5d7-6b1e0c9d4a28"
"""Id in the organization's app catalogue."""
BOT_ID: Final = f"28:{CLIENT_ID}"
BOT_NAME: Final = "Mentorloom"
KEYS: Final = ("amina-yildiz", "florian-meissner", "henrik-voss", "ruth-adeyemi", "joanna-nowak")
"""Who has Teams: two who look for mentors, two mentors, an administrator."""


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody with an account in the tenant.

    Attributes:
        person: who they are on the campus.
        object_id: Entra's oid.
        teams_id: what bots know them by.
        chat_id: their conversation with the bot.
    """

    person: CampusPerson
    object_id: str
    teams_id: str
    chat_id: str

    @property
    def administers(self) -> bool:
        """Whether they administer the tenant."""
        return self.person.group == "admin"

    @property
    def time_zone(self) -> str:
        """IANA name of the time zone of their mailbox."""
        profile = self.person.profile or {}
        return str(profile.get("time_zone") or "Europe/Berlin")


@cache
def employees() -> tuple[Employee, ...]:
    """Everybody in the tenant."""
    known = institution(COMPANY)
    assert known is not None
    people = [known.person(key) for key in KEYS]
    return tuple(_employee(person) for person in people if person is not None)


def _employee(person: CampusPerson) -> Employee:
    name = f"{TENANT}/{person.key}"
    object_id = uuid.uuid5(uuid.NAMESPACE_URL, name)
    return Employee(
        person=person,
        object_id=str(object_id),
        teams_id=f"29:1{object_id.hex}",
        chat_id=f"a:1{uuid.uuid5(object_id, CLIENT_ID).hex}",
    )


def employee(name: str) -> Employee | None:
    """Who has that key, object id, Teams id or e-mail address, if anybody."""
    wanted = name.lower()
    for known in employees():
        if wanted in {
            known.person.key,
            known.object_id,
            known.teams_id.lower(),
            known.person.email.lower(),
        }:
            return known
    return None
