"""The signed-in person and their profile."""

from dataclasses import asdict
from typing import Any, ClassVar

from flask import json, request
from flask.views import MethodView
from werkzeug.exceptions import PreconditionFailed
from werkzeug.http import generate_etag, quote_etag

from core.domain.profile import Profile
from core.domain.working_style import Style
from core.errors import NotSignedInError
from web.api.operations import Operations
from web.api.profile_schemas import ProfileSchema
from web.api.schemas import MeSchema
from web.services import services
from web.sessions import current_actor, current_session

SETS = (
    "availability",
    "meeting_modes",
    "avoid",
    "values",
    "ways",
    "levels",
    "must_haves",
    "meet_again",
)
"""Fields of a profile without order."""

operations = Operations("me", "The signed-in person and their profile.")

Tagged = tuple[dict[str, Any], dict[str, str]]


@operations.route("/me")
class Me(MethodView):
    """Who is signed in."""

    @operations.gives(200, MeSchema)
    def get(self) -> dict[str, Any]:
        """Who is signed in, where they came from and what they may do."""
        session = current_session()
        actor = session.actor
        with services().storage.tenant(actor.organization_id) as work:
            person = work.people.get(actor.person_id)
        if person is None:
            raise NotSignedInError("This account no longer exists.")
        return {
            "person": person,
            "organization_id": actor.organization_id,
            "program_id": actor.program_id,
            "manages": actor.manages,
            "administers": actor.administers,
            "surface": session.surface,
            "theme": session.theme,
            "locale": session.locale,
            "expires_at": session.expires_at,
        }


@operations.route("/me/profile")
class MyProfile(MethodView):
    """One's own profile."""

    parameters: ClassVar[list[dict[str, Any]]] = [
        {
            "in": "header",
            "name": "If-Match",
            "schema": {"type": "string"},
            "description": "ETag of the profile that was changed; 412 if it is no longer current.",
        }
    ]

    @operations.gives(200, ProfileSchema)
    def get(self) -> Tagged:
        """The profile; an empty one if there is none yet."""
        return _tagged(services().profiles.of(current_actor()))

    @operations.describes(parameters=parameters)
    @operations.fails(412)
    @operations.takes(ProfileSchema)
    @operations.gives(200, ProfileSchema)
    def put(self, sent: dict[str, Any]) -> Tagged:
        """Replace the profile; what is left out becomes empty."""
        actor = current_actor()
        sent |= {name: tuple(value) for name, value in sent.items() if isinstance(value, list)}
        sent |= {name: frozenset(sent[name]) for name in SETS} | {"style": Style(**sent["style"])}
        profile = Profile(person_id=actor.person_id, **sent)

        def replaced(stored: Profile) -> Profile:
            shown, _ = _tagged(stored)
            if request.if_match and not request.if_match.contains(_tag(shown)):
                raise PreconditionFailed
            return profile

        return _tagged(services().profiles.change(actor, replaced))


def _tagged(profile: Profile) -> Tagged:
    shown = asdict(profile)
    for name in SETS:
        shown[name] = sorted(shown[name])
    return shown, {"ETag": quote_etag(_tag(shown))}


def _tag(shown: dict[str, Any]) -> str:
    return generate_etag(json.dumps(ProfileSchema().dump(shown), sort_keys=True).encode())
