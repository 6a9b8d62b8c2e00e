"""Short ways to people, questions and vectors for tests of matching."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import numpy as np

from core.domain.profile import Profile, TextEmbedding, text_hash
from core.engine.matching.comparison.people import People, TextVectors, gather
from core.engine.matching.model.prior import prior
from core.engine.matching.ranking import Question
from core.engine.matching.rules import Standing
from tests.fakes.encoder import FakeEncoder

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1_000)


def someone(**fields) -> Profile:
    return Profile(**{"person_id": UUID(int=next(_numbers)), **fields})


def vectors_of(profiles: Sequence[Profile]) -> TextVectors:
    texts = sorted({text for profile in profiles for _, text in profile.texts()})
    return TextVectors.encoded(texts, FakeEncoder().encode(texts))


def embeddings(profile: Profile) -> list[TextEmbedding]:
    return [
        TextEmbedding(
            person_id=profile.person_id,
            kind=kind,
            text_hash=text_hash(text),
            model=FakeEncoder.model,
            vector=FakeEncoder().encode([text])[0].astype("<f4").tobytes(),
        )
        for kind, text in profile.texts()
    ]


def groups(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> tuple[People, People]:
    vectors = vectors_of([*mentees, *mentors])
    return gather(mentees, vectors), gather(mentors, vectors)


def question(
    mentees: Sequence[Profile], mentors: Sequence[Profile], waived=frozenset(), **standing
) -> Question:
    left, right = groups(mentees, mentors)
    known = {
        "free": np.ones(len(mentors), dtype=np.int64),
        "paused": np.zeros(len(mentors), dtype=np.bool_),
        **standing,
    }
    return Question(
        mentees=left,
        mentors=right,
        standing=Standing(**known),
        posterior=prior(),
        at=AT,
        waived=waived,
    )
