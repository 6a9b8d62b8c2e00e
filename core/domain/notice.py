"""Notices that platforms send by themselves, and the handlers they send them to."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import RegistrationId

HELLO = "LtiHelloWorldNotice"
"""Sent when a handler is registered, or to try it out; means nothing else."""
COURSE_COPY = "LtiContextCopyNotice"
"""A course was copied, or content of one was imported into another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSubscription:
    """A handler we registered with a platform.

    Attributes:
        url: the platform's notification service.
        notice_type: such as "LtiContextCopyNotice".
        handler: where notices go: an address of ours; empty if the platform refused it.
    """

    registration_id: RegistrationId
    deployment_id: str
    notice_type: str
    url: str
    handler: str
    subscribed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A verified notice; kept so that a repeated one changes nothing.

    Attributes:
        notice_id: the platform's id, unique in a registration.
        context_id: the course it is about; None for none.
        origins: ids of the courses it was copied from, for copy notices.
    """

    registration_id: RegistrationId
    notice_id: str
    notice_type: str
    deployment_id: str
    context_id: str | None = None
    origins: tuple[str, ...] = ()
    received_at: datetime
