"""Dual prices from a finished flow: shortest paths from the root among arcs with room.

The flow solver keeps its prices to itself (https://github.com/google/or-tools/issues/3321), but a
cheapest flow leaves no cycle of negative cost, so that distances from the root exist and are
prices: along an arc with room nobody is farther than its cost, along a used arc exactly so far.
Distances go from mentors to the mentees who have them, and from these to the mentors whom they
would rather have, until nothing changes; only those who changed are looked at again.
"""

import numpy as np

from core.engine.matching.assignment.network import Network
from core.engine.matching.comparison.people import Bools, Ints

FAR = np.int64(2**61)


def potentials(net: Network, cost: Ints, alive: Bools, flow: Ints) -> Ints:
    """Distance of each node from the root, the root 0: the lowest prices of mentors.

    Args:
        net: the network.
        cost: of each arc.
        alive: arcs that may change their flow.
        flow: a cheapest one, on each arc.

    Returns:
        Whole numbers, shape (mentees + mentors + 1,); an arc's slack is cost + tail - head.
    """
    return _settled(net, cost, alive, flow, _distances(net, cost, alive, flow))


def dearest(net: Network, cost: Ints, alive: Bools, flow: Ints, lowest: Ints) -> Ints:
    """The same with the highest prices of mentors: distances to the root, below zero.

    Against the arcs, room and flow change places, and costs their sign. From some people no way
    leads to the root: their mentors' prices have no upper end, and rise as much as any other does.

    Args:
        net: the network.
        cost: of each arc.
        alive: arcs that may change their flow.
        flow: a cheapest one, on each arc.
        lowest: distances with the lowest prices.
    """
    far = _distances(net, -cost, alive, net.capacity - flow)
    ends = far < FAR
    rise = (lowest + far)[ends].max()
    return np.where(ends, -far, lowest - rise)


def slack(net: Network, cost: Ints, distance: Ints) -> Ints:
    """How much too dear each arc is; less than 0 if it should be used to the full."""
    beyond: Ints = cost + distance[net.tail] - distance[net.head]
    return beyond


def spread(starts: Ints, rows: Ints) -> Ints:
    """All positions of some rows of a compressed table, one row after the other."""
    sizes = starts[rows + 1] - starts[rows]
    ends = np.cumsum(sizes)
    places: Ints = np.repeat(starts[rows] - ends + sizes, sizes)
    return places + np.arange(len(places))


def _distances(net: Network, cost: Ints, alive: Bools, flow: Ints) -> Ints:
    """From the root, FAR for those whom nothing reaches."""
    far = _from_root(net, cost, alive, flow)
    free, used = alive[: net.edges] & (flow[: net.edges] == 0), alive & (flow > 0)
    mine = np.flatnonzero(used[: net.edges])
    mine = mine[np.argsort(net.head[mine], kind="stable")]
    held = np.searchsorted(net.head[mine], net.mentees + np.arange(net.mentors + 1))
    people = np.flatnonzero(far[: net.mentees] < FAR)
    places = np.flatnonzero(far[net.mentees : net.root] < FAR)
    while len(people) or len(places):
        back = mine[spread(held, places)]
        people = np.union1d(people, _nearer(far, net.tail[back], far[net.head[back]] - cost[back]))
        on = spread(net.rows, people)
        on = on[free[on]]
        nearer = _nearer(far, net.head[on], far[net.tail[on]] + cost[on])
        people, places = people[:0], nearer - net.mentees
    return far


def _from_root(net: Network, cost: Ints, alive: Bools, flow: Ints) -> Ints:
    """Distances over one arc."""
    far = np.full(net.root + 1, FAR)
    far[net.root] = 0
    out = np.flatnonzero(alive & (net.tail == net.root) & (flow < net.capacity))
    np.minimum.at(far, net.head[out], cost[out])
    back = np.flatnonzero(alive & (net.head == net.root) & (flow > 0))
    np.minimum.at(far, net.tail[back], -cost[back])
    return far


def _nearer(far: Ints, nodes: Ints, distance: Ints) -> Ints:
    """Shorten distances; which nodes came nearer."""
    better = np.flatnonzero(distance < far[nodes])
    np.minimum.at(far, nodes[better], distance[better])
    return np.unique(nodes[better])


def _settled(net: Network, cost: Ints, alive: Bools, flow: Ints, far: Ints) -> Ints:
    """Mentors without mentees are as cheap as may be; nobody is left infinitely far."""
    used = net.tail[np.flatnonzero(flow > 0)]
    empty = np.ones(net.root + 1, dtype=np.bool_)
    empty[used] = False
    arcs = np.flatnonzero(alive & (net.head == net.root) & (net.capacity > 0) & empty[net.tail])
    near = np.full(net.root + 1, -FAR)
    np.maximum.at(near, net.tail[arcs], -cost[arcs])
    far = np.where(near > -FAR, np.minimum(far, near), far)
    return np.where(far < FAR, far, 0)
