"""One answer to one prompt: points count only when the answer can be used."""

from __future__ import annotations

import json

import pytest

from evals.reports.answers import judged, prompts
from tests.scripted_server.behaviours import BEHAVIOURS, Prompt


def answer(behaviour: str, index: int = 0) -> float:
    _, title, prompt, points = list(prompts("reference-guangdong"))[index]
    text = BEHAVIOURS[behaviour](Prompt(prompt.messages)).text
    return judged(text, title, prompt, points)


def test_every_section_with_points_and_a_template_is_asked() -> None:
    listed = list(prompts("reference-guangdong"))
    assert len(listed) >= 12
    assert all(points for *_, points in listed)
    assert len({prompt.key for _, _, prompt, _ in listed}) == len(listed)


def test_an_honest_answer_makes_the_points() -> None:
    scores = [answer("good", index) for index in range(len(list(prompts("reference-guangdong"))))]
    assert sum(scores) / len(scores) > 0.8


@pytest.mark.parametrize(
    "behaviour", ["typed_digits", "wrong_reference", "broken_json", "refusal", "wrong_section"]
)
def test_an_answer_that_cannot_be_used_scores_nothing(behaviour: str) -> None:
    assert answer(behaviour) == 0


def test_a_point_that_is_left_out_costs_its_share() -> None:
    _, title, prompt, points = next(iter(prompts("reference-guangdong")))
    reply = {"section": title, "paragraphs": ["本单位的情况已经在其他部分说明，此处从略。"]}
    assert judged(json.dumps(reply, ensure_ascii=False), title, prompt, points) < 1
