"""Where a launch goes: the signed target_link_uri claim, if it is a page of ours.

The login request has a target too, but anybody can write a login request. Nor may a launch end
on another site, or on a path that is not meant to be reached by a launch.
"""

from urllib.parse import SplitResult, unquote, urlsplit

from lti.origins import same_origin
from lti.refusal import unverified
from lti.tool_paths import LAUNCH

HOME = "/app/"
"""Where launches without a page of their own go."""
_NOWHERE_SPECIAL = frozenset({"", "/", "/app", LAUNCH})
"""What administrators register as the tool's URL when they want its front page."""


def landing_path(target_link_uri: str, public_url: str) -> str:
    """The path, with its query, of the page a launch asks for.

    Args:
        target_link_uri: the claim of a verified launch.
        public_url: our own origin.

    Raises:
        ForbiddenError: it is not a page of ours that launches may open.
    """
    target = must_be_ours(target_link_uri, public_url)
    if target.path in _NOWHERE_SPECIAL:
        path = HOME
    elif target.path.startswith(HOME) and _is_straight(target.path):
        path = target.path
    else:
        raise unverified("the target_link_uri is not a page that launches may open")
    return f"{path}?{target.query}" if target.query else path


def must_be_ours(target_link_uri: str, public_url: str) -> SplitResult:
    """The parts of an address of this tool. Arguments as above.

    Raises:
        ForbiddenError: it is not one.
    """
    own = same_origin(target_link_uri, public_url)
    if not own or not target_link_uri.isprintable() or "\\" in target_link_uri:
        raise unverified("the target_link_uri is not an address of this tool")
    return urlsplit(target_link_uri)


def _is_straight(path: str) -> bool:
    """No step up or aside, however it is written: %2e%2e and %252e%252e too."""
    plain = unquote(unquote(path))
    steps = plain.split("/")
    return "\\" not in plain and not {".", ".."} & set(steps) and "" not in steps[1:-1]
