"""Facts -> ledger: every figure under its key, then what follows from their structure."""

from __future__ import annotations

from writer.facts import FactsFile
from writer.ledger.book import Ledger
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL
from writer.ledger.indicators import indicator_figures, score_figures
from writer.ledger.lines import flow_figures, line_figures, vehicle_figures
from writer.ledger.narrative import narrative, open_lists
from writer.ledger.projects import project_figures
from writer.ledger.recorder import Recorder
from writer.ledger.scores import Form, form_figures, indicator_counts
from writer.ledger.staff import staff_figures, unit_figures
from writer.ledger.wholes import three_public_totals, totals_of_parts


def build_ledger(file: FactsFile) -> Ledger:
    """Every figure of the facts with its place in the file, and the derived ones."""
    record = Recorder(file)
    unit_figures(record)
    staff_figures(record)
    flow_figures(record)
    _other_lines(record)
    project_figures(record)
    score_figures(record)
    for i, indicator in enumerate(file.facts.indicators):
        indicator_figures(record, indicator, ("绩效指标", i), ())
    _overall_form(record)
    narrative(record)
    open_lists(record)
    three_public_totals(record)
    totals_of_parts(record)
    return Ledger(
        facts=file.facts,
        figures={f.id: f for f in record.figures},
        evidence=tuple(record.evidence),
        file=file,
    )


def _overall_form(record: Recorder) -> None:
    facts = record.facts
    if not facts.indicators:
        return
    indicator_counts(record)
    spending = facts.flows.spending if facts.flows else None
    ident = f"收支.{spending.name}" if spending else ""
    found = {basis: record.known(f"{ident}.{basis}") for basis in (INITIAL, ADJUSTED, ACTUAL)}
    base = found[ADJUSTED] or found[INITIAL]
    scored = facts.self_score is not None and facts.self_score.score is not None
    form_figures(record, Form((), facts.indicators, found[ACTUAL], base, scored))


def _other_lines(record: Recorder) -> None:
    facts = record.facts
    for name, line in (
        ("三公经费", facts.three_public),
        ("政府性基金", facts.government_funds),
        ("国有资本经营", facts.state_capital),
        ("社会保险基金", facts.social_insurance),
    ):
        if line is not None:
            line_figures(record, line, (name,), ())
    vehicle_figures(record)
    for i, line in enumerate(facts.basics):
        line_figures(record, line, ("基础数据", i), ())
