"""The same document back with a Word comment on every finding.

A Word file keeps everything it has: only the marks and the comments are put in. A text becomes a
new Word file, set as the reports of this program are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from writer.documents.reading import WORD_SUFFIXES
from writer.documents.word import read_word
from writer.errors import DocumentError
from writer.findings import Finding
from writer.views.characters import harmless, visible
from writer.views.checked import Checked
from writer.views.wording import SEVERITIES

SHOWN_GROUNDS = 3
QUOTED = 60  # characters of the text that a comment repeats where it cannot stand on them


def docx_file(checked: Checked) -> bytes:
    """The .docx; raises DocumentError when the report has changed since it was checked."""
    path = Path(checked.result.document.source or checked.source)
    if path.suffix.lower() not in WORD_SUFFIXES:
        from writer.views.word_new import new_docx

        return new_docx(checked)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}：核对之后文件不能再读取，请重新核对") from error
    return commented_docx(data, checked)


def commented_docx(data: bytes, checked: Checked) -> bytes:
    """The bytes of a Word file with the findings as comments."""
    from writer.views.word_marks import Locator, MarkedPart, Span
    from writer.views.word_package import CommentedPackage

    document = read_word(data, checked.source)
    if document.text != checked.result.text:
        raise DocumentError(f"{checked.source}：核对之后文件又有改动，请重新核对")
    findings = checked.result.findings
    if not findings:
        return data
    package = CommentedPackage(data, checked.source)
    every = Locator(document.anchors)
    part = MarkedPart(package.main, every.lengths)
    usable = [a for a in document.anchors if part.usable(a.run)]
    if not usable:
        raise DocumentError(f"{checked.source}：正文里没有可以加批注的文字")
    locator = Locator(usable)
    comments = {}
    for number, finding in enumerate(findings, package.first_number()):
        place = locator.of(finding.start, finding.end)
        part.mark(Span(number, place.first, place.last))
        comments[number] = list(comment_lines(checked, finding, quote=not place.exact))
    return package.commented(part.data(), comments, part.space)


def comment_lines(checked: Checked, finding: Finding, *, quote: bool = False) -> Iterator[str]:
    """What a comment says: the fault, the words it is about if they are elsewhere, the remedy,
    the figures it rests on."""
    label = f"【{SEVERITIES[finding.severity]} {finding.code}】"
    yield label + harmless(finding.message)
    words = visible(checked.result.text[finding.start : finding.end])
    if quote and words:
        yield f"所指：“{words if len(words) <= QUOTED else words[: QUOTED - 1] + '…'}”"
    if finding.suggestion is not None:
        yield f"建议改为：{harmless(finding.suggestion)}" if finding.suggestion else "建议删去。"
    for ground in checked.grounds.of_finding(finding)[:SHOWN_GROUNDS]:
        yield f"依据：{harmless(ground.line)}"


def with_grounds(checked: Checked, finding: Finding) -> Finding:
    """The finding with its grounds in the message, for a writer of comments that knows none."""
    grounds = checked.grounds.of_finding(finding)[:SHOWN_GROUNDS]
    lines = [finding.message, *(f"依据：{ground.line}" for ground in grounds)]
    return replace(finding, message="\n".join(map(harmless, lines)))
