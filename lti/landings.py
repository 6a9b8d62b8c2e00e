"""What a verified message opens: one landing for each type of message.

A landing gets the launch and whoever arrived with it, does what has to be done before the first
page (remember what a teacher is asked to choose, find the activity behind a link) and returns the
path of that page, with its query. It may raise errors of core.errors; nobody is signed in then.
"""

from collections.abc import Callable, Mapping

from core.domain.actor import Actor
from lti.launch import VerifiedLaunch
from lti.messages import LtiMessage

Landing = Callable[[VerifiedLaunch, Actor], str]
Landings = Mapping[type[LtiMessage], Landing]
"""By type of message; there is one for each in lti/messages.py."""


def target_page(verified: VerifiedLaunch, _: Actor) -> str:
    """The page that the launch's target names."""
    return verified.path
