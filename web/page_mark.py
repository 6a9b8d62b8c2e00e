"""A page belongs to one person in one programme.

A browser has one sign-in: who opens a second course, or the same one as somebody else, takes the
first tab along. A form sent from a page of before would then act in the wrong place. So each form
carries the mark of its page, and one that does not fit the sign-in is refused. This protects
people from mistakes; forgery is refused elsewhere (csrf.py).
"""

import hashlib

from flask import request

from core.domain.actor import Actor
from core.errors import ConflictError
from web.sessions import current_actor

FIELD = "page"


def page_mark(actor: Actor) -> str:
    """The mark of pages shown to this person in this programme."""
    place = f"{actor.person_id} {actor.program_id} {actor.registration_id} {actor.context_id}"
    return hashlib.sha256(place.encode()).hexdigest()[:16]


def refuse_stale_page() -> None:
    """Before a page's form is handled: was it made for the sign-in of now?

    Raises:
        ConflictError: it was not.
    """
    sent = request.form.get(FIELD)
    if sent is None or sent == page_mark(current_actor()):
        return
    if current_actor().registration_id is None:
        raise ConflictError(
            "Meanwhile you went into another programme, or signed in as somebody else. Nothing "
            "was changed. Go back and reload the page."
        )
    raise ConflictError(
        "Meanwhile you opened another course in this browser, or signed in as somebody else. "
        "Nothing was changed. Open Mentoring from your course again."
    )
