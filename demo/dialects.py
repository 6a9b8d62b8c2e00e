"""How Moodle and Canvas each speak LTI 1.3, as one table for the rest of the campus."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from demo import canvas, moodle
from demo.addresses import Addresses
from demo.messages import Rules
from demo.tools import Tool
from demo.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one product speaks LTI 1.3.

    Attributes:
        lifetime: seconds from `iat` to `exp`.
        sends_azp: whether `azp` accompanies `aud`.
        token_content_type: of the token endpoint's JSON answers.
        hint: turns a random token into an lti_message_hint for a visit.
        login: further parameters of the login initiation.
        claims: what a message carries besides the basics.
        storage_frame: name of the frame that answers tools' messages; empty if nobody listens, as
            in Moodle, whose frames are as high as the window.
        reviews: whether the gradebook opens tools for a learner's work.
        student_view: whether teachers can see a course as a test student.
        rules: what may be chosen where, by names of places.
        settings: deep linking settings from a return URL, the tool, the place and `data`.
        sends_data: whether tools get `data` that they have to return.
    """

    lifetime: int
    sends_azp: bool
    token_content_type: str
    hint: Callable[[str, Visit], str]
    login: Callable[[Visit], dict[str, str]]
    claims: Callable[[Visit, Addresses], dict[str, Any]]
    storage_frame: str
    reviews: bool
    student_view: bool
    rules: Mapping[str, Rules]
    settings: Callable[[str, Tool, str, str], dict[str, Any]]
    sends_data: bool


DIALECTS: Mapping[str, Dialect] = {
    "moodle": Dialect(
        lifetime=60,
        sends_azp=False,
        token_content_type="text/html; charset=utf-8",  # noqa: S106 (a media type, as Moodle's)
        hint=moodle.hint,
        login=moodle.login,
        claims=moodle.claims,
        storage_frame="",
        reviews=True,
        student_view=False,
        rules=moodle.RULES,
        settings=moodle.settings,
        sends_data=False,
    ),
    "canvas": Dialect(
        lifetime=3600,
        sends_azp=True,
        token_content_type="application/json; charset=utf-8",  # noqa: S106 (a media type)
        hint=canvas.hint,
        login=canvas.login,
        claims=canvas.claims,
        storage_frame=canvas.STORAGE_FRAME,
        reviews=False,
        student_view=True,
        rules=canvas.RULES,
        settings=canvas.settings,
        sends_data=True,
    ),
}
