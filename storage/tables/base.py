"""What all tables share: the metadata, names of constraints, and the marks of a tenant's table.

A tenant's table carries `organization_id`, and row-level security shows only the rows of the
organization named in the transaction's setting (storage/migrations/row_security.py). Its foreign
keys name the organization too, so no row can point into another tenant.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

TENANT_SETTING = "mentorloom.organization_id"


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        bytes: LargeBinary(),
        datetime: TIMESTAMP(timezone=True),
        list[UUID]: ARRAY(Uuid()),
        list[str]: ARRAY(Text()),
        list[int]: ARRAY(SmallInteger()),
        str: Text(),
    }


class TenantOwned:
    """Mixin of tables that belong to one organization and are protected by row-level security."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))


def word(kind: type[StrEnum], name: str) -> Enum:
    """A column type holding one of an enumeration's words, checked by the database.

    Args:
        kind: the enumeration; its values are what is stored.
        name: name of the check constraint.
    """
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def same_tenant(column: str, table: str, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the organization.

    Args:
        column: the referring column; an empty one refers to nothing.
        table: the table referred to, which has a unique (organization_id, id).
        ondelete: SQL action when the row referred to goes.
    """
    return ForeignKeyConstraint(
        ["organization_id", column],
        [f"{table}.organization_id", f"{table}.id"],
        ondelete=ondelete,
    )


def table_of(row: type[Base]) -> Table:
    """The table behind a declarative class, for statements in Core style."""
    table = row.__table__
    assert isinstance(table, Table)
    return table
