"""The form of a Canvas connection."""

import re
from typing import Any

from integrations.base.course_form import CourseIds, RegistrationChoice
from integrations.base.settings_form import N_, Address, Secret, SettingsSchema

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
_HOST = re.compile(r"[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


class CanvasAddress(Address):
    """The institution's own address, or only its name at instructure.com."""

    def meant(self, text: str) -> str:
        """The base URL."""
        if _NAME.fullmatch(text):
            return f"https://{text.lower()}.instructure.com"
        if _HOST.fullmatch(text):
            return f"https://{text.lower()}"
        return super().meant(text)


class Settings(SettingsSchema):
    """Where Canvas is, whose token is used, and what is read with it."""

    address: Any = CanvasAddress(
        N_("Address of your Canvas"),
        help_text=N_("What you see in your browser when you are signed in."),
        placeholder="example.instructure.com",
    )
    token: Any = Secret(
        N_("Access token"),
        help_text=N_("Made in Canvas under Account, Settings. It reads what its owner may read."),
    )
    registration: Any = RegistrationChoice()
    courses: Any = CourseIds()
