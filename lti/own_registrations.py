"""The registrations of an organization, and what its administrators do with them.

Somebody who operates the hub may look after those of every organization. What is changed is logged
with who did it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, RegistrationId
from core.domain.organization import Organization
from core.domain.registration import Deployment, Registration, RegistrationStatus
from core.errors import InvalidInputError, NotFoundError
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import PlatformWork, Storage
from core.sentence import sentence
from lti.platform_details import ID_RULE, PlatformDetails, is_id, wrong_addresses
from lti.registration import PlatformRegistry
from lti.registration_deeds import RegistrationDeeds


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationView:
    """A registration with what belongs to it.

    Attributes:
        owners: names of the organizations of its deployments, by id.
        last_launch: when somebody last came through it; None if not within the last hours.
    """

    registration: Registration
    organization: Organization
    deployments: tuple[Deployment, ...]
    owners: dict[OrganizationId, str]
    last_launch: datetime | None

    @property
    def host(self) -> str:
        """The LMS's host, short enough for a list."""
        return urlsplit(self.registration.issuer).netloc

    @property
    def waiting(self) -> int:
        """Deployments that wait for somebody to say whose they are."""
        return sum(d.status is RegistrationStatus.PENDING for d in self.deployments)


class OwnRegistrations:
    """Finds and changes them."""

    def __init__(
        self,
        storage: Storage,
        http: OutboundHttp,
        registry: PlatformRegistry,
        deeds: RegistrationDeeds,
    ) -> None:
        self._storage = storage
        self._deeds = deeds
        self._http = http
        self._registry = registry

    def all(self, actor: Actor) -> list[RegistrationView]:
        """Those of the actor's organization; of all organizations for who operates the hub."""
        actor.must_configure()
        with self._storage.platform() as work:
            found = (
                work.registrations.all()
                if actor.operates
                else work.registrations.of_organization(actor.organization_id)
            )
            return _views(work, found)

    def get(self, actor: Actor, registration_id: RegistrationId) -> RegistrationView:
        """One of them.

        Raises:
            NotFoundError: there is no such registration for this person.
        """
        with self._storage.platform() as work:
            return _views(work, [self.must_be_own(work, actor, registration_id)])[0]

    def register(self, actor: Actor, details: PlatformDetails) -> Registration:
        """Register an LMS for the actor's organization. Raises as PlatformRegistry.register."""
        actor.must_configure()
        made = self._registry.register_for(actor.organization_id, details)
        told = sentence("The LMS %(host)s was registered.", host=_host(made))
        self._deeds.note(actor, "registration.added", made.id, told, after=_endpoints(made))
        return made

    def edit(self, actor: Actor, registration_id: RegistrationId, details: PlatformDetails) -> None:
        """Change where its endpoints are, and nothing else.

        Raises:
            NotFoundError: there is no such registration for this person.
            InvalidInputError: names every address that is wrong.
        """
        with self._storage.platform() as work:
            known = self.must_be_own(work, actor, registration_id)
            typed = replace(details, issuer=known.issuer, client_id=known.client_id)
            wrong = wrong_addresses(typed, self._http)
            if typed.token_audience and not is_id(typed.token_audience):
                wrong["token_audience"] = [ID_RULE]
            if wrong:
                raise InvalidInputError(
                    "Some answers need a change before they can be saved.", wrong
                )
            edited = replace(
                known,
                auth_login_url=typed.auth_login_url,
                token_url=typed.token_url,
                jwks_url=typed.jwks_url,
                token_audience=typed.token_audience,
            )
            work.registrations.save(edited)
        told = sentence("The addresses of the LMS %(host)s were changed.", host=_host(known))
        was, now = _endpoints(known), _endpoints(edited)
        self._deeds.note(actor, "registration.edited", registration_id, told, before=was, after=now)

    def switch(self, actor: Actor, registration_id: RegistrationId, *, on: bool) -> None:
        """Let people come, or nobody any more: whoever is signed in through it is signed out.

        Raises:
            NotFoundError: there is no such registration for this person.
        """
        status = RegistrationStatus.ACTIVE if on else RegistrationStatus.DISABLED
        with self._storage.platform() as work:
            known = self.must_be_own(work, actor, registration_id)
            work.registrations.save(replace(known, status=status))
            if not on:
                work.sessions.remove_of_registration(registration_id)
        told = sentence("The LMS %(host)s was switched off.", host=_host(known))
        if on:
            told = sentence("The LMS %(host)s was switched on.", host=_host(known))
        self._deeds.note(actor, f"registration.{status}", registration_id, told)

    def remove(self, actor: Actor, registration_id: RegistrationId, typed_host: str) -> None:
        """Forget it with everything that hangs on it.

        Args:
            actor: who says so.
            registration_id: which one.
            typed_host: the LMS's host, typed to show that this one is meant.

        Raises:
            NotFoundError: there is no such registration for this person.
            InvalidInputError: another host was typed.
        """
        with self._storage.platform() as work:
            known = self.must_be_own(work, actor, registration_id)
            host = urlsplit(known.issuer).netloc
            if typed_host.strip().lower() != host.lower():
                wrong = sentence("Type %(host)s to delete this registration.", host=host)
                raise InvalidInputError("Nothing was deleted.", {"host": [wrong]})
            work.registrations.remove(registration_id)
        told = sentence("The LMS %(host)s was deleted.", host=host)
        self._deeds.note(
            actor, "registration.deleted", registration_id, told, before=_endpoints(known)
        )

    def must_be_own(
        self, work: PlatformWork, actor: Actor, registration_id: RegistrationId
    ) -> Registration:
        """The registration, if the actor may look after it.

        Raises:
            NotFoundError: they may not, or there is none.
        """
        actor.must_configure()
        found = work.registrations.get(registration_id)
        if found is None or not (actor.operates or found.organization_id == actor.organization_id):
            raise NotFoundError("There is no such registration. It may have been deleted.")
        return found


def _views(work: PlatformWork, registrations: list[Registration]) -> list[RegistrationView]:
    ids = [registration.id for registration in registrations]
    deployments = work.registrations.deployments_of(ids)
    launches = work.sessions.last_begun(ids)
    organizations = {o.id: o for o in work.organizations.all()}
    names = {key: organization.name for key, organization in organizations.items()}
    return [
        RegistrationView(
            registration=registration,
            organization=organizations[registration.organization_id],
            deployments=tuple(d for d in deployments if d.registration_id == registration.id),
            owners=names,
            last_launch=launches.get(registration.id),
        )
        for registration in registrations
    ]


def _host(registration: Registration) -> str:
    return urlsplit(registration.issuer).netloc


def _endpoints(registration: Registration) -> dict[str, str]:
    names = ("auth_login_url", "token_url", "jwks_url", "token_audience")
    return {name: getattr(registration, name) for name in names}
