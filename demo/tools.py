"""The tools an institution knows: who they are and in which places of the LMS they appear.

The hub is registered at every institution from the start and stays so. What tools register
themselves, and what administrators decide about them, lives in memory until the campus restarts.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from demo.addresses import Addresses
from demo.directory import Institution

RESOURCE_LINK = "LtiResourceLinkRequest"
DEEP_LINKING = "LtiDeepLinkingRequest"
REVIEW = "LtiSubmissionReviewRequest"

CONTENT_AREA = "ContentArea"
NAVIGATION = "course_navigation"
USER_NAVIGATION = "user_navigation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A place of the LMS where a tool can be opened.

    Attributes:
        message: type of the message sent from there.
        name: as the product calls it, without Canvas's address in front.
        target: `target_link_uri` of that message.
        label: what people click; empty for the tool's name.
        custom: parameters of this place, before substitution.
    """

    message: str
    name: str
    target: str
    label: str = ""
    custom: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool as one institution registered it.

    Attributes:
        institution: its slug.
        target: `target_link_uri` of links that have no address of their own.
        custom: parameters sent with every message, before substitution.
        sends: which of "name" and "email" the tool is told.
        scopes: services it may use; None for all there are.
        active: whether an administrator let it in; nobody meets it before.
        offered: whether teachers find it when they add activities.
        payload: what it registered with; None for one that did not register itself.
    """

    institution: str
    client_id: str
    deployment_id: str
    name: str
    login_url: str
    redirect_uris: tuple[str, ...]
    jwks_url: str
    target: str
    placements: tuple[Placement, ...]
    custom: Mapping[str, str]
    sends: frozenset[str] = frozenset({"name", "email"})
    scopes: frozenset[str] | None = None
    active: bool = True
    offered: bool = True
    payload: Mapping[str, Any] | None = None

    @property
    def domain(self) -> str:
        """Host and port of its pages."""
        return urlsplit(self.target).netloc

    @property
    def origins(self) -> frozenset[str]:
        """Where its pages are."""
        return frozenset(origin(url) for url in (self.login_url, self.target, *self.redirect_uris))

    def allowed(self, scopes: Iterable[str]) -> tuple[str, ...]:
        """Those of a product's scopes that it may use."""
        return tuple(scope for scope in scopes if self.scopes is None or scope in self.scopes)

    def placement(self, message: str, name: str) -> Placement | None:
        """Where it takes that message, if it does."""
        return next(
            (known for known in self.placements if known.message == message and known.name == name),
            None,
        )

    def selections(self) -> tuple[Placement, ...]:
        """The places where teachers choose its content."""
        return tuple(known for known in self.placements if known.message == DEEP_LINKING)


def the_hub(institution: Institution, addresses: Addresses) -> Tool:
    """The hub's own registration at an institution."""
    canvas = institution.dialect == "canvas"
    selections = (
        ("course_assignments_menu", "assignment_selection", "link_selection")
        if canvas
        else (CONTENT_AREA,)
    )
    places = [(DEEP_LINKING, name) for name in selections]
    if canvas:
        places += [(RESOURCE_LINK, NAVIGATION), (RESOURCE_LINK, USER_NAVIGATION)]
    contrast = {"prefers_high_contrast": "$Canvas.user.prefersHighContrast"} if canvas else {}
    return Tool(
        institution=institution.slug,
        client_id=institution.client_id,
        deployment_id=institution.deployment_id,
        name="Mentoring",
        login_url=addresses.tool_login,
        redirect_uris=(addresses.tool_launch,),
        jwks_url=addresses.tool_jwks,
        target=addresses.tool_launch,
        placements=tuple(
            Placement(message=message, name=name, target=addresses.tool_launch)
            for message, name in places
        ),
        custom={"theme": "$Campus.theme", "context_history": "$Context.id.history", **contrast},
    )


def origin(url: str) -> str:
    """Scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Tools:
    """All registrations of all institutions.

    Args:
        fixed: those that were there before anybody came.
    """

    def __init__(self, fixed: Iterable[Tool]) -> None:
        self._lock = threading.Lock()
        self._known = {tool.client_id: tool for tool in fixed}

    def of(self, slug: str) -> tuple[Tool, ...]:
        """An institution's tools, the hub first."""
        with self._lock:
            return tuple(tool for tool in self._known.values() if tool.institution == slug)

    def offered(self, slug: str) -> tuple[Tool, ...]:
        """Those that teachers find when they add activities."""
        return tuple(tool for tool in self.of(slug) if tool.active and tool.offered)

    def origins(self) -> tuple[str, ...]:
        """Where tools are, for the campus's content security policy."""
        with self._lock:
            return tuple(sorted({one for tool in self._known.values() for one in tool.origins}))

    def hub(self, slug: str) -> Tool:
        """The hub's own registration at an institution."""
        return self.of(slug)[0]

    def find(self, client_id: str) -> Tool | None:
        """The tool with that client id, if any."""
        with self._lock:
            return self._known.get(client_id)

    def add(self, tool: Tool) -> bool:
        """Let a tool in; False if its client id is taken."""
        with self._lock:
            return self._known.setdefault(tool.client_id, tool) is tool

    def change(self, tool: Tool) -> None:
        """Replace what is known of a tool."""
        with self._lock:
            self._known[tool.client_id] = tool
