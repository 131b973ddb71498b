"""How a draft is written, as far as rules can tell: what padding, copying and loose talk cost it.

substance: the share of its characters that stand in clauses with a number or with words that the
facts hold too; formulas (现将有关情况报告如下) cost little, padding much. unrepeated: the share not
said word for word before. wording: the sentences without a spoken, vague or boastful wording.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.cases import Case
from evals.measures import Measure
from evals.reports.alignment import Lines, Span
from writer.drafting import prose
from writer.drafting.sources import Sources


def style(case: Case, lines: Lines, spans: dict[str, Span], notes: list[str]) -> dict[str, Measure]:
    """The three measures, by section where that is possible."""
    substance, wording = Measure("substance"), Measure("wording")
    sources = Sources(case.ledger.file.text)
    for section, span in spans.items():
        texts = [line.text for line in lines.lines if not line.level and span.holds(line.start)]
        written = sum(map(prose.characters, texts))
        if not written:
            continue
        empty = sum(map(prose.characters, sources.missing(texts, ())))
        substance.add(f"{case.name}/{section}", written - empty, written)
        _wording(f"{case.name}/{section}", texts, wording, notes)
    body = "\n".join(line.text for line in lines.lines)
    unrepeated = Measure("unrepeated")
    whole = prose.characters(body)
    if whole:
        unrepeated.add(case.name, whole * (1 - prose.repetition(body)), whole)
    return {"substance": substance, "unrepeated": unrepeated, "wording": wording}


def _wording(name: str, texts: Sequence[str], measure: Measure, notes: list[str]) -> None:
    sentences = [sentence for text in texts for sentence in prose.sentences(text)]
    loose = {s: list(prose.loose_wording(s)) for s in sentences}
    faulty = [s for s in sentences if loose[s]]
    measure.add(name, len(sentences) - len(faulty), len(sentences))
    notes += [f"用语：“{'、'.join(loose[s])}”（{s[:30]}）" for s in faulty]
