"""The report's prose without a model: every section from its template's compose block.

Deterministic: no clock, no chance. A single section can be composed on its own, which is what a
section falls back to when a model's draft of it cannot be grounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from writer.drafting.sections import Counter, DraftLine, SectionDraft, read_lines
from writer.errors import FormatError
from writer.formats import (
    COMPOSE,
    LEAD,
    Book,
    Format,
    Scope,
    Section,
    item_names,
    outline,
    texts_for,
)
from writer.formats.model import Appendix
from writer.formats.numbering import before
from writer.ledger import Ledger
from writer.report import Block, Chart, Heading, PageBreak, Paragraph, Report, Table

MAX_LEVEL = 4


def compose_report(ledger: Ledger, fmt: Format) -> Report:
    """The whole report from the facts alone; raises FormatError when a template fails."""
    book = Book(ledger)
    sections = outline(fmt, ledger)
    drafts = {s.key: compose_section(s, ledger, fmt, book) for s in sections if s.leaf}
    return build_report(sections, drafts, ledger, fmt)


def compose_section(
    section: Section, ledger: Ledger, fmt: Format, book: Book | None = None
) -> SectionDraft:
    """One section's draft; `book` saves indexing the ledger anew for each of many sections."""
    placed = tuple(DraftLine("text", paragraph) for paragraph in texts_for(section, ledger))
    if section.empty:  # but it is not 无 when a text of the facts belongs there
        return SectionDraft(section.key, placed or read_lines(section.empty))
    if not section.template:
        return SectionDraft(section.key, ())
    scope = Scope.of(ledger, fmt, book)
    text = scope.render(section.template, COMPOSE, item_names(section, scope))
    return SectionDraft(section.key, (*read_lines(text), *placed), tuple(scope.used.figures))


def build_report(
    sections: Iterable[Section],
    drafts: Mapping[str, SectionDraft],
    ledger: Ledger,
    fmt: Format,
    *,
    charts: bool = False,
) -> Report:
    """Drafts of sections (composed or a model's) -> the report with all that frames it.

    `charts` adds those that the format names for a section, behind its text.
    """
    scope = Scope.of(ledger, fmt)
    layout = fmt.layout
    blocks: list[Block] = []
    for section in sections:
        if section.number:
            blocks.append(_heading(section.level, section.number, section.title, section.key))
        draft = drafts.get(section.key)
        if draft is not None:
            blocks.extend(section_blocks(section, draft, ledger, fmt))
        if charts:
            blocks.extend(make_charts(section, ledger, fmt))
    attachments, appendix = _appendix(scope)
    facts = ledger.facts
    return Report(
        title=scope.text(layout.title, None, "报告标题"),
        subtitle=scope.text(layout.subtitle, None, "副标题"),
        blocks=tuple(blocks),
        unit=facts.unit.name if facts.unit else "",
        header=_lines(layout.header, scope, "表头"),
        cover=_lines(layout.cover, scope, "封面"),
        signature=scope.text(layout.signature, None, "落款"),
        date=scope.text(layout.date, None, "日期"),
        attachments=attachments,
        appendix=appendix,
        meta={"format": fmt.name, "year": str(facts.year)},
    )


def section_blocks(
    section: Section, draft: SectionDraft, ledger: Ledger, fmt: Format
) -> list[Block]:
    """A draft's lines as blocks; sub-headings and items get their marks here."""
    lists = (
        len(list(run)) for kind, run in groupby(line.kind for line in draft.lines) if kind == "item"
    )
    counter = Counter(fmt.layout.numbering, section.level, max(lists, default=0))
    blocks: list[Block] = []
    for line in draft.lines:
        if line.kind in ("h1", "h2"):
            level, number = counter.heading(1 if line.kind == "h1" else 2)
            blocks.append(_heading(level, before(number, line.text), line.text, section.key))
        elif line.kind == "item":
            blocks.append(Paragraph(before(counter.item(), line.text) + line.text, section.key))
        elif line.kind == "table":
            blocks.extend(make_tables(line.text, ledger, fmt, section.key))
        else:
            counter.text()
            role = "lead" if section.key == LEAD else "body"
            blocks.append(Paragraph(line.text, section.key, role))
    return blocks


def _heading(level: int, number: str, title: str, key: str) -> Block:
    """GB/T 9704 knows four levels of headings; what is deeper is a line of body text."""
    if level > MAX_LEVEL:
        return Paragraph(f"{number}{title}", key, "label")
    return Heading(level, number, title, key)


def make_tables(name: str, ledger: Ledger, fmt: Format, section: str = "") -> list[Table]:
    """The tables of this name (one a project where it is a project's form), none when the facts
    hold nothing for it; raises FormatError for a name that no table has."""
    from writer.assemble.tables import TABLES

    if name not in TABLES:
        raise FormatError(f"没有“{name}”这张表；有：{'、'.join(sorted(TABLES))}。")
    maker: Callable[..., tuple[Table, ...]] = TABLES[name]
    made = maker(ledger, fmt.layout.money_unit)
    return [replace(table, section=section) for table in made]


def make_charts(section: Section, ledger: Ledger, fmt: Format) -> list[Chart]:
    """The charts that the format names for a section, none for which the facts hold too little;
    raises FormatError for a name that no chart has."""
    from writer.assemble.charts.made import CHARTS

    unknown = [name for name in section.node.charts if name not in CHARTS]
    if unknown:
        raise FormatError(f"没有“{unknown[0]}”这张图；有：{'、'.join(CHARTS)}。")
    made = (CHARTS[name](ledger, fmt.layout.money_unit) for name in section.node.charts)
    return [replace(chart, section=section.key) for chart in made if chart is not None]


def _lines(templates: Iterable[str], scope: Scope, where: str) -> tuple[str, ...]:
    texts = (scope.text(template, None, where) for template in templates)
    return tuple(text for text in texts if text)


def _appendix(scope: Scope) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    """(names after 附件：, blocks behind the text); an attachment without any table is left out
    unless it has none by nature (a document that the office adds itself)."""
    found = [(a, _tables(a, scope)) for a in scope.fmt.layout.attachments if _applies(a, scope)]
    kept = [
        (scope.text(attachment.title, None, "附件名称"), tables)
        for attachment, tables in found
        if tables or not attachment.tables
    ]
    # each is one line of the list, however the facts file breaks it
    named = (*(title for title, _ in kept), *scope.ledger.facts.attachments)
    names = tuple(dict.fromkeys(" ".join(name.split()) for name in named))
    blocks: list[Block] = []
    for number, (title, tables) in enumerate(kept, 1):
        if tables:
            label = f"附件{number}" if len(names) > 1 else "附件"
            forms = _titled(tables, title, scope.ledger.year)
            blocks += [PageBreak(), Paragraph(label, role="field"), *forms]
    return names, tuple(blocks)


def _titled(tables: list[Table], title: str, year: int) -> list[Table]:
    """The forms under the name that the list of attachments gives them (GB/T 9704, 7.3.7); the
    year stands behind it where neither the name nor a column says it."""
    if len({table.name for table in tables}) > 1:
        return tables
    heads = (cell.text for table in tables for row in table.rows for cell in row if cell.header)
    dated = any(f"{year}年" in text for text in (title, *heads))
    caption = title if dated else f"{title}（{year}年度）"
    return [replace(table, caption=caption) for table in tables]


def _applies(attachment: Appendix, scope: Scope) -> bool:
    return not attachment.when or bool(scope.value(attachment.when))


def _tables(attachment: Appendix, scope: Scope) -> list[Table]:
    made = (make_tables(name, scope.ledger, scope.fmt) for name in attachment.tables)
    return [table for tables in made for table in tables]
