"""`mentorloom lti`: which LMSs may send people here."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click

from config.settings import read_settings
from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, PersonId
from core.domain.registration_request import RegistrationRequestId
from lti.platform_details import PlatformDetails
from lti.products import PRODUCTS
from lti.tool import LtiTool
from lti.tool_paths import JWKS, LAUNCH, LOGIN

OPERATOR = Actor(
    organization_id=OrganizationId(UUID(int=0)),
    person_id=PersonId(UUID(int=0)),
    configures=True,
    operates=True,
)
"""Whoever may run commands on this machine runs the hub."""


@click.group()
def lti() -> None:
    """Register LMSs and see what is registered."""


@lti.command()
def addresses() -> None:
    """Show what to enter in the LMS when this tool is added to it."""
    _show_addresses(read_settings().public_url)


@lti.command()
@click.option("--organization", required=True, help="Short name of the organization.")
@click.option("--organization-name", default="", help="Creates the organization if it is new.")
@click.option("--product", type=click.Choice(sorted(PRODUCTS)), help="Suggests the three URLs.")
@click.option("--issuer", required=True, help="Also called platform id.")
@click.option("--client-id", required=True, help="What the LMS calls this tool.")
@click.option("--auth-login-url", default="", help="Authentication request URL.")
@click.option("--token-url", default="", help="Access token URL.")
@click.option("--token-audience", default="", help="If the LMS names one besides the token URL.")
@click.option("--jwks-url", default="", help="Public key set URL.")
@click.option("--deployment-id", multiple=True, help="May be given more than once.")
def register(
    organization: str,
    organization_name: str,
    product: str | None,
    deployment_id: tuple[str, ...],
    **details: str,
) -> None:
    """Register an LMS."""
    platform = PlatformDetails(
        product_family=product or "", deployment_ids=deployment_id, **details
    )
    with _tool() as (tool, public_url):
        made = tool.administration.registry.register(organization, platform, organization_name)
    click.echo(f"Registered {made.issuer} as client {made.client_id}.")
    if not deployment_id:
        click.echo("It has no deployment yet: add one with `mentorloom lti add-deployment`.")
    _show_addresses(public_url)


@lti.command()
@click.option("--issuer", required=True)
@click.option("--client-id", required=True)
@click.option("--deployment-id", required=True)
def add_deployment(issuer: str, client_id: str, deployment_id: str) -> None:
    """Let another installation inside a registered LMS send people here."""
    with _tool() as (tool, _):
        tool.administration.registry.add_deployment(issuer, client_id, deployment_id)
    click.echo(f"Deployment {deployment_id} of {issuer} may send people here.")


@lti.command("list")
def list_registrations() -> None:
    """List what is registered."""
    with _tool() as (tool, _):
        known = tool.administration.registry.all()
    for organization, platform, deployments in known:
        click.echo(f"{platform.issuer}  client {platform.client_id}  {platform.status}")
        click.echo(f"  organization  {organization.slug}")
        for name in ("product_family", "auth_login_url", "token_url", "jwks_url"):
            click.echo(f"  {name.replace('_', ' '):13} {getattr(platform, name) or '-'}")
        for deployment in deployments:
            click.echo(f"  deployment    {deployment.deployment_id}  {deployment.status}")
    if not known:
        click.echo("No LMS is registered. Begin with `mentorloom lti addresses`.")


@lti.command()
def requests() -> None:
    """List LMSs that registered themselves and wait for approval."""
    with _tool() as (tool, _):
        waiting = tool.administration.waiting.all(OPERATOR)
    for asked in waiting:
        click.echo(f"{asked.id}  {asked.name or '-'}")
        for name in ("issuer", "client_id", "product_family", "deployment_id", "requested_at"):
            click.echo(f"  {name.replace('_', ' '):14} {getattr(asked, name) or '-'}")
    if not waiting:
        click.echo("No LMS waits for approval.")


@lti.command()
@click.argument("request_id", type=click.UUID)
@click.option("--organization", required=True, help="Short name of the organization.")
@click.option("--organization-name", default="", help="Creates the organization if it is new.")
def approve(request_id: UUID, organization: str, organization_name: str) -> None:
    """Give an LMS that waits (see `requests`) to an organization."""
    with _tool() as (tool, _):
        made = tool.administration.waiting.approve(
            OPERATOR, RegistrationRequestId(request_id), organization, organization_name
        )
    click.echo(f"People can come from {made.issuer} now.")


@lti.command()
def jwks() -> None:
    """Show the tool's public keys, for LMSs that take them by hand."""
    with _tool() as (tool, _):
        click.echo(json.dumps(tool.keyring.jwks(), indent=2))


@lti.command()
@click.option("--now", is_flag=True, help="Sign with the new key at once, not in a day.")
@click.option("--leaked", is_flag=True, help="As --now; and publish the keys before no more.")
def rotate_key(*, now: bool, leaked: bool) -> None:
    """Make a new key to sign with. This also happens by itself every 90 days."""
    with _tool() as (tool, _):
        at_once = now or leaked
        key = tool.keyring.rotate_now(leaked=leaked) if at_once else tool.keyring.rotate()
    if at_once:
        click.echo(f"Key {key.kid} signs from now on.")
    else:
        click.echo(f"Key {key.kid} is published from now on and signs after a day.")


@contextmanager
def _tool() -> Iterator[tuple[LtiTool, str]]:
    # Imported here: --help and `addresses` need no database.
    from config.cli.adapters import opened_adapters

    with opened_adapters() as joined:
        tool = LtiTool.assemble(
            joined.storage,
            joined.clock,
            joined.entropy,
            joined.http,
            joined.settings.public_url,
        )
        yield tool, joined.settings.public_url


def _show_addresses(public_url: str) -> None:
    click.echo("Enter in the LMS:")
    for name, path in (
        ("tool URL (target link URI)", "/app/"),
        ("initiate login URL", LOGIN),
        ("redirection URI", LAUNCH),
        ("public keyset URL", JWKS),
    ):
        click.echo(f"  {name:27} {public_url}{path}")
