"""The form of the connection."""

from typing import Any

from integrations.base.settings_form import N_, Address, Secret, SettingsSchema


class Settings(SettingsSchema):
    """Where the staff list is, and what opens it."""

    address: Any = Address(N_("Address of the staff list"), placeholder="https://staff.example.org")
    token: Any = Secret(N_("Access token"), help_text=N_("Made where the staff list is kept."))
