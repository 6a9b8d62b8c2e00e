"""Which mentors suit a mentee, why, and what would change that.

What belongs to the mentee is read in a handful of queries; the mentors are kept by the process
(mentor_side.py). All of them are ranked, outside the transaction. No model is loaded: the texts
were encoded in the background (encoding.py), and what has no vector yet makes a score less sure,
never wrong.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from core.domain.actor import Actor
from core.domain.identifiers import PersonId
from core.domain.match import Match, MatchState
from core.domain.matching_settings import MatchingSettings
from core.domain.person import Person
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.explanation.openings import Opening, openings
from core.engine.matching.model.prior import Posterior
from core.engine.matching.ranking import Question, Ranking, rank
from core.engine.matching.result import Candidate
from core.engine.matching.rules import counts
from core.engine.matching.shortlist import explained, shortlist
from core.errors import ForbiddenError, NotFoundError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence
from core.services.matching.belief import Beliefs
from core.services.matching.mentor_side import MentorSide, MentorSides
from core.services.matching.outcomes import load_of
from core.services.matching.standing import standing_with

CHANGES_UP_TO = 3_000
"""In a programme with more mentors a list does not say what would change it: all of them would be
ranked again for each change. The page of one mentor does."""

UNTOLD_STATES = frozenset({MatchState.PROPOSED, MatchState.APPROVED})
"""Computed or approved, but the two do not know of it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One mentor as a mentee sees them.

    Attributes:
        profile: without what is private.
        candidate: score, interval, reasons and changes.
        free_places: how many mentees they could still take.
        match: the newest request or match between the two; None if there never was one.
        why_not: why they cannot be asked; None if they can, or were already.
    """

    person: Person
    profile: Profile
    candidate: Candidate
    free_places: int
    match: Match | None = None
    why_not: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorSuggestions:
    """The answer for one mentee.

    Attributes:
        items: best first.
        ready: False when the mentee named neither a goal nor a skill, so nothing was ranked.
        reading: some texts have no vector yet; the order may still change.
        cold: no outcome was learned from yet; scores are only a stated belief.
        left_out: how many mentors each rule leaves out, in words.
    """

    items: tuple[Suggestion, ...] = ()
    ready: bool = True
    reading: bool = False
    cold: bool = True
    left_out: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What was read of the programme."""

    mentee: Profile
    own: Mapping[bytes, bytes]
    side: MentorSide
    matches: Mapping[PersonId, Match]
    choices: Mapping[PersonId, Sequence[PersonId]]
    settings: MatchingSettings
    posterior: Posterior


class Suggestions:
    """Ranks the mentors of a programme for one mentee.

    Args:
        storage: where profiles, vectors and matches are.
        clock: decides about summer time.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(self, storage: Storage, clock: Clock, model: str) -> None:
        self._storage = storage
        self._clock = clock
        self._model = model
        self._sides = MentorSides(clock, model)
        self._beliefs = Beliefs()

    def for_mentee(self, actor: Actor, limit: int = 10) -> MentorSuggestions:
        """The best mentors for the actor, those already asked among them.

        Raises:
            NotFoundError: the course has no programme.
            ForbiddenError: the actor is no mentee in it.
        """
        with self._storage.tenant(actor.organization_id) as work:
            facts = self._read(work, actor)
        if not facts.mentee.ready_to_learn():
            return MentorSuggestions(ready=False, cold=facts.posterior.cold)
        question = self._question(facts)
        ranking = rank(question)
        few = len(facts.side.people) <= CHANGES_UP_TO
        vectors = facts.side.vectors.extended(facts.own) if few else None
        candidates = shortlist(question, ranking, vectors, limit)
        with self._storage.tenant(actor.organization_id) as work:
            people = work.people.get_many([PersonId(c.mentor_id) for c in candidates])
        mentee_unread, mentors_unread = question.mentees.unread, question.mentors.unread
        return MentorSuggestions(
            items=_items(facts, candidates, people),
            reading=mentee_unread + mentors_unread > 0,
            cold=question.posterior.cold,
            left_out=counts(ranking.verdict, 0, question.waived),
        )

    def openings(self, actor: Actor) -> tuple[Opening, ...]:
        """Single changes that would bring more mentors within the actor's reach, best first.

        Raises:
            NotFoundError: the course has no programme.
            ForbiddenError: the actor is no mentee in it.
        """
        with self._storage.tenant(actor.organization_id) as work:
            facts = self._read(work, actor)
        if not facts.mentee.ready_to_learn():
            return ()
        question = self._question(facts)
        # No change that is tried adds a text, so the mentee's own vectors will do.
        return openings(question, rank(question), TextVectors.of(facts.own))

    def for_mentor_detail(self, actor: Actor, mentor_id: PersonId) -> Suggestion:
        """One mentor for the actor, explained even if they cannot be asked now.

        Raises:
            NotFoundError: no such mentor in the programme, or none that the actor may see.
            ForbiddenError: the actor is no mentee in it.
        """
        with self._storage.tenant(actor.organization_id) as work:
            facts = self._read(work, actor)
            person = work.people.get(mentor_id)
        index = facts.side.people.index.get(mentor_id)
        if person is None or index is None:
            raise NotFoundError("This person is not a mentor in this programme.")
        question = self._question(facts)
        ranking = rank(question)
        why_not = _why_not(ranking, index, question.waived)
        vectors = facts.side.vectors.extended(facts.own)
        (candidate,) = explained(question, ranking, vectors, np.array([index]))
        (item,) = _items(facts, [candidate], {mentor_id: person}, why_not)
        return item

    def _read(self, work: TenantWork, actor: Actor) -> _Facts:
        program_id, person_id = actor.program(), actor.person_id
        # Mentors joined to be found by the mentees of their programme, not by the whole course.
        if work.participations.get(program_id, person_id, Role.MENTEE) is None:
            raise ForbiddenError("Join this programme as a mentee before you ask a mentor.")
        mentee = work.profiles.get(person_id) or Profile(person_id=person_id)
        newest: dict[PersonId, Match] = {}
        for match in work.matches.of_person(program_id, person_id):
            if match.mentee_id == person_id and match.state not in UNTOLD_STATES:
                newest.setdefault(match.mentor_id, match)
        read = work.embeddings.of_people([person_id], self._model)
        chosen = work.choices.of_mentees(program_id, [person_id])
        settings = work.matching_settings.get(program_id)
        return _Facts(
            mentee=mentee,
            own={own.text_hash: own.vector for own in read},
            side=self._sides.of(work, actor.organization_id, program_id),
            matches=newest,
            choices={person_id: [choice.mentor_id for choice in chosen]},
            settings=settings,
            posterior=self._beliefs.of(work, settings),
        )

    def _question(self, facts: _Facts) -> Question:
        side = facts.side
        matches = facts.matches.values()
        return Question(
            mentees=gather([facts.mentee], TextVectors.of(facts.own), facts.choices),
            mentors=side.people,
            standing=standing_with(side.free, side.not_agreed, facts.settings, matches),
            posterior=facts.posterior,
            at=self._clock.now(),
            waived=facts.settings.waived() | {"open"},
            # So that the ready few are not asked by everybody.
            load=load_of(side.busy.astype(np.float64), side.free.astype(np.float64)),
        )


def _why_not(ranking: Ranking, mentor: int, waived: AbstractSet[str]) -> Sentence | None:
    """Why the mentor cannot be asked, by the rules that count.

    Raises:
        NotFoundError: the reason is private, so this mentor does not exist for the mentee.
    """
    broken = ranking.verdict.why_not(0, mentor)
    if any(rule.private for rule in broken):
        raise NotFoundError("This person is not a mentor in this programme.")
    if any(rule.name == "open" for rule in broken):
        return None
    return next((rule.why for rule in broken if rule.name not in waived), None)


def _items(
    facts: _Facts,
    candidates: Sequence[Candidate],
    people: Mapping[PersonId, Person],
    why_not: Sentence | None = None,
) -> tuple[Suggestion, ...]:
    side = facts.side
    ids = [PersonId(candidate.mentor_id) for candidate in candidates]
    return tuple(
        Suggestion(
            person=people[who],
            profile=side.people.profiles[side.people.index[who]].without_private(),
            candidate=candidate,
            free_places=max(int(side.free[side.people.index[who]]), 0),
            match=facts.matches.get(who),
            why_not=why_not,
        )
        for who, candidate in zip(ids, candidates, strict=True)
        if who in people
    )
