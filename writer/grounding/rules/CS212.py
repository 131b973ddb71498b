"""CS212: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.arithmetic import addition
from writer.grounding.consistency.mixed import basis_of_parts
from writer.grounding.consistency.parts import part_lists
from writer.grounding.rules.base import Context, Rule


class CS212(Rule):
    """A total is of one basis and its parts are of another.

    Why: a budget stands over what was really spent, so the total looks right and is not.
    Bad: (年初预算301.09万元) 基本支出301.09万元，包括人员经费212.61万元、公用经费33.56万元、补助31.13万元
    Good: 基本支出277.30万元，包括人员经费212.61万元、公用经费33.56万元、补助31.13万元
    """

    code: ClassVar[str] = "CS212"
    title: ClassVar[str] = "合计与分项口径不同"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for found in part_lists(context):
            pair = basis_of_parts(context, found)
            if pair is None:
                continue
            made, said = pair
            total = found.total
            size = next(
                n
                for n in range(2, len(found.parts) + 1)
                if sum(p.number for p in found.parts[:n]) == made.number
            )
            parts = [p.mention for p in found.parts[:size]]
            basis = {"": "决算", "budget": "预算"}.get(said.basis, said.basis)
            yield self.finding(
                context, total.start, total.end,
                f"{addition(parts, made.number, total.mention)}，等于别处所写的“{total.core}”{made.mention.text}；"
                f"此处的{total.mention.text}是{basis}数，与分项口径不同。",
                suggestion=made.mention.text,
            )  # fmt: skip
