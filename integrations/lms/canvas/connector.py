"""Canvas as a connector. See doc.md for administrators.

Docs: https://developerdocs.instructure.com/services/canvas
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from core.domain.sync import Cursor, Window
from core.errors import InvalidInputError
from core.ports.connectors import Account, Context, Kind, Manifest, Page
from core.sentence import sentence
from integrations.base.course_form import COURSE_STREAMS, RESOURCES
from integrations.base.declared import Declared
from integrations.base.settings_form import N_
from integrations.lms.canvas.api import Authorised
from integrations.lms.canvas.courses import Courses
from integrations.lms.canvas.pulling import Pull
from integrations.lms.canvas.settings import Settings

MANIFEST = Manifest(
    slug="canvas",
    title="Canvas",
    summary=N_("What courses offer for learning, and what people completed in them."),
    kind=Kind.LMS,
    authorisation="key",
    docs="integrations/lms/canvas/doc.md",
)


@dataclass(frozen=True, slots=True)
class Canvas(Declared):
    """See core.ports.connectors.Connector."""

    says: ClassVar = MANIFEST
    form: ClassVar = Settings
    reads: ClassVar = COURSE_STREAMS

    def check(self, context: Context) -> Account:
        """See Connector."""
        address = str(context.settings["address"])
        try:
            context.http.check(address)
        except InvalidInputError as error:
            raise InvalidInputError(
                "The settings were not stored. Correct the fields that are marked.",
                {"address": [sentence(error.message, **error.params)]},
            ) from error
        courses = _courses(context)
        owner, numbers = courses.owner(), [*context.settings["courses"]] or courses.ids()
        warnings = []
        if numbers:
            courses.assignments(numbers[0])
            next(courses.grades(numbers[0]), None)
        else:
            warnings = [
                sentence("The account is in no course, so there is nothing to read. Enroll it.")
            ]
        account, host = f"{address} {owner['id']}", urlsplit(address).netloc
        label = f"{owner['name']} ({host})" if owner["name"] else host
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
        pull = Pull(_courses(context), str(settings["address"]), tuple(settings["courses"]))
        read = pull.resources if stream == RESOURCES else pull.completions
        yield from read(cursor)


def _courses(context: Context) -> Courses:
    token = context.secrets.get("token")
    return Courses(Authorised(context.http, str(context.settings["address"]), token))
