"""The icons: Teams refuses other sizes, and shows an outline that is not white as a smudge."""

from collections.abc import Iterator

from core.sentence import Sentence, sentence
from teams_app.package.linting.shape import Opened
from teams_app.package.png import Picture, UnreadableError, read_png

SIZES = {"color": 192, "outline": 32}
_OPAQUE = 255
_WHITE = (255, 255, 255)


def flaws(package: Opened) -> Iterator[Sentence]:
    """What is wrong with the icons that are there."""
    for role, name in package.manifest.get("icons", {}).items():
        if name not in package.files or role not in SIZES:
            continue
        try:
            picture = read_png(package.files[name])
        except UnreadableError:
            yield sentence("%(file)s must be a PNG file of 8 bits with alpha.", file=name)
            continue
        if (picture.width, picture.height) != (SIZES[role], SIZES[role]):
            yield sentence(
                "%(file)s must have %(size)s by %(size)s pixels.", file=name, size=SIZES[role]
            )
        yield from _of_outline(picture, name) if role == "outline" else _of_color(picture, name)


def _of_color(picture: Picture, name: str) -> Iterator[Sentence]:
    if any(pixel[3] != _OPAQUE for pixel in picture.pixels):
        yield sentence("%(file)s must be opaque.", file=name)


def _of_outline(picture: Picture, name: str) -> Iterator[Sentence]:
    if any(pixel[3] and pixel[:3] != _WHITE for pixel in picture.pixels):
        yield sentence("%(file)s must be white and nothing else.", file=name)
    alphas = {pixel[3] for pixel in picture.pixels}
    if 0 not in alphas or _OPAQUE not in alphas:
        yield sentence("%(file)s must be drawn on a transparent ground.", file=name)
