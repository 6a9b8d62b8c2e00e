"""The form of a Moodle connection."""

from typing import Any

from integrations.base.course_form import CourseIds, RegistrationChoice
from integrations.base.settings_form import N_, Address, Secret, SettingsSchema


class Settings(SettingsSchema):
    """Where Moodle is, the token of its web service, and what is read with it."""

    address: Any = Address(
        N_("Address of your Moodle"),
        help_text=N_("Of its front page; with the folder, if it is in one."),
        placeholder="https://moodle.example.org",
    )
    token: Any = Secret(
        N_("Token"),
        help_text=N_("Of the web service that the guide describes, for an account of its own."),
    )
    registration: Any = RegistrationChoice()
    courses: Any = CourseIds()
