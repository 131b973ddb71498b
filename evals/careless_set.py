"""How much the rules without facts find: `python -m evals.careless_set [--show]`.

`evals/sets/careless/texts.yaml` holds ten little texts a CS rule, each with one fault, on which the
rules were mended; `blind.yaml` four a rule, written before any rule was run on them, half of which
(`measure`) is never tuned on. A text is found when any CS rule says something above a notice.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from writer.findings import Finding, Severity

SETS = Path(__file__).parent / "sets" / "careless"
TEXTS, BLIND = SETS / "texts.yaml", SETS / "blind.yaml"
Check = Callable[[str], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Careless:
    """A text with a fault that `rule` is there for."""

    rule: str
    text: str
    half: str = "tune"


def load_texts(path: Path = TEXTS) -> list[Careless]:
    return [Careless(**row) for row in YAML(typ="safe").load(path.read_bytes())]


def missed(texts: Iterable[Careless], check: Check) -> list[Careless]:
    """The texts that no CS rule says anything about."""
    return [one for one in texts if not any(map(_told, check(one.text)))]


def _told(finding: Finding) -> bool:
    return finding.code.startswith("CS") and finding.severity is not Severity.NOTICE


def main() -> None:
    from writer.grounding.check import check_text

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="what was missed, `measure` aside")
    show = parser.parse_args().show
    for path in (TEXTS, BLIND):
        _report(path.stem, load_texts(path), lambda text: check_text(text).findings, show)


def _report(name: str, texts: list[Careless], check: Check, show: bool) -> None:
    left = missed(texts, check)
    for rule in sorted({one.rule for one in texts}):
        total = sum(one.rule == rule for one in texts)
        print(f"{name}  {rule}  {total - sum(one.rule == rule for one in left):3} of {total}")
        if show:
            print(
                *(f"  missed: {x.text}" for x in left if x.rule == rule and x.half == "tune"),
                sep="\n",
            )
    for half in sorted({one.half for one in texts}):
        total = sum(one.half == half for one in texts)
        print(f"{name}  {half:7} {total - sum(one.half == half for one in left):3} of {total}")


if __name__ == "__main__":
    main()
