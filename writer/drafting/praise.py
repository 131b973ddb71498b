"""Praise in a model's section that the facts do not bear out.

Three sorts of words (praise.yaml): an assertion (位居全省前列) is a fact that somebody must have
given; a judgement (成效显著) falls with a poor result among the section's own figures; a sweeping
one (全面完成) with any shortfall of the whole report. What the facts say in so many words may be
said again. Composed text is never asked: it is made of the facts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from writer.ledger import Figure, Ledger
from writer.prompting import SectionPrompt

LOW_RATE = Decimal("0.9")  # below it a reason has to be given (Sichuan's form)
LOW_SCORE = Decimal("0.9")  # of the full marks: the grade is no longer 优
ASSERTIONS, JUDGEMENTS, SWEEPING = "断言", "成效", "总括"
_RATES = ("执行率", "完成年初预算比例")
_AT_LEAST = ("≥", ">", "＞", "≧", "不少于", "不低于")
_AT_MOST = ("≤", "<", "＜", "≦", "不超过")
_SPENDING_LESS_IS_GOOD = "三公"
_GAP, _ANYTHING = "…", r"[^，。；、\n不未没无]{0,10}?"
_STOPS = "，。；！？\n"


@dataclass(frozen=True, slots=True)
class Praise:
    """Words of praise, and why they cannot stand."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A result that fell short: what it is about, and how people would put it."""

    subject: str
    said: str


class Judge:
    """Knows a report's shortfalls and what its facts say in words; looked up once a report."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def unfounded(self, text: str, prompt: SectionPrompt) -> Iterator[Praise]:
        """The praise of a section that nothing bears out, in order, each wording once."""
        names = {n for f in prompt.references.values() for n in (f.subject, *f.parents)}
        own = [s.said for s in self._shortfalls if s.subject in names]
        seen: set[str] = set()
        for found in _pattern().finditer(text):
            sort, words = str(found.lastgroup), found[0]
            poor = {JUDGEMENTS: own, SWEEPING: [s.said for s in self._shortfalls]}.get(sort)
            if words in seen or poor == [] or _taken_back(text, found.start()):
                continue
            if words in self._told:
                continue
            seen.add(words)
            yield Praise(words, f"与“{poor[0]}”不符" if poor else "事实中没有这样的说法")

    @cached_property
    def _shortfalls(self) -> tuple[Shortfall, ...]:
        return tuple(shortfalls(self._ledger))

    @cached_property
    def _told(self) -> str:
        return "\n".join(evidence.text for evidence in self._ledger.evidence)


def shortfalls(ledger: Ledger) -> Iterator[Shortfall]:
    """Low rates of execution, missed targets, scores below their weights, a grade below 优.

    Having spent little on the “三公” expenses is no shortfall.
    """
    figures = list(ledger.figures.values())
    by_key = {(f.subject, f.parents, f.measure, f.basis): f for f in figures}
    higher = tuple(_words()["越高越好"])
    for figure in figures:
        value, names = figure.number, (figure.subject, *figure.parents)
        if value is None:
            continue
        if figure.measure in _RATES and value < LOW_RATE:
            if not any(_SPENDING_LESS_IS_GOOD in name for name in names):
                yield _short(figure, figure.measure)
        elif figure.measure == "得分":
            weight = by_key.get((figure.subject, figure.parents, "分值", ""))
            if weight is not None and value < (weight.number or value):
                yield _short(figure, "得分", f"，分值{weight.shown}")
        elif figure.basis == "实际" and figure.subject.endswith(higher):
            goal = by_key.get((figure.subject, figure.parents, figure.measure, "目标"))
            if goal is not None and value < (goal.number or value):
                yield _short(figure, "", f"，目标{goal.shown}")
    yield from _missed_indicators(ledger)
    own = ledger.facts.self_score
    if own is not None and own.score is not None and own.score < own.full * LOW_SCORE:
        yield Shortfall("自评得分", f"自评得分{own.score}分")


def _short(figure: Figure, measure: str, rest: str = "") -> Shortfall:
    return Shortfall(figure.subject, f"{figure.subject}{measure}{figure.shown}{rest}")


def _missed_indicators(ledger: Ledger) -> Iterator[Shortfall]:
    """Indicators of the unit and of its projects that did not reach their targets."""
    facts = ledger.facts
    groups = [((), facts.indicators), *(((p.name,), p.indicators) for p in facts.projects)]
    for parents, indicators in groups:
        for item in indicators:
            ident = ".".join(("指标", *parents, item.name))
            goal, done = (ledger.figures.get(f"{ident}.{basis}") for basis in ("目标", "实际"))
            if goal is None or done is None or goal.number is None or done.number is None:
                continue
            wanted, got = goal.number, done.number
            relation = item.relation or item.target
            least, most = relation.startswith(_AT_LEAST), relation.startswith(_AT_MOST)
            if (least and got < wanted) or (most and got > wanted):
                yield _short(done, "", f"，目标{item.relation}{goal.shown}")


def _taken_back(text: str, at: int) -> bool:
    """Whether the words before, in the same clause, make it a plan or the opposite of praise."""
    start = max(text.rfind(stop, 0, at) for stop in _STOPS) + 1
    return bool(_no_claim().search(text, start, at))


@cache
def _pattern() -> re.Pattern[str]:
    """One group a sort; sweeping words first, since 全面超额完成 holds 超额完成."""
    sorts = (SWEEPING, ASSERTIONS, JUDGEMENTS)
    return re.compile("|".join(f"(?P<{sort}>{_either(_words()[sort])})" for sort in sorts))


@cache
def _no_claim() -> re.Pattern[str]:
    return re.compile(_either(_words()["不算"]))


def _either(words: list[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(_ANYTHING.join(map(re.escape, word.split(_GAP))) for word in longest)


@cache
def _words() -> dict[str, list[str]]:
    from ruamel.yaml import YAML

    data: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))
    return data
