"""Answers in the margin of a Word file -> acceptances and remarks."""

from __future__ import annotations

from writer.review.align import Maker
from writer.review.desk import acceptance
from writer.review.state import State
from writer.review.store import Decision, Kind, Source
from writer.review.texts import MAX_REASON, one_line
from writer.review.word.comments import Marginalia, Thread
from writer.review.word.import_report import ImportReport, Unmapped
from writer.review.word.manifest import Manifest

RESOLVED = "在 Word 中标为已解决"


def comment_decisions(
    state: State, manifest: Manifest, beside: Marginalia, report: ImportReport, name: str
) -> list[Decision]:
    """What ticks, answers and own comments decide, without remarks that were taken before."""
    exported = {f.key: f for f in manifest.findings}
    threads = {t.key: t for t in beside.threads if t.key}
    report.removed_comments = sum(1 for key in exported if key not in threads)
    made: list[Decision] = []
    for key, thread in threads.items():
        known = exported.get(key)
        if known is not None:
            made += _answered(state, thread, known.unit, known.code, name)
    made += [d for t in beside.threads if not t.key for d in _own_comment(state, t, name, report)]
    return [d for d in made if not _said_before(state, d)]


def _answered(state: State, thread: Thread, unit: str, code: str, name: str) -> list[Decision]:
    """Resolved: the finding that is still there is accepted; only answered: a remark."""
    said = "；".join(text for _, text in thread.replies if text)
    who = "、".join(dict.fromkeys(w for w, _ in thread.replies if w)) or name
    exact = state.by_key.get(thread.key)
    items = [exact] if exact else [i for i in state.by_unit.get(unit, []) if i.finding.code == code]
    if thread.done:
        return [
            acceptance(state, item, said or RESOLVED, who, Source.WORD)
            for item in items
            if item.open
        ]
    if said and unit in state.replayed.manuscript.units:
        return [Maker(who, Source.WORD)(Kind.NOTE, unit, after=said, code=code)]
    return []


def _own_comment(state: State, thread: Thread, name: str, report: ImportReport) -> list[Decision]:
    """A comment that the editor wrote: a remark on the sentence that it stands on."""
    said = "；".join([thread.text, *(text for _, text in thread.replies)])
    unit = _unit_at(state, thread)
    if not unit:
        report.unmapped.append(Unmapped(said, "这条批注所在的文字没有找到"))
        return []
    note = Maker(thread.who or name, Source.WORD)
    return [note(Kind.NOTE, unit, after=one_line(said, MAX_REASON))]


def _unit_at(state: State, thread: Thread) -> str:
    text = state.edition.report.text
    start = text.find(thread.line) if thread.line else -1
    if start < 0:
        return ""
    inner = max(thread.line.find(thread.anchored), 0)
    at = start + inner
    return next((s.unit for s in state.edition.spans if s.start <= at < s.end), "")


def _said_before(state: State, decision: Decision) -> bool:
    """Whether the log has the same remark already: the file was taken back before."""
    return decision.kind is Kind.NOTE and any(
        n.unit == decision.unit and n.after == decision.after for n in state.replayed.notes
    )
