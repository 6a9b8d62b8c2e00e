"""What a verified message opens: one landing for each type of message.

A landing gets the launch and whoever arrived with it, does what has to be done before the first
page (remember what a teacher is asked to choose, find the activity behind a link) and returns the
path of that page, with its query. It may raise errors of core.errors; nobody is signed in then.
"""

from collections.abc import Callable, Mapping

from core.domain.actor import Actor
from core.errors import ForbiddenError
from lti.launch import VerifiedLaunch
from lti.messages import LtiMessage

Landing = Callable[[VerifiedLaunch, Actor], str]


class Landings:
    """Finds the landing of a message.

    Args:
        landings: by message type, as in the `message_type` claim (`LtiMessage.TYPE`).
    """

    def __init__(self, landings: Mapping[str, Landing]) -> None:
        self._landings = landings

    def of(self, message: LtiMessage) -> Landing:
        """The landing of a message; asked for before anybody arrives.

        Raises:
            ForbiddenError: messages of this type open nothing.
        """
        found = self._landings.get(message.TYPE)
        if found is None:
            raise ForbiddenError(
                "Your LMS asked for something that Mentoring does not offer yet (%(kind)s). "
                "Open an activity from your course instead.",
                kind=message.TYPE,
            )
        return found


def target_page(verified: VerifiedLaunch, _: Actor) -> str:
    """The page that the launch's target names."""
    return verified.path
