"""What connectors of tables share: part of their form, their stream, and a first look."""

from collections.abc import Iterator

from core.domain.sync import Cursor
from core.errors import InvalidInputError
from core.ports.connector_columns import SourceColumns
from core.ports.connectors import Context, PeoplePage, RecordKind, StreamInfo
from core.sentence import Sentence, sentence
from core.services.files.directory_cells import DayOrder
from integrations.base.settings_form import N_, Choice, Columns, SettingsSchema
from integrations.base.tables.people import PeopleTable, columns_of

LARGEST = 64 * 1024 * 1024
"""Bytes of a file: some 400,000 people."""

STREAMS = (StreamInfo(name="people", title=N_("People"), records=RecordKind.PEOPLE),)


class TableSettings(SettingsSchema):
    """How a table is read, whatever it comes from."""

    days = Choice(
        N_("Dates with slashes"),
        [
            (DayOrder.DAY_FIRST, N_("day first: 31/12/2026")),
            (DayOrder.MONTH_FIRST, N_("month first: 12/31/2026")),
        ],
        help_text=N_("Other dates, such as 2026-12-31 and 31.12.2026, have one meaning only."),
    )
    columns = Columns(
        N_("Columns"),
        help_text=N_("Which column is what. Left as it is, columns are recognised by their names."),
    )


def people_of(data: bytes, context: Context) -> PeopleTable:
    """The people of a file, as the settings say.

    Raises:
        InvalidInputError: it is no table of people; says what to do.
    """
    order = DayOrder(context.settings["days"])
    return PeopleTable(data, context.columns, order, context.clock.now().date())


def pages_of(data: bytes, context: Context, cursor: Cursor | None) -> Iterator[PeoplePage]:
    """Everybody in a file; see PeopleTable.pages."""
    return people_of(data, context).pages(cursor)


def looked_at(data: bytes, context: Context) -> tuple[Sentence, ...]:
    """What should be known about a file before it is read.

    Raises:
        InvalidInputError: none of its first rows can be used; says why not.
    """
    table = people_of(data, context)
    first = next(iter(table.pages()))
    if first.bad and not first.upserts:
        told = first.bad[0]
        raise InvalidInputError(told.sentence.message, None, **dict(told.sentence.params))
    warnings = []
    if first.bad:
        warnings.append(
            sentence(
                "Of the first %(seen)s rows, %(bad)s cannot be used. A dry run lists them.",
                seen=len(first.bad) + len(first.upserts),
                bad=len(first.bad),
            )
        )
    if left := table.unread():
        warnings.append(
            sentence("These columns are not read: %(columns)s.", columns=", ".join(left))
        )
    if not table.names_people():
        warnings.append(
            sentence("No column holds names. People whom no other source knows will have none.")
        )
    return tuple(warnings)


def named(data: bytes, context: Context) -> SourceColumns:
    """The columns of a file; see core.ports.connector_columns.Columned."""
    return columns_of(data, context.columns)
