"""From a problem to its best solution, with the proof."""

import numpy as np

from core.engine.matching.assignment.certificate import certify
from core.engine.matching.assignment.flow import cheapest
from core.engine.matching.assignment.levels import costs
from core.engine.matching.assignment.network import Network, network
from core.engine.matching.assignment.prices import prices
from core.engine.matching.assignment.problem import Problem
from core.engine.matching.assignment.solution import Certificate, Prices, Solution
from core.engine.matching.assignment.stability import blocking
from core.engine.matching.assignment.waitlist import waitlist
from core.engine.matching.comparison.people import Bools, Ints


def solve(problem: Problem) -> Solution:
    """Fill as many places as possible, at the largest total score.

    Args:
        problem: what is to be solved.

    Raises:
        ValueError: a score is not finite or out of range, or a pair is there twice.
        InvalidInputError: more is locked than somebody has room for.
    """
    net = network(problem)
    levels = costs(problem, net)
    optimum = cheapest(net, levels)
    pairs, proof = pairs_of(problem, net, optimum.chosen(net)), prices(net, levels, optimum)
    return solution(problem, pairs, proof, certify(problem, pairs, proof))


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
