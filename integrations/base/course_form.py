"""What connectors of learning platforms share: fields of their forms, and their streams."""

import re
from typing import Any
from uuid import UUID

from core.ports.connectors import RecordKind, StreamInfo, Widget
from core.sentence import sentence
from integrations.base.settings_form import N_, Entered, refuse

RESOURCES, COMPLETIONS = "resources", "completions"
COURSE_STREAMS = (
    StreamInfo(name=RESOURCES, title=N_("Resources"), records=RecordKind.RESOURCES),
    StreamInfo(name=COMPLETIONS, title=N_("Completions"), records=RecordKind.COMPLETIONS),
)
"""Resources first: completions are evidence of what their titles name."""
_BETWEEN = re.compile(r"[\s,;]+")


class RegistrationChoice(Entered):
    """The LTI registration by which people of this platform are known to us; its id."""

    def __init__(self) -> None:
        super().__init__(
            N_("LMS registration"),
            help_text=N_(
                "The registration through which people of this LMS come to Mentorloom: it tells "
                "who is who, and whose programmes show its resources."
            ),
            widget=Widget.REGISTRATION,
        )

    def meant(self, text: str) -> str:
        """See the base."""
        try:
            return str(UUID(text))
        except ValueError:
            refuse(sentence("Choose one of those that are offered."))


class CourseIds(Entered):
    """Which courses are read, by the ids that are in their addresses; none means all."""

    def __init__(self) -> None:
        super().__init__(
            N_("Courses"),
            help_text=N_(
                "Their ids, as in the addresses of their pages, with commas between them. Left "
                "empty, all courses are read that the account is in."
            ),
            placeholder="1201, 1202",
            required=False,
            default=[],
        )

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[int]:
        # What is stored is a list; on the page it is text.
        if isinstance(value, list | tuple):
            value = ", ".join(str(one) for one in value)
        found: list[int] = super()._deserialize(value, *args, **kwargs)
        return found

    def meant(self, text: str) -> Any:
        """See the base."""
        parts = [part for part in _BETWEEN.split(text) if part]
        if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):  # noqa: PLR2004 - digits of the largest id
            refuse(sentence("Enter numbers only, with commas between them."))
        return list(dict.fromkeys(int(part) for part in parts))
