"""Every text that a fuzzer once broke the check with."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from writer.grounding.check import check_text

from .any_text import ledger_of, rows
from .test_check import hold

CASES = YAML(typ="safe").load(Path(__file__).with_name("regressions.yaml"))


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_it_holds(case: dict[str, str]) -> None:
    text = case["text"] * int(case.get("times", 1))
    hold(text, check_text(text))
    hold(text, check_text(text, ledger_of(*rows())))
