"""The second leg of a launch: the platform posts an id_token to us through the browser.

1. A login whose secret is in the platform's storage waits until the browser brings that too
   (lti/launch_page.py).
2. The login is taken out of the store by its state: whatever happens next, it is used up.
   It must not be older than ten minutes, and must have begun in this very browser.
3. Its registration must still be active. The registration comes from the login, never from the
   token.
4. The id_token is verified (lti/id_token.py), its claims are read (lti/claims.py).
5. The deployment must be known, and the target a page of ours (lti/target.py).

What a verified message then opens is decided by its type (lti/landings.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from core.domain.course import Course
from core.domain.registration import Deployment, LaunchState, Registration
from core.errors import ForbiddenError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from core.services.administration.sessions import secret_hash
from core.services.people.arrivals import LaunchFacts
from lti import refusal
from lti.browser_binding import BrowserBinding, proves
from lti.claims import read_message
from lti.id_token import IdTokens
from lti.messages import LtiMessage, ResourceLinkLaunch
from lti.platform_errors import platform_error
from lti.platform_storage import StoredSecret
from lti.target import HOME, landing_path, must_be_ours
from lti.tool_configuration import ToolConfiguration, must_be_active

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedLaunch:
    """A launch beyond doubt.

    Attributes:
        message: what the platform says, by type.
        path: the page of ours that a resource link's target names, with its query; the front page
            for messages whose type says what they open.
    """

    facts: LaunchFacts
    message: LtiMessage
    path: str


class Launches:
    """Verifies launches.

    Args:
        public_url: our own origin.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        configuration: ToolConfiguration,
        id_tokens: IdTokens,
        binding: BrowserBinding,
        public_url: str,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._configuration = configuration
        self._id_tokens = id_tokens
        self._binding = binding
        self._public_url = public_url

    def stored_secret(
        self, form: Mapping[str, str], cookies: Mapping[str, str]
    ) -> StoredSecret | None:
        """Where to ask for the login's secret, if only the platform's storage can have it.

        Args:
            form: what the browser posted.
            cookies: what it sent along.
        """
        state = form.get("state", "")
        if "error" in form or self._binding.kept_value(cookies, state):
            return None
        with self._storage.platform() as work:
            waiting = work.launch_states.get(secret_hash(state))
        if waiting is None or not waiting[0].storage_target:
            return None
        login, registration = waiting
        return StoredSecret.of(registration, self._binding.name(state), login.storage_target)

    def verify(self, form: Mapping[str, str], kept: str) -> VerifiedLaunch:
        """Verify what the browser posted.

        Args:
            form: with `id_token` and `state`, or `error` and `state`.
            kept: the login's secret as it came back, by cookie (`BrowserBinding.kept_value`) or
                out of the platform's storage.

        Raises:
            ForbiddenError: the launch breaks a rule; says which, or what to do.
            UnavailableError: the platform's keys cannot be had.
        """
        state, registration = self._login(form, kept)
        try:
            return self._verified(form.get("id_token", ""), registration, state)
        except ForbiddenError as error:
            _log.warning(
                "launch refused",
                registration_id=str(registration.id),
                reason=error.params.get("reason", error.message),
            )
            raise

    def _login(self, form: Mapping[str, str], kept: str) -> tuple[LaunchState, Registration]:
        """The login that this launch ends, and whom it was sent to."""
        # Its own unit of work: a launch that fails later must not put the login back.
        with self._storage.platform() as work:
            taken = work.launch_states.take(secret_hash(form.get("state", "")))
        if "error" in form:
            raise platform_error(form)
        if taken is None or taken[0].expires_at <= self._clock.now():
            raise refusal.used_or_late()
        state, registration = taken
        if not proves(kept, state.browser_hash):
            raise refusal.cookie_missing()
        return state, must_be_active(registration)

    def _verified(
        self, token: str, registration: Registration, state: LaunchState
    ) -> VerifiedLaunch:
        message = read_message(self._id_tokens.verify(token, registration, state))
        path = self._path(message)
        deployment = self._configuration.deployment_of_launch(registration, message.deployment_id)
        return VerifiedLaunch(
            facts=_facts(message, registration, deployment), message=message, path=path
        )

    def _path(self, message: LtiMessage) -> str:
        if isinstance(message, ResourceLinkLaunch):
            return landing_path(message.target_link_uri, self._public_url)
        if message.target_link_uri:
            must_be_ours(message.target_link_uri, self._public_url)
        return HOME


def _facts(message: LtiMessage, registration: Registration, deployment: Deployment) -> LaunchFacts:
    return LaunchFacts(
        registration=registration,
        organization_id=deployment.organization_id,
        subject=message.subject,
        name=message.name,
        email=message.email,
        locale=message.locale,
        course=_course(message, deployment),
        roles=message.standing.course_roles,
        administers=message.standing.administers,
    )


def _course(message: LtiMessage, deployment: Deployment) -> Course | None:
    if message.context_id is None:
        return None
    return Course(
        registration_id=deployment.registration_id,
        context_id=message.context_id,
        organization_id=deployment.organization_id,
        title=message.context_title,
        label=message.context_label,
        deployment_id=message.deployment_id,
        link_id=message.link_of_ours,
        history=message.history,
        services=message.services,
    )
