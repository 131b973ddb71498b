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
from dataclasses import replace
from pathlib import Path

from writer.documents import Document, read_document
from writer.errors import DocumentError
from writer.review.align import Line, Maker, moves, new_texts, tried, with_figures
from writer.review.desk import Desk
from writer.review.manuscript import UnitKind, cleaned
from writer.review.matching import Match, match
from writer.review.state import State
from writer.review.store import Decision, Kind, Source
from writer.review.texts import MAX_SENTENCE, one_line
from writer.review.word.answering import comment_decisions
from writer.review.word.comments import Marginalia, marginalia
from writer.review.word.import_report import Conflict, ImportReport, Unmapped
from writer.review.word.manifest import TABLE_LINE, ExportedLine, Manifest, best, lines_of

_NUMBER = re.compile(r"^(?:附件：)?(?:[（(]?[一二三四五六七八九十百\d]+[)）]?[、．.]?)")
_REASON = "Word 修订"


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
    made = text_decisions(state, manifest, document, beside, name, report)
    trial = tried(state, made)
    verify(trial, document, report)
    made = with_figures(trial, made)
    made += _conflict_notes(state, report, name)
    report.decisions = desk.store.append_all(made) if made else []
    answers = comment_decisions(desk.state, manifest, beside, report, name)
    report.decisions += desk.store.append_all(answers) if answers else []
    return report


# ---- text ------------------------------------------------------------------------------


def text_decisions(
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
    _lost(found, manifest, new, report)
    authors = _authors(lines, new, beside)
    maker = Maker(name, Source.WORD, reason=_REASON)
    made = []
    for unit, text in texts.items():
        was = manifest.words.get(unit, "")
        kind = known[unit].kind if unit in known else UnitKind.SENTENCE
        text = cleaned(kind, text)
        # a facts file may hold blanks that no reader of a Word file gives back
        if text in (was, cleaned(kind, was)):
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


def _lost(found: Match, manifest: Manifest, new: Sequence[str], report: ImportReport) -> None:
    fixed = [line.text.strip() for line in manifest.lines if line.fixed]
    names = set(fixed)
    if [text for text in new if text in names] == fixed:
        return  # all there, in order: only matched otherwise because of what moved around them
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


def verify(trial: State, document: Document, report: ImportReport) -> None:
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
