"""The careless texts: ten a rule, and no fewer of them found than when they were last counted."""

from __future__ import annotations

from collections import Counter

from evals.careless_set import BLIND, load_texts, missed
from evals.reading_set import half_of
from writer.grounding.check import check_text
from writer.grounding.rules import all_rules

FOUND = 140
"""Of 155; raise it with the rule that finds more."""


def test_ten_a_rule() -> None:
    counts = Counter(one.rule for one in load_texts())
    assert set(counts) == {rule.code for rule in all_rules() if rule.code.startswith("CS")}
    assert min(counts.values()) >= 10


def test_the_blind_texts_are_halved_by_hash() -> None:
    blind = load_texts(BLIND)
    assert len(blind) >= 60
    assert all(one.half == half_of(one.text) for one in blind)


def test_what_was_found_is_found() -> None:
    texts = load_texts()
    assert len(texts) - len(missed(texts, lambda text: check_text(text).findings)) >= FOUND


def test_a_text_that_nothing_is_said_of_is_missed() -> None:
    texts = load_texts()[:3]
    assert missed(texts, lambda _: []) == texts
