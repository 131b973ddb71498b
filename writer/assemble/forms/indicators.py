"""The indicator lines that 整体支出 and 项目支出绩效自评表 (Hunan) share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from writer.assemble.forms.cells import head, joined, points, words
from writer.facts import Indicator
from writer.ledger import Ledger
from writer.ledger.scoring import relation_of
from writer.report import Cell

Row = tuple[Cell, ...]
Path = tuple[str | int, ...]  # leads to a list of indicators in the facts


def level_cells(indicators: Sequence[Indicator]) -> Iterator[tuple[Indicator, Row]]:
    """Each indicator with its 一级 and 二级 cells; neighbours of one kind share a cell."""
    for level1, group in groupby(indicators, key=lambda i: i.level1):
        members = list(group)
        first1 = True
        for level2, inner in groupby(members, key=lambda i: i.level2):
            own = list(inner)
            for place, indicator in enumerate(own):
                cells: list[Cell] = []
                if first1:
                    cells.append(words(level1, down=len(members)))
                    first1 = False
                if place == 0:
                    cells.append(words(level2, down=len(own)))
                yield indicator, tuple(cells)


def target_text(indicator: Indicator) -> str:
    """≥60次; a target in words stays as it is."""
    sign, text = relation_of(indicator)
    shown = sign if sign in ("≥", "≤", "=") and text[:1].isdigit() else ""
    return shown + with_unit(text, indicator.unit)


def with_unit(text: str, unit: str) -> str:
    """The unit is added to a plain number only."""
    plain = text.replace(".", "", 1).isdigit()
    return text + unit if plain else text


def score_at(ledger: Ledger, *path: str | int) -> Decimal | None:
    """A score or weight of the ledger by its place in the facts, stated or computed."""
    figure = ledger.at(*path)
    return figure.number if figure is not None else None


def indicator_rows(ledger: Ledger, indicators: Sequence[Indicator], path: Path) -> list[Row]:
    """一级 · 二级 · 三级 · 年度指标值 · 实际完成值 · 分值 · 得分 · 偏差原因分析及改进措施."""
    return [
        (
            *levels,
            words(item.name),
            words(target_text(item)),
            words(with_unit(item.done, item.unit)),
            points(item.weight),
            points(score_at(ledger, *path, i, "得分")),
            words(joined(item.reason)),
        )
        for i, (item, levels) in enumerate(level_cells(indicators))
    ]


INDICATOR_HEADS = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
    "偏差原因分析及改进措施",
)  # fmt: skip


def indicator_block(ledger: Ledger, indicators: Sequence[Indicator], path: Path) -> list[Row]:
    """The label down the left side, the heads and the lines; empty without indicators."""
    if not indicators:
        return []
    label = head("绩效指标", down=len(indicators) + 1)
    return [(label, *(head(h) for h in INDICATOR_HEADS)), *indicator_rows(ledger, indicators, path)]
