"""Units of work: everything inside one `with` block is stored together or not at all."""

from contextlib import AbstractContextManager
from typing import Protocol

from core.domain.identifiers import OrganizationId
from core.ports.jobs import JobQueue
from core.ports.repositories import (
    Embeddings,
    LaunchStates,
    Matches,
    Organizations,
    Participations,
    People,
    Profiles,
    Programs,
    Registrations,
    Sessions,
    ToolKeys,
)


class TenantWork(Protocol):
    """One transaction inside one organization. Other organizations do not exist in it."""

    people: People
    profiles: Profiles
    embeddings: Embeddings
    programs: Programs
    participations: Participations
    matches: Matches
    jobs: JobQueue


class PlatformWork(Protocol):
    """One transaction on what is not owned by one organization. Tenant tables look empty in it."""

    organizations: Organizations
    registrations: Registrations
    launch_states: LaunchStates
    sessions: Sessions
    tool_keys: ToolKeys
    jobs: JobQueue


class Storage(Protocol):
    """Opens units of work. Leaving the block commits; an exception rolls everything back."""

    def tenant(self, organization_id: OrganizationId) -> AbstractContextManager[TenantWork]:
        """A unit of work inside one organization."""
        ...

    def platform(self) -> AbstractContextManager[PlatformWork]:
        """A unit of work outside any organization."""
        ...

    def ping(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            UnavailableError: it gives none.
        """
        ...
