"""How well scores order people: beside simple peers, with bootstrap intervals.

1. Expertise from texts: somebody wants to become what an O*NET occupation is called; mentors did
   what occupations describe. Right are those of the same minor group of the classification.
2. Skills by other names: an ESCO concept under an alternative label among 500 preferred ones.
3. Learned scores: simulated suggestions, of held-out mentees and of held-out time.

Shares of couples ordered right, .500 is chance; intervals are 95 % bootstrap over queries or
mentees.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.profiles import real_encoder
from bench.suggestions import SIZES, Array, Suggested, suggested
from core.domain.identifiers import PersonId
from core.domain.profile import Profile
from core.engine.matching.comparison.features import goals
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.model.learning import learn
from core.engine.matching.model.pairs import pair_scores
from core.engine.matching.model.validation import Accuracy, accuracy
from core.ports.encoder import TextEncoder
from core.services.files.people_cells import phrases

DATA = Path(__file__).parent / "data"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUERIES, LABELS = 200, 500
SHRUNK = 5.0
"""Outcomes that a mentor's past rate is shrunk by, as a peer."""


def lines() -> Iterator[str]:
    """One line a figure."""
    encoder = real_encoder()
    yield from _occupations(encoder)
    yield from _skills(encoder)
    data = suggested(1)
    fold = np.random.default_rng(0).integers(0, 4, len(data.mentees["majors"]))
    yield from _learned(data, fold[data.mentee] != 0, "held-out mentees")
    yield from _learned(data, data.day < np.quantile(data.day, 0.75), "held-out last quarter")


def _told(found: Accuracy) -> str:
    return f"{found.share:.3f} [{found.low:.3f}-{found.high:.3f}]"


def _occupations(encoder: TextEncoder) -> Iterator[str]:
    with (DATA / "onet_occupations.tsv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    draw = np.random.default_rng(2)
    asked = draw.permutation(len(rows))[:QUERIES]
    group = np.array([code[:4] for code, _, _ in rows])
    mentors = [
        Profile(person_id=PersonId(UUID(int=1 + k)), experience=phrases(text.replace(". ", ".\n")))
        for k, (_, _, text) in enumerate(rows)
    ]
    mentees = [
        Profile(person_id=PersonId(UUID(int=10_000 + k)), goals=(f"Become one of: {rows[k][1]}",))
        for k in asked.tolist()
    ]
    texts = sorted({text for who in (*mentors, *mentees) for _, text in who.texts()})
    vectors = TextVectors.encoded(texts, encoder.encode(texts))
    ours = goals(gather(mentees, vectors), gather(mentors, vectors), AT)
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    theirs = words.fit_transform([text for _, _, text in rows])
    peer = (words.transform([rows[k][1] for k in asked]) @ theirs.T).toarray()
    for name, value in (("three best sentences", ours), ("TF-IDF", peer)):
        yield f"occupations (O*NET), {name}: {_told(_ordered(value, asked, group))}"


def _ordered(value: Array, asked: Array, group: Array) -> Accuracy:
    """Others of the same group before those of other groups."""
    query = np.repeat(np.arange(len(asked)), len(group))
    good = (group[asked][:, None] == group[None, :]).astype(float)
    other = (asked[:, None] != np.arange(len(group))[None, :]).ravel()
    return accuracy(query[other], good.ravel()[other], value.ravel()[other])


def _skills(encoder: TextEncoder) -> Iterator[str]:
    with (DATA / "esco_skill_groups.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["ALTLABELS"]]
    chosen = np.random.default_rng(3).permutation(len(rows))[:LABELS]
    labels = [rows[k]["PREFERREDLABEL"] for k in chosen]
    others = [rows[k]["ALTLABELS"].split("\n")[0].strip() for k in chosen]
    ours = encoder.encode(others) @ encoder.encode(labels).T
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit([*labels, *others])
    peer = (letters.transform(others) @ letters.transform(labels).T).toarray()
    draws = np.random.default_rng(1).integers(0, len(labels), (1_000, len(labels)))
    for name, value in (("meaning", ours), ("letters (TF-IDF)", peer)):
        hit = value.argmax(axis=1) == np.arange(len(labels))
        low, high = np.quantile(hit[draws].mean(axis=1), (0.025, 0.975))
        yield (
            f"other names of skills (ESCO), right one of {len(labels)} by {name}: "
            f"{hit.mean():.3f} [{low:.3f}-{high:.3f}]"
        )


def _learned(data: Suggested, seen: Array, split: str) -> Iterator[str]:
    outcomes, held = data.outcomes(), ~seen
    rest = outcomes.part(held)
    posterior = learn(outcomes.part(seen))
    pairs = (rest.mentee, rest.mentor)
    scores = pair_scores(rest.mentees, rest.mentors, pairs, rest.at, posterior)
    value = {**_peers(data, seen), "learned": scores.probability}
    for name, order in value.items():
        found = accuracy(data.mentee[held], data.good[held], order)
        yield f"suggestions, {split}, {name}: {_told(found)} (simulated)"
    inside = np.abs(scores.probability - data.good[held])
    parts = np.array_split(np.argsort(scores.probability), 10)
    gaps = [scores.probability[p].mean() - data.good[held][p].mean() for p in parts]
    yield (
        f"suggestions, {split}, learned: calibration error {np.abs(gaps).mean():.3f}, "
        f"mean error {inside.mean():.3f} (simulated)"
    )


def _peers(data: Suggested, seen: Array) -> dict[str, Array]:
    held = ~seen
    table = _overlaps(data)
    jaccard = table[:, 1::4].sum(axis=1)
    cosine = sum(table[:, k] / np.sqrt(np.maximum(table[:, k + 2] * table[:, k + 3], 1))
                 for k in range(0, table.shape[1], 4))  # fmt: skip
    rate, own = _rates(data, seen)
    trees = _trees(table[seen], data.good[seen]).predict_proba(table[held])[:, 1]
    both = np.column_stack([table, rate])
    informed = np.column_stack([table[seen], own])
    boosted = _trees(informed, data.good[seen]).predict_proba(both[held])[:, 1]
    return {
        "cosine of tags": cosine[held],
        "Jaccard": jaccard[held],
        "boosted trees on overlaps": trees,
        "mentor's past acceptance": rate[held],
        "boosted trees + past acceptance": boosted,
    }


def _overlaps(data: Suggested) -> Array:
    """Common, Jaccard, wanted and offered tags of each family."""
    columns = []
    for name in SIZES:
        ours, theirs = data.mentees[name], data.mentors[name]
        common = (ours[data.mentee] * theirs[data.mentor]).sum(axis=1)
        wanted, offered = ours.sum(axis=1)[data.mentee], theirs.sum(axis=1)[data.mentor]
        columns += [common, common / np.maximum(wanted + offered - common, 1), wanted, offered]
    return np.column_stack(columns)


def _rates(data: Suggested, seen: Array) -> tuple[Array, Array]:
    """Shrunk share of yes of each row's mentor; of seen rows from other mentees only."""
    base, part = data.good[seen].mean(), data.mentee % 5

    def of(rows: Array) -> Array:
        asked = np.bincount(data.mentor[rows], minlength=int(data.mentor.max()) + 1)
        yes = np.bincount(data.mentor[rows], data.good[rows], minlength=len(asked))
        return np.asarray((yes + SHRUNK * base) / (asked + SHRUNK))

    own = np.empty(len(part))
    for number in range(5):
        own[part == number] = of(seen & (part != number))[data.mentor[part == number]]
    return of(seen)[data.mentor], own[seen]


def _trees(table: Array, good: Array) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(max_iter=80, learning_rate=0.1, random_state=1).fit(
        table, good
    )
