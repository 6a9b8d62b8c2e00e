"""`mentorloom match` of 500 x 500 from CSV, beside the best-known open-source matcher.

Limit: 15 s after the model is loaded. Peer: mentor-match 7.0.1; its web application's README
records 97 s for a whole run of 500 people. The package is run here too, in its own environment:
one round with three of its rules on 500 x 500 made-up people. It reads no text, so the time beside
it is that of matching alone, with the texts encoded before.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench import files, peers
from bench.campus import mentees, mentors
from bench.limits import held
from bench.profiles import real_encoder
from config.cli.pairs_file import pair_table, write
from core.domain.program import Role
from core.ports.encoder import TextEncoder, Vectors
from core.services.files.csv_text import decode
from core.services.files.people_blocks import with_blocks
from core.services.files.people_file import parse
from core.services.pairing.pairing import Entry, pair

PEOPLE = 500
LIMIT_SECONDS = 15.0


class Remembered:
    """An encoder that has seen every text before."""

    def __init__(self, encoder: TextEncoder, texts: list[str]) -> None:
        self.model, self.dimension = encoder.model, encoder.dimension
        vectors = encoder.encode(texts)
        self._rows = dict(zip(texts, vectors, strict=True))

    def encode(self, texts: list[str]) -> Vectors:
        """Look the vectors up."""
        return np.array([self._rows[text] for text in texts], dtype=np.float32)


def lines() -> Iterator[str]:
    """The whole command, then matching alone beside the peer."""
    encoder = real_encoder()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files.write_mentors(folder / "mentors.csv", mentors(PEOPLE, most=1))
        files.write_mentees(folder / "mentees.csv", mentees(PEOPLE))
        started = time.perf_counter()
        left, right = _people(folder)
        pairing = pair(left, right, encoder, datetime.now(UTC), explain=True)
        write(folder / "pairs.csv", pair_table(pairing, explain=True))
        seconds = time.perf_counter() - started
    texts = {text for entry in (*left, *right) for _, text in entry.profile.texts()}
    yield (
        f"{PEOPLE} x {PEOPLE} people, {len(texts)} different texts, CSV to explained CSV: "
        f"{seconds:.1f} s, {held(seconds, LIMIT_SECONDS, 's')}; mentor-match's README: 97 s for "
        f"500, x {97 / seconds:.0f} (simulated, {encoder.model})"
    )
    ours = _alone(Remembered(encoder, sorted(texts)), left, right)
    peer = _peer(PEOPLE)
    told = f"mentor-match 7.0.1 {peer:.2f} s, x {peer / ours:.1f}" if peer else "peer not run"
    yield (
        f"matching alone, {PEOPLE} x {PEOPLE}, texts encoded before: {ours:.2f} s; {told} "
        "(simulated; the peer adds up points of three rules and reads no text)"
    )


def _people(folder: Path) -> tuple[list[Entry], list[Entry]]:
    left = parse(decode((folder / "mentors.csv").read_bytes()), Role.MENTOR)
    right = parse(decode((folder / "mentees.csv").read_bytes()), Role.MENTEE)
    rows = with_blocks(left.rows, right.rows)
    return [row.entry for row in rows[0]], [row.entry for row in rows[1]]


def _alone(encoder: TextEncoder, left: list[Entry], right: list[Entry]) -> float:
    """Seconds for the best pairs, texts already encoded."""
    started = time.perf_counter()
    pair(left, right, encoder, datetime.now(UTC))
    return time.perf_counter() - started


def _peer(people: int) -> float | None:
    """Seconds mentor-match takes; None when it cannot be installed here."""
    said = peers.run(
        "mentor-match", peers.MENTOR_MATCH, "peer_mentor_match.py", str(people), seconds=600
    )
    return float(json.loads(said)["seconds"]) if said else None
