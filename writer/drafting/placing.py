"""Does a reference stand where the words before it speak of the same thing (MD417)?

The check of the finished text proves a number by its value and words; here more is known: which
figure the model meant. {F3} behind 决算为 must be an amount on that basis, behind 执行率为 a
rate, behind another figure's name that figure, and behind 明显下降 nothing that rose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from writer.formats import directed, spoken
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind
from writer.ledger import Figure
from writer.prompting import located_references

_SENTENCE_ENDS = "。！？；\n"
_CLAUSE_ENDS = f"，、（）(){_SENTENCE_ENDS}"
_NO_AMOUNT = (Kind.PERCENT, Kind.DATE, Kind.DOCNO, Kind.COUNT, Kind.SCORE)
_NO_RATE = (Kind.MONEY, Kind.DATE, Kind.DOCNO)
_RATE_MEASURES = ("执行率", "完成年初预算比例", "占")
_FALLS = ("下降", "减少", "降低")
_SHORTEST_NAME = 3  # shorter names stand at the end of too many other words


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A reference and why the words before it do not fit."""

    name: str
    why: str


def misplaced(text: str, references: Mapping[str, Figure]) -> Iterator[Misplaced]:
    """The references of a section that stand behind words of something else, in order."""
    position = 0
    for start, end, name in located_references(text):
        figure = references.get(name)
        if figure is None:
            continue
        clause = text[max(position, _last(text, start, _CLAUSE_ENDS)) : start]
        if unlike := _unlike(clause, figure):
            yield Misplaced(name, unlike)
        elif figure.kind != "text":
            sentence = text[max(position, _last(text, start, _SENTENCE_ENDS)) : start]
            whole = text[_last(text, start, _SENTENCE_ENDS) : start]
            why = _why(sentence, whole, figure, references)
            if why:
                yield Misplaced(name, why)
        position = end


def _why(before: str, sentence: str, figure: Figure, references: Mapping[str, Figure]) -> str:
    """What is wrong with the words since the last reference or sentence, "" if nothing."""
    if directed(figure):
        return _against(before, figure)
    clause = before[_last(before, len(before), _CLAUSE_ENDS) :]
    joined = _words().joint.search(clause)
    said = clause[: joined.start()] if joined else clause
    if said.endswith("分别"):
        return ""
    rest, basis = _basis(said)
    if basis and (joined or figure.kind == Kind.MONEY):
        if figure.kind in _NO_AMOUNT:
            return f"“{said[-12:]}”后面应是金额，不是{figure.shown}"
        if figure.basis != basis and not _equal(figure, basis, references):
            return f"它的口径是{figure.basis or '别的'}，前面写的是{basis}"
    if joined and said.endswith(_words().rates) and figure.kind in _NO_RATE:
        return f"“{said[-12:]}”后面应是比率，不是{figure.shown}"
    if figure.measure.startswith(_RATE_MEASURES) and figure.formula and not any(
        word in sentence for word in _words().rate_signs
    ):  # fmt: skip
        return f"它是{figure.subject}的{figure.measure}，句中没有写明"
    return _other_name(said, rest, figure, references)


def _unlike(clause: str, figure: Figure) -> str:
    """Whether the words just before want a date or so many people, and something else follows."""
    joined = _words().joint.search(clause)
    said = clause[: joined.start()] if joined else clause
    for words, name, like in _words().likeness:
        ending = next((word for word in words if said.endswith(word)), "")
        compared = said.removesuffix(ending).endswith(_words().comparing)
        if ending and not compared and not like.search(spoken(figure)):
            return f"“{said[-12:]}”后面应是{name}，不是{figure.shown}"
    return ""


def _basis(said: str) -> tuple[str, str]:
    """The words without a basis at their end, and that basis; "" when it is only compared with."""
    for word, basis in _words().bases:
        if said.endswith(word):
            rest = said.removesuffix(word)
            return rest, "" if rest.endswith(_words().comparing) else basis
    return said, ""


def _equal(figure: Figure, basis: str, references: Mapping[str, Figure]) -> bool:
    """Whether the same thing has the same value on the basis that was named."""
    key = (figure.subject, figure.parents, basis, figure.value)
    return any((o.subject, o.parents, o.basis, o.value) == key for o in references.values())


def _other_name(said: str, rest: str, figure: Figure, references: Mapping[str, Figure]) -> str:
    """Whether the words, with or without their basis, end with another figure's name."""
    own = tuple(_names(figure))
    names = {name for other in references.values() for name in _names(other)}
    named = max((name for name in names if rest.endswith(name)), key=len, default="")
    if len(named) < _SHORTEST_NAME or any(name.endswith(named) for name in own):
        return ""
    if said.endswith(own) or rest.endswith(own):
        return ""
    same = (other for other in references.values() if named in _names(other))
    if any((o.value, o.unit, o.basis) == (figure.value, figure.unit, figure.basis) for o in same):
        return ""
    return f"它是“{figure.subject}”，前面写的是“{named}”"


def _names(figure: Figure) -> frozenset[str]:
    own = (figure.subject, *figure.aliases)
    return frozenset(own).union(*(lexicon().synonyms.get(name, ()) for name in own))


def _against(before: str, figure: Figure) -> str:
    """Whether the words of the comparison go against the figure's own direction."""
    shown = spoken(figure)
    words = _words()
    wrong = words.rising if shown.startswith(_FALLS) else words.falling
    for clause in re.split(f"[{_CLAUSE_ENDS}]", before)[-2:]:
        found = next((word for word in wrong if word in clause), "")
        if found and any(word in clause.split(found)[0] for word in words.compared):
            return f"它是{shown}，前面写的是“{found}”"
    return ""


def _last(text: str, before: int, ends: str) -> int:
    """Where the stretch after the last of these marks begins."""
    return max(text.rfind(mark, 0, before) for mark in ends) + 1


@dataclass(frozen=True, slots=True)
class _Words:
    """placing.yaml."""

    bases: tuple[tuple[str, str], ...]
    comparing: tuple[str, ...]
    joint: re.Pattern[str]
    rates: tuple[str, ...]
    rate_signs: tuple[str, ...]
    rising: tuple[str, ...]
    falling: tuple[str, ...]
    compared: tuple[str, ...]
    likeness: tuple[tuple[tuple[str, ...], str, re.Pattern[str]], ...]


@cache
def _words() -> _Words:
    from ruamel.yaml import YAML

    data = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))
    bases = [(word, basis) for basis, words in data["口径"].items() for word in words]
    bases.sort(key=lambda pair: -len(pair[0]))
    joint = "|".join(map(re.escape, sorted(data["连词"], key=len, reverse=True)))
    names = ("比较", "比率", "说到比率", "升", "降", "相比")
    listed = {name: tuple(data[name]) for name in names}
    likeness = tuple(
        (tuple(like["说法"]), like["是"], re.compile(like["像"])) for like in data["后面的样子"]
    )
    return _Words(
        tuple(bases), listed["比较"], re.compile(f"(?:{joint})+$"), listed["比率"],
        listed["说到比率"], listed["升"], listed["降"], listed["相比"], likeness,
    )  # fmt: skip
