"""A sentence as the page shows it: pieces with the verdict of each number and the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from writer.findings import VERDICT_NAMES, Finding, Verdict
from writer.grounding.judgement import Judged
from writer.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters shown alike. `verdict` is "" outside numbers; `about` explains the number."""

    text: str
    verdict: str = ""
    about: str = ""
    hit: bool = False  # part of a finding's span


def pieces_of(
    text: str,
    start: int,
    judged: Sequence[Judged],
    findings: Iterable[Finding],
    ledger: Ledger,
) -> list[Piece]:
    """`text` cut at numbers and findings; their offsets count from `start`."""
    hits = [(max(0, f.start - start), min(len(text), f.end - start)) for f in findings]
    hits = [(low, high) for low, high in hits if low < high]
    numbers = [(j.mention.start - start, j.mention.end - start, j) for j in judged]
    cuts = {0, len(text)}
    for low, high in (*hits, *((low, high) for low, high, _ in numbers)):
        cuts |= {low, min(high, len(text))}
    edges = sorted(cuts)
    return list(_pieces(text, edges, hits, numbers, ledger))


def _pieces(
    text: str,
    edges: list[int],
    hits: list[tuple[int, int]],
    numbers: list[tuple[int, int, Judged]],
    ledger: Ledger,
) -> Iterator[Piece]:
    for low, high in zip(edges, edges[1:], strict=False):
        inside = next((j for a, b, j in numbers if a <= low and high <= b), None)
        hit = any(a <= low and high <= b for a, b in hits)
        if inside is None or inside.verdict in (None, Verdict.STRUCTURAL):
            yield Piece(text[low:high], hit=hit)
        else:
            verdict = inside.verdict
            assert verdict is not None  # narrowed above
            yield Piece(text[low:high], verdict.value, about(inside, ledger), hit)


def about(judged: Judged, ledger: Ledger) -> str:
    """与台账一致：基本支出 · 金额 · 决算 · 2023，277.30万元（事实文件第51行）."""
    verdict = VERDICT_NAMES[judged.verdict] if judged.verdict is not None else ""
    figure = ledger.figures.get(judged.figure or "")
    if figure is None:
        told = next((e for e in ledger.evidence if e.id == judged.figure), None)
        place = f"（事实文件第{told.source.line}行）" if told and told.source.line else ""
        return verdict + place
    whence = f"（{figure.formula}）" if figure.formula else ""
    if not whence and figure.source.line:
        whence = f"（事实文件第{figure.source.line}行）"
    return f"{verdict}：{figure.key}，{figure.shown}{whence}"
