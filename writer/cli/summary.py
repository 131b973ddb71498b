"""What a run gave: the closing table, or the same as JSON."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from writer.artefacts import finding_json
from writer.costs import Money, exact
from writer.drafting.drafted import COMPOSED
from writer.faults import NOT_ASKED, UNPAID
from writer.findings import Severity, Verdict
from writer.views.wording import SEVERITIES

if TYPE_CHECKING:
    from writer.pipeline import Outcome
    from writer.settings import ModelSettings


_LABEL = 10  # columns of the names on the left


def numbers(outcome: Outcome) -> dict[str, int]:
    """How many numbers of the report were verified, derived, quoted, structural, flagged."""
    verdicts = outcome.check.verdicts()
    good = {v.value: verdicts[v] for v in Verdict if v.good}
    return good | {"flagged": sum(n for v, n in verdicts.items() if not v.good)}


def section_counts(outcome: Outcome) -> dict[str, int]:
    drafted = outcome.drafted
    return {
        "all": len(drafted),
        "composed": sum(d.engine == COMPOSED and d.rejected is None for d in drafted),
        "by_model": sum(d.engine != COMPOSED for d in drafted),
        "fallen_back": sum(d.rejected is not None for d in drafted),
        "reused": sum(d.reused for d in drafted),
    }


def as_text(outcome: Outcome, model: ModelSettings) -> None:
    """The closing table on standard output."""
    console = Console(highlight=False)
    for name, text in _rows(outcome, model):
        # never folded: commands and paths are there to be copied
        label = set_cell_size(name, _LABEL)
        hung = text.replace("\n", "\n" + " " * _LABEL)
        console.print(Text.assemble((label, "bold"), hung), soft_wrap=True)
    if not outcome.final:
        console.print("有“错误”级提示未解决，文件已标“草稿”。", style="bold red")


def _rows(outcome: Outcome, model: ModelSettings) -> Iterator[tuple[str, str]]:
    yield "报告", "\n".join(str(path) for path in outcome.files)
    yield "章节", _sections(section_counts(outcome), model)
    count = numbers(outcome)
    yield (
        "数字",
        (
            f"核实 {count['verified']}，推算 {count['derived']}，引自材料 {count['quoted']}，"
            f"序号等 {count['structural']}，存疑 {count['flagged']}"
        ),
    )
    yield "提示", _findings(outcome)
    chance = outcome.check.coincidence
    if chance is not None:
        yield "核对强度", f"任意写错的数恰好蒙混过关的可能性不超过 {chance:.1%}"
    if outcome.notes:
        yield "说明", "\n".join(outcome.notes)
    yield "用时", f"{outcome.seconds:.1f} 秒"
    if outcome.usage is not None:
        yield "模型", _usage(outcome, model)
        if any(not_asked(outcome).values()):
            yield "未请模型", _not_asked(outcome)
        yield "事实去向", "本机" if model.local else model.host
    else:
        yield "事实去向", "没有离开本机"
    yield "下一步", next_step(outcome)


def next_step(outcome: Outcome) -> str:
    """What to do now: mend the facts, settle what was found, or make the final report."""
    by_severity = Counter(finding.severity for finding in outcome.findings)
    wrong_facts = sum(problem.severity is Severity.ERROR for problem in outcome.problems)
    review = shlex.join(["draft", "review", str(outcome.folder)])
    final = shlex.join(["draft", "assemble", str(outcome.folder)])
    if wrong_facts:
        return f"先改正事实文件中对不上的 {wrong_facts} 处，再重新成文"
    if by_severity[Severity.ERROR]:
        return f"先处理 {by_severity[Severity.ERROR]} 处错误：{review}"
    if by_severity[Severity.WARNING]:
        return f"看一看 {by_severity[Severity.WARNING]} 处警告：{review}\n没有问题就定稿：{final}"
    return f"通读一遍，可以定稿：{final}"


def _sections(count: dict[str, int], model: ModelSettings) -> str:
    parts = [f"{count['all']} 节"]
    if model.name:
        parts.append(f"模型写成 {count['by_model']}")
        parts.append(f"改为按事实成文 {count['fallen_back']}")
    if count["reused"]:
        parts.append(f"沿用上次 {count['reused']}")
    return "，".join(parts)


def _findings(outcome: Outcome) -> str:
    codes: Counter[tuple[str, Severity]] = Counter()
    codes.update((problem.code, problem.severity) for problem in outcome.problems)
    codes.update((finding.code, finding.severity) for finding in outcome.findings)
    if not codes:
        return "无"
    order = list(SEVERITIES)
    listed = sorted(codes.items(), key=lambda entry: (order.index(entry[0][1]), entry[0][0]))
    return "，".join(f"{code} {SEVERITIES[severity]}×{n}" for (code, severity), n in listed)


def _usage(outcome: Outcome, model: ModelSettings) -> str:
    usage = outcome.usage
    assert usage is not None
    cost = f"，费用约 {Money(usage.cost, usage.currency)}" if usage.cost is not None else ""
    again = f"（另有 {usage.replayed} 次取自记录）" if usage.replayed else ""
    return (
        f"{model.name}：调用 {usage.calls} 次{again}，重试 {usage.retries} 次，"
        f"输入 {usage.tokens_in}、输出 {usage.tokens_out} token{cost}"
    )


def not_asked(outcome: Outcome) -> Counter[str]:
    """How many sections were composed for want of money, and of patience, by code."""
    codes = (d.rejected.code for d in outcome.drafted if d.rejected)
    return Counter(code for code in codes if code in (UNPAID, NOT_ASKED))


def _not_asked(outcome: Outcome) -> str:
    resume = shlex.join(["draft", "resume", str(outcome.folder)])
    count = not_asked(outcome)
    lines = []
    if count[UNPAID]:
        lines.append(f"{count[UNPAID]} 节，因预算用完；提高预算接着写：{resume} --budget 金额")
    if count[NOT_ASKED]:
        lines.append(f"{count[NOT_ASKED]} 节，因前面连续多节没有写成；换模型或再试一次：{resume}")
    return "\n".join(lines)


def as_json(outcome: Outcome, model: ModelSettings) -> str:
    """The outcome for other programs; `host` is where facts were sent."""
    usage = outcome.usage
    data: dict[str, Any] = {
        "folder": str(outcome.folder),
        "files": [str(path) for path in outcome.files],
        "final": outcome.final,
        "sections": section_counts(outcome),
        "numbers": numbers(outcome),
        "findings": [finding_json(finding) for finding in outcome.findings],
        "facts": [problem.to_dict() for problem in outcome.problems],
        "coincidence": float(outcome.check.coincidence or 0),
        "seconds": round(outcome.seconds, 3),
        "model": None
        if usage is None
        else {
            "name": model.name,
            "host": model.host,
            "calls": usage.calls,
            "replayed": usage.replayed,
            "retries": usage.retries,
            "tokens_in": usage.tokens_in,
            "tokens_out": usage.tokens_out,
            "cost": None if usage.cost is None else exact(usage.cost),
            "currency": usage.currency or None,
            "unpaid": not_asked(outcome)[UNPAID],
            "given_up": not_asked(outcome)[NOT_ASKED],
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1)
