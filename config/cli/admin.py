"""`mentorloom admin`: who may configure the hub."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from core.services.administration.administrators import Administrators


@click.group()
def admin() -> None:
    """Invite people who may use the settings page."""


@admin.command()
@click.argument("email")
@click.option("--organization", default="", help="Short name; needed if there are several.")
@click.option("--organization-name", default="", help="Creates the organization if it is new.")
@click.option("--operator", is_flag=True, help="They also decide about sites nobody knows yet.")
def invite(
    email: str,
    organization: str,
    organization_name: str,
    operator: bool,  # noqa: FBT001 - click's way
) -> None:
    """Make EMAIL an administrator and show a sign-in link that works once.

    Nothing is sent: hand the link over yourself. Inviting somebody again makes a new link; earlier
    ones stop working.
    """
    with _hub() as (administrators, public_url):
        sent = administrators.invite(email, organization, organization_name, operates=operator)
    click.echo(f"{sent.administrator.email} may configure {sent.organization.name} with this link.")
    click.echo(f"It works once, until {sent.expires_at:%Y-%m-%d %H:%M} UTC:")
    click.echo(f"  {public_url}/signin/{sent.token}")


@contextmanager
def _hub() -> Iterator[tuple[Administrators, str]]:
    # Imported here: --help needs no database.
    from config.cli.adapters import opened_adapters

    with opened_adapters() as joined:
        administrators = Administrators(joined.storage, joined.clock, joined.entropy)
        yield administrators, joined.settings.public_url
