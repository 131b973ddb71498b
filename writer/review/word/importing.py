"""An edited Word file -> decisions, and a report of what could not be mapped.

What counts is the text with all tracked changes accepted. It is compared with the text as it was
exported, so that what was decided on the page in the meantime is not undone; where both changed
the same sentence nothing is overwritten. At the end the report as it would read is held against
the file line by line: what is not there is reported, so nothing can be dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from writer.documents import Document, read_document
from writer.errors import DocumentError
from writer.review.align import Line, Maker, moves, new_texts, tried, with_figures
from writer.review.desk import Desk
from writer.review.matching import Match, match
from writer.review.state import State
from writer.review.store import Decision, Kind, Source
from writer.review.texts import MAX_REASON, MAX_SENTENCE, one_line
from writer.review.word.comments import Marginalia, Thread, marginalia
from writer.review.word.manifest import TABLE_LINE, ExportedLine, Manifest, best, lines_of

_NUMBER = re.compile(r"^(?:附件：)?(?:[（(]?[一二三四五六七八九十百\d]+[)）]?[、．.]?)")
_REASON = "Word 修订"
_RESOLVED = "在 Word 中标为已解决"


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Something in the file that was not taken over, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sentence that was changed on the page and in Word."""

    unit: str
    here: str
    word: str


@dataclass
class ImportReport:
    """What an edited Word file brought."""

    decisions: list[Decision] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    removed_comments: int = 0  # deleted by the editor: not taken for an answer

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(what, how many) for people, without what did not happen."""
        kinds = Counter(d.kind for d in self.decisions)
        deleted = sum(d.kind is Kind.EDIT and not d.after for d in self.decisions)
        rows = [
            ("修改句子", kinds[Kind.EDIT] - deleted),
            ("删去句子", deleted),
            ("新增文字", kinds[Kind.INSERT]),
            ("移动", kinds[Kind.MOVE]),
            ("分段", kinds[Kind.SPLIT]),
            ("并段", kinds[Kind.JOIN]),
            ("接受的提示", kinds[Kind.ACCEPT]),
            ("批注和答复", kinds[Kind.NOTE]),
            ("两边都改过", len(self.conflicts)),
            ("没有找到位置", len(self.unmapped)),
            ("批注被删除，提示保留", self.removed_comments),
        ]
        return [(name, count) for name, count in rows if count]


def import_word(run: Path, edited: Path, who: str = "") -> ImportReport:
    """Takes an edited file back into a run folder; see import_into."""
    return import_into(Desk(run), edited, who)


def import_into(desk: Desk, edited: Path, who: str = "") -> ImportReport:
    """Appends the decisions that the file stands for, all or none.

    Raises DocumentError when it cannot be read or was not made from this run. `who` is named
    where the file does not say who changed it. Taking the same file back twice changes nothing.
    """
    document = read_document(edited)
    beside = marginalia(edited.read_bytes(), str(edited))
    manifest = best((Manifest.from_json(m) for m in desk.store.exports()), document)
    if manifest is None:
        raise DocumentError(
            f"{edited}：不像是由这份报告导出的 Word；请先用 draft review 运行文件夹 --word 导出。"
        )
    state = desk.state
    name = "、".join(beside.everyone) or who or "Word"
    report = ImportReport()
    made = _text_decisions(state, manifest, document, beside, name, report)
    trial = tried(state, made)
    _verify(trial, document, report)
    made = with_figures(trial, made)
    made += _conflict_notes(state, report, name)
    report.decisions = desk.store.append_all(made) if made else []
    answers = _comment_decisions(desk.state, manifest, beside, report, name)
    report.decisions += desk.store.append_all(answers) if answers else []
    return report


# ---- text ------------------------------------------------------------------------------


def _text_decisions(
    state: State,
    manifest: Manifest,
    document: Document,
    beside: Marginalia,
    name: str,
    report: ImportReport,
) -> list[Decision]:
    new = lines_of(document)
    found = match([line.old for line in manifest.lines], new)
    known = state.replayed.manuscript.units
    lines = [_line(j, found, manifest, known) for j in range(len(new))]
    texts = new_texts(lines, found)
    texts |= _fixed_texts(found, manifest, new, report)
    texts |= _cell_texts(manifest, document, report)
    _lost(found, manifest, report)
    authors = _authors(lines, new, beside)
    maker = Maker(name, Source.WORD, reason=_REASON)
    made = []
    for unit, text in texts.items():
        was = manifest.words.get(unit, "")
        text = one_line(text, MAX_SENTENCE)
        if text == was:
            continue
        if unit not in known:
            report.unmapped.append(Unmapped(text, "报告重新成文后，这句话已不在报告中"))
            continue
        now = state.replayed.text(unit)
        if now not in (was, text):
            report.conflicts.append(Conflict(unit, now, text))
        elif now != text:
            edit = maker(Kind.EDIT, unit, before=now, after=text)
            made.append(replace(edit, who=authors.get(unit, name)))
    then = {u: t for u, t in texts.items() if u in known}
    return made + moves(state, lines, then, "", maker)


def _line(j: int, found: Match, manifest: Manifest, known: Collection[str]) -> Line:
    if j in found.fixed:
        return Line(fixed=manifest.lines[found.fixed[j]].end)
    placed = found.placed.get(j, [])
    return Line(tuple(p for p in placed if p.unit is None or p.unit in known))


def _fixed_texts(
    found: Match, manifest: Manifest, new: Sequence[str], report: ImportReport
) -> dict[str, str]:
    """New words of headings and single lines, without the mark that the program makes."""
    texts: dict[str, str] = {}
    for j, i in found.fixed.items():
        line, text = manifest.lines[i], new[j]
        if text == line.text.strip() or text.startswith(TABLE_LINE):
            continue
        if len(line.units) != 1:
            report.unmapped.append(Unmapped(text, f"“{line.text}”由程序生成，不能在 Word 中改"))
            continue
        words = _without_mark(text, line)
        if not text.startswith(line.prefix):
            report.unmapped.append(Unmapped(text, "序号由程序编排，序号的改动没有采用"))
        texts[line.units[0][0]] = words
    return texts


def _without_mark(text: str, line: ExportedLine) -> str:
    if text.startswith(line.prefix):
        return text[len(line.prefix) :]
    return _NUMBER.sub("", text, count=1) if line.prefix else text


def _cell_texts(manifest: Manifest, document: Document, report: ImportReport) -> dict[str, str]:
    """What cells now read, for tables that kept their rows and columns."""
    tables = document.tables
    if len(tables) != len(manifest.cells):
        report.unmapped.append(
            Unmapped(
                f"{len(tables)} 张表", f"导出时有 {len(manifest.cells)} 张表；表格的增减没有采用"
            )
        )
        return {}
    texts: dict[str, str] = {}
    for number, (old, new) in enumerate(zip(manifest.cells, tables, strict=True), 1):
        stray = [place for place in new if place not in old]
        if stray:
            words = "；".join(document.text_of(new[place]) for place in stray[:6])
            report.unmapped.append(Unmapped(words, f"第 {number} 张表的行列有变动，没有采用"))
            continue
        for place, (unit, _) in old.items():
            block = new.get(place)
            texts[unit] = document.text_of(block) if block is not None else ""
    return texts


def _lost(found: Match, manifest: Manifest, report: ImportReport) -> None:
    for i in found.lost:
        line = manifest.lines[i]
        if line.text.startswith(TABLE_LINE):
            continue  # counted with the tables
        report.unmapped.append(
            Unmapped(line.text, "标题或固定行被删去或移走；它由格式决定，仍保留")
        )


def _authors(lines: Sequence[Line], new: Sequence[str], beside: Marginalia) -> dict[str, str]:
    """Unit -> who changed the paragraph that it is in."""
    found = {}
    for line, text in zip(lines, new, strict=True):
        names = beside.authors.get(text)
        for placed in line.placed:
            if names and placed.unit is not None:
                found[placed.unit] = "、".join(names)
    return found


def _conflict_notes(state: State, report: ImportReport, name: str) -> list[Decision]:
    """Word's version is kept with the sentence, so that the editor can still take it."""
    maker = Maker(name, Source.WORD, reason="与页面上的修改冲突，没有套用")
    return [
        maker(Kind.NOTE, c.unit, before=c.here, after=c.word)
        for c in report.conflicts
        if not any(n.unit == c.unit and n.after == c.word for n in state.replayed.notes)
    ]


def _verify(trial: State, document: Document, report: ImportReport) -> None:
    """Every line of the file must be in the report as it would read, or be reported."""
    made = trial.edition.report
    have = Counter(" ".join(line.split()) for line in made.text.split("\n"))
    have.update(
        " ".join(part.split()) for line in made.text.split("\n") for part in line.split("\t")
    )
    told = [u.text for u in report.unmapped] + [c.word for c in report.conflicts]
    for line in lines_of(document):
        squeezed = " ".join(one_line(line, 10 * MAX_SENTENCE).split())
        if line.startswith(TABLE_LINE) or have[squeezed] or have[squeezed.replace(" ", "")]:
            continue
        if not any(text and (text in line or line in text) for text in told):
            report.unmapped.append(Unmapped(line, "这一段没有能完整放进报告，请对照修改"))


# ---- comments --------------------------------------------------------------------------


def _comment_decisions(
    state: State, manifest: Manifest, beside: Marginalia, report: ImportReport, name: str
) -> list[Decision]:
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
            replace(
                Maker(who, Source.WORD, item.finding.section, said or _RESOLVED)(
                    Kind.ACCEPT, item.unit, finding=item.key, code=code,
                    detail={"message": item.finding.message},
                    before=(text := _text(state, item.unit)), after=text,
                )
            )
            for item in items
            if item.open
        ]  # fmt: skip
    if said and unit in state.replayed.manuscript.units:
        return [Maker(who, Source.WORD)(Kind.NOTE, unit, after=said, code=code)]
    return []


def _text(state: State, unit: str) -> str:
    return state.replayed.text(unit) if unit in state.replayed.manuscript.units else ""


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
