"""How much the rules without facts find: `python -m evals.careless_set [--show]`.

`evals/sets/careless/texts.yaml` holds ten little texts a CS rule, each with one fault. A text is
found when any CS rule says something above a notice.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from writer.findings import Finding, Severity

TEXTS = Path(__file__).parent / "sets" / "careless" / "texts.yaml"
Check = Callable[[str], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Careless:
    """A text with a fault that `rule` is there for."""

    rule: str
    text: str


def load_texts(path: Path = TEXTS) -> list[Careless]:
    return [Careless(row["rule"], row["text"]) for row in YAML(typ="safe").load(path.read_bytes())]


def missed(texts: Iterable[Careless], check: Check) -> list[Careless]:
    """The texts that no CS rule says anything about."""
    return [one for one in texts if not any(map(_told, check(one.text)))]


def _told(finding: Finding) -> bool:
    return finding.code.startswith("CS") and finding.severity is not Severity.NOTICE


def main() -> None:
    from writer.grounding.check import check_text

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="every text that was missed")
    show = parser.parse_args().show
    texts = load_texts()
    left = missed(texts, lambda text: check_text(text).findings)
    for rule in sorted({one.rule for one in texts}):
        total = sum(one.rule == rule for one in texts)
        print(f"{rule}  {total - sum(one.rule == rule for one in left):3} of {total}")
        if show:
            print(*(f"  missed: {one.text}" for one in left if one.rule == rule), sep="\n")
    print(f"all    {len(texts) - len(left):3} of {len(texts)}")


if __name__ == "__main__":
    main()
