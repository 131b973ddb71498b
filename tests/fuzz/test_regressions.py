"""Every text that a fuzzer once broke the check with."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from writer.grounding.check import check_text

from .any_text import ledger_of, rows
from .test_check import hold

CASES = YAML(typ="safe").load(Path(__file__).with_name("regressions.yaml"))
# CPU time far above what is needed, and far below what a square of these lengths takes
SECONDS, CHARACTERS_A_SECOND = 5, 20_000


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_it_holds(case: dict[str, str]) -> None:
    text = case["text"] * int(case.get("times", 1))
    started = time.process_time()
    hold(text, check_text(text))
    hold(text, check_text(text, ledger_of(*rows())))
    assert time.process_time() - started < SECONDS + len(text) / CHARACTERS_A_SECOND
