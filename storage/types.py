"""Column types PostgreSQL has and SQLAlchemy does not.

Protocol: the text and binary forms of `vector` are pgvector's
(https://github.com/pgvector/pgvector, src/vector.c, vector_recv and vector_send): two big-endian
16-bit integers (dimension, 0) followed by big-endian float32 values.
"""

import struct
from typing import Any

import numpy as np
from psycopg.adapt import Dumper
from psycopg.pq import Format
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.types import UserDefinedType

_HEADER = struct.Struct(">HH")


class SentVector(bytes):
    """A vector in pgvector's binary form, on its way to the server."""

    __slots__ = ()


class BinaryVectorDumper(Dumper):
    """Sends a vector as it is stored, without writing 384 numbers as text."""

    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        """Nothing is left to do; the server learns the type from the statement's cast."""
        return bytes(obj)


class Vector(UserDefinedType[bytes]):
    """pgvector's `vector`, written from little-endian float32 bytes.

    It is read with vector_send and `floats_from_binary`: storage/repositories/embeddings.py.

    The column has no fixed dimension, because encoders differ; nearest neighbours are searched in
    memory (faiss), not here.
    """

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in DDL."""
        return "VECTOR"

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ARG002  the interface passes it
        """From float32 bytes to pgvector's binary form."""

        def process(value: bytes | None) -> bytes | None:
            if value is None:
                return None
            floats = np.frombuffer(value, dtype="<f4")
            header = _HEADER.pack(floats.size, 0)
            return SentVector(header + floats.astype(">f4").tobytes())

        return process

    @property
    def python_type(self) -> type[bytes]:
        """Bytes."""
        return bytes


def floats_from_binary(value: bytes) -> bytes:
    """From pgvector's binary form to little-endian float32 bytes."""
    return np.frombuffer(value, dtype=">f4", offset=_HEADER.size).astype("<f4").tobytes()


# So that reflecting a migrated database recognises the column.
ischema_names["vector"] = Vector
