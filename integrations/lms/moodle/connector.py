"""Moodle as a connector. See doc.md for administrators.

Docs: https://docs.moodle.org/en/Using_web_services
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from core.domain.sync import Cursor, Window
from core.errors import InvalidInputError
from core.ports.connectors import (
    Account,
    Context,
    ForbiddenScopeError,
    Kind,
    Manifest,
    Page,
)
from core.sentence import sentence
from integrations.base.course_form import COURSE_STREAMS, RESOURCES
from integrations.base.declared import Declared
from integrations.base.settings_form import N_
from integrations.lms.moodle.api import WebService
from integrations.lms.moodle.courses import NEEDED, Courses
from integrations.lms.moodle.pulling import PEOPLE, Pull
from integrations.lms.moodle.settings import Settings

MANIFEST = Manifest(
    slug="moodle",
    title="Moodle",
    summary=N_("What courses offer for learning, and what people completed in them."),
    kind=Kind.LMS,
    authorisation="key",
    docs="integrations/lms/moodle/doc.md",
)


@dataclass(frozen=True, slots=True)
class Moodle(Declared):
    """See core.ports.connectors.Connector.

    Attributes:
        people: whose completions are on one page.
    """

    people: int = PEOPLE

    says: ClassVar = MANIFEST
    form: ClassVar = Settings
    reads: ClassVar = COURSE_STREAMS

    def check(self, context: Context) -> Account:
        """See Connector.

        Functions that the token may not call are named, and then what the role does not allow, by
        reading the first course as a run would.
        """
        address = str(context.settings["address"])
        _callable(context, address)
        courses = _courses(context)
        site = courses.site()
        allowed = {one["name"] for one in site["functions"]}
        if missing := [name for name in NEEDED if name not in allowed]:
            raise ForbiddenScopeError(
                "Moodle does not let our account call %(function)s. Add it to the web service, and "
                "give the account the role that the guide of this connector describes.",
                function=", ".join(missing),
            )
        numbers = [*context.settings["courses"]] or courses.ids()
        warnings = []
        if numbers:
            courses.sections(numbers[0])
            for person in courses.people(numbers[0], 0, 1):
                courses.completed(numbers[0], person)
                courses.grades(numbers[0], person)
        else:
            warnings = [sentence("There is no course that our account may read.")]
        label = site["site_name"] or urlsplit(address).netloc
        account = f"{address} {site['user_id']}"
        return Account(account_id=account, label=label, warnings=tuple(warnings))

    def pull(
        self,
        stream: str,
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - neither stream has a backfill
    ) -> Iterator[Page[Any]]:
        """See Connector."""
        settings = context.settings
        chosen = tuple(settings["courses"])
        pull = Pull(_courses(context), str(settings["address"]), chosen, self.people)
        read = pull.resources if stream == RESOURCES else pull.completions
        yield from read(cursor)


def _callable(context: Context, address: str) -> None:
    """Say at the field that its address cannot be called.

    Raises:
        InvalidInputError: for the field.
    """
    try:
        context.http.check(address)
    except InvalidInputError as error:
        raise InvalidInputError(
            "The settings were not stored. Correct the fields that are marked.",
            {"address": [sentence(error.message, **error.params)]},
        ) from error


def _courses(context: Context) -> Courses:
    address, token = str(context.settings["address"]), context.secrets.get("token")
    return Courses(WebService(context.http, address, token))
