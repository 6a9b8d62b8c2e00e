"""The Teams tenants of an organization, and what its administrators do with them.

Somebody who operates the hub may look after those of every organization. Every deed goes into the
audit of the tenant's organization; a client secret is written, never shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.actor import Actor
from core.domain.identifiers import TeamsTenantId
from core.domain.organization import Organization
from core.domain.teams_tenant import TeamsTenant
from core.errors import InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import PlatformWork, Storage
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds

LONGEST_SECRET = 200
SURFACE = "teams"
"""Of sessions. Whoever came from another tenant of the organization comes back by themselves."""
_SHOWN, _LONG_ENOUGH = 4, 16
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WRONG = "Some answers need a change before they can be saved."


@dataclass(frozen=True, slots=True)
class KnownTenant:
    """A tenant with what is shown beside it.

    Attributes:
        ending: the last characters of its client secret, to tell secrets apart; empty in lists,
            and where there is none.
    """

    tenant: TeamsTenant
    organization: Organization
    ending: str = ""


class RegisteredTenants:
    """Finds and changes them. Who may not configure gets ForbiddenError."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._deeds = Deeds(clock, entropy)

    def all(self, actor: Actor) -> list[KnownTenant]:
        """Those of the actor's organization; of all organizations for who operates the hub."""
        actor.must_configure()
        with self._storage.platform() as work:
            tenants = work.teams_tenants
            found = (
                tenants.all() if actor.operates else tenants.of_organization(actor.organization_id)
            )
            names = {organization.id: organization for organization in work.organizations.all()}
        return [KnownTenant(tenant, names[tenant.organization_id]) for tenant in found]

    def get(self, actor: Actor, teams_tenant_id: TeamsTenantId) -> KnownTenant:
        """One of them. Raises NotFoundError."""
        with self._storage.platform() as work:
            tenant = _own(work, actor, teams_tenant_id)
            organization = work.organizations.get(tenant.organization_id)
            secret = work.teams_tenants.secret(tenant.id)
        assert organization is not None, "a tenant has an organization"
        # Of a short secret four characters would tell too much.
        ending = secret[-_SHOWN:] if len(secret) >= _LONG_ENOUGH else ""
        return KnownTenant(tenant, organization, ending)

    def secret(self, actor: Actor, teams_tenant_id: TeamsTenantId) -> str:
        """Its client secret, to ask for tokens with; never for a page. Raises NotFoundError."""
        with self._storage.platform() as work:
            return work.teams_tenants.secret(_own(work, actor, teams_tenant_id).id)

    def add(self, actor: Actor, tenant: str, client_id: str, secret: str) -> TeamsTenant:
        """Add an app registration of a tenant; people may come at once.

        Args:
            actor: an administrator.
            tenant: directory (tenant) id.
            client_id: application (client) id.
            secret: a client secret's value.

        Raises:
            InvalidInputError: names the fields that are wrong.
            ConflictError: it is known already.
        """
        actor.must_configure()
        ids = {"tenant": tenant.strip().lower(), "client_id": client_id.strip().lower()}
        secret = secret.strip()
        guid = [sentence("Enter an ID: 32 digits in five groups.")]
        wrong = {name: guid for name, value in ids.items() if not _GUID.fullmatch(value)}
        if wrong := wrong | _wrong_secret(secret):
            raise InvalidInputError(_WRONG, wrong)
        now = self._clock.now()
        made = TeamsTenant(
            id=TeamsTenantId(self._entropy.uuid()),
            organization_id=actor.organization_id,
            tenant=ids["tenant"],
            client_id=ids["client_id"],
            app_id=str(self._entropy.uuid()),
            secret_set_at=now,
            created_at=now,
        )
        with self._storage.platform() as work:
            work.teams_tenants.save(made)
            work.teams_tenants.save_secret(made.id, secret)
        told = sentence("The Teams tenant %(tenant)s was added.", tenant=made.tenant)
        self._note(actor, "teams_tenant.added", made, told, after={**ids, "secret": "set"})
        return made

    def replace_secret(self, actor: Actor, teams_tenant_id: TeamsTenantId, secret: str) -> None:
        """Use another client secret from now on.

        Raises:
            NotFoundError: there is no such tenant for this person.
            InvalidInputError: names the field: "secret".
        """
        actor.must_configure()
        secret = secret.strip()
        if wrong := _wrong_secret(secret):
            raise InvalidInputError(_WRONG, wrong)
        with self._storage.platform() as work:
            known = _own(work, actor, teams_tenant_id)
            work.teams_tenants.save(known.changed(secret_set_at=self._clock.now()))
            work.teams_tenants.save_secret(known.id, secret)
        told = sentence("The Teams tenant %(tenant)s has another secret.", tenant=known.tenant)
        self._note(actor, "teams_tenant.secret", known, told, after={"secret": "set"})

    def switch(self, actor: Actor, teams_tenant_id: TeamsTenantId, *, on: bool) -> None:
        """Let people come and be written to, or not any more: they are signed out then.

        Raises NotFoundError.
        """
        with self._storage.platform() as work:
            known = _own(work, actor, teams_tenant_id)
            if known.enabled == on:
                return
            work.teams_tenants.save(known.changed(enabled=on))
            if not on:
                work.sessions.remove_of_surface(known.organization_id, SURFACE)
        told = sentence("The Teams tenant %(tenant)s was switched off.", tenant=known.tenant)
        if on:
            told = sentence("The Teams tenant %(tenant)s was switched on.", tenant=known.tenant)
        self._note(actor, f"teams_tenant.{'on' if on else 'off'}", known, told)

    def allow(
        self, actor: Actor, teams_tenant_id: TeamsTenantId, *, installs: bool, feed: bool
    ) -> None:
        """Say whether the hub installs the app for people, and writes into their activity feeds.

        Raises NotFoundError.
        """
        now = {"installs": installs, "feed": feed}
        with self._storage.platform() as work:
            known = _own(work, actor, teams_tenant_id)
            was = {name: getattr(known, name) for name in now}
            if was == now:
                return
            work.teams_tenants.save(known.changed(**now))
        told = sentence("Rights in the Teams tenant %(tenant)s were changed.", tenant=known.tenant)
        self._note(actor, "teams_tenant.changed", known, told, before=was, after=now)

    def found_in_catalog(
        self, actor: Actor, teams_tenant_id: TeamsTenantId, catalog_app_id: str
    ) -> None:
        """Remember what the tenant's app catalogue calls the app. Raises NotFoundError."""
        with self._storage.platform() as work:
            known = _own(work, actor, teams_tenant_id)
            if known.catalog_app_id != catalog_app_id:
                work.teams_tenants.save(known.changed(catalog_app_id=catalog_app_id))

    def remove(self, actor: Actor, teams_tenant_id: TeamsTenantId, typed: str) -> None:
        """Forget it with its conversations and messages.

        Args:
            actor: who says so.
            teams_tenant_id: which one.
            typed: the tenant's id, typed to show that this one is meant.

        Raises:
            NotFoundError: there is no such tenant for this person.
            InvalidInputError: another id was typed.
        """
        with self._storage.platform() as work:
            known = _own(work, actor, teams_tenant_id)
            if typed.strip().lower() != known.tenant:
                wrong = sentence("Type %(tenant)s to delete this tenant.", tenant=known.tenant)
                raise InvalidInputError("Nothing was deleted.", {"typed": [wrong]})
            work.teams_tenants.remove(known.id)
            work.sessions.remove_of_surface(known.organization_id, SURFACE)
        told = sentence("The Teams tenant %(tenant)s was deleted.", tenant=known.tenant)
        ids = {"tenant": known.tenant, "client_id": known.client_id}
        self._note(actor, "teams_tenant.deleted", known, told, before=ids)

    def _note(
        self,
        actor: Actor,
        deed: str,
        tenant: TeamsTenant,
        told: Sentence,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        with self._storage.tenant(tenant.organization_id) as work:
            self._deeds.note(
                work,
                actor.person_id,
                deed,
                f"teams_tenant:{tenant.id}",
                told,
                before=before,
                after=after,
            )


def _own(work: PlatformWork, actor: Actor, teams_tenant_id: TeamsTenantId) -> TeamsTenant:
    actor.must_configure()
    found = work.teams_tenants.get(teams_tenant_id)
    if found is None or not (actor.operates or found.organization_id == actor.organization_id):
        raise NotFoundError("There is no such Teams tenant. It may have been deleted.")
    return found


def _wrong_secret(secret: str) -> dict[str, list[Sentence]]:
    if not secret:
        return {"secret": [sentence("There is no client secret. Enter one.")]}
    if len(secret) > LONGEST_SECRET or not secret.isprintable():
        most = sentence("Enter at most %(most)s characters.", most=LONGEST_SECRET)
        return {"secret": [most]}
    if _GUID.fullmatch(secret.lower()):
        return {"secret": [sentence("This is the ID of a secret. Enter its value.")]}
    return {}
