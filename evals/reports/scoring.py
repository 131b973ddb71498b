"""Scores one draft against its case: structure, figures, content, prose, form.

A section in which a number is wrong scores zero, whatever its prose. What cannot be scored
(no published text at hand, nothing to state) is left out of every mean, not counted as zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import mean

from evals.cases import Case, Stated
from evals.measures import Measure
from evals.reports import likeness
from evals.reports.alignment import Lines, Span, align, surroundings, table_spans
from evals.reports.figures import Numbers, is_wrong, proven, recalled
from evals.reports.published import published_spans, sections_with_text, stated_figures
from evals.reports.structure import structure
from evals.reports.style import style
from evals.words import plain
from writer.conformance import layout_rules
from writer.documents import read_document
from writer.drafting import prose
from writer.drafting.drafted import Drafted
from writer.findings import Severity
from writer.formats import load_format, outline
from writer.grounding.check import check_document
from writer.pipeline import Outcome, required_figures

LENGTH_LEAST, LENGTH_MOST = 0.6, 1.4


@dataclass(slots=True)
class SectionScore:
    """One section; None is what was not scored. `misses` are for people to read.

    A part that has no paragraph of its own is `merged`: what it should say is looked for under
    its heading.
    """

    id: str
    title: str
    found: bool
    merged: bool = False
    draft: str = ""
    figures: tuple[int, int] = (0, 0)
    points: tuple[int, int] = (0, 0)
    wrong: int = 0
    length: float | None = None
    chrf: float | None = None
    rouge: float | None = None
    misses: list[str] = field(default_factory=list)

    @property
    def score(self) -> float | None:
        """Mean of the shares of figures and points; zero where a number is wrong or the section
        is missing, None where there was nothing to score."""
        if not (self.found or self.merged) or self.wrong:
            return 0.0
        shares = [got / of for got, of in (self.figures, self.points) if of]
        return mean(shares) if shares else None


@dataclass(slots=True)
class Scored:
    """A draft's scores; `notes` say what is wrong in it, one line each."""

    case: str
    engine: str
    seconds: float
    measures: dict[str, Measure]
    sections: list[SectionScore]
    notes: list[str]
    described: dict[str, float]


def score(case: Case, outcome: Outcome, engine: str) -> Scored:
    """All scores of a draft."""
    lines = Lines.of_report(outcome.report)
    spans = align(case.outline.sections, lines)
    notes: list[str] = []
    sections = list(_sections(case, outcome, spans))
    measures = {
        "structure": structure(case, outcome, lines, spans, notes),
        "figures": _shares("figures", case, sections, "figures"),
        "precision": _precision(case, outcome, notes),
        "required": _required(case, outcome, notes),
        "content": _shares("content", case, sections, "points"),
        "length": _length(case, lines, notes),
        "errors": _errors(case, outcome, notes),
        "form": _form(case, outcome, notes),
        "sections": _section_scores(case, sections),
    }
    if asked := [d for d in outcome.drafted if d.asked]:
        measures["own"] = _own_words(case, asked)
    measures |= style(case, lines, spans, notes) | _similarity(case, sections)
    notes += [f"{s.id}：{miss}" for s in sections for miss in s.misses]
    described = dict(_described(outcome, lines))
    return Scored(case.name, engine, outcome.seconds, measures, sections, notes, described)


def _sections(case: Case, outcome: Outcome, spans: dict[str, Span]) -> Iterator[SectionScore]:
    expected = stated_figures(case)
    texts = sections_with_text(case)
    sizes = {section.id: end - start for section, start, end in published_spans(case)}
    numbers = Numbers(outcome.check.mentions, outcome.ledger)
    around = surroundings(case.outline.sections, spans)
    for section in case.outline.sections:
        stated = expected.get(section.id, ())
        points = case.points.get(section.id, {})
        title = section.title or "、".join(section.part) or "导语"
        span = spans.get(section.id) or around.get(section.id)
        if span is None:
            row = SectionScore(section.id, title, False)
            row.figures, row.points = (0, len(stated)), (0, len(points))
            row.misses = [f"没有这一节（{len(stated)}个数、{len(points)}个要点）"]
            yield row
            continue
        text = outcome.report.text[span.start : span.end]
        found = section.id in spans
        row = SectionScore(section.id, title, found, merged=not found, draft=text if found else "")
        _figures_of(row, stated, numbers, span, outcome.report.text)
        said = plain(text)
        missed = {point: rule for point, rule in points.items() if not rule.met(said)}
        row.points = (len(points) - len(missed), len(points))
        row.misses += [f"缺要点“{p}”（{'、'.join(r.missing(said))}）" for p, r in missed.items()]
        if found and sizes.get(section.id):
            row.length = len(text) / sizes[section.id]
        if found and section.id in texts:
            row.chrf = likeness.chrf(text, texts[section.id])
            row.rouge = likeness.rouge_l(text, texts[section.id])
        yield row


def _figures_of(
    row: SectionScore, stated: Sequence[Stated], numbers: Numbers, span: Span, text: str
) -> None:
    for figure, found in recalled(stated, numbers, span, text):
        row.figures = (row.figures[0] + found, row.figures[1] + 1)
        if not found:
            named = " · ".join(p for p in (figure.of, figure.basis) if p)
            row.misses.append(f"缺数 {figure.value}{figure.unit}（{figure.kind} {named}）")
    for judged in filter(is_wrong, numbers.within(span)):
        row.wrong += 1
        row.misses.append(f"误数“{judged.mention.text}”（{judged.verdict}）")


def _shares(name: str, case: Case, sections: Sequence[SectionScore], which: str) -> Measure:
    measure = Measure(name)
    for section in sections:
        got, of = getattr(section, which)
        if of:
            measure.add(f"{case.name}/{section.id}", got, of)
    return measure


def _precision(case: Case, outcome: Outcome, notes: list[str]) -> Measure:
    """Of the numbers in the whole file, those that are verified; by section of the draft."""
    measure = Measure("precision")
    spans = outcome.report.spans
    by_section: dict[str, list[int]] = {}
    for judged in outcome.check.mentions:
        at = judged.mention.start
        block = next((b for s, e, b in spans if s <= at < e), None)
        section = getattr(block, "section", "") or "(其他)"
        good, whole = proven([judged])
        counts = by_section.setdefault(section, [0, 0])
        counts[0], counts[1] = counts[0] + good, counts[1] + whole
        if whole and not good:
            text = outcome.report.text
            around = text[max(0, at - 24) : judged.mention.end + 10].replace("\n", "／")
            notes.append(f"未核实：{section} {judged.verdict} “{judged.mention.text}”…{around}…")
    for section, (good, whole) in by_section.items():
        if whole:
            measure.add(f"{case.name}/{section}", good, whole)
    return measure


def _required(case: Case, outcome: Outcome, notes: list[str]) -> Measure:
    """The figures that the format wants to see."""
    fmt = load_format(case.outline.format)
    wanted = required_figures(outline(fmt, outcome.ledger), outcome.ledger, fmt)
    good = [j for j in outcome.check.mentions if j.verdict is not None and j.verdict.good]
    stated = {j.figure for j in good}
    # a figure that a narrative text holds too may have been taken for a quotation
    values = {(j.mention.value, j.mention.unit) for j in good}
    measure = Measure("required")
    for ident in sorted(wanted):
        figure = outcome.ledger.figures[ident]
        right = ident in stated or (figure.value, figure.unit) in values
        measure.add(f"{case.name}/{ident}", right)
        if not right:
            notes.append(f"必写数据没有写到：{ident}")
    return measure


def _length(case: Case, lines: Lines, notes: list[str]) -> Measure:
    """Whether the text is neither far shorter nor far longer than the published one."""
    measure = Measure("length")
    published = sum(end - start for _, start, end in published_spans(case))
    if published:
        own = sum(line.end - line.start for line in lines.lines)
        ratio = own / published
        right = LENGTH_LEAST <= ratio <= LENGTH_MOST
        measure.add(case.name, right)
        if not right:
            notes.append(f"篇幅是样本的 {ratio:.2f} 倍（{own}/{published} 字）")
    return measure


def _errors(case: Case, outcome: Outcome, notes: list[str]) -> Measure:
    """Findings of severity error, a report's worth each."""
    measure = Measure("errors", lower=True)
    errors = [f for f in outcome.findings if f.severity is Severity.ERROR]
    measure.add(case.name, len(errors))
    notes += [f"错误 {f.code} {f.section}：{f.message}" for f in errors]
    return measure


def _form(case: Case, outcome: Outcome, notes: list[str]) -> Measure:
    """The rules of page and type (GB/T 9704) that the finished file meets; notices count."""
    document = read_document(outcome.files[0])
    rules = layout_rules()
    found = check_document(document, more_rules=rules).findings
    measure = Measure("form")
    for rule in rules:
        faults = [f for f in found if f.code == rule.code]
        measure.add(f"{case.name}/{rule.code}", not faults)
        notes += [f"格式 {f.code}：{f.message}" for f in faults]
    return measure


def _own_words(case: Case, asked: Sequence[Drafted]) -> Measure:
    """Of the sections that a model was asked for, those that stand in its words: one that always
    falls back scores like composing, which is no merit of its own."""
    measure = Measure("own", gated=False)
    for drafted in asked:
        measure.add(f"{case.name}/{drafted.draft.key}", drafted.rejected is None)
    return measure


def _section_scores(case: Case, sections: Sequence[SectionScore]) -> Measure:
    measure = Measure("sections")
    for section in sections:
        if section.score is not None:
            measure.add(f"{case.name}/{section.id}", section.score)
    return measure


def _similarity(case: Case, sections: Sequence[SectionScore]) -> dict[str, Measure]:
    """chrF and ROUGE-L, sections weighing by their length."""
    found = {name: Measure(name, gated=False) for name in ("chrf", "rouge")}
    for section in sections:
        for name, value in (("chrf", section.chrf), ("rouge", section.rouge)):
            if value is not None:
                weight = prose.characters(section.draft)
                found[name].add(f"{case.name}/{section.id}", value * weight, weight)
    return found


def _described(outcome: Outcome, lines: Lines) -> Iterator[tuple[str, float]]:
    """Numbers that describe the prose without being good or bad in themselves."""
    body = "\n".join(line.text for line in lines.lines)
    middle, long = prose.sentence_lengths(body)
    carrying, whole = prose.carrying(body)
    yield "characters", prose.characters(body)
    yield "repetition", round(prose.repetition(body), 4)
    yield "sentence_median", middle
    yield "sentence_p90", long
    yield "sentences_with_figure", round(carrying / whole, 4) if whole else 0
    yield "loose_wordings", len(list(prose.loose_wording(body)))
    yield "tables", len(table_spans(outcome.report))
    yield "fallbacks", sum(d.rejected is not None for d in outcome.drafted)
    yield "extra_calls", sum(max(0, d.asked - 1) for d in outcome.drafted)
