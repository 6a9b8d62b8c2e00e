"""What settings of matching would do: the best mentors of a few mentees, now and then.

The sample stays the same while settings are tried. Pairs are compared once, and scored under both
settings; vectors are stored already, so no model is loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.domain.identifiers import PersonId, ProgramId
from core.domain.match import Match
from core.domain.matching_settings import MatchingSettings
from core.domain.person import Person
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.named import table
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.model.importance import weighted
from core.engine.matching.model.prior import Posterior
from core.engine.matching.ranking import Question, Ranking, ranked
from core.ports.unit_of_work import TenantWork
from core.services.matching.belief import unweighted
from core.services.matching.standing import Places, places_of, standing_of

SAMPLE = 5
"""Mentees whose best mentors are shown."""
BEST = 3
"""Mentors shown of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A mentor among the best of one mentee under the new settings.

    Attributes:
        place: 1 is best.
        before: their place under the settings that hold now; None if rules left them out.
    """

    person: Person
    place: int
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleMentee:
    """What the new settings do for one mentee.

    Attributes:
        now: the best mentors under the settings that hold now.
        then: the best ones under the new settings.
        fewer: how many mentors fewer may be asked than now; negative for more.
    """

    mentee: Person
    now: tuple[Person, ...]
    then: tuple[Placed, ...]
    fewer: int

    @property
    def changed(self) -> bool:
        """Whether the best mentors or their order are other ones."""
        return self.now != tuple(placed.person for placed in self.then)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The effect of settings on a sample.

    Attributes:
        mentees: how many there are to choose the sample from.
        mentors: how many can be matched.
        reading: some texts have no vector yet; the order may still change.
    """

    sample: tuple[SampleMentee, ...]
    mentees: int
    mentors: int
    reading: bool

    @property
    def changed(self) -> int:
        """For how many of the sample something changes."""
        return sum(one.changed for one in self.sample)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was read of the programme.

    Attributes:
        count: mentees who could get suggestions, of whom `mentees` are a sample.
    """

    mentees: Sequence[Profile]
    mentors: Sequence[Profile]
    count: int
    vectors: Mapping[bytes, bytes]
    places: Places
    matches: Sequence[Match]
    settings: MatchingSettings
    posterior: Posterior


def read(work: TenantWork, program_id: ProgramId, model: str) -> Facts:
    """Everything the effect depends on, in a handful of queries."""
    ready = [
        profile
        for profile in work.profiles.of_program(program_id, Role.MENTEE)
        if profile.ready_to_learn()
    ]
    mentees = _evenly(ready)
    ids = [profile.person_id for profile in mentees]
    own = work.embeddings.of_people(ids, model)
    return Facts(
        mentees=mentees,
        mentors=work.profiles.of_program(program_id, Role.MENTOR),
        count=len(ready),
        vectors={
            **work.embeddings.vectors_of_program(program_id, Role.MENTOR, model),
            **{text.text_hash: text.vector for text in own},
        },
        places=places_of(work, program_id),
        matches=[m for m in work.matches.of_program(program_id) if m.mentee_id in ids],
        settings=work.matching_settings.get(program_id),
        posterior=unweighted(work, program_id),
    )


class Effect:
    """The sample under the settings that hold now, and under new ones.

    Args:
        facts: of the programme.
        settings: the new ones.
        at: the moment that decides about summer time.
    """

    def __init__(self, facts: Facts, settings: MatchingSettings, at: datetime) -> None:
        vectors = TextVectors.of(facts.vectors)
        self._facts = facts
        self._at = at
        self._mentees = gather(facts.mentees, vectors)
        self._mentors = gather(facts.mentors, vectors)
        self._table = table(self._mentees, self._mentors, at, facts.posterior.features)
        self._now, self._then = (self._ranked(one) for one in (facts.settings, settings))

    def people(self) -> set[PersonId]:
        """Everybody who is shown."""
        best = {
            self._mentors.profiles[mentor].person_id
            for row in range(len(self._mentees))
            for ranking in (self._now, self._then)
            for mentor in ranking.order(row)[:BEST]
        }
        return best | {profile.person_id for profile in self._mentees.profiles}

    def preview(self, people: Mapping[PersonId, Person]) -> Preview:
        """In words that pages can show.

        Args:
            people: those of `people`.
        """
        return Preview(
            sample=tuple(self._sample(row, people) for row in range(len(self._mentees))),
            mentees=self._facts.count,
            mentors=len(self._mentors),
            reading=self._mentees.unread + self._mentors.unread > 0,
        )

    def _ranked(self, settings: MatchingSettings) -> Ranking:
        posterior = weighted(self._facts.posterior, settings.weights())
        standing = standing_of(self._facts.places, settings, self._mentors, self._facts.matches)
        question = Question(
            mentees=self._mentees,
            mentors=self._mentors,
            standing=standing,
            posterior=posterior,
            at=self._at,
            waived=settings.waived() | {"open"},
        )
        names = self._facts.posterior.features
        rows = [names.index(name) for name in posterior.features]
        return ranked(question, self._mentees, self._table[rows])

    def _sample(self, row: int, people: Mapping[PersonId, Person]) -> SampleMentee:
        order = self._now.order(row).tolist()
        before = {mentor: place for place, mentor in enumerate(order, 1)}
        mentors = [profile.person_id for profile in self._mentors.profiles]
        best = enumerate(self._then.order(row)[:BEST].tolist(), 1)
        allowed = [int(ranking.allowed[row].sum()) for ranking in (self._now, self._then)]
        return SampleMentee(
            mentee=people[self._mentees.profiles[row].person_id],
            now=tuple(people[mentors[mentor]] for mentor in order[:BEST]),
            then=tuple(
                Placed(person=people[mentors[mentor]], place=place, before=before.get(mentor))
                for place, mentor in best
            ),
            fewer=allowed[0] - allowed[1],
        )


def _evenly(profiles: Sequence[Profile]) -> list[Profile]:
    places = np.linspace(0, len(profiles) - 1, min(SAMPLE, len(profiles))).round().astype(int)
    return [profiles[place] for place in places]
