"""A narrative text states another number than the figures do.

Only where the text names the figure's subject in full: 心肺复苏训练50次 beside a figure
心肺复苏训练 60次. Behind other words (公务接待费全年实际支出2.60万元) the check of reports judges
the number. Whatever is said of a target, of another year or in other words is left to the check of
the finished report. A warning, since two statements of one name can mean two things. Why it
matters: the text goes into the report as it stands, and the figure beside it.

Bad:  数据 {事项: 心肺复苏训练, 数值: 60, 单位: 次} with a text “全年开展心肺复苏训练50次”
Good: the same figure with a text “全年开展心肺复苏训练60次”
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from writer.documents import read_text
from writer.findings import Verdict
from writer.grounding.frame import TELLING, printed_digits
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.linking import link
from writer.grounding.mentions import Kind, Mention, Qualifier
from writer.grounding.reading import read
from writer.ledger import Evidence, Figure, Ledger
from writer.ledger.figure import DONE
from writer.reconcile.base import WARNING, Fault

TITLE = "文字材料与数据不符"
_SHORTEST_NAME = 4
_BETWEEN = re.compile(r"[”\"』]?(?:共计|合计|累计|共|为|达到|达|了|：|:)?\s*")
_KINDS = (Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE)


def check(ledger: Ledger) -> Iterator[Fault]:
    named = _by_name(ledger)
    if not named:
        return
    told: set[tuple[str, int]] = set()
    for evidence, mention, fault in _beside(ledger, named):
        told.add((evidence.id, mention.start))
        yield fault
    yield from _behind(ledger, named, told)


def _beside(
    ledger: Ledger, named: dict[str, list[Figure]]
) -> Iterator[tuple[Evidence, Mention, Fault]]:
    """Numbers that directly follow a name."""
    pattern = re.compile("|".join(re.escape(n) for n in sorted(named, key=len, reverse=True)))
    for evidence in ledger.evidence:
        mentions = {m.start: m for m in read(evidence.text) if m.kind in _KINDS}
        for match in pattern.finditer(evidence.text):
            between = _BETWEEN.match(evidence.text, match.end())
            mention = mentions.get(between.end()) if between else None
            figure = _contradicted(mention, named[match[0]]) if mention else None
            if mention and figure and not _elsewhere(evidence, match.start(), ledger.year):
                yield evidence, mention, _fault(evidence, match[0], mention, figure)


def _behind(
    ledger: Ledger, named: dict[str, list[Figure]], told: set[tuple[str, int]]
) -> Iterator[Fault]:
    """Numbers further off that the check of reports holds to be another figure's or none."""
    index = LedgerIndex(replace(ledger, evidence=()))
    for evidence in ledger.evidence:
        document = read_text(evidence.text)
        for judged in link(document, read(evidence.text), index):
            mention = judged.mention
            figure = judged.expected[0] if judged.expected else None
            if judged.verdict is not Verdict.WRONG_VALUE or (evidence.id, mention.start) in told:
                continue
            if figure is None or figure.formula or printed_digits(mention) < TELLING:
                continue
            clause = _clause(evidence.text, mention.start)
            name = next((n for n in (figure.subject, *figure.aliases) if n in clause), "")
            if figure in named.get(name, ()) and not _elsewhere(
                evidence, mention.start, ledger.year
            ):
                yield _fault(evidence, name, mention, figure)


def _clause(text: str, end: int) -> str:
    return text[max(text.rfind(mark, 0, end) for mark in "，。；、\n") + 1 : end]


def _fault(evidence: Evidence, name: str, mention: Mention, figure: Figure) -> Fault:
    return Fault(WARNING, _path(evidence), (
        f"文字材料写“{name}”{mention.text}，第 {figure.source.line} 行的数是 "
        f"{figure.shown}{_gap(mention, figure)}"
    ))  # fmt: skip


def _by_name(ledger: Ledger) -> dict[str, list[Figure]]:
    """Figures that the file states, by every name long enough to be unmistakable."""
    named: dict[str, list[Figure]] = {}
    for figure in ledger.figures.values():
        if figure.formula is None and figure.number is not None:
            for name in {figure.subject, *figure.aliases}:
                if len(name) >= _SHORTEST_NAME:
                    named.setdefault(name, []).append(figure)
    return named


def _contradicted(mention: Mention, figures: list[Figure]) -> Figure | None:
    """The figure that the mention contradicts: same unit, and no figure of this name has it."""
    value = mention.number
    same = [f for f in figures if f.unit == mention.unit]
    if value is None or mention.qualifier is not Qualifier.EXACT:
        return None
    if any(abs(f.number - value) <= mention.step / 2 for f in same if f.number is not None):
        return None
    return next((f for f in same if f.basis in (DONE, "决算", "")), None)


def _elsewhere(evidence: Evidence, position: int, year: int) -> bool:
    """Whether the sentence speaks of a target, another year, or one event within the year."""
    start = max(evidence.text.rfind(mark, 0, position) for mark in "。；\n") + 1
    clause = evidence.text[start:position]
    others = (int(y) for y in re.findall(r"(?:19|20)\d{2}", clause))
    words = ("上年", "去年", "目标", "计划", "预计", "不少于", "其中", "上半年", "季度")
    event = re.search(r"[\d一二三四五六七八九十]+(?:月|日|时)", clause)
    return bool(event) or any(y != year for y in others) or any(w in clause for w in words)


def _path(evidence: Evidence) -> tuple[str | int, ...]:
    return tuple(int(p) if p.isdecimal() else p for p in evidence.source.path.split("."))


def _gap(mention: Mention, figure: Figure) -> str:
    from writer.quantities import show

    number, value = figure.number, mention.number
    if number is None or value is None:
        return ""
    gap: Decimal = abs(number - value)
    return f"，相差 {show(gap, figure.unit, figure.decimals, figure.written_unit)}"
