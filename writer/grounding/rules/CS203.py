"""CS203: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.results import wrong_results
from writer.grounding.rules.base import Context, Rule


class CS203(Rule):
    """A rate, growth, share or difference does not follow from the numbers beside it.

    Why: derived numbers are worked out by hand, last, and are seldom worked out again.
    Bad: 死亡75人，同比上升17.18%，多死亡11人。(11 ÷ 64 = 17.19%)
    Good: 死亡75人，同比上升17.19%，多死亡11人。
    """

    code: ClassVar[str] = "CS203"
    title: ClassVar[str] = "推算结果与所列数据不符"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for miss in wrong_results(context):
            mention = miss.claim.mention
            should = f"，此处写作{mention.text}"
            yield self.finding(
                context, mention.start, mention.end, f"按所列数据，{miss.formula}{should}。",
                suggestion=miss.expected or None,
                severity=None if miss.certain else Severity.WARNING,
            )  # fmt: skip
