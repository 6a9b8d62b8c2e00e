"""What browsers may do with our answers.

The Content-Security-Policy is a dict of directive -> sources that a view may widen for its own
answer with `allow`. Nothing inline, nothing from elsewhere. Who may frame a signed-in page is
asked per session, so one organization's platforms are not told to another.
"""

from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, g, request
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from core.domain.session import Session
from web.services import web_settings
from web.sessions import known_sign_in

Policy = Mapping[str, tuple[str, ...]]
FrameAncestors = Callable[[Session], Collection[str]]

CONTENT_POLICY: Policy = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'self'",),
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers would then send "Origin: null" with our own forms (web/csrf.py).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}
FOREVER = "public, max-age=31536000, immutable"
MARK = "mark.svg"
"""Our mark: the one file that other sites show, LMSs beside our name."""


def allow(directive: str, *sources: str) -> None:
    """Widen the policy of this answer, for example `allow("form-action", platform)`."""
    g.allowed = merged(g.get("allowed", {}), {directive: sources})


def merged(*policies: Policy) -> dict[str, tuple[str, ...]]:
    """Policies put together; a source replaces 'none'."""
    result: dict[str, tuple[str, ...]] = {}
    for policy in policies:
        for directive, sources in policy.items():
            together = dict.fromkeys((*result.get(directive, ()), *sources))
            kept = tuple(s for s in together if s != "'none'" or len(together) == 1)
            result[directive] = kept
    return result


def rendered(policy: Policy) -> str:
    """The policy as a header value."""
    return "; ".join(" ".join((directive, *sources)) for directive, sources in policy.items())


def install(app: Flask, frame_ancestors: FrameAncestors) -> None:
    """Add the headers to every answer, and content hashes to the addresses of static files."""

    def secure(response: Response) -> Response:
        session = known_sign_in().session
        framing = frame_ancestors(session) if session else ()
        policy = merged(CONTENT_POLICY, {"frame-ancestors": tuple(framing)}, g.get("allowed", {}))
        response.headers.setdefault("Content-Security-Policy", rendered(policy))
        if request.endpoint == "static" and request.view_args == {"filename": MARK}:
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if web_settings().secure:
            hsts = "max-age=31536000"
            response.headers.setdefault("Strict-Transport-Security", hsts)
        _set_cache_control(response)
        return response

    app.after_request(secure)
    app.url_defaults(_add_content_hash)


def _set_cache_control(response: Response) -> None:
    if request.endpoint == "static":
        version = request.args.get("v", "")
        filename = (request.view_args or {}).get("filename", "")
        if version and version == _content_hash(filename):
            response.headers["Cache-Control"] = FOREVER
    else:
        response.headers.setdefault("Cache-Control", "no-store")


def _add_content_hash(endpoint: str, values: dict[str, str]) -> None:
    if endpoint == "static" and "v" not in values:
        version = _content_hash(values.get("filename", ""))
        if version:
            values["v"] = version


def _content_hash(filename: str) -> str:
    found = safe_join(current_app.static_folder or "", filename)
    path = Path(found) if found else None
    if path is None or not path.is_file():
        return ""
    known: dict[tuple[str, int], str] = current_app.extensions.setdefault("static-hashes", {})
    key = (filename, path.stat().st_mtime_ns)
    if key not in known:
        known[key] = sha256(path.read_bytes()).hexdigest()[:16]
    return known[key]
