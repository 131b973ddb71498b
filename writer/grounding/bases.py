"""Which basis a word can mean: 预算 is the first budget or the later one, 完成 what was done."""

from __future__ import annotations

from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, TARGET

_ACTUAL = frozenset({ACTUAL, DONE})
FUNDS = "资金"  # 投入 may be of what was planned as well as of what was spent
_BUDGET = frozenset({INITIAL, ADJUSTED})


def bases_agree(said: str, figure: str) -> bool:
    """Whether a basis that a text names and a figure's basis can be the same."""
    if not said or not figure or said == figure:
        return True
    if said == FUNDS:
        return figure in _BUDGET | _ACTUAL or "预算" in figure
    if said == "budget":
        return figure in _BUDGET or "预算" in figure
    if figure == "预算":
        return said in _BUDGET
    if said in _ACTUAL:
        return figure in _ACTUAL or "决算" in figure or "实际" in figure
    if said == TARGET:
        return figure in (TARGET, "计划")
    return False


def default_bases(figures: list[Figure]) -> list[Figure]:
    """With no basis named a report speaks of what was done; else of what there is."""
    done = [f for f in figures if f.basis in _ACTUAL or not f.basis]
    return done or figures
