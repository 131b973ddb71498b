"""Task `speed`: how fast the check is, as measures. Never gated: it depends on the machine."""

from __future__ import annotations

from typing import Any

from evals import speed as bench
from evals.measures import Measure


def speed() -> dict[str, Any]:
    """Characters a CPU-second, and seconds and MB of whole processes."""
    tree: dict[str, Any] = {}
    for one in (bench.reading(), bench.checking(bench.CHARACTERS, bench.FIGURES)):
        rate = Measure("rate", gated=False)
        rate.add(one.name, one.characters, one.seconds)
        tree[one.name] = {"rate": rate}
    for process in bench.processes():
        wall = Measure("wall", lower=True, gated=False)
        memory = Measure("memory", lower=True, gated=False)
        wall.add(process.name, process.wall)
        memory.add(process.name, process.memory)
        tree[process.name] = {"wall": wall, "memory": memory}
    return tree
