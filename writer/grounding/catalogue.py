"""The catalogue of all rules, read off their classes: `python -m writer.grounding.catalogue`.

The command writes RULES.md of a checkout; `draft rules` prints the same entries in Chinese.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from writer.findings import Severity
from writer.grounding.rules import Rule, all_rules
from writer.grounding.wordlists import load

FAMILIES = {
    "GR": ("A number against the ledger", "数字与台账"),
    "CS": ("A report against itself; needs no facts", "报告前后核对"),
    "DC": ("The document", "文稿"),
}
_PART = re.compile(r"^(Why|Bad|Good):\s*", re.MULTILINE)
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: `fault`, `why`, `bad` and `good` from its docstring, `title` and `about` in
    Chinese for users; `severity` is the usual one, single findings may weigh less."""

    code: str
    title: str
    severity: Severity
    fault: str
    why: str
    bad: str
    good: str
    about: str

    @property
    def family(self) -> str:
        return self.code[:2]


@cache
def entries(more: tuple[Rule, ...] = ()) -> tuple[Entry, ...]:
    """Every rule, by code, and those of another package. ValueError when a docstring lacks a
    part."""
    return tuple(entry_of(rule) for rule in (*all_rules(), *more))


def entry_of(rule: Rule) -> Entry:
    """A rule's entry. ValueError when its docstring lacks a part."""
    text = inspect.cleandoc(type(rule).__doc__ or "")
    head, *pieces = _PART.split(text)
    parts = dict(zip(pieces[::2], pieces[1::2], strict=True))
    if not head.strip() or set(parts) != {"Why", "Bad", "Good"}:
        raise ValueError(f"{rule.code}: the docstring needs a fault, Why:, Bad: and Good:")
    why, bad, good = (_line(parts[key]) for key in ("Why", "Bad", "Good"))
    about = rule.about or str(load("rules")[rule.code])
    return Entry(rule.code, rule.title, rule.severity, _line(head), why, bad, good, about)


def explain(code: str, more: tuple[Rule, ...] = ()) -> str | None:
    """A rule in Chinese, for the terminal; None for an unknown code."""
    entry = next((e for e in entries(more) if e.code == code.upper()), None)
    if entry is None:
        return None
    return (
        f"{entry.code} {entry.title}（{_SEVERITIES[entry.severity]}）\n"
        f"{entry.about}\n  反例：{entry.bad}\n  正例：{entry.good}\n"
    )


def overview(more: tuple[Rule, ...] = ()) -> str:
    """All rules in Chinese, a line each, by family."""
    lines: list[str] = []
    for family, (_, name) in FAMILIES.items():
        lines.append(f"{family} {name}")
        lines += [
            f"  {e.code} {_SEVERITIES[e.severity]} {e.title}"
            for e in entries(more)
            if e.family == family
        ]
    return "\n".join(lines) + "\n"


def rules_page() -> str:
    """RULES.md as it must be."""
    lines = [
        "# Rules",
        "",
        "Made by `python -m writer.grounding.catalogue` from the classes in "
        "`writer/grounding/rules`; do not edit.",
        "A severity is the usual one: a finding that a person must decide, or that rounding "
        "explains, weighs less.",
    ]
    for family, (name, _) in FAMILIES.items():
        lines += ["", f"## {family}: {name}"]
        for entry in entries():
            if entry.family == family:
                lines += ["", f"### {entry.code} {entry.title} ({entry.severity})", ""]
                lines += [entry.fault, "", f"- Why: {entry.why}", f"- Bad: {entry.bad}"]
                lines += [f"- Good: {entry.good}"]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """A part of a docstring in one line; Chinese lines join without a blank."""
    return re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff])", "", " ".join(text.split())
    )


def main() -> None:
    """Write RULES.md beside the package."""
    path = Path(__file__).parents[2] / "RULES.md"
    path.write_text(rules_page(), "utf-8")
    print(f"{path}: {len(entries())} rules")


if __name__ == "__main__":
    main()
