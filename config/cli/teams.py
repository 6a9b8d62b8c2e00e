"""`mentorloom teams`: the app package of a tenant, and whether Microsoft lets us work there."""

import sys
from pathlib import Path

import click

from core.domain.teams_tenant import TeamsTenant
from core.errors import InvalidInputError, NotFoundError

_WHICH = "Its tenant ID or application (client) ID; needed when there are several."


@click.group()
def teams() -> None:
    """Make the Teams app package and check tenants. Tenants are added on the settings page."""


@teams.command()
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the zip file.",
)
@click.option("--tenant", default="", help=_WHICH)
def package(output: Path, tenant: str) -> None:
    """Write the app package that is uploaded in the Teams admin center."""
    # Imported here: --help needs no database.
    from config.cli.adapters import opened_adapters
    from teams_app.package.packages import AppPackages, FlawedPackageError

    with opened_adapters() as joined:
        with joined.storage.platform() as work:
            chosen = _named(work.teams_tenants.all(), tenant)
        try:
            made = AppPackages(joined.storage, joined.settings.public_url).make(chosen.id)
        except FlawedPackageError as error:
            raise InvalidInputError(
                "Teams would not take the package. Nothing was written.", {"package": error.flaws}
            ) from error
    output.write_bytes(made.body)
    click.echo(f"Wrote version {made.version} for tenant {chosen.tenant} to {output}.")


@teams.command()
@click.option("--tenant", default="", help="Only those with this tenant or client ID.")
def check(tenant: str) -> None:
    """Ask Microsoft whether each tenant works; exit code 1 if something is wrong."""
    from config.cli.adapters import opened_adapters
    from config.cli.doctor import of_teams, tell

    with opened_adapters() as joined:
        with joined.storage.platform() as work:
            known = work.teams_tenants.all()
        if not _matching(known, tenant):
            raise _none(known, tenant)
        wrong = tell(of_teams(joined, tenant))
    sys.exit(1 if wrong else 0)


def _named(known: list[TeamsTenant], tenant: str) -> TeamsTenant:
    found = _matching(known, tenant)
    if not found:
        raise _none(known, tenant)
    if len(found) > 1:
        raise NotFoundError(
            "There are several tenants. Say which one with --tenant: %(ids)s.",
            ids=", ".join(f"{one.tenant} or {one.client_id}" for one in found),
        )
    return found[0]


def _matching(known: list[TeamsTenant], tenant: str) -> list[TeamsTenant]:
    wanted = tenant.strip().lower()
    return [one for one in known if not wanted or wanted in {one.tenant, one.client_id}]


def _none(known: list[TeamsTenant], tenant: str) -> NotFoundError:
    if not known:
        return NotFoundError("There is no Teams tenant yet. Add one on the settings page.")
    return NotFoundError(
        "There is no Teams tenant %(tenant)s. There are: %(known)s.",
        tenant=tenant,
        known=", ".join(one.tenant for one in known),
    )
