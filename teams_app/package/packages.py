"""Making the app package of a tenant: checked, and of a new version when what it holds is new."""

from dataclasses import dataclass

from core.domain.identifiers import TeamsTenantId
from core.domain.teams_tenant import TeamsTenant
from core.errors import ConflictError, NotFoundError
from core.ports.unit_of_work import Storage
from core.sentence import Sentence
from teams_app.package.archive import Files, digest, package_files, zipped
from teams_app.package.linting import lint

_NO_VERSION = "0.0.0"
"""Contents are told apart without it."""


@dataclass(frozen=True, slots=True)
class AppPackage:
    """A package to upload.

    Attributes:
        version: semver.
        body: the zip file.
    """

    version: str
    body: bytes

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"mentorloom-teams-{self.version}.zip"


class FlawedPackageError(ConflictError):
    """The package would not be taken, or not work.

    Args:
        flaws: what is wrong with it.
    """

    code = "flawed_package"

    def __init__(self, flaws: list[Sentence]) -> None:
        super().__init__(flaws[0].message, **dict(flaws[0].params))
        self.flaws = flaws


class AppPackages:
    """Makes packages.

    Args:
        storage: remembers what the last package of a tenant held.
        public_url: where Teams reaches the hub.
    """

    def __init__(self, storage: Storage, public_url: str) -> None:
        self._storage = storage
        self._public_url = public_url

    def make(self, teams_tenant_id: TeamsTenantId) -> AppPackage:
        """The package of a tenant.

        Raises:
            NotFoundError: there is no such tenant.
            FlawedPackageError: says what to change first.
        """
        try:
            tenant = self._versioned(teams_tenant_id)
        except FlawedPackageError:
            raise
        except ConflictError:
            # Two people made the same new package at once: the other one has its version.
            tenant = self._versioned(teams_tenant_id)
        version = tenant.package_version
        return AppPackage(version, zipped(self._files(tenant, version)))

    def flaws(self, tenant: TeamsTenant) -> list[Sentence]:
        """What would be wrong with a package of a tenant; none is made."""
        return lint(zipped(self._files(tenant)))

    def is_new(self, tenant: TeamsTenant) -> bool:
        """Whether a package would hold something else than the last one."""
        return digest(self._files(tenant)) != tenant.package_digest

    def _versioned(self, teams_tenant_id: TeamsTenantId) -> TeamsTenant:
        with self._storage.platform() as work:
            known = work.teams_tenants.get(teams_tenant_id)
            if known is None:
                raise NotFoundError("There is no such Teams tenant. It may have been deleted.")
            if flaws := self.flaws(known):
                raise FlawedPackageError(flaws)
            packaged = known.packaged(digest(self._files(known)))
            if packaged is not known:
                work.teams_tenants.save(packaged)
            return packaged

    def _files(self, tenant: TeamsTenant, version: str = _NO_VERSION) -> Files:
        return package_files(tenant, self._public_url, version)
