"""Draw the icons of the Teams app from our own mark (web/static/mark.svg).

The mark's two threads are sampled, and every pixel is coloured by its distance to them; so the
edges are smooth and the same bytes come out everywhere. Teams wants a full-colour icon of 192x192
pixels whose middle holds the mark, and a white outline of 32x32 on nothing.
https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons

Usage: python -m tools.teams_icons
"""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
MARK = ROOT / "web" / "static" / "mark.svg"
ICONS = ROOT / "teams_app" / "package" / "icons"
BOX = 24.0
"""The mark's own coordinates go from 0 to this."""
BRAND, WHITE = (0x0F, 0x6C, 0xBD), (255, 255, 255)
STEPS = 64
_WORD = re.compile(r"[Mch]|-?\d*\.?\d+")
Points = np.ndarray


def main() -> None:
    """Write both icons."""
    ICONS.mkdir(exist_ok=True)
    for name, drawn in (("color.png", color()), ("outline.png", outline())):
        (ICONS / name).write_bytes(drawn)
        print(f"{(ICONS / name).relative_to(ROOT)}: {len(drawn)} bytes")


def color() -> bytes:
    """White threads on our blue; opaque."""
    cover = _cover(192, inset=36.0, width=2.5)[..., None]
    blue, white = np.array(BRAND, float), np.array(WHITE, float)
    rgb = blue + (white - blue) * cover
    return _png(np.concatenate([rgb, np.full_like(cover, 255.0)], axis=-1))


def outline() -> bytes:
    """White threads on nothing."""
    cover = _cover(32, inset=1.0, width=2.2)[..., None]
    return _png(np.concatenate([np.full((*cover.shape[:2], 3), 255.0), cover * 255.0], axis=-1))


def _cover(size: int, inset: float, width: float) -> np.ndarray:
    """How much of each pixel the threads cover, 0 to 1; shape (size, size)."""
    scale = (size - 2 * inset) / BOX
    centres = (np.arange(size) + 0.5 - inset) / scale
    grid = np.stack(np.meshgrid(centres, centres), axis=-1)
    nearest = np.full((size, size), np.inf)
    for thread in _threads():
        for point in thread:
            nearest = np.minimum(nearest, np.hypot(*np.moveaxis(grid - point, -1, 0)))
    return np.clip((width / 2 - nearest) * scale + 0.5, 0.0, 1.0)


def _threads() -> Iterator[Points]:
    """Points along each line of the mark, close together."""
    for path in re.findall(r' d="([^"]+)"', MARK.read_text()):
        words = _WORD.findall(path)
        at, verb = np.zeros(2), ""
        while words:
            if words[0].isalpha():
                verb = words.pop(0)
            count = {"M": 2, "c": 6, "h": 1}[verb]
            numbers, words = [float(word) for word in words[:count]], words[count:]
            if verb == "M":
                at = np.array(numbers)
                continue
            line = _curve(at, numbers) if verb == "c" else _straight(at, numbers[0])
            at = line[-1]
            yield line


def _curve(start: Points, numbers: list[float]) -> Points:
    one, two, end = start + np.array(numbers).reshape(3, 2)
    t = np.linspace(0, 1, STEPS * 4)[:, None]
    return (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * two + t**3 * end


def _straight(start: Points, along: float) -> Points:
    return start + np.linspace(0, 1, STEPS)[:, None] * np.array([along, 0.0])


def _png(pixels: np.ndarray) -> bytes:
    """RGBA as a PNG file (https://www.w3.org/TR/png-3/)."""
    height, width, _ = pixels.shape
    rows = np.rint(pixels).astype(np.uint8)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


if __name__ == "__main__":
    main()
