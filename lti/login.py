"""OpenID Connect third-party initiated login: the first leg of every launch.

1. The platform sends the browser here with iss, login_hint, target_link_uri and hints of its own.
2. We find the registration, make a state, a nonce and a browser secret, keep only their hashes.
3. The browser goes to the platform's authorisation endpoint with all that, and with the cookie;
   inside a frame, where it may keep none, by way of a page that looks (lti/login_page.py).
4. The platform posts an id_token back to the one fixed redirect URI (lti/launch.py).

https://www.imsglobal.org/spec/security/v1p0/#openid_connect_launch_flow
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlencode, urlsplit

from core.domain.registration import LaunchState, Registration
from core.errors import InvalidInputError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import sentence
from core.services.administration.sessions import secret_hash
from lti.browser_binding import LIFETIME, browser_hash
from lti.platform_details import ID_RULE, is_id
from lti.tool_configuration import ToolConfiguration

MAX_PARAMETER = 8_192
MAX_FRAME_NAME = 255
REQUIRED = ("iss", "login_hint", "target_link_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginRequest:
    """What a platform asks with.

    Attributes:
        login_hint, message_hint: opaque; they go back byte for byte. message_hint is None if
            the platform sent none.
        storage_target: the frame that keeps values for us (`lti_storage_target`); empty if the
            platform offers none.
    """

    issuer: str
    client_id: str
    login_hint: str
    message_hint: str | None
    target_link_uri: str
    storage_target: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Self:
        """Read query or form parameters.

        Raises:
            InvalidInputError: a required one is missing, or one cannot be right; names it.
        """
        wrong = {
            name: [sentence("Missing from the login request.")]
            for name in REQUIRED
            if not parameters.get(name)
        }
        wrong |= {
            name: [sentence("Too long, or not printable.")]
            for name in ("login_hint", "target_link_uri", "lti_message_hint")
            if not _is_sane(parameters.get(name, ""))
        }
        # No platform can be registered under another name, and a page shows an unknown one.
        named = {name: parameters.get(name, "") for name in ("iss", "client_id")}
        wrong |= {name: [ID_RULE] for name, value in named.items() if value and not is_id(value)}
        if wrong:
            raise InvalidInputError(
                "Your LMS did not begin this launch correctly. Open the activity from your "
                "course; this address is not meant to be opened by itself.",
                wrong,
            )
        return cls(
            issuer=parameters["iss"],
            client_id=parameters.get("client_id", ""),
            login_hint=parameters["login_hint"],
            message_hint=parameters.get("lti_message_hint"),
            target_link_uri=parameters["target_link_uri"],
            storage_target=_frame(parameters.get("lti_storage_target", "")),
        )

    def parameters(self) -> dict[str, str]:
        """What it was read from, to begin it again in a window of its own."""
        asked = {
            "iss": self.issuer,
            "login_hint": self.login_hint,
            "target_link_uri": self.target_link_uri,
        }
        if self.client_id:
            asked["client_id"] = self.client_id
        if self.message_hint is not None:
            asked["lti_message_hint"] = self.message_hint
        return asked


@dataclass(frozen=True, slots=True)
class StartedLogin:
    """A login on its way.

    Attributes:
        registration: the platform it goes to.
        location: the platform's authorisation endpoint with our request.
        state: names the login's cookie.
        browser_secret: goes into that cookie.
    """

    registration: Registration
    location: str
    state: str
    browser_secret: str


class Logins:
    """Begins logins.

    Args:
        redirect_uri: where every platform posts its answers.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        configuration: ToolConfiguration,
        redirect_uri: str,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._configuration = configuration
        self._redirect_uri = redirect_uri

    def begin(self, request: LoginRequest) -> StartedLogin:
        """Begin a login.

        Raises:
            NotFoundError: the platform is not registered.
            InvalidInputError: the platform must say which of its registrations it means.
            ForbiddenError: its registration is not active.
        """
        registration = self._configuration.registration(request.issuer, request.client_id)
        state, nonce, secret = (self._entropy.token() for _ in range(3))
        now = self._clock.now()
        with self._storage.platform() as work:
            work.launch_states.add(
                LaunchState(
                    state_hash=secret_hash(state),
                    nonce_hash=secret_hash(nonce),
                    browser_hash=browser_hash(secret),
                    registration_id=registration.id,
                    target_link_uri=request.target_link_uri,
                    storage_target=request.storage_target,
                    created_at=now,
                    expires_at=now + LIFETIME,
                )
            )
        location = self._location(request, registration, state, nonce)
        return StartedLogin(registration, location, state, secret)

    def _location(
        self, request: LoginRequest, registration: Registration, state: str, nonce: str
    ) -> str:
        asked = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": registration.client_id,
            "redirect_uri": self._redirect_uri,
            "state": state,
            "nonce": nonce,
            "login_hint": request.login_hint,
        }
        if request.message_hint is not None:
            asked["lti_message_hint"] = request.message_hint
        url = urlsplit(registration.auth_login_url)
        # Some platforms' endpoints have a query of their own (Blackboard, older Brightspace).
        query = "&".join(part for part in (url.query, urlencode(asked, quote_via=quote)) if part)
        return url._replace(query=query).geturl()


def _frame(name: str) -> str:
    """The name of a frame; what cannot be one is not offered."""
    return name if len(name) <= MAX_FRAME_NAME and name.isprintable() else ""


def _is_sane(value: str) -> bool:
    return len(value) <= MAX_PARAMETER and "\x00" not in value
