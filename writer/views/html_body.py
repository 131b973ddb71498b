"""The text of a report as HTML: blocks, numbers with their tips, marks of findings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from writer.documents import Block, BlockKind
from writer.findings import Finding, Severity, Verdict
from writer.grounding.judgement import Judged
from writer.views.characters import harmless
from writer.views.checked import Checked
from writer.views.wording import KINDS, SEVERITIES, verdict_name

_OWN_COLOUR = (Verdict.VERIFIED, Verdict.DERIVED, Verdict.QUOTED, Verdict.STRUCTURAL)


def css_of(verdict: Verdict | None) -> str:
    """The class that gives a verdict its colour."""
    if verdict is None:
        return "unjudged"
    if verdict in _OWN_COLOUR:
        return str(verdict)
    return "open" if verdict is Verdict.UNBOUND else "wrong"


def body_lines(checked: Checked) -> Iterator[Markup]:
    """The report block by block; the cells of a table together."""
    body = _Body(checked)
    blocks = body.blocks
    i = 0
    while i < len(blocks):
        block = blocks[i]
        last = i + 1
        if block.kind is BlockKind.CELL:
            while last < len(blocks) and _same_table(blocks[last], block):
                last += 1
            yield _table(body, blocks[i:last])
        else:
            yield _block(body, block)
        i = last


def _same_table(block: Block, first: Block) -> bool:
    return block.kind is BlockKind.CELL and block.table == first.table


def _block(body: _Body, block: Block) -> Markup:
    inner = body.inline(block)
    if block.kind is BlockKind.HEADING:
        if not block.level:
            return Markup('<p class="plain">{}</p>').format(inner)
        return Markup("<h{0}>{1}</h{0}>").format(block.level + 1, inner)
    css = Markup(' class="caption"') if block.kind is BlockKind.CAPTION else ""
    return Markup("<p{}>{}</p>").format(css, inner)


def _table(body: _Body, cells: Sequence[Block]) -> Markup:
    rows: dict[int, dict[int, Block]] = defaultdict(dict)
    for cell in cells:
        rows[cell.row or 0][cell.column or 0] = cell
    width = 1 + max(cell.column or 0 for cell in cells)
    out = []
    for _, row in sorted(rows.items()):
        inner = (body.inline(row[c]) if c in row else "" for c in range(width))
        out.append(Markup("<tr>{}</tr>").format(Markup("").join(map(_td, inner))))
    return Markup('<div class="table"><table>{}</table></div>').format(Markup("").join(out))


def _td(inner: Markup | str) -> Markup:
    return Markup("<td>{}</td>").format(inner)


class _Body:
    """Which numbers, findings and run-in headings stand in which block."""

    def __init__(self, checked: Checked) -> None:
        result = checked.result
        self._text, self._grounds = result.text, checked.grounds
        self.blocks = [b for b in result.document.blocks if b.kind is not BlockKind.RUNIN]
        self._starts = [b.start for b in self.blocks]
        self._judged = result.mentions
        self._judged_starts = [j.mention.start for j in self._judged]
        self._findings = result.findings
        self._bold = {b.start: b.end for b in result.document.of_kind(BlockKind.RUNIN)}
        self._over: dict[int, list[Finding]] = defaultdict(list)  # by the block's start
        # by the block's start: place -> numbers of the findings marked there
        self._marks: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, finding in enumerate(self._findings, 1):
            self._place(number, finding)

    def _place(self, number: int, finding: Finding) -> None:
        """A finding colours every block it touches; its mark stands once, in or near its start."""
        if not self.blocks:
            return
        first = max(0, bisect_right(self._starts, finding.start) - 1)
        if self.blocks[first].end < finding.start and first + 1 < len(self.blocks):
            first += 1
        home = self.blocks[first]
        place = min(max(finding.start, home.start), home.end)
        self._marks[home.start][place].append(number)
        for start in self._starts[first : bisect_left(self._starts, finding.end)]:
            self._over[start].append(finding)

    def inline(self, block: Block) -> Markup:
        """The text of a block: cut wherever a number or a finding begins or ends."""
        numbers = self._numbers_in(block)
        shades = _Shades(self._over.get(block.start, ()), block)
        bold = self._bold.get(block.start, block.start)
        opening = {j.mention.start: i for i, j in numbers}
        closing = {j.mention.end: i for i, j in numbers}
        marks = self._marks.get(block.start, {})
        cuts = {block.start, block.end, bold, *opening, *closing, *shades.changes, *marks}
        edges = sorted(cuts)
        out: list[Markup] = []
        for at, stop in zip(edges, [*edges[1:], block.end], strict=True):
            if at in closing:
                out.append(self._tip(closing[at]))
            out += [self._mark(n) for n in marks.get(at, ())]
            if at in opening:
                out.append(self._opened(opening[at]))
            piece = shades.shaded(at, escape(harmless(self._text[at:stop])))
            out.append(Markup("<b>{}</b>").format(piece) if at < bold else piece)
        return Markup("").join(out)

    def _numbers_in(self, block: Block) -> list[tuple[int, Judged]]:
        low = bisect_left(self._judged_starts, block.start)
        high = bisect_left(self._judged_starts, block.end)
        return [(i, self._judged[i]) for i in range(low, high)
                if self._judged[i].mention.end <= block.end]  # fmt: skip

    def _opened(self, number: int) -> Markup:
        """What is only structure gets no stop for the tab key: there is nothing to tell of it."""
        judged = self._judged[number]
        css = css_of(judged.verdict)
        if judged.verdict is Verdict.STRUCTURAL:
            return Markup('<span class="n {}">').format(css)
        return Markup('<span class="n {}" tabindex="0" aria-describedby="d{}">').format(css, number)

    def _tip(self, number: int) -> Markup:
        judged = self._judged[number]
        if judged.verdict is Verdict.STRUCTURAL:
            return Markup("</span>")
        mention = judged.mention
        rows = [f"{KINDS[mention.kind]}，读作 {mention.value}{mention.unit or ''}"]
        if (ground := self._grounds.of_mention(judged)) is not None:
            rows += (f"{name}：{value}" for name, value in ground.rows)
        inner = Markup("").join(Markup("<i>{}</i>").format(harmless(row)) for row in rows)
        name = verdict_name(judged.verdict)
        tip = '<span class="tip" role="tooltip" id="d{}"><b>{}</b>{}</span></span>'
        return Markup(tip).format(number, name, inner)

    def _mark(self, number: int) -> Markup:
        finding = self._findings[number - 1]
        mark = '<a class="ref {0}" id="t{1}" href="#f{1}" aria-label="{2} {3}">{1}</a>'
        return Markup(mark).format(
            finding.severity, number, SEVERITIES[finding.severity], finding.code
        )


class _Shades:
    """The background of a block: at each place that of the gravest finding over it."""

    def __init__(self, findings: Sequence[Finding], block: Block) -> None:
        self.changes: dict[int, Counter[Severity]] = defaultdict(Counter)
        for finding in findings:
            start, end = max(finding.start, block.start), min(finding.end, block.end)
            if start < end:
                self.changes[start][finding.severity] += 1
                self.changes[end][finding.severity] -= 1
        self._open: Counter[Severity] = Counter()

    def shaded(self, at: int, text: Markup) -> Markup:
        """The text that begins at `at`; asked for places in ascending order."""
        self._open.update(self.changes.get(at, {}))
        gravest = next((s for s in SEVERITIES if self._open[s] > 0), None)
        if gravest is None or not text:
            return text
        return Markup('<mark class="{}">{}</mark>').format(gravest, text)
