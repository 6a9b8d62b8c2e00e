"""Limits on groups that overlap: no flow any more, but an integer program with a time limit.

The levels are the same as without quotas, one program each: what an earlier level reached is a
constraint of the later ones. HiGHS gives the best it found in time and a bound that nothing
exceeds (https://docs.scipy.org/doc/scipy/reference/generated/scipy.optimize.milp.html); their
distance is the gap of the certificate. It finds nothing at all if time is very short, so that a
greedy choice is made first: what the flow without quotas takes, then the best that still fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.engine.matching.assignment.flow import cheapest
from core.engine.matching.assignment.network import UNIT, Network
from core.engine.matching.assignment.problem import Problem, Quota
from core.engine.matching.comparison.people import Bools, Ints
from core.errors import InvalidInputError

TOLERANCE = 1e-6
"""HiGHS' own, relative to the largest cost."""

Limit = tuple[Any, float, float]
"""Rows of a sparse matrix, and what they may come to at least and at most."""

Group = tuple[Bools, int]
"""Which edges of the network, and how many of them may be chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class Bounded:
    """The best that was found in time.

    Attributes:
        chosen: which edges of the network.
        beyond: how much more the last level could be worth at most, in units of score.
        proved: every level ended before its time with nothing better left.
    """

    chosen: Bools
    beyond: float
    proved: bool


def bounded(problem: Problem, net: Network, levels: Sequence[Ints], seconds: float) -> Bounded:
    """Solve level after level under the quotas.

    Args:
        problem: with quotas.
        net: its network.
        levels: cost of each arc at each level.
        seconds: time for all of them.

    Raises:
        InvalidInputError: more is locked than a quota allows.
    """
    groups = [_group(quota, problem, net) for quota in problem.quotas]
    flow, beyond, proved = net.flow(_greedy(net, levels, groups)), 0.0, True
    limits = [_kept_in_nodes(net), *(_rows(net, among, most) for among, most in groups)]
    for cost in levels:
        scale = float(np.abs(cost).max(initial=1))
        flow, bound = _better(net, cost, flow, limits, seconds / len(levels))
        value = float(cost @ flow)
        beyond = max(0.0, value - bound) / UNIT
        proved = proved and abs(value - bound) < _near(scale)
        # Half a unit of room for rounding: earlier levels count in whole numbers.
        limits.append((cost[None] / scale, -np.inf, (value + 0.5) / scale))
    return Bounded(flow[: net.edges] > 0, beyond, proved)


def _near(scale: float) -> float:
    """Whole numbers less than one apart are equal; scores are known to HiGHS' precision."""
    return max(1.0, scale * TOLERANCE)


def _better(
    net: Network, cost: Ints, flow: Ints, limits: Sequence[Limit], seconds: float
) -> tuple[Ints, float]:
    """The cheapest flow found, and what no flow can go below."""
    scale, bound = float(np.abs(cost).max(initial=1)), _bound(net, cost)
    if float(cost @ flow) - bound < _near(scale):
        return flow, bound
    answer = _solved(net, cost / scale, limits, seconds)
    if answer.mip_dual_bound is not None:
        bound = max(bound, answer.mip_dual_bound * scale)
    if answer.x is not None:
        found = np.rint(answer.x).astype(np.int64)
        flow = found if int(cost @ found) < int(cost @ flow) else flow
    return flow, bound


def _greedy(net: Network, levels: Sequence[Ints], groups: Sequence[Group]) -> Bools:
    """Some choice that breaks no quota. Which edges."""
    planned = cheapest(net, levels).chosen(net)
    order = np.lexsort((levels[-1][: net.edges], ~planned))
    given, load = np.zeros(net.mentees, dtype=int), np.zeros(net.mentors, dtype=int)
    room, places = net.room()
    left = np.array([most for _, most in groups])
    member = np.array([among for among, _ in groups]).T
    chosen = np.zeros(net.edges, dtype=np.bool_)
    for edge in order.tolist():
        mentee, mentor = net.tail[edge], net.head[edge] - net.mentees
        fits = given[mentee] < room[mentee] and load[mentor] < places[mentor]
        if fits and (left[member[edge]] > 0).all():
            given[mentee] += 1
            load[mentor] += 1
            left[member[edge]] -= 1
            chosen[edge] = True
    return chosen


def _bound(net: Network, cost: Ints) -> float:
    """What a level costs at least, whatever is chosen."""
    room, _ = net.room()
    pairs = float(room.sum()) * float(cost[: net.edges].min(initial=0))
    return pairs + float(np.minimum(cost, 0)[net.edges :] @ net.capacity[net.edges :])


def _solved(net: Network, cost: Any, limits: Sequence[Limit], seconds: float) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - heavy

    # All arcs, though whole edges make all whole: HiGHS 1.12 called worse solutions optimal when
    # only the edges were whole and the root had a row.
    return milp(
        cost,
        integrality=np.ones(len(net.tail)),
        bounds=Bounds(0, net.capacity),
        constraints=[LinearConstraint(*limit) for limit in limits],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )


def _kept_in_nodes(net: Network) -> Limit:
    """What flows into a person flows out again; that makes it true for the root."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

    arcs = np.arange(len(net.tail))
    ends = (np.concatenate([net.head, net.tail]), np.concatenate([arcs, arcs]))
    signs = np.repeat([1.0, -1.0], len(arcs))
    table = csr_array((signs, ends), shape=(net.root + 1, len(arcs)))
    return table[: net.root], 0.0, 0.0


def _rows(net: Network, among: Bools, most: int) -> Limit:
    """A quota as a row."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

    rest = np.zeros(len(net.tail) - net.edges)
    return csr_array(np.concatenate([among, rest])[None]), -np.inf, float(most)


def _group(quota: Quota, problem: Problem, net: Network) -> Group:
    """Which edges a quota is about, and how many may be chosen besides what is locked."""
    locked = np.isin(problem.locked[:, 0], quota.mentees)
    left = quota.most - int((locked & np.isin(problem.locked[:, 1], quota.mentors)).sum())
    if left < 0:
        raise InvalidInputError(
            "More pairs are locked than the limit “%(name)s” allows. Unlock some of them.",
            name=quota.name,
        )
    among = np.isin(net.tail[: net.edges], quota.mentees)
    return among & np.isin(net.head[: net.edges] - net.mentees, quota.mentors), left
