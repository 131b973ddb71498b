"""A run that is still being written, as it can be looked at: each section, and what became of it.

Everything is read from the run folder, which the drafting process fills: the outline, a draft for
each finished section, and progress.json with what the model has sent of the others. A finished
draft is checked here like any section of a report, so that its numbers show their verdicts before
the report as a whole is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from writer.drafting.drafted import COMPOSED, Drafted
from writer.drafting.proving import Proof, Prover
from writer.errors import RunError
from writer.faults import NOT_ASKED, UNPAID
from writer.formats import Format, Section, load_format, outline
from writer.ledger import Ledger
from writer.live import LIVE, Growing, Shown, read_live
from writer.replies import paragraphs_so_far
from writer.review.opened import ledger_in
from writer.runs import MARK, RunFolder

# {F3}, and what of one has come so far at the end
_REFERENCE = re.compile(
    r"([{｛]\s*[FfＦｆ]\s*[0-9０-９]{1,5}\s*[}｝]|[{｛]\s*[FfＦｆ]?[0-9０-９\s]*\Z)"
)


class Stage(StrEnum):
    """How far a section is."""

    WAITING = "waiting"
    GROWING = "growing"
    BY_MODEL = "by_model"
    COMPOSED = "composed"
    FALLEN = "fallen"

    @property
    def done(self) -> bool:
        return self not in (Stage.WAITING, Stage.GROWING)


@dataclass(frozen=True)
class Card:
    """One section. `so_far` are the paragraphs of an answer that is still coming, `proof` what the
    check says of a finished one, `why` the reason that a model's text was not used for."""

    id: str
    heading: str
    level: int
    stage: Stage | None
    so_far: tuple[str, ...] = ()
    asked: int = 0
    proof: Proof | None = None
    why: str = ""
    engine: str = ""


@dataclass(frozen=True)
class Look:
    """The whole at one moment: `cards` in the order of the report."""

    title: str
    unit: str
    model: str
    cards: tuple[Card, ...]
    stage: str
    stopped: str

    def count(self, *stages: Stage) -> int:
        return sum(card.stage in stages for card in self.cards)

    @property
    def growing(self) -> list[Card]:
        return [card for card in self.cards if card.stage is Stage.GROWING]

    @property
    def done(self) -> int:
        return sum(card.stage is not None and card.stage.done for card in self.cards)

    @property
    def all(self) -> int:
        return sum(card.stage is not None for card in self.cards)


class Watched:
    """A run folder that somebody else is writing into. Reads drafts again only when they change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = RunFolder(path)
        self._cards: dict[str, tuple[tuple[int, int], Card]] = {}

    @property
    def busy(self) -> bool:
        """Whether a process is still at work on it."""
        return self._folder.busy()

    def look(self) -> Look:
        """Raises RunError when the folder does not hold what the run begins with."""
        live = read_live(self._folder)
        cards = tuple(self._all(live))
        live = live or Shown()
        unit = self.ledger.facts.unit
        return Look(
            self._format.layout.title, unit.name if unit else "", live.model, cards, live.stage,
            live.stopped,
        )  # fmt: skip

    @property
    def over(self) -> bool:
        """Whether the run came to its end: nobody is at work on it, and it did not stop."""
        return not self.busy and not (self._folder / LIVE).exists()

    def _all(self, live: Shown | None) -> Iterator[Card]:
        leaf = 0
        for number, section in enumerate(self._sections):
            ident, heading = f"s{number}", f"{section.number}{section.title}"
            if not section.leaf:
                yield Card(ident, heading, section.level, None)
                continue
            leaf += 1
            name = f"sections/{leaf:02d}-{section.key}.json"
            growing = live.growing.get(section.key) if live else None
            older = live is not None and section.key not in live.done
            yield self._card(ident, section, name, growing, older)

    def _card(
        self, ident: str, section: Section, name: str, growing: Growing | None, older: bool
    ) -> Card:
        heading = f"{section.number}{section.title}" or "导语"
        if growing is not None:
            said = tuple(paragraphs_so_far(growing.text))
            return Card(ident, heading, section.level, Stage.GROWING, said, growing.asked)
        try:
            status = None if older else (self._folder / name).stat()
        except OSError:
            status = None
        if status is None:
            return Card(ident, heading, section.level, Stage.WAITING)
        stamp = (status.st_mtime_ns, status.st_size)
        kept = self._cards.get(name)
        if kept is None or kept[0] != stamp:
            kept = self._cards[name] = (stamp, self._finished(ident, heading, section, name))
        return kept[1]

    def _finished(self, ident: str, heading: str, section: Section, name: str) -> Card:
        data = self._folder.read_json(name)
        mark = data.get("fingerprint") if isinstance(data, dict) else None
        drafted = Drafted.from_json(data, mark) if isinstance(mark, str) else None
        if drafted is None:
            return Card(ident, heading, section.level, Stage.WAITING)
        stage = Stage.BY_MODEL if drafted.engine != COMPOSED else Stage.COMPOSED
        why = ""
        if drafted.rejected is not None:
            asked = drafted.rejected.code not in (UNPAID, NOT_ASKED)
            stage, why = (Stage.FALLEN if asked else Stage.COMPOSED), drafted.rejected.brief
        proof = self._prover.prove(section, drafted.draft)
        return Card(
            ident, heading, section.level, stage,
            proof=proof, why=why, engine=drafted.engine, asked=drafted.asked,
        )  # fmt: skip

    # ---- what the run is made from, read once ------------------------------------------

    @cached_property
    def _asked(self) -> dict[str, object]:
        asked = self._folder.read_json(MARK)
        if not isinstance(asked, dict):
            raise RunError(f"{self.path} 不是 draft 的运行文件夹，或者还没有开始写。")
        return asked

    @cached_property
    def ledger(self) -> Ledger:
        named = self._folder.named(str(self._asked.get("facts", "")))
        return ledger_in(self.path, str(named))

    @cached_property
    def _format(self) -> Format:
        return load_format(str(self._asked.get("format", "")))

    @cached_property
    def _sections(self) -> Sequence[Section]:
        return outline(self._format, self.ledger)

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self._sections, self.ledger, self._format)


def without_references(paragraph: str) -> list[tuple[str, bool]]:
    """Pieces of a growing paragraph; True where a number will stand that is not there yet."""
    return [
        ("", True) if number % 2 else (piece, False)
        for number, piece in enumerate(_REFERENCE.split(paragraph))
        if piece
    ]
