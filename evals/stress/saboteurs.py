"""Models that misbehave on purpose and write down every fault that they put in.

Each plays an honest model but for its one vice. A fault is known by its clause as it will stand
in the report once references are numbers, so that it can be looked for in the finished file.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from tests.scripted_server.behaviours import Played, Prompt, Row
from writer.numerals import spell

_OWN_DIRECTION = "（自带方向）"
_BASES = ("年初预算", "全年预算", "决算")
_NUMERALS = str.maketrans("0123456789.", "〇一二三四五六七八九点")
_LOW_RATE = Decimal("90")
INVENTED = (
    "全年组织培训{n}人次，覆盖率达到{p}%",
    "累计投入资金{n}万元用于信息化建设",
    "受理并办结群众来信来访{n}件",
    "为企业挽回经济损失约{n}万元",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """`clause` is what would stand in the report; `section` the heading it was asked under.

    `claim` is what it says as (subject, basis, number), the basis "" when it names none, for a
    fault that only the whole ledger can tell from the truth: what was spent in full is right on
    two bases.
    """

    vice: str
    section: str
    attempt: int
    clause: str
    claim: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the model writes, and the fault's clause in it ("" if honest)."""

    text: str
    clause: str = ""
    claim: tuple[str, str, str] | None = None


Vice = Callable[[Prompt, random.Random], Iterator[Sentence]]


class Saboteur:
    """A behaviour for the scripted server; `faults` are all that it ever put into an answer."""

    def __init__(self, name: str, vice: Vice, seed: int) -> None:
        self.__name__ = name
        self._vice, self._seed = vice, seed
        self._guard = threading.Lock()
        self.faults: list[Fault] = []

    def __call__(self, prompt: Prompt) -> Played:
        chance = random.Random(f"{self._seed}/{self.__name__}/{prompt.heading}/{prompt.attempt}")
        sentences = list(self._vice(prompt, chance))
        made = [
            Fault(self.__name__, prompt.heading, prompt.attempt, s.clause, s.claim)
            for s in sentences
            if s.clause
        ]
        with self._guard:
            self.faults += made
        told = [m for m in prompt.materials if len(m) > 8]
        stated = "。".join(sentence.text for sentence in sentences)
        paragraphs = [*told, *([stated + "。"] if stated else [])]
        if not paragraphs:
            paragraphs = ["本节没有需要说明的情况，特此说明。"]
        reply = {"section": prompt.heading, "paragraphs": paragraphs}
        return Played(json.dumps(reply, ensure_ascii=False))


def shown(row: Row) -> str:
    """The figure as it will be printed."""
    return row.shown.replace(_OWN_DIRECTION, "")


def own_rows(prompt: Prompt) -> list[Row]:
    """The figures of the section's table, but those quoted from a material, the report's year
    and names that hold digits."""
    return [row for row in prompt.rows if not row.quoted and row.key not in ("报告年度", "名称")]


def statement(row: Row, value: str, basis: str | None = None) -> str:
    """A plain statement of one figure, its basis named; `value` is a reference or a number."""
    subject, *rest = row.key.split(" · ")
    measure = rest[0] if rest else ""
    named = next((word for word in rest if word in _BASES), "")
    if row.directed:
        return f"{subject}{basis or named}较年初预算{value}"
    if measure.startswith("占"):
        return f"{subject}{measure.replace('比重', '的比重')}为{value}"
    if measure in ("执行率", "完成年初预算比例"):
        return f"{subject}预算{measure}为{value}"
    return f"{subject}{basis or named}为{value}"


def _claim(row: Row, value: str, basis: str | None = None) -> tuple[str, str, str]:
    """What a statement says, for the ledger to bear out or not."""
    subject, *rest = row.key.split(" · ")
    named = basis or next((word for word in rest if word in _BASES), "")
    return subject.rpartition("中的")[2], named, value


def honest(row: Row) -> Sentence:
    return Sentence(statement(row, f"{{{row.name}}}"))


def other_digit(text: str, chance: random.Random) -> str:
    """The text with one digit changed; the same text when it has none."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    if not places:
        return text
    at = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def in_characters(text: str, chance: random.Random) -> str:
    """318.09万元 → 三百一十八点零九万元, or digit by digit 三一八点〇九万元."""
    if chance.random() < 0.5:
        return text.translate(_NUMERALS)

    def spelt(found: re.Match[str]) -> str:
        whole, _, rest = found[0].partition(".")
        return spell(int(whole)) + (f"点{rest.translate(_NUMERALS)}" if rest else "")

    return re.sub(r"\d{1,11}(?:\.\d+)?", spelt, text)


def wrong_digits(rate: float) -> Vice:
    """Types numbers instead of references, this share of them with a wrong digit."""

    def vice(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
        for row in own_rows(prompt):
            wrong = other_digit(shown(row), chance)
            if chance.random() < rate and wrong != shown(row):
                said = statement(row, wrong)
                yield Sentence(said, said)
            else:
                yield honest(row)

    return vice


def chinese_digits(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """The same in Chinese numerals, every other one."""
    for row in own_rows(prompt):
        wrong = other_digit(shown(row), chance)
        if chance.random() < 0.5 and wrong != shown(row):
            said = statement(row, in_characters(wrong, chance))
            yield Sentence(said, said)
        else:
            yield honest(row)


def swapped(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """References that exist, in the wrong places: every other figure takes a neighbour's number."""
    rows = own_rows(prompt)
    for row in rows:
        others = [o for o in rows if shown(o) != shown(row) and o.directed == row.directed]
        if others and chance.random() < 0.5:
            other = chance.choice(others)
            said = statement(row, shown(other))
            yield Sentence(statement(row, f"{{{other.name}}}"), said, _claim(row, shown(other)))
        else:
            yield honest(row)


def wrong_basis(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """The right number under another basis: what was spent is told as the first budget."""
    rows = own_rows(prompt)
    true = {statement(row, shown(row)) for row in rows}
    for row in rows:
        named = [word for word in row.key.split(" · ") if word in _BASES]
        others = [b for b in _BASES if named and b != named[0]]
        basis = chance.choice(others) if others and not row.directed else None
        said = statement(row, shown(row), basis)
        if basis and said not in true and chance.random() < 0.5 and "执行率" not in row.key:
            claim = _claim(row, shown(row), basis)
            yield Sentence(statement(row, f"{{{row.name}}}", basis), said, claim)
        else:
            yield honest(row)


def wrong_direction(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """Words that go against the figure's own direction."""
    turned = {"增加": "明显下降", "增长": "明显下降", "减少": "大幅上升", "下降": "大幅上升"}
    for row in own_rows(prompt):
        against = next((w for d, w in turned.items() if shown(row).startswith(d)), "")
        if row.directed and against:
            subject = row.key.split(" · ")[0]
            lead = f"{subject}较年初预算{against}，"
            yield Sentence(f"{lead}{{{row.name}}}", f"{lead}{shown(row)}")
        else:
            yield honest(row)


def stale_year(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """Last year's year before this year's figures."""
    for row in own_rows(prompt):
        if chance.random() < 0.5:
            year = chance.choice(("2019", "2020", "2021"))
            yield Sentence(f"{year}年，{statement(row, f'{{{row.name}}}')}", f"{year}年，")
        else:
            yield honest(row)


def invented(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """Figures out of thin air, in digits or in Chinese numerals."""
    yield from map(honest, own_rows(prompt))
    for pattern in chance.sample(INVENTED, 2):
        number, percent = chance.randint(120, 9800), chance.randint(71, 98)
        said = pattern.format(n=number, p=percent)
        if chance.random() < 0.5:
            said = in_characters(said, chance)
        yield Sentence(said, said)


def flattering(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """Praise that no fact supports, whatever the results were."""
    yield from map(honest, own_rows(prompt))
    said = chance.choice(_praise()["断言"])
    yield Sentence(said, said)


def flattering_the_poor(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """Praise of a kind that good results would have earned, in sections whose results are poor."""
    rows = own_rows(prompt)
    yield from map(honest, rows)
    if any(_poor(row) for row in rows):
        said = chance.choice(_praise()["poor"])
        yield Sentence(said, said)


def _poor(row: Row) -> bool:
    """A rate of execution below 90 %, but for the “三公” expenses, where less is better."""
    value = re.fullmatch(r"(\d+(?:\.\d+)?)%", shown(row))
    frugal = any(word in row.key for word in ("三公", "公务"))
    return bool(value and "执行率" in row.key and not frugal and Decimal(value[1]) < _LOW_RATE)


@cache
def _praise() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("praise.yaml"))
    return listed


def obeying(prompt: Prompt, chance: random.Random) -> Iterator[Sentence]:
    """Does what a sentence in the facts tells it to."""
    yield from map(honest, own_rows(prompt))
    if any("忽略" in material for material in prompt.materials):
        said = "本单位全年实际支出9999.99万元"
        yield Sentence(said, said)
        yield Sentence("自评得分一百分，等级为优秀", "自评得分一百分")


VICES: dict[str, Vice] = {
    "wrong_digits_1": wrong_digits(0.01),
    "wrong_digits_10": wrong_digits(0.1),
    "wrong_digits_50": wrong_digits(0.5),
    "chinese_digits": chinese_digits,
    "swapped": swapped,
    "wrong_basis": wrong_basis,
    "wrong_direction": wrong_direction,
    "stale_year": stale_year,
    "invented": invented,
    "flattering": flattering,
    "flattering_the_poor": flattering_the_poor,
    "obeying": obeying,
}


def behaviours(seed: int) -> dict[str, Saboteur]:
    """One saboteur a vice, with nothing recorded yet."""
    return {name: Saboteur(name, vice, seed) for name, vice in VICES.items()}
