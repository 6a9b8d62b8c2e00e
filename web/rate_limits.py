"""How much one person, or one address that is not signed in, may ask for.

One setting (MENTORLOOM_RATE_LIMIT) is everybody's budget: a read costs 1 of it, a write by a
signed-in person WRITE_COST. People are told apart by their session, so a lecture hall behind one
address is no problem once its launches are through; those, and everyone unknown, are counted by
address. Counters live in the process: with several web processes each has its own.
"""

import time
from collections.abc import Callable, Mapping
from typing import NoReturn

from flask import Blueprint, Flask, current_app, request
from flask_limiter import ApplicationLimit, Limiter, RequestLimit
from werkzeug.exceptions import TooManyRequests

from web.csrf import SAFE_METHODS
from web.scim.callers import known_caller
from web.services import WebSettings
from web.sessions import known_sign_in

WRITE_COST = 5
_PROOFS = "mentorloom-rate-proofs"
UNLIMITED = frozenset({"static", "health.alive", "health.ready", "health.metrics"})


def install(app: Flask, settings: WebSettings) -> Limiter:
    """Count requests; beyond the budget they get 429 with Retry-After."""
    budget = ApplicationLimit(
        settings.rate_limit,
        cost=_cost,
        exempt_when=_unlimited,
    )
    return Limiter(
        _who,
        app=app,
        application_limits=[budget],
        storage_uri="memory://",
        on_breach=_refuse,
    )


def count_unless(blueprint: Blueprint, proof: Callable[[], bool]) -> None:
    """Count no requests to a blueprint that prove who sends them.

    Args:
        blueprint: before it is registered.
        proof: whether the current request does; asked before the view.
    """
    blueprint.record_once(
        lambda setup: setup.app.extensions.setdefault(_PROOFS, {}).update({blueprint.name: proof})
    )


def _unlimited() -> bool:
    proofs: Mapping[str, Callable[[], bool]] = current_app.extensions.get(_PROOFS, {})
    proof = proofs.get(request.blueprint or "")
    if proof is not None:
        return proof()
    if request.blueprint == "scim":
        # Thousands of people come within minutes, from a provider an administrator gave a token.
        return known_caller() is not None
    return request.endpoint in UNLIMITED


def _refuse(breach: RequestLimit) -> NoReturn:
    wait = max(1, breach.reset_at - int(time.time()))
    raise TooManyRequests(retry_after=wait)


def _who() -> str:
    session = known_sign_in().session
    return session.token_hash.hex() if session else f"address {request.remote_addr}"


def _cost() -> int:
    writes = request.method not in SAFE_METHODS and known_sign_in().session is not None
    return WRITE_COST if writes else 1
