"""From a problem to its best solution, with the proof."""

import numpy as np

from core.engine.matching.assignment.certificate import certify, total_of
from core.engine.matching.assignment.columns import of_many
from core.engine.matching.assignment.flow import cheapest
from core.engine.matching.assignment.levels import costs
from core.engine.matching.assignment.leximin import gaps, shares
from core.engine.matching.assignment.network import UNIT, Network, network
from core.engine.matching.assignment.prices import prices
from core.engine.matching.assignment.problem import Objective, Problem
from core.engine.matching.assignment.quotas import bounded
from core.engine.matching.assignment.solution import Certificate, Prices, Solution
from core.engine.matching.assignment.stability import blocking, stable
from core.engine.matching.assignment.waitlist import waitlist
from core.engine.matching.comparison.people import Bools, Ints
from core.errors import InvalidInputError


def solve(
    problem: Problem,
    objective: Objective = Objective.TOTAL,
    *,
    bands: int | None = 10,
    seconds: float = 60.0,
) -> Solution:
    """Fill as many places as possible, in the best way.

    Args:
        problem: what is to be solved.
        objective: what the best way is.
        bands: of scores that count as equally fair; None for exact leximin, which takes one flow
            a score: for some hundred people.
        seconds: time limit under quotas; everything else needs none.

    Raises:
        ValueError: a score is not finite or out of range, or a pair is there twice.
        InvalidInputError: more is locked than somebody has room for or a quota allows, or there are
            quotas with another objective than the total.
    """
    net = network(problem)
    if problem.quotas:
        return _under_quotas(problem, net, objective, seconds)
    if objective is Objective.STABLE:
        return _peaceful(problem, net)
    levels = costs(problem, net)
    if objective is Objective.POINTS:
        del levels[0]
    if objective is Objective.FAIR:
        levels[-1:-1] = shares(net, levels[:-1], problem.edges.score[net.origin], bands)
    optimum = (cheapest if objective is Objective.FAIR else of_many)(net, levels)
    pairs = pairs_of(problem, net, optimum.chosen(net))
    if objective is Objective.FAIR:
        left = gaps(net, levels, optimum)
        certificate = _certificate(problem, pairs, left[-1] / UNIT, proved=not any(left))
        return solution(problem, pairs, None, certificate)
    proof = prices(net, levels, optimum, number=objective is Objective.TOTAL)
    return solution(problem, pairs, proof, certify(problem, pairs, proof))


def _under_quotas(problem: Problem, net: Network, objective: Objective, seconds: float) -> Solution:
    if objective is not Objective.TOTAL:
        raise InvalidInputError(
            "Limits on groups go with the largest total only. Choose it, or drop the limits."
        )
    found = bounded(problem, net, costs(problem, net), seconds)
    pairs = pairs_of(problem, net, found.chosen)
    certificate = _certificate(problem, pairs, found.beyond, proved=found.proved)
    return solution(problem, pairs, None, certificate)


def _peaceful(problem: Problem, net: Network) -> Solution:
    pairs = pairs_of(problem, net, stable(problem, net))
    disturbed = len(blocking(problem, pairs))
    certificate = Certificate(disturbed, 0.0, float(disturbed), disturbed == 0)
    return solution(problem, pairs, None, certificate)


def _certificate(problem: Problem, pairs: Ints, gap: float, *, proved: bool) -> Certificate:
    total = total_of(problem, pairs)
    return Certificate(total, total + gap, gap, proved)


def pairs_of(problem: Problem, net: Network, chosen: Bools) -> Ints:
    """Chosen edges of the network and what is locked, in order, shape (pairs, 2)."""
    index, edges = net.origin[chosen], problem.edges
    found = np.column_stack([edges.mentee[index], edges.mentor[index]])
    return np.unique(np.concatenate([found, problem.locked]), axis=0)


def solution(
    problem: Problem, pairs: Ints, proof: Prices | None, certificate: Certificate
) -> Solution:
    """Everything there is to say about some pairs."""
    found = problem.find(pairs)
    scores = np.where(found >= 0, np.append(problem.edges.score, 0.0)[found], 0.0)
    _, load = problem.loads(pairs)
    return Solution(
        pairs=pairs,
        scores=scores,
        total=float(scores.sum()),
        waiting=waitlist(problem, pairs, proof),
        missing=np.maximum(problem.minimum - load, 0),
        blocking=blocking(problem, pairs),
        prices=proof,
        certificate=certificate,
    )
