"""The messages platforms launch us with, as typed values. lti/claims.py reads them.

- LtiResourceLinkRequest opens something in a course (https://www.imsglobal.org/spec/lti/v1p3/).
  Canvas sends it for its course navigation too, with the course's id as the link's.
- LtiDeepLinkingRequest asks a teacher to choose what goes into the course
  (https://www.imsglobal.org/spec/lti-dl/v2p0/).
- LtiSubmissionReviewRequest shows one person's work, opened from the gradebook
  (https://www.imsglobal.org/spec/lti-sr/v1p0/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from core.domain.course import CourseServices
from lti.roles import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class LtiMessage:
    """What every message says.

    Attributes:
        subject: the platform's stable name for the person.
        name, email: empty when the platform withholds them.
        locale: BCP 47 tag, empty if not given.
        theme: "auto", "light", "dark" or "contrast".
        target_link_uri: as claimed; empty only where the message may leave it out.
        context_id: the course; None for a launch outside any course.
        framed_by: the origin of the platform's page around ours, from its return address; empty if
            it names none.
        history: ids of the courses it was copied from, where the platform fills in the custom
            parameter "context_history" ($Context.id.history).
        services: what the launch says may be called.
        notice_types: what the platform would tell us of by itself.
        custom: custom parameters that are texts.
    """

    TYPE: ClassVar[str]

    subject: str
    deployment_id: str
    target_link_uri: str
    standing: Standing
    name: str
    email: str
    locale: str
    theme: str
    framed_by: str
    context_id: str | None
    context_title: str
    context_label: str
    history: tuple[str, ...]
    services: CourseServices
    notice_types: frozenset[str]
    custom: Mapping[str, str]

    @property
    def link_of_ours(self) -> str:
        """The resource link that rosters may be asked for with; empty if there is none."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLinkLaunch(LtiMessage):
    """Somebody opens us in a course.

    Attributes:
        course_navigation: opened from Canvas's course navigation, where nothing was put into the
            course: resource_link_id is then the course's own id.
        line_item_url: the link's column in the gradebook; empty if it has none, or, in Moodle,
            more than one.
    """

    TYPE: ClassVar[str] = "LtiResourceLinkRequest"

    resource_link_id: str
    resource_link_title: str = ""
    resource_link_description: str = ""
    course_navigation: bool = False
    line_item_url: str = ""

    @property
    def link_of_ours(self) -> str:
        """See LtiMessage."""
        return "" if self.course_navigation else self.resource_link_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkingSettings:
    """What may be chosen, and where the choice goes.

    Attributes:
        return_url: where the browser posts the answer. It may carry a session of the platform:
            never log it.
        accept_types: content item types; need not have "ltiResourceLink".
        accept_multiple, accept_lineitem, auto_create: None when the platform does not say.
        title, text: suggestions of the teacher, empty if there are none.
        data: must come back unchanged; None, unlike "", was not sent and must not come back.
    """

    return_url: str
    accept_types: frozenset[str]
    accept_presentation_document_targets: frozenset[str]
    accept_multiple: bool | None = None
    accept_lineitem: bool | None = None
    auto_create: bool | None = None
    title: str = ""
    text: str = ""
    data: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkingRequest(LtiMessage):
    """A teacher chooses what goes into the course; there is no resource link yet."""

    TYPE: ClassVar[str] = "LtiDeepLinkingRequest"

    settings: DeepLinkingSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReview(LtiMessage):
    """Somebody opens one person's work from the gradebook.

    Attributes:
        for_user: the subject whose work it is.
        resource_link_id: empty when the platform does not say.
        line_item_url: the gradebook column; empty when the platform does not say: Moodle leaves it
            out of activities that are not graded.
    """

    TYPE: ClassVar[str] = "LtiSubmissionReviewRequest"

    for_user: str
    resource_link_id: str = ""
    line_item_url: str = ""

    @property
    def link_of_ours(self) -> str:
        """See LtiMessage."""
        return self.resource_link_id
