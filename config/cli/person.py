"""`mentorloom person`: what is kept about somebody, for them to read or to be erased."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click

from core.domain.identifiers import PersonId
from core.services.people.personal_data import PersonalData


@click.group()
def person() -> None:
    """What is kept about a person."""


@person.command()
@click.argument("email")
def find(email: str) -> None:
    """Print who has this e-mail address: id, organization and name.

    An address proves nothing: make sure that you speak to the person before you use the id.
    """
    with _hub() as data:
        found = data.with_email(email)
    for slug, one in found:
        click.echo(f"{one.id}  {slug}  {one.name}")
    if not found:
        click.echo("Nobody has this address.")


@person.command()
@click.argument("person_id", metavar="ID", type=click.UUID)
def export(person_id: UUID) -> None:
    """Print everything that is kept about a person, as JSON."""
    one = PersonId(person_id)
    with _hub() as data:
        told = data.export(data.whose(one), one)
    click.echo(json.dumps(told, indent=2, ensure_ascii=False))


@person.command()
@click.argument("person_id", metavar="ID", type=click.UUID)
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(person_id: UUID, yes: bool) -> None:  # noqa: FBT001 - click's way
    """Erase everything that is kept about a person.

    Their requests and matches end first, and the others are told. Take the person out of courses
    and directories before: whoever is still there comes back with the next reading.
    """
    one = PersonId(person_id)
    with _hub() as data:
        organization_id = data.whose(one)
        if not yes:
            click.confirm("This cannot be undone. Erase this person?", abort=True)
        if data.erase(organization_id, one):
            click.echo("Erased. Nothing is left.")
        else:
            click.echo("Erased. What they had with others stays for those, without name and text.")


@contextmanager
def _hub() -> Iterator[PersonalData]:
    # Imported here: --help needs no database.
    from config.cli.adapters import opened_adapters

    with opened_adapters() as joined:
        yield PersonalData(joined.storage, joined.clock, joined.entropy)
