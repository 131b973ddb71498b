"""The standard tables by their Chinese names, so that a format template can ask for one.

Every function takes a ledger and gives the table blocks of that form: none when the facts hold
nothing that it could show, one for each project where the form is a project's. Amounts have two
decimals in `unit` (万元 unless a format says otherwise) and a dash where nothing is stated.
"""

from __future__ import annotations

from collections.abc import Callable

from writer.assemble.forms import basics, funds, overall, project
from writer.assemble.forms.basics import basics_table
from writer.assemble.forms.funds import special_funds_table
from writer.assemble.forms.overall import overall_table
from writer.assemble.forms.project import hunan_projects, project_table, sichuan_projects
from writer.ledger import Ledger
from writer.report import Table

TABLES: dict[str, Callable[[Ledger], tuple[Table, ...]]] = {
    funds.NAME: special_funds_table,
    basics.NAME: basics_table,
    overall.NAME: overall_table,
    project.HUNAN: hunan_projects,
    project.SICHUAN: sichuan_projects,
}

__all__ = [
    "TABLES",
    "basics_table",
    "hunan_projects",
    "overall_table",
    "project_table",
    "sichuan_projects",
    "special_funds_table",
]
