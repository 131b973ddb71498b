"""Who is told of together: the things named right before or behind their number, all but those
that are excepted, or all projects of the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from writer.findings import Verdict
from writer.grounding.derivations.operands import own_figures
from writer.grounding.derivations.overall import projects
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind, Mention
from writer.grounding.statements import Sentence, Statement, subjects_in

NAMED = "所说的"  # how the formula of a right count begins
MOST = 12  # things that are told of together
SHORTEST = 2  # characters of a name cut short
LONGEST = 240  # characters before a number in which its names may stand
_CLAUSE = re.compile(r"[，。；：！？\n（(]")
_JOINT = re.compile(r"以及|[和与及]")
_OPENED = re.compile(r"[一-鿿]{0,6}，?(?:分别是|分别为|即|是|为)([^，。；\n]{4,160})(?=[，。；\n])")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_UNITS = ("个", "项", "类", "笔", "大项")
_THINGS = re.compile(
    r"(?:重点|专项|市级|县级|区级|省级|上级|主要|预算|惠[农民])?(?:项目|专项|工程|资金|经费|补贴|补助|任务|工作|支出|共|合计|总|均|分别|，|执行|预算)"
)
_OTHERS = re.compile(
    r"除了?(?P<out>[^。；\n]{2,60}?)[外][，,]?(?:其余|其他|其它|另外|余下|剩余|另)的?$"
)
_REST = re.compile(r"(?:其余|其他|其它|余下|另外|另)的?$")
_BRACKET = re.compile(r"[一-鿿]{0,6}[（(]([^（）()。；\n\d]{4,120})[）)]")


@dataclass(frozen=True, slots=True)
class Group:
    """Things that a sentence tells of as one; `start` and `end` enclose the number that counts
    them. `named` says that they were named one by one, or as all but those named: no other
    things can be meant."""

    subjects: tuple[int, ...]
    start: int
    end: int
    named: bool

    def judged(self, mention: Mention) -> Judged:
        """The number that counts them, which is right."""
        return Judged(mention, Verdict.DERIVED, formula=f"{NAMED}{len(self.subjects)}项")


def told_of(frame: Frame, sentence: Sentence, statement: Statement) -> Group | Judged | None:
    """The group that a count tells off; a verdict where the names do not come to the number."""
    mention = statement.mention
    number, unit = mention.number, mention.unit
    if mention.kind is not Kind.COUNT or number is None or not 2 <= number <= MOST:
        return None
    if unit is None or not unit.startswith(_UNITS) or number != int(number):
        return None
    size, span = int(number), (mention.start, mention.end)
    if (found := _OTHERS.search(frame.text, sentence.start, mention.start)) is not None:
        out = _excepted(frame, sentence, found.start("out"), found.end("out"))
        return _rest(frame, size, out, span) or _miscounted(frame, out, mention)
    for items in _listed(frame, statement):
        if len(items) == size:
            return Group(tuple(items), *span, named=True)
        if len(items) > 1 and _THINGS.match(frame.text, mention.end):
            return _told_wrongly(frame, items, mention)
    if _REST.search(frame.text, statement.gap, mention.start):
        told = [t for t in sentence.tokens if t.start < mention.start]
        return _rest(frame, size, [*frame.scope.named, *subjects_in(told)], span)
    before = frame.scope.group
    if frame.text.endswith("前", statement.gap, mention.start):  # 前三项属于就业补助
        run = list(before.subjects) if before is not None else projects(frame.index)
        return Group(tuple(run[:size]), *span, named=False) if len(run) > size else None
    if before is not None and size == len(before.subjects):
        return Group(before.subjects, *span, named=False)
    every = next((e for e in wholes(frame.index) if len(e) == size), None)
    if every and _THINGS.match(frame.text, mention.end):
        return Group(tuple(every), *span, named=False)
    return None


def _told_wrongly(frame: Frame, items: Sequence[int], mention: Mention) -> Judged | None:
    """The verdict on a number that is not that of the things named; None where it counts
    something of the last of them: 危桥改造5个."""
    own = own_figures(frame.index, items[-1], ("count",))
    if any(f.number == mention.number for f in own):
        return None
    names = "、".join(frame.index.names[s] for s in items)
    formula = f"所列：{names}，共{len(items)}项"
    return Judged(mention, Verdict.WRONG_DERIVATION, formula=formula)


# ---- named one by one ----------------------------------------------------------------


def _listed(frame: Frame, statement: Statement) -> Iterator[list[int]]:
    """The things whose names stand joined right before the number, in brackets behind it or as
    a list that it opens; and those of the sort that it counts."""
    text, mention = frame.text, statement.mention
    low = max(0, mention.start - LONGEST)
    yield _resolved(frame.index, _CLAUSE.split(text[low : mention.start])[-1])
    if (bracket := _BRACKET.match(text, mention.end)) is not None:
        yield _resolved(frame.index, bracket[1])
    if (opened := _OPENED.match(text, mention.end)) is not None:
        yield _resolved(frame.index, _ASIDE.sub("", opened[1]))
    yield _of_sort(frame, statement)


def _of_sort(frame: Frame, statement: Statement) -> list[int]:
    """其中专项资金三项: the projects of that sort."""
    text, start = frame.text, statement.mention.start
    listed = frame.index.ledger.facts.projects
    sorts = {p.kind for p in listed if p.kind}
    if len(sorts) < 2:
        return []
    end = statement.mention.end
    said = next(
        (s for s in sorts if text.endswith(s, statement.gap, start) or text.startswith(s, end)),
        None,
    )
    names = [p.name for p in listed if p.kind == said]
    return [frame.index.projects[name] for name in names if name in frame.index.projects]


def _resolved(index: LedgerIndex, run: str) -> list[int]:
    """The things with money that a run of names calls; [] unless every name calls one."""
    items = [part for item in run.split("、") for part in _parted(index, item)]
    if len(items) < 2 or not all(items):
        return []
    found: list[int] = []
    for place, item in enumerate(items):
        called = _first(index, item) if place == 0 else _called(index, item)
        if not called and place < len(items) - 1:  # 水、大气、土壤污染防治
            cut = [item[at:] for at in range(len(item))] if place == 0 else [item]
            shared = (_sharing_end(index, short, items[-1]) for short in cut)
            called = next((s for s in shared if s), [])
        if len(called) != 1 or called[0] in found:
            return []
        found += called
    return found


def _parted(index: LedgerIndex, item: str) -> list[str]:
    """Two names that are joined by 和, and one that has a 与 of its own (农机购置与应用补贴)."""
    joints = list(_JOINT.finditer(item))
    if not joints or _called(index, item):
        return [item]
    pairs = [[item[: j.start()], item[j.end() :]] for j in joints]
    return next((p for p in pairs if _first(index, p[0]) and _called(index, p[1])), pairs[-1])


def _first(index: LedgerIndex, item: str) -> list[int]:
    """The first name, before which a verb may stand: 2024年安排甲、乙."""
    for at in range(len(item) - 1):
        if called := _called(index, item[at:], whole=at > 0):
            return called
    return []


def _called(index: LedgerIndex, item: str, *, whole: bool = False) -> list[int]:
    """The one thing with money of that name, or that the words begin or end; of a thing and its
    parts (甲工程, 甲工程中央资金) the thing."""
    known = [s for s in index.labels.get(item, ()) if _paid(index, s)]
    if known or len(item) < SHORTEST + whole:
        return known[:1]
    fitting = [s for s in index.parts.fitting(item) if _paid(index, s)]
    names = [index.names[s] for s in fitting]
    return [s for s in fitting if all(index.names[s] in name for name in names)][:1]


def _sharing_end(index: LedgerIndex, item: str, last: str) -> list[int]:
    for size in range(SHORTEST, len(last)):
        if called := index.labels.get(item + last[-size:]):
            return [s for s in called if _paid(index, s)][:1]
    return []


def _paid(index: LedgerIndex, subject: int) -> bool:
    return any(f.kind == "money" and not f.formula for f in index.of_subject[subject])


# ---- all but some, and all -----------------------------------------------------------


def _excepted(frame: Frame, sentence: Sentence, start: int, end: int) -> list[int]:
    """The things named between 除 and 外."""
    inside = [t for t in sentence.tokens if start <= t.start < end and t.tag is Tag.SUBJECT]
    named = [s for s in subjects_in(inside) if _paid(frame.index, s)]
    if named:
        return named
    items = [item for item in re.split("[、和与及]", frame.text[start:end]) if item]
    return [s for item in items for s in _first(frame.index, item)]


def _rest(frame: Frame, size: int, out: Sequence[int], span: tuple[int, int]) -> Group | None:
    """All but those named, of the group told of before or of all projects, where that makes as
    many as the text says."""
    before = frame.scope.group
    for every in (list(before.subjects) if before is not None else [], *wholes(frame.index)):
        rest = tuple(s for s in every if s not in out)
        if len(rest) == size < len(every):
            return Group(rest, *span, named=True)
    return None


def _miscounted(frame: Frame, out: Sequence[int], mention: Mention) -> Judged | None:
    """The verdict on 其余四个 of the projects of the facts that are not as many."""
    every = [frame.index.projects[p.name] for p in frame.index.ledger.facts.projects]
    rest = [s for s in every if s not in out]
    if not every or not out or not set(out) <= set(every) or frame.scope.group is not None:
        return None
    return _told_wrongly(frame, rest, mention)


def wholes(index: LedgerIndex) -> list[list[int]]:
    """All projects of the facts, the parts of 项目支出, whatever has a budget and a spending: what
    四个项目 can be, and 其余 can be the rest of."""
    parts: dict[int, None] = {}
    for line in index.labels.get("项目支出", ()):
        name = index.names[line]
        for number, figures in enumerate(index.of_subject):
            if any(f.parents[-1:] == (name,) and f.kind == "money" for f in figures):
                parts[number] = None
    known = projects(index)
    largest = [] if index.whole or index.spending else index.totals
    every = (known, list(parts), sorted({*known, *largest}))
    return [e for e in every if len(e) > 1]
