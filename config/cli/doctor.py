"""`mentorloom doctor`: is everything right, and if not, what to do.

Looks at the settings, the database and its schema, the secrets in it, the hub as others reach it,
the mail server, and at each registered LMS and Teams tenant as the settings page's buttons do.
Nothing is changed.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import click
from rich.console import Console

from config.cli.demo import campus_addresses
from config.cli.lti import OPERATOR
from config.logging import configure_logging
from config.settings import ENTRA, GRAPH, Settings, read_settings
from config.wiring import Adapters, adapters, database, outbound, postbox
from core.errors import MentorloomError, UnavailableError
from core.ports.outbound import OutboundHttp, OutboundResponse
from core.sentence import sentence
from integrations.mail.smtp import SmtpPostbox
from lti.tool import LtiTool
from lti.tool_paths import JWKS
from storage.server_check import check_server
from teams_app.administration import TeamsAdministration
from web.findings import Finding, Verdict

MARKS = {
    Verdict.GOOD: "[green]✓[/green]",
    Verdict.WARN: "[yellow]![/yellow]",
    Verdict.BAD: "[red]✗[/red]",
}
_OK = 200
Examined = Iterator[tuple[str, Sequence[Finding]]]
"""Headings and what was found under them, one after the other."""


@click.command()
@click.option("--demo", is_flag=True, help="The hub runs with the stand-in campus.")
def doctor(demo: bool) -> None:  # noqa: FBT001 - click's way
    """Check the hub and every registered LMS; exit code 1 if something is wrong."""
    settings = read_settings()
    if demo:
        settings = with_campus(settings)
    configure_logging("error", settings.log_format)
    try:
        with database(settings) as url:
            check_server(url)
            with adapters(replace(settings, database_url=url)) as joined:
                wrong = tell(examine(joined, outbound(settings, settings.public_url)))
    except MentorloomError as error:
        wrong = tell(iter([("Database", [_wrong(error)])]))
    sys.exit(1 if wrong else 0)


def with_campus(settings: Settings) -> Settings:
    """The settings of a hub that runs with the stand-in campus and its Microsoft 365."""
    from demo.teams.places import Places

    places = Places(campus_addresses(settings).campus, settings.public_url)
    real = (ENTRA, GRAPH)
    # As in `up --demo`: what is set by hand counts.
    authority = settings.entra_authority
    graph = settings.graph_url
    return replace(
        settings,
        outbound_allowed_origins=settings.outbound_allowed_origins | {places.campus},
        entra_authority=places.campus if authority in real else authority,
        graph_url=places.graph if graph in real else graph,
    )


def tell(examined: Examined) -> int:
    """Print what was found; returns how many things are wrong."""
    console = Console(highlight=False, soft_wrap=True)
    wrong = 0
    for heading, findings in examined:
        console.print(f"\n{heading}", style="bold", markup=False)
        for finding in findings:
            console.print(f"  {MARKS[finding.verdict]} ", end="")
            console.print(str(finding.told), markup=False)
            if finding.advice:
                console.print(f"    {finding.advice}", markup=False)
            wrong += finding.verdict is Verdict.BAD
    console.print(f"\n{wrong} wrong." if wrong else "\nNothing is wrong.")
    return wrong


def examine(joined: Adapters, own: OutboundHttp) -> Examined:
    """Look at a hub.

    Args:
        joined: every adapter.
        own: may call the hub's own public address too, wherever that is.
    """
    of_database = list(_of_database(joined))
    yield "Database", of_database
    if any(finding.verdict is Verdict.BAD for finding in of_database):
        return
    tool = LtiTool.assemble(
        joined.storage, joined.clock, joined.entropy, joined.http, joined.settings.public_url
    )
    yield "Addresses", list(_of_addresses(joined, tool, own))
    administration = tool.administration
    for organization, registration, deployments in administration.registry.all():
        heading = f"{registration.issuer}, client {registration.client_id} ({organization.name})"
        yield heading, administration.checkup.examine(registration, deployments)
    yield from of_teams(joined)
    if (box := postbox(joined)) is not None:
        yield "Mail", list(_of_mail(box))
    yield "Registrations", list(_of_registrations(joined))


def of_teams(joined: Adapters, tenant: str = "") -> Examined:
    """Ask Microsoft about the tenants that come from Teams.

    Args:
        joined: every adapter.
        tenant: look at those with this tenant id or client id only.
    """
    administration = TeamsAdministration.assemble(
        joined.storage, joined.clock, joined.entropy, joined.http, joined.settings
    )
    for known in administration.tenants.all(OPERATOR):
        one = known.tenant
        if not tenant or tenant.lower() in {one.tenant, one.client_id}:
            heading = f"Microsoft Teams, tenant {one.tenant} ({known.organization.name})"
            yield heading, administration.check(OPERATOR, one.id).findings


def _of_database(joined: Adapters) -> Iterator[Finding]:
    try:
        for check in joined.checks.values():
            check()
        with joined.storage.platform() as work:
            count = len(work.tool_keys.all())
    except MentorloomError as error:
        yield _wrong(error)
        return
    yield Finding(Verdict.GOOD, sentence("The database answers and has this version's schema."))
    told = sentence("Stored secrets can be decrypted (%(count)s LTI keys).", count=count)
    yield Finding(Verdict.GOOD, told)


def _of_addresses(joined: Adapters, tool: LtiTool, own: OutboundHttp) -> Iterator[Finding]:
    public_url = joined.settings.public_url
    if not joined.settings.secure:
        yield Finding(
            Verdict.WARN,
            sentence("MENTORLOOM_PUBLIC_URL is %(url)s: plain http.", url=public_url),
            sentence("Without https browsers keep no cookies in an LMS's frame. Fine for trying."),
        )
    try:
        answer = own.get(public_url + JWKS)
    except MentorloomError as error:
        yield Finding(
            Verdict.WARN,
            sentence(error.message, **error.params),
            sentence("If the hub runs, look at MENTORLOOM_PUBLIC_URL and the reverse proxy."),
        )
        return
    if _shows_keys(answer, tool):
        told = sentence("%(url)s shows this hub's public keys.", url=public_url)
        yield Finding(Verdict.GOOD, told)
    else:
        yield Finding(
            Verdict.BAD,
            sentence("%(url)s answers, but not with this hub's public keys.", url=public_url),
            sentence("LMSs would not believe this hub. Something else answers there."),
        )


def _shows_keys(answer: OutboundResponse, tool: LtiTool) -> bool:
    try:
        return answer.status == _OK and bool(answer.json() == tool.keyring.jwks())
    except UnavailableError:  # no JSON
        return False


def _of_mail(box: SmtpPostbox) -> Iterator[Finding]:
    try:
        box.check()
    except MentorloomError as error:
        yield _wrong(error)
        return
    told = sentence("The mail server answers and lets us in. Nothing was sent.")
    yield Finding(Verdict.GOOD, told)


def _of_registrations(joined: Adapters) -> Iterator[Finding]:
    with joined.storage.platform() as work:
        registered, waiting = len(work.registrations.all()), len(work.registration_requests.all())
    if not registered:
        yield Finding(
            Verdict.WARN,
            sentence("No LMS is registered."),
            sentence("Add one in the settings, or with `mentorloom lti register`."),
        )
    if waiting:
        yield Finding(
            Verdict.WARN,
            sentence("%(count)s LMSs wait for approval.", count=waiting),
            sentence("Look at them in the settings, or with `mentorloom lti requests`."),
        )
    if registered and not waiting:
        yield Finding(Verdict.GOOD, sentence("No LMS waits for approval."))


def _wrong(error: MentorloomError) -> Finding:
    return Finding(Verdict.BAD, sentence(error.message, **error.params))
