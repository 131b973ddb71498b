"""Findings as Word comments on exactly the characters they speak of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from writer.assemble.word.text import Piece, run_of
from writer.assemble.word.xml import el
from writer.findings import Finding, Severity

AUTHOR = "绩效核对"
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTICE: "提示"}


def add_comments(pieces: Sequence[Piece], findings: Sequence[Finding]) -> ET.Element:
    """Marks the ranges in the paragraphs and returns w:comments.

    A comment's w:id is the finding's place in `findings`, and carries no date: the same
    findings give the same file.
    """
    comments = el("w:comments")
    for number, finding in enumerate(findings):
        first, last = _place(pieces, finding)
        _before(first, el("w:commentRangeStart", id=number))
        reference = el(
            "w:r",
            el("w:rPr", el("w:rStyle", val="CommentReference")),
            el("w:commentReference", id=number),
        )
        _after(last, el("w:commentRangeEnd", id=number), reference)
        comments.append(_comment(number, finding))
    return comments


def comment_text(finding: Finding) -> list[str]:
    """The lines of a comment: what is wrong, and what to write instead."""
    lines = [f"【{_SEVERITIES[finding.severity]} {finding.code}】{finding.message}"]
    if finding.suggestion is not None:
        lines.append(f"建议改为：{finding.suggestion}" if finding.suggestion else "建议删去。")
    return lines


def _place(pieces: Sequence[Piece], finding: Finding) -> tuple[Piece, Piece]:
    """The first and last run of the span; an empty span stands on the run that holds it.

    `pieces` are in the order of the text.
    """
    first = min(bisect_right(pieces, finding.start, key=lambda p: p.end), len(pieces) - 1)
    last = bisect_left(pieces, finding.end, key=lambda p: p.start) - 1
    return pieces[first], pieces[max(first, last)]


def _before(piece: Piece, mark: ET.Element) -> None:
    piece.paragraph.insert(list(piece.paragraph).index(piece.run), mark)


def _after(piece: Piece, *marks: ET.Element) -> None:
    place = list(piece.paragraph).index(piece.run) + 1
    for mark in reversed(marks):
        piece.paragraph.insert(place, mark)


def _comment(number: int, finding: Finding) -> ET.Element:
    comment = el("w:comment", id=number, author=AUTHOR, initials="核对")
    for i, line in enumerate(comment_text(finding)):
        paragraph = el("w:p", el("w:pPr", el("w:pStyle", val="CommentText")))
        if i == 0:
            style = el("w:rPr", el("w:rStyle", val="CommentReference"))
            paragraph.append(el("w:r", style, el("w:annotationRef")))
        paragraph.append(run_of(line))
        comment.append(paragraph)
    return comment
