"""What --drafts, --example and --unify are worth, on scripted models whose flaws are known.

    python -m evals.wishes [--only NAME] [--out FOLDER] [--drafts 1 2 3]

`mixed` is honest but careless: by chance, another one for each draft, it types a number, swaps
two, leaves a figure out, uses loose words or says something twice. `imitator` takes over sentences
of the example that hold no number, `copier` whole sentences. `two_names` calls the unit by another
name in each section, `vandal` offers rewordings of which none may be taken. No published report is
needed: the example is the same department's composed report with every digit changed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.cases import Case, find_cases
from evals.engines import Quiet
from evals.reports.scoring import score
from tests.scripted_server import BEHAVIOURS, MODEL, Script, ScriptedServer
from tests.scripted_server.behaviours import EXAMPLE, WHOLE, Played, Prompt, written
from writer.pipeline import Outcome, Request, draft
from writer.settings import ModelSettings

CASES = ("hunan-huaihua-rescue-brigade-2023", "sichuan-ebian-emergency-bureau-2024")
DRAFTS = (1, 2, 3, 5)
LOOSE = ("大概完成了各项任务。", "总的来说差不多都搞好了。", "各项工作似乎有一定成效。")
_SENTENCE = re.compile(r"[^。]+。")
_DIGIT = re.compile(r"\d")
_STALE = re.compile(r"\d+\.\d+")


def mixed(prompt: Prompt) -> Played:
    chance = random.Random(f"{prompt.heading}/{prompt.seed}/{prompt.attempt}")
    told = written(prompt)
    names = [row.name for row in prompt.rows if not row.quoted]
    if chance.random() < 0.25:
        told.append(f"全年共开展{chance.randint(3, 99)}次。")
    if chance.random() < 0.25 and len(names) > 2:
        one, other = chance.sample(names, 2)
        turned = {one: other, other: one}
        told = [re.sub(r"F\d+", lambda m: turned.get(m[0], m[0]), text) for text in told]
    if chance.random() < 0.4:
        told.append(chance.choice(LOOSE))
    free = [name for name in names if name not in prompt.required]
    if chance.random() < 0.3 and len(free) > 3:
        left = re.compile(rf"[^。]*\{{{chance.choice(free)}\}}[^。]*。")
        told = [left.sub("", text) for text in told]
    if chance.random() < 0.2:
        told.append(told[-1])
    return _played(prompt, told)


def copier(prompt: Prompt) -> Played:
    return _played(prompt, [*written(prompt), *_example(prompt)[:3]])


def imitator(prompt: Prompt) -> Played:
    plain = [s for s in _example(prompt) if "□" not in s and not _DIGIT.search(s)]
    return _played(prompt, [*plain[:2], *written(prompt)])


def two_names(own: str) -> Callable[[Prompt], Played]:
    """Says 该单位 at the end of each section, and when it reads the whole, `own` in its place."""

    def two_names(prompt: Prompt) -> Played:
        rows = WHOLE.findall(prompt.asked)
        if not rows:
            return _played(prompt, [*written(prompt), "该单位资金管理总体规范有序。"])
        named = [f"第{n}段：{text.replace('该单位', own)}" for n, text in rows if "该单位" in text]
        return _played(prompt, named)

    return two_names


def _example(prompt: Prompt) -> list[str]:
    found = EXAMPLE.search(prompt.asked)
    return _SENTENCE.findall(json.loads(found[1])) if found else []


def _played(prompt: Prompt, paragraphs: list[str]) -> Played:
    reply = {"section": prompt.heading or "全文", "paragraphs": [p for p in paragraphs if p]}
    return Played(json.dumps(reply, ensure_ascii=False))


@contextmanager
def _playing(behaviour: Callable[[Prompt], Played]) -> Iterator[ScriptedServer]:
    before = dict(BEHAVIOURS)
    BEHAVIOURS[behaviour.__name__] = behaviour
    try:
        with ScriptedServer(Script(behaviour.__name__)) as server:
            yield server
    finally:
        BEHAVIOURS.clear()
        BEHAVIOURS.update(before)


class Bench:
    """One case, drafted in one folder after the other."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.case, self.folder = case, folder
        unit = case.ledger.facts.unit
        self.own = unit.self_name if unit and unit.self_name else "我单位"

    def row(
        self, name: str, behaviour: Callable[[Prompt], Played], drafts: int = 1,
        example: Path | None = None, unify: bool = False,
    ) -> Outcome:  # fmt: skip
        """Drafts the report, and prints a line of what it is worth."""
        out = self.folder / self.case.name / name
        with _playing(behaviour) as server:
            model = ModelSettings(
                name=MODEL, base_url=server.url, concurrency=8, retries=1, give_up_after=0
            )
            request = Request(
                self.case.facts, out, self.case.outline.format, model=model, force=True,
                drafts=drafts, example=example, unify=unify,
            )  # fmt: skip
            outcome = draft(request, Quiet())
            sent = [m["content"] for r in server.requests for m in r["messages"]]
        scored = score(self.case, outcome, name)
        told = {
            "calls": sum(d.asked for d in outcome.drafted),
            "fallbacks": int(scored.described["fallbacks"]),
            "findings": len(outcome.findings),
            "loose": int(scored.described["loose_wordings"]),
            "figures": _percent(scored.measures["figures"].value),
            "sections": _percent(scored.measures["sections"].value),
        }
        if example is not None:
            stale = set(_STALE.findall(example.read_text(encoding="utf-8")))
            shown = [json.loads(found[1]) for text in sent if (found := EXAMPLE.search(text))]
            told |= {"examples": len(shown), "stale": len(stale)}
            told["stale_sent"] = sum(number in text for text in shown for number in stale)
        if unify:
            offered = json.loads((out / "unified.json").read_text("utf-8"))["rewordings"]
            told |= {"offered": len(offered), "taken": sum(not r["refused"] for r in offered)}
            told["other_name"] = outcome.report.text.count("该单位")
        line = "  ".join(f"{key} {value}" for key, value in told.items())
        print(f"{self.case.name[:16]:16}  {name:18}  {line}", flush=True)
        return outcome


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def measure(case: Case, folder: Path, drafts: Sequence[int]) -> None:
    """All rows of one case."""
    bench = Bench(case, folder)
    for count in drafts:
        bench.row(f"mixed-{count}", mixed, drafts=count)
    plain = bench.row("imitator-alone", imitator)
    last = folder / f"{case.name}-last.txt"
    stale = _DIGIT.sub(lambda digit: str((int(digit[0]) + 3) % 10), plain.report.text)
    last.write_text(stale, encoding="utf-8")
    examples: tuple[Callable[[Prompt], Played], ...] = (imitator, copier)
    for behaviour in examples:
        bench.row(f"{behaviour.__name__}-example", behaviour, example=last)
    for behaviour in (two_names(bench.own), BEHAVIOURS["vandal"]):
        bench.row(f"{behaviour.__name__}-apart", behaviour)
        bench.row(f"{behaviour.__name__}-unify", behaviour, unify=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--drafts", type=int, nargs="*", default=DRAFTS)
    given = parser.parse_args(arguments)
    folder = given.out or Path(tempfile.mkdtemp(prefix="wishes-"))
    folder.mkdir(parents=True, exist_ok=True)
    for case in find_cases(given.only):
        if given.only or case.name in CASES:
            measure(case, folder, given.drafts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
