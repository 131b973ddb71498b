"""The cases as an inspect_ai task, a sample a section: `inspect eval evals/inspect_task.py`.

For teams that run their evaluations there; inspect_ai is no dependency of ours. The model gets the
very messages that `draft` sends, so what is measured is one answer: is it usable (references
obeyed, no typed numbers, the JSON asked for), and does it make the published points?
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from evals.reports.answers import judged, prompts
from evals.words import Groups
from writer.prompting import SectionPrompt

inspect_ai = import_module("inspect_ai")
dataset = import_module("inspect_ai.dataset")
models = import_module("inspect_ai.model")
scorers = import_module("inspect_ai.scorer")
solvers = import_module("inspect_ai.solver")
task, scorer = inspect_ai.task, scorers.scorer
_ASK = '\n\n只回答一个 JSON 对象：{"section": "本节名称", "paragraphs": ["第一段", "第二段"]}'


@task  # type: ignore[untyped-decorator]
def sections(only: str = "") -> Any:
    """The task; `-T only=reference` runs the cases of our own alone."""
    listed = list(prompts(only))
    known = {f"{case.name}/{p.key}": (title, p, points) for case, title, p, points in listed}
    samples = [
        dataset.Sample(
            id=f"{case.name}/{prompt.key}",
            input=[
                models.ChatMessageSystem(content=prompt.messages[0]["content"]),
                models.ChatMessageUser(content=prompt.messages[1]["content"] + _ASK),
            ],
            target=list(points),
        )
        for case, _, prompt, points in listed
    ]
    return inspect_ai.Task(
        dataset=dataset.MemoryDataset(samples), solver=solvers.generate(), scorer=covered(known)
    )


@scorer(metrics=[scorers.mean(), scorers.stderr()])  # type: ignore[untyped-decorator]
def covered(known: dict[str, tuple[str, SectionPrompt, dict[str, Groups]]]) -> Callable[..., Any]:
    """Share of the published section's points that the answer makes."""

    async def score(state: Any, target: Any) -> Any:
        title, prompt, points = known[state.sample_id]
        text = state.output.completion
        return scorers.Score(value=judged(text, title, prompt, points), answer=text)

    return score
