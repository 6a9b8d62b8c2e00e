"""The form of a BambooHR connection."""

import re
from typing import Any

from core.sentence import sentence
from integrations.base.settings_form import (
    N_,
    Address,
    Columns,
    Secret,
    SettingsSchema,
    refuse,
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
_HOST = re.compile(r"[A-Za-z0-9.-]+\.bamboohr\.com")


class CompanyAddress(Address):
    """The company's own address at BambooHR, or only its first part."""

    def meant(self, text: str) -> str:
        """The base URL."""
        if _NAME.fullmatch(text):
            return f"https://{text.lower()}.bamboohr.com"
        if _HOST.fullmatch(text):
            return f"https://{text.lower()}"
        if "://" not in text:
            refuse(
                sentence("Enter the address as your browser shows it, like example.bamboohr.com.")
            )
        return super().meant(text)


class Settings(SettingsSchema):
    """Where the company is, and the key of an account that may read its people."""

    address: Any = CompanyAddress(
        N_("Address of your company at BambooHR"),
        help_text=N_("What you see in your browser when you are signed in."),
        placeholder="example.bamboohr.com",
    )
    api_key: Any = Secret(
        N_("API key"),
        help_text=N_(
            "Made in BambooHR under your own name, API keys. It reads what its owner may read."
        ),
    )
    columns: Any = Columns(
        N_("Fields"),
        help_text=N_("Only where your company keeps something in a field of its own."),
    )
