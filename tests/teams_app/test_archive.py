"""The zip file, and the icons in it."""

import struct
import zlib
from functools import partial
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

import pytest

from teams_app.package.archive import digest, zipped
from teams_app.package.png import UnreadableError, read_png
from tools import teams_icons

from .packages import APP, files


def test_the_same_content_gives_the_same_bytes():
    assert zipped(files()) == zipped(dict(reversed(files().items())))
    assert digest(files()) == digest(files())


@pytest.mark.parametrize(
    "other", [{"public_url": "https://other.example"}, {"app_id": APP[::-1]}, {"version": "1.0.2"}]
)
def test_other_content_is_told_apart(other):
    assert digest(files(**other)) != digest(files())


def test_everything_lies_at_the_root():
    with ZipFile(BytesIO(zipped(files()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["color.png", "de.json", "manifest.json", "outline.png"]


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("color.png", teams_icons.color), ("outline.png", teams_icons.outline)],
)
def test_icons_are_drawn_from_our_mark(name, drawn):
    kept, fresh = read_png(files()[name]), read_png(drawn())
    # By the pixel: packing differs between versions of zlib.
    assert kept == fresh


class TestReadingPictures:
    @pytest.fixture
    def small(self):
        return bytes(teams_icons.outline())

    def test_that_are_none(self):
        with pytest.raises(UnreadableError):
            read_png(b"GIF89a")

    def test_that_are_cut(self, small):
        with pytest.raises(UnreadableError):
            read_png(small[:120])

    def test_that_end_before_their_head(self, small):
        with pytest.raises(UnreadableError):
            read_png(small[:12])

    def test_without_alpha(self, small):
        assert small[25] == 6
        with pytest.raises(UnreadableError):
            read_png(small[:25] + b"\x02" + small[26:])

    def test_of_fewer_rows_than_they_say(self, small):
        with pytest.raises(UnreadableError):
            read_png(small[:20] + (33).to_bytes(4) + small[24:])

    @pytest.mark.parametrize("kind", [0, 1, 2, 3, 4])
    def test_with_every_filter(self, kind):
        """Encoded after the formulas of the specification, section 9.2."""
        rows = [[(7 * x * (y + 3) + 31 * y) % 256 for x in range(3 * 4)] for y in range(3)]
        raw, above = b"", [0] * 12
        for row in rows:
            left, corner = [0] * 4 + row[:-4], [0] * 4 + above[:-4]
            guessed = map(partial(guess, kind), left, above, corner)
            raw += bytes([kind, *((v - g) % 256 for v, g in zip(row, guessed, strict=True))])
            above = row
        picture = read_png(png(3, 3, raw))
        assert [value for pixel in picture.pixels for value in pixel] == [*chain(*rows)]

    def test_with_an_unknown_filter(self):
        with pytest.raises(UnreadableError):
            read_png(png(1, 1, b"\x05abcd"))


def guess(kind, left, up, corner):
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    p = left + up - corner
    far = abs(p - left), abs(p - up), abs(p - corner)
    if far[0] <= far[1] and far[0] <= far[2]:
        return left
    return up if far[1] <= far[2] else corner


def png(width, height, raw):
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
