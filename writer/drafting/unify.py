"""A last reading of the whole report by the model, which may only reword what models wrote.

Sections are drafted apart, so that one thing may have two names and a measure may miss its
problem. The model is shown every paragraph with its numbers masked and gives those that it would
word differently. Each is taken only if it changes no number, adds nothing without a source, and
the section still stands up to the check with every number bound to the same figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from writer.calls import Message
from writer.drafting.drafted import COMPOSED, Drafted
from writer.drafting.judging import STAND_IN, typed_numbers
from writer.drafting.proving import Proof, Prover
from writer.drafting.sections import DraftLine, SectionDraft
from writer.drafting.sources import Sources
from writer.errors import BudgetReached, DraftRejected
from writer.formats import Format, Section
from writer.grounding.mentions import Kind
from writer.grounding.reading import read
from writer.ledger import Ledger
from writer.replies import Answer
from writer.settings import ModelSettings

PURPOSE = "全文统稿#1"
_LEAST_ALIKE = 0.6  # of old and new wording; below that it is not reworded but written anew
_CHANGE = re.compile(r"^\s*第\s*(\d{1,4})\s*段\s*[：:｜|]\s*(.+?)\s*$", re.DOTALL)
_TOKEN = re.compile(r"\{(\d{1,3})\}")
_WORDED = ("text", "item")


class Asking(Protocol):
    """What this module needs of writer.models.Model."""

    settings: ModelSettings

    def ask(self, messages: Sequence[Message], purpose: str, variant: int = 0) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Rewording:
    """A paragraph that the model would word differently; `refused` says why it was not taken."""

    section: str
    before: str
    after: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Unified:
    """The sections as they are now, and what became of every rewording that was offered.

    `failed` is why the model gave no answer at all.
    """

    drafted: tuple[Drafted, ...]
    rewordings: tuple[Rewording, ...] = ()
    failed: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"failed": self.failed, "rewordings": [asdict(r) for r in self.rewordings]}


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph: line `line` of section number `index`; `fixed` when no model wrote it."""

    index: int
    line: int
    fixed: bool


class Unifier:
    """Has one report read as a whole."""

    def __init__(
        self, model: Asking, sections: Sequence[Section], ledger: Ledger, fmt: Format
    ) -> None:
        self._model = model
        self._sections = {section.key: section for section in sections}
        self._prover = Prover(sections, ledger, fmt)
        self._sources = Sources(ledger.file.text)

    def unify(self, drafted: Sequence[Drafted]) -> Unified:
        """Raises ModelUnavailable; any other failure leaves the report as it is."""
        places = list(_places(drafted))
        if all(place.fixed for place in places):
            return Unified(tuple(drafted))
        try:
            answer = self._model.ask(self._messages(drafted, places), PURPOSE)
            offered = answer.reply().paragraphs if self._structured else answer.text.splitlines()
        except (BudgetReached, DraftRejected) as error:
            return Unified(tuple(drafted), failed=error.message)
        now = list(drafted)
        rewordings: list[Rewording] = []
        for text in offered:
            found = _CHANGE.match(text)
            number = int(found[1]) if found else 0
            if found and 0 < number <= len(places):
                rewordings += self._reword(now, places[number - 1], found[2])
        done = (d if d.engine == COMPOSED else replace(d, unified=True) for d in now)
        return Unified(tuple(done), tuple(rewordings))

    @property
    def _structured(self) -> bool:
        return self._model.settings.mode != "text"

    def _messages(self, drafted: Sequence[Drafted], places: Sequence[_Place]) -> list[Message]:
        words = _words()
        rows = []
        for number, place in enumerate(places, 1):
            item = drafted[place.index]
            text = tokens_for_numbers(item.draft.lines[place.line].text)[0]
            mark = "（固定）" if place.fixed else ""
            rows.append(f"第{number}段{mark}｜{item.title or item.draft.key}｜{text}")
        asked = words["request"] + "\n".join(rows)
        if self._structured:
            asked += "\n\n" + words["reminder"].strip()
        return [{"role": "system", "content": words["system"].strip()},
                {"role": "user", "content": asked}]  # fmt: skip

    def _reword(self, now: list[Drafted], place: _Place, offered: str) -> Iterator[Rewording]:
        """Tries one rewording, and takes it over into `now` if nothing speaks against it; a
        paragraph given back as it was is none."""
        item = now[place.index]
        before = item.draft.lines[place.line].text
        masked, numbers = tokens_for_numbers(before)
        if offered == masked.strip():
            return
        reason = "这一段是按事实写成的" if place.fixed else _refusal(masked, offered, len(numbers))
        if reason:
            yield Rewording(item.draft.key, before, offered, reason)
            return
        after = _TOKEN.sub(lambda token: numbers[int(token[1]) - 1], offered)
        draft = _with_line(item.draft, place.line, after)
        reason = self._worse(item.draft, draft)
        if not reason:
            now[place.index] = replace(item, draft=draft)
        yield Rewording(item.draft.key, before, after, reason)

    def _worse(self, old: SectionDraft, new: SectionDraft) -> str:
        """What the check has against the new wording that it had not against the old."""
        section = self._sections[new.key]
        was, is_now = self._prover.prove(section, old), self._prover.prove(section, new)
        if _stated(was) != _stated(is_now):
            return "有的数说的不再是原来那件事"
        if len(is_now.findings) > len(was.findings):
            return f"核对多出了提示（{is_now.findings[-1].code}）"
        unsourced = [tuple(self._sources.missing(_texts(draft), ())) for draft in (old, new)]
        return "添了没有依据的话" if len(unsourced[1]) > len(unsourced[0]) else ""


def tokens_for_numbers(text: str) -> tuple[str, list[str]]:
    """支出277.30万元 → (支出{1}, [277.30万元]); braces of the text itself become full-width."""
    pieces: list[str] = []
    numbers: list[str] = []
    position = 0
    for mention in read(text):
        if mention.kind in (Kind.ENUM, Kind.IDIOM):
            continue
        numbers.append(mention.text)
        pieces += [_harmless(text[position : mention.start]), f"{{{len(numbers)}}}"]
        position = mention.end
    return "".join([*pieces, _harmless(text[position:])]), numbers


def _harmless(text: str) -> str:
    return text.replace("{", "｛").replace("}", "｝")


def _refusal(masked: str, offered: str, numbers: int) -> str:
    """What speaks against a rewording before any check, both texts with masked numbers."""
    if [int(t[1]) for t in _TOKEN.finditer(offered)] != list(range(1, numbers + 1)):
        return "少了、多了或调换了数"
    if typed_numbers(_TOKEN.sub(STAND_IN, offered)):
        return "自己写了数"
    if "\n" in offered or re.search(r"[{}□#|]|×{2,}", _TOKEN.sub("", offered)):
        return "写了标题、表格或占位符"
    if SequenceMatcher(None, masked, offered, autojunk=False).ratio() < _LEAST_ALIKE:
        return "改动太大，已不是换个说法"
    return ""


def _stated(proof: Proof) -> list[tuple[str, str | None, str | None]]:
    """The numbers of a section in order with the figures that they state."""
    return [(j.mention.text, j.figure, j.verdict and str(j.verdict)) for j in proof.mentions]


def _places(drafted: Sequence[Drafted]) -> Iterator[_Place]:
    for index, item in enumerate(drafted):
        for number, line in enumerate(item.draft.lines):
            if line.kind in _WORDED:
                yield _Place(index, number, item.engine == COMPOSED)


def _with_line(draft: SectionDraft, number: int, text: str) -> SectionDraft:
    lines = list(draft.lines)
    lines[number] = DraftLine(lines[number].kind, text)
    return replace(draft, lines=tuple(lines))


def _texts(draft: SectionDraft) -> Iterator[str]:
    return (line.text for line in draft.lines if line.kind in _WORDED)


@cache
def _words() -> dict[str, Any]:
    from ruamel.yaml import YAML

    words: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("unify.yaml"))
    return words
