"""The cheapest flow, level after level: OR-tools' cost scaling, exact in whole numbers.

After each level its prices say which arcs every equally good flow leaves empty or fills: these are
settled, and the next level decides among the rest. So the order of levels needs no huge weights,
which would not fit into the solver's numbers at 100,000 people.

ortools and highspy crash in one process; nothing here may import highspy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.engine.matching.assignment.network import Network
from core.engine.matching.assignment.potentials import potentials, slack
from core.engine.matching.comparison.people import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """A flow that is best at every level, with the proof.

    Attributes:
        flow: on each arc.
        distances: of each level, from the root to each node.
    """

    flow: Ints
    distances: tuple[Ints, ...]

    def chosen(self, net: Network) -> Bools:
        """Which edges are pairs now."""
        return self.flow[: net.edges] > 0


def cheapest(net: Network, levels: Sequence[Ints], use: Bools | None = None) -> Optimum:
    """The flow of least cost by the first level, among these by the second, and so on.

    Args:
        net: the network.
        levels: cost of each arc at each level.
        use: arcs that may be used; None for all.
    """
    alive = np.ones(len(net.tail), dtype=np.bool_) if use is None else use
    flow = np.zeros(len(net.tail), dtype=np.int64)
    found: list[Ints] = []
    done = 0
    if len(levels) > 1 and counts_pairs(net, levels[0]):
        flow, done = net.flow(_most_pairs(net, levels[1], alive)), 2
    for level, cost in enumerate(levels):
        if level >= done and cost[alive].any():
            flow = _solved(net, cost, alive, flow)
        found.append(potentials(net, cost, alive, flow))
        alive = alive & (slack(net, cost, found[-1]) == 0)
    return Optimum(flow, tuple(found))


def counts_pairs(net: Network, cost: Ints) -> bool:
    """Whether a level asks for many pairs and nothing else."""
    return bool((cost[: net.edges] == -1).all() and not cost[net.edges :].any())


def _most_pairs(net: Network, cost: Ints, use: Bools) -> Bools:
    """The cheapest of the largest flows: two levels in one go. Which edges it uses."""
    # Here and not above: pages that only rank mentors need no solver.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - heavy

    solver = SimpleMinCostFlow()
    end = net.root + 1
    index = np.flatnonzero(use)
    head = np.where(net.head == net.root, end, net.head)[index]
    solver.add_arcs_with_capacity_and_unit_cost(
        net.tail[index], head, net.capacity[index], _coarse(cost[index])
    )
    total = int(net.capacity[net.tail == net.root].sum())
    solver.set_node_supply(net.root, total)
    solver.set_node_supply(end, -total)
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:  # pragma: no cover - an empty flow is always feasible
        raise RuntimeError(f"the flow solver answered {status}")
    chosen = np.zeros(len(net.tail), dtype=np.bool_)
    chosen[index] = np.asarray(solver.flows(np.arange(len(index)))) > 0
    return chosen[: net.edges]


def _solved(net: Network, cost: Ints, alive: Bools, flow: Ints) -> Ints:
    """The cheapest circulation that leaves settled arcs as they are."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - heavy

    fixed = np.where(alive, 0, flow)
    supply = np.zeros(net.root + 1, dtype=np.int64)
    np.add.at(supply, net.head, fixed)
    np.subtract.at(supply, net.tail, fixed)
    index = np.flatnonzero(alive)
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        net.tail[index], net.head[index], net.capacity[index], _coarse(cost[index])
    )
    solver.set_nodes_supplies(np.arange(net.root + 1), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:  # pragma: no cover - the flow before is feasible
        raise RuntimeError(f"the flow solver answered {status}")
    carried = fixed
    carried[index] = solver.flows(np.arange(len(index)))
    return net.flow(carried[: net.edges] > 0)


def _coarse(cost: Ints) -> Ints:
    """The same costs in the largest unit they share: scores that are points solve faster."""
    return cost // max(int(np.gcd.reduce(cost)), 1)
