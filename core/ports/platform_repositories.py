"""What is kept that no single organization owns, or that is looked up before one is known.

One protocol a noun. Adapters: storage/repositories/ and tests/fakes/. Lookups return None for
"there is none"; services turn that into NotFoundError with words.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from core.domain.actor import Actor
from core.domain.administrator import Administrator, SignInLink
from core.domain.deep_link import DeepLinkRequest
from core.domain.identifiers import (
    AdministratorId,
    OrganizationId,
    PersonId,
    ProgramId,
    RegistrationId,
)
from core.domain.notice import Notice, NoticeSubscription
from core.domain.organization import Organization
from core.domain.registration import AccessToken, Deployment, LaunchState, Registration, ToolKey
from core.domain.registration_request import (
    RegistrationInvitation,
    RegistrationRequest,
    RegistrationRequestId,
)
from core.domain.session import Session


class Organizations(Protocol):
    """Tenants."""

    def get(self, organization_id: OrganizationId) -> Organization | None: ...
    def by_slug(self, slug: str) -> Organization | None: ...
    def all(self) -> list[Organization]: ...
    def save(self, organization: Organization) -> None: ...


class Registrations(Protocol):
    """LTI registrations and deployments; looked up before the tenant is known."""

    def get(self, registration_id: RegistrationId) -> Registration | None: ...
    def find(self, issuer: str, client_id: str) -> Registration | None: ...
    def of_issuer(self, issuer: str) -> list[Registration]: ...
    def of_organization(self, organization_id: OrganizationId) -> list[Registration]: ...
    def all(self) -> list[Registration]: ...
    def save(self, registration: Registration) -> None: ...
    def deployment(
        self, registration_id: RegistrationId, deployment_id: str
    ) -> Deployment | None: ...
    def deployments(self, registration_id: RegistrationId) -> list[Deployment]: ...
    def deployments_of(self, registration_ids: Collection[RegistrationId]) -> list[Deployment]:
        """Those of several registrations, by registration and deployment id."""
        ...

    def save_deployment(self, deployment: Deployment) -> None: ...
    def remove(self, registration_id: RegistrationId) -> None:
        """Remove a registration with its deployments, courses' rosters and activities."""
        ...


class LaunchStates(Protocol):
    """Logins on their way, each with the platform it was sent to; each is taken once."""

    def add(self, state: LaunchState) -> None: ...
    def get(self, state_hash: bytes) -> tuple[LaunchState, Registration] | None:
        """Look without taking."""
        ...

    def take(self, state_hash: bytes) -> tuple[LaunchState, Registration] | None:
        """Return it and remove it in one step, so that of two takers one gets None."""
        ...

    def purge(self, before: datetime) -> int:
        """Remove those that expired before; returns how many."""
        ...


class DeepLinks(Protocol):
    """Questions what to put into a course; each is answered once. Secrets encrypted at rest."""

    def add(self, request: DeepLinkRequest) -> None: ...
    def get(self, token_hash: bytes) -> DeepLinkRequest | None:
        """Look without taking."""
        ...

    def take(self, token_hash: bytes) -> DeepLinkRequest | None:
        """Return it and remove it in one step, so that of two takers one gets None."""
        ...

    def purge(self, before: datetime) -> int:
        """Remove those that expired before; returns how many."""
        ...


class Sessions(Protocol):
    """Signed-in sessions; looked up before the tenant is known."""

    def add(self, session: Session) -> None: ...
    def find(self, token_hash: bytes) -> Session | None: ...
    def take_ticket(self, ticket_hash: bytes) -> Session | None:
        """The session with this ticket, whose ticket is then used up, in one step."""
        ...

    def save(self, session: Session) -> None:
        """Store changes of theme, locale, programme or expiry."""
        ...

    def move(
        self, registration_id: RegistrationId, context_id: str, program_id: ProgramId | None
    ) -> None:
        """Let everybody who came from a course be in its new programme, or in none."""
        ...

    def remove(self, token_hash: bytes) -> None: ...
    def remove_of_registration(self, registration_id: RegistrationId) -> int:
        """Sign out everybody who came through a platform; returns how many sessions ended."""
        ...

    def remove_of_surface(self, organization_id: OrganizationId, surface: str) -> int:
        """Sign out an organization's people who came so; returns how many sessions ended."""
        ...

    def remove_of_people(
        self, registration_id: RegistrationId, context_id: str, person_ids: Collection[PersonId]
    ) -> int:
        """Sign people out who came from a course; returns how many sessions ended."""
        ...

    def sign_out(self, person_ids: Collection[PersonId]) -> int:
        """Sign people out wherever they came from; returns how many sessions ended."""
        ...

    def last_begun(
        self, registration_ids: Collection[RegistrationId]
    ) -> dict[RegistrationId, datetime]:
        """When the youngest session from each platform began; platforms without one are left out.

        Sessions that are over are purged after a while, so this tells of the last hours only.
        """
        ...

    def remove_outdated(self, actor: Actor) -> int:
        """Remove the sessions of this person and course with other rights; how many there were.

        Rights are programme, manages and administers. Outside an LMS there are none to compare.
        """
        ...

    def purge(self, before: datetime) -> int: ...


class ToolKeys(Protocol):
    """Our LTI signing keys, newest first."""

    def all(self) -> list[ToolKey]: ...
    def save(self, key: ToolKey) -> None: ...
    def remove(self, kid: str) -> None: ...


class AccessTokens(Protocol):
    """Platforms' access tokens; encrypted at rest."""

    def get(self, registration_id: RegistrationId, scopes: frozenset[str]) -> AccessToken | None:
        """The token kept for exactly these scopes, expired or not."""
        ...

    def save(self, token: AccessToken) -> None: ...
    def remove(self, token: AccessToken) -> None:
        """Forget it, unless another one was saved in its place meanwhile."""
        ...

    def purge(self, before: datetime) -> int: ...


class RegistrationRequests(Protocol):
    """Platforms that registered themselves and wait."""

    def get(self, request_id: RegistrationRequestId) -> RegistrationRequest | None: ...
    def find(self, issuer: str, client_id: str) -> RegistrationRequest | None: ...
    def all(self) -> list[RegistrationRequest]:
        """Oldest first."""
        ...

    def save(self, request: RegistrationRequest) -> None:
        """Insert; one of the same issuer and client id is replaced."""
        ...

    def remove(self, request_id: RegistrationRequestId) -> None: ...
    def purge(self, before: datetime) -> int:
        """Remove those that were requested before; returns how many."""
        ...


class RegistrationInvitations(Protocol):
    """Registration links that administrators handed out."""

    def add(self, invitation: RegistrationInvitation) -> None: ...
    def get(self, token_hash: bytes) -> RegistrationInvitation | None: ...
    def take(self, token_hash: bytes) -> RegistrationInvitation | None:
        """Return it and remove it in one step."""
        ...

    def purge(self, before: datetime) -> int: ...


class Notices(Protocol):
    """Handlers registered with platforms, and the notices that came."""

    def subscription(
        self, registration_id: RegistrationId, deployment_id: str, notice_type: str
    ) -> NoticeSubscription | None: ...
    def subscriptions(self, registration_id: RegistrationId) -> list[NoticeSubscription]: ...
    def save_subscription(self, subscription: NoticeSubscription) -> None: ...
    def add(self, notice: Notice) -> bool:
        """Keep a notice; False when it is known already."""
        ...

    def get(self, registration_id: RegistrationId, notice_id: str) -> Notice | None: ...
    def purge(self, before: datetime) -> int:
        """Remove those received before; returns how many."""
        ...


class Administrators(Protocol):
    """Who may use the settings page, and their one-time links."""

    def get(self, administrator_id: AdministratorId) -> Administrator | None: ...
    def by_email(self, organization_id: OrganizationId, email: str) -> Administrator | None: ...
    def by_account(self, account: str) -> Administrator | None:
        """Who signs in with an account, which is not empty."""
        ...

    def of_organization(self, organization_id: OrganizationId) -> list[Administrator]:
        """By e-mail address."""
        ...

    def save(self, administrator: Administrator) -> None: ...
    def add_link(self, link: SignInLink) -> None: ...
    def get_link(self, token_hash: bytes) -> SignInLink | None: ...
    def take_link(self, token_hash: bytes) -> SignInLink | None:
        """Return it and remove it in one step."""
        ...

    def remove_links(self, administrator_id: AdministratorId) -> None: ...
    def purge_links(self, before: datetime) -> int: ...
