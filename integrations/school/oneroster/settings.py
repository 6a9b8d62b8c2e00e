"""The forms of OneRoster connections: a service, or an uploaded file."""

from typing import Any
from urllib.parse import urlsplit

from integrations.base.settings_form import N_, Address, Choice, Entered, Secret, SettingsSchema

SERVICE = "/ims/oneroster/rostering/v1p2"
WHO = (
    ("members", N_("Students and staff")),
    ("staff", N_("Staff only")),
    ("students", N_("Students only")),
    ("everybody", N_("Everybody, parents and guardians too")),
)


class ServiceAddress(Address):
    """The base URL of a rostering service; OneRoster names the path below a host."""

    def meant(self, text: str) -> str:
        """The URL up to the version."""
        url = super().meant(text)
        return url if "/ims/oneroster" in urlsplit(url).path else f"{url}{SERVICE}"


def _who() -> Choice:
    return Choice(
        N_("Who"), WHO, help_text=N_("Others are not read, and are gone if they were before.")
    )


class ServiceSettings(SettingsSchema):
    """Where the service is, and the credentials it gave us."""

    address: Any = ServiceAddress(
        N_("Address of the service"),
        help_text=N_("Your student information system shows it where it gives out credentials."),
        placeholder="https://sis.example.org",
    )
    token_address: Any = Address(
        N_("Address for tokens"),
        help_text=N_("Also called token URL."),
        placeholder="https://sis.example.org/token",
    )
    client_id: Any = Entered(N_("Client ID"), rewires=True)
    client_secret: Any = Secret(N_("Client secret"))
    who: Any = _who()


class FileSettings(SettingsSchema):
    """Whom to read of the file."""

    who: Any = _who()
