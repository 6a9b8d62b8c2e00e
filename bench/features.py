"""What features of random pairs look like with the real encoder.

The centres and spreads of the prior (core/engine/matching/model/prior.py) come from here.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

from bench.campus import mentees, mentors
from bench.closeness import told
from bench.profiles import profile_of, real_encoder
from core.engine.matching.comparison.features import FEATURES, features
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.model.prior import BELIEFS

PEOPLE = 300


def lines() -> Iterator[str]:
    """One line a feature."""
    encoder = real_encoder()
    left = [told(profile_of(someone)) for someone in mentees(PEOPLE)]
    right = [told(profile_of(someone)) for someone in mentors(PEOPLE)]
    texts = sorted({text for profile in (*left, *right) for _, text in profile.texts()})
    vectors = TextVectors.encoded(texts, encoder.encode(texts))
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    table = features(gather(left, vectors), gather(right, vectors), at)
    for name, values in zip(FEATURES, table, strict=True):
        belief = BELIEFS[name]
        yield (
            f"{name}: known {1 - np.isnan(values).mean():.0%}, mean {np.nanmean(values):.2f}, "
            f"standard deviation {np.nanstd(values):.2f}; the prior says {belief.centre:.2f}, "
            f"{belief.spread:.2f} (simulated, {encoder.model})"
        )
