"""Reading the pixels of small PNG files, as far as icons need it: 8 bits, with alpha.

https://www.w3.org/TR/png-3/
"""

import struct
import zlib
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LARGEST = 512
"""Pixels a side; an icon is smaller."""
_CHANNELS = 4
_RGBA = 6


class UnreadableError(Exception):
    """Not a PNG file with 8 bits for each of red, green, blue and alpha."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        width, height: in pixels.
        pixels: (red, green, blue, alpha), 0 to 255 each, row by row from the top left.
    """

    width: int
    height: int
    pixels: tuple[tuple[int, int, int, int], ...]


def read_png(data: bytes) -> Picture:
    """The picture in a file.

    Raises:
        UnreadableError: it is of another kind, or damaged.
    """
    try:
        width, height, kind, packed = _parts(data)
        if kind != (8, _RGBA, 0, 0, 0) or not 0 < width <= _LARGEST or not 0 < height <= _LARGEST:
            raise UnreadableError
        stride = width * _CHANNELS
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(packed, height * (stride + 1))
    except (struct.error, zlib.error) as error:
        raise UnreadableError from error
    if len(raw) != height * (stride + 1):
        raise UnreadableError
    flat = _unfiltered(raw, stride)
    pixels = tuple(zip(*(flat[c::_CHANNELS] for c in range(_CHANNELS)), strict=True))
    return Picture(width, height, pixels)


def _parts(data: bytes) -> tuple[int, int, tuple[int, ...], bytes]:
    """Width, height, kind, and what is packed."""
    if not data.startswith(_SIGNATURE):
        raise UnreadableError
    at, header, packed = len(_SIGNATURE), b"", b""
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        at += length + 12
        if name == b"IHDR":
            header = body
        elif name == b"IDAT":
            packed += body
    width, height, *kind = struct.unpack(">IIBBBBB", header)
    return width, height, tuple(kind), packed


def _unfiltered(raw: bytes, stride: int) -> bytes:
    """The bytes behind the filter of each row."""
    done, above = bytearray(), bytes(stride)
    for start in range(0, len(raw), stride + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i, value in enumerate(row if kind else b""):
            left = row[i - _CHANNELS] if i >= _CHANNELS else 0
            corner = above[i - _CHANNELS] if i >= _CHANNELS else 0
            row[i] = (value + _guess(kind, left, above[i], corner)) % 256
        done += row
        above = bytes(row)
    return bytes(done)


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind not in range(5):
        raise UnreadableError
    # Paeth's: whichever neighbour is nearest to left + up - corner, in this order.
    nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
    return (0, left, up, (left + up) // 2, nearest)[kind]
