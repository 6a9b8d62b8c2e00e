"""The answer for one mentee: the best mentors, or one of them, explained."""

from core.engine.matching.comparison.people import Ints, TextVectors
from core.engine.matching.explanation.changes import changes
from core.engine.matching.explanation.reasons import reasons
from core.engine.matching.ranking import Question, Ranking
from core.engine.matching.result import Candidate


def shortlist(
    question: Question, ranking: Ranking, vectors: TextVectors | None, limit: int
) -> tuple[Candidate, ...]:
    """The best mentors of the question's only mentee, best first.

    Args:
        question: about one mentee.
        ranking: the answer to it.
        vectors: of the mentee's and the mentors' texts; None to leave out the changes.
        limit: how many at most.
    """
    return explained(question, ranking, vectors, ranking.best(0, limit))


def explained(
    question: Question, ranking: Ranking, vectors: TextVectors | None, mentors: Ints
) -> tuple[Candidate, ...]:
    """Some mentors of the question's only mentee, with reasons and changes, in the order given.

    Without vectors there are no changes. A mentor who is not allowed has reasons, but no place in
    the ranking that could change.
    """
    why = reasons(question, ranking, 0, mentors)
    ranked = mentors[ranking.allowed[0, mentors]]
    told = [] if vectors is None else changes(question, ranking, ranked, vectors)
    moves = dict(zip(ranked.tolist(), told, strict=False))
    scores = ranking.scores
    return tuple(
        Candidate(
            mentor_id=question.mentors.profiles[mentor].person_id,
            score=float(scores.probability[0, mentor]),
            low=float(scores.low[0, mentor]),
            high=float(scores.high[0, mentor]),
            reasons=own,
            changes=moves.get(int(mentor), ()),
        )
        for mentor, own in zip(mentors, why, strict=True)
    )
