"""The editor's desk: what can be done to a run, by the page, by Word and by tests alike."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from writer.errors import FactsError, JixiaoError, RunError
from writer.facts.yaml_nodes import read_source
from writer.review.facts_edit import Correction, content_hash, correct, write_facts
from writer.review.manuscript import UnitKind, cleaned
from writer.review.opened import NO_FACTS, Opened, draft_again, open_run, stamp_of
from writer.review.preview import Preview, numbers_in, preview
from writer.review.recheck import QuickCheck
from writer.review.replay import FACT, values_of
from writer.review.state import (
    Item,
    State,
    figures_of,
    sentence_like,
    state_of,
    suggested,
)
from writer.review.store import Decision, Kind, Source, Store, now
from writer.review.texts import MAX_REASON, one_line
from writer.settings import Settings


class ReviewError(JixiaoError):
    """What an editor asked for cannot be done; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides: a name, and the nonce of the form that was sent (see Store.append)."""

    who: str
    nonce: str | None = None


def section_of(state: State, unit: str) -> str:
    """The heading that a sentence stands under; "" before the first."""
    path = state.section_path(unit)
    return path[-1] if path else ""


def acceptance(
    state: State, item: Item, reason: str, who: str, source: Source = Source.PAGE
) -> Decision:
    """The decision that lets a finding stand, with the values it relies on."""
    span = state.places.get(item.unit)
    judged = state.judged_in(span.start, span.end) if span else []
    text = state.replayed.text(item.unit) if span else ""
    return Decision(
        Kind.ACCEPT, item.unit, who, text, text, reason,
        section=section_of(state, item.unit) or item.finding.section,
        finding=item.key,
        code=item.finding.code,
        source=source,
        figures=values_of(state.run.ledger, figures_of(judged, item.finding)),
        detail={"message": item.finding.message},
    )  # fmt: skip


class Desk:
    """One run under review. Safe to use from many threads; other processes may decide too."""

    def __init__(
        self, path: Path, settings: Settings | None = None, clock: Callable[[], str] = now
    ) -> None:
        self.path = path
        self._settings = settings
        self._run = open_run(path, settings)
        self.store = Store(path, clock)
        self._guard = threading.RLock()
        self._state: State | None = None
        self._quick: QuickCheck | None = None
        self._recover()

    # ---- looking -----------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The desk as it is now, decisions of other windows and processes included."""
        with self._guard:
            if stamp_of(self.path) != self._run.stamp:
                self._run = open_run(self.path, self._settings)
                self._state = self._quick = None
            state = self._state
            log = list(state.log) if state is not None else []
            newer = self.store.after(log[-1].id if log else 0)
            if state is None or newer:
                state = self._state = state_of(self._run, [*log, *newer])
            return state

    @property
    def quick(self) -> QuickCheck:
        with self._guard:
            if self._quick is None:
                run = self._run
                silence = tuple(run.settings.check.silence)
                self._quick = QuickCheck(run.ledger, run.required, silence)
            return self._quick

    def preview(self, unit: str, text: str) -> Preview:
        """The sentence with other words, the whole report's consistency included."""
        state = self.state
        return preview(state, self.quick, unit, cleaned(self._unit(state, unit), text))

    # ---- deciding ----------------------------------------------------------------------

    def take(self, key: str, seen: int, author: Author) -> Decision:
        """Takes over a finding's suggestion."""
        state = self.state
        item = self._item(state, key)
        text = suggested(state, item)
        if text is None:
            raise ReviewError("这一处没有可以直接采用的建议，请修改句子。")
        return self.edit(item.unit, text, seen, author, item=item, source=Source.SUGGESTION)

    def edit(
        self,
        unit: str,
        text: str,
        seen: int,
        author: Author,
        *,
        item: Item | None = None,
        source: Source = Source.PAGE,
        reason: str = "",
    ) -> Decision:
        """Gives a sentence other words; an empty text deletes it. Raises StaleVersion."""
        state = self.state
        kind = self._unit(state, unit)
        text = cleaned(kind, text)
        before = state.replayed.text(unit)
        if not text and not sentence_like(kind):
            raise ReviewError("标题和表格里的内容不能删空。")
        if text == before and state.version(unit) == seen:
            raise ReviewError("句子没有改动。")
        judged = numbers_in(state, self.quick, unit, text)
        decision = Decision(
            Kind.EDIT, unit, author.who, before, text, one_line(reason, MAX_REASON),
            section=section_of(state, unit),
            finding=item.key if item else "",
            code=item.finding.code if item else "",
            source=source,
            figures=values_of(state.run.ledger, figures_of(judged)),
        )  # fmt: skip
        made = self.store.append(decision, seen, author.nonce)
        self.store.forget_typing(unit)
        return made

    def accept(self, key: str, reason: str, seen: int, author: Author) -> Decision:
        """Lets a finding stand, for a reason. Raises StaleVersion."""
        state = self.state
        item = self._item(state, key)
        reason = one_line(reason, MAX_REASON)
        if not reason:
            raise ReviewError("请写明保留原文的理由，它会记入审阅记录。")
        decision = acceptance(state, item, reason, author.who)
        return self.store.append(decision, seen, author.nonce)

    def undo(self, ident: int, author: Author) -> Decision:
        """Takes one decision back; a corrected fact is written back as it was."""
        state = self.state
        decision = next((d for d in state.log if d.id == ident), None)
        if decision is None or decision.kind is Kind.UNDO:
            raise ReviewError("没有这一项决定。")
        if decision.kind is Kind.FACT and ident not in state.replayed.undone:
            with self._guard:
                self._write_back(decision)
                undone = self.store.undo(ident, author.who, author.nonce)
                self._draft_again()
        else:
            undone = self.store.undo(ident, author.who, author.nonce)
        if undone is None:
            raise ReviewError("这一项决定已经撤销过了。")
        return undone

    def last_of(self, who: str) -> Decision | None:
        """The newest decision of an editor that is not undone: what 撤销 takes back."""
        state = self.state
        undone = state.replayed.undone
        own = (d for d in reversed(state.log) if d.who == who and d.kind is not Kind.UNDO)
        return next((d for d in own if d.id not in undone), None)

    def keep(self, ident: int, author: Author) -> Decision:
        """Applies an outdated decision to the report as it is now drafted."""
        state = self.state
        found = next((o for o in state.replayed.outdated if o.decision.id == ident), None)
        if found is None:
            raise ReviewError("这一项决定已经不在“已过期”之列。")
        old = found.decision
        if old.unit not in state.replayed.manuscript.units:
            raise ReviewError("这句话已不在报告中，请在报告里找到相应的地方修改。")
        values = values_of(state.run.ledger, old.figures)
        again = replace(old, figures=values, who=author.who, id=0, undoes=None)
        made = self.store.append(again, None, author.nonce)
        self.store.undo(old.id, author.who)
        return made

    # ---- facts -------------------------------------------------------------------------

    def correction(self, path: str, value: str) -> Correction:
        """A change of the facts file, tried but not written. Raises JixiaoError."""
        facts = self._facts_path()
        return correct(read_source(facts), str(facts), path, value)

    def correct_fact(
        self, path: str, value: str, reason: str, seen_hash: str, author: Author
    ) -> Decision:
        """Writes a corrected value into the facts file and drafts the report again.

        `seen_hash` is that of the file whose difference the editor was shown. The decision is
        written first: a kill in between is made good when the desk is opened next time.
        """
        with self._guard:
            correction = self.correction(path, value)
            if content_hash(correction.old_text) != seen_hash:
                raise ReviewError("事实文件刚被改过，请重新查看差异后再确认。")
            decision = Decision(
                Kind.FACT, FACT + path, author.who, correction.before, correction.after,
                one_line(reason, MAX_REASON), section="事实文件",
                detail={
                    "line": correction.line,
                    "old": content_hash(correction.old_text),
                    "new": content_hash(correction.new_text),
                },
            )  # fmt: skip
            made = self.store.append(decision, None, author.nonce)
            try:
                self._write_fact(correction)
            except FactsError:
                self.store.undo(made.id, author.who)  # the log must not tell of what is not so
                raise
            self._draft_again()
            return made

    def draft_again(self) -> None:
        """Makes the report anew from the facts file as it is now."""
        self._draft_again()

    def _write_back(self, decision: Decision) -> None:
        """The fact as it was before a correction, unless somebody has corrected it again."""
        correction = self.correction(decision.unit.removeprefix(FACT), decision.before)
        if correction.before.split() != decision.after.split():
            raise ReviewError(
                f"这个值后来又改成了“{correction.before}”，请先撤销后来的更正，或直接更正事实。"
            )
        self._write_fact(correction)

    def _write_fact(self, correction: Correction) -> None:
        write_facts(self._facts_path(), correction)

    def _draft_again(self) -> None:
        with self._guard:
            draft_again(self._run)
            self._state = self._quick = None
            self._run = open_run(self.path, self._settings)

    def _facts_path(self) -> Path:
        path = self._run.facts_path
        if path is None:
            raise RunError(f"{NO_FACTS.format(self._run.facts_named)}，无法更正事实。")
        return path

    def _recover(self) -> None:
        """Finishes a correction of facts that a kill interrupted."""
        facts = [d for d in self.store.all() if d.kind is Kind.FACT]
        undone = {d.undoes for d in self.store.all() if d.undoes is not None}
        if not facts or facts[-1].id in undone or self._run.facts_path is None:
            return
        last = facts[-1]
        held = content_hash(read_source(self._run.facts_path))
        if held == last.detail.get("old"):
            self._write_fact(self.correction(last.unit.removeprefix(FACT), last.after))
            held = str(last.detail.get("new"))
        if held == last.detail.get("new") and self._run.facts_changed:
            self._draft_again()

    # ---- parts -------------------------------------------------------------------------

    @property
    def run(self) -> Opened:
        return self.state.run

    def _item(self, state: State, key: str) -> Item:
        item = state.by_key.get(key)
        if item is None:
            raise ReviewError("这一处提示已经不存在（可能刚被处理），页面已更新。")
        return item

    def _unit(self, state: State, unit: str) -> UnitKind:
        found = state.replayed.manuscript.units.get(unit)
        if found is None:
            raise ReviewError("报告中已没有这句话，页面已更新。")
        return found.kind
