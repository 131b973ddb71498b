"""More people than posts.

Serving staff above the approved posts, in all or of one kind, is possible for a while but has to
be explained, and is more often a typing error. Always a warning.

Bad:  编制 17, 在职 22
Good: 编制 22, 在职 17
"""

from __future__ import annotations

from collections.abc import Iterator

from writer.facts import Headcount
from writer.ledger import Ledger
from writer.reconcile.base import WARNING, Fault

TITLE = "在职人数超过编制"


def check(ledger: Ledger) -> Iterator[Fault]:
    staff = ledger.facts.staff
    if staff is None or staff.posts is None or staff.serving is None:
        return
    posts, serving = _total(staff.posts), _total(staff.serving)
    if posts is not None and serving is not None and serving > posts:
        yield Fault(WARNING, ("机构与人员", "在职"), (
            f"在职 {serving}人，超过编制 {posts}人，多 {serving - posts}人"
        ))  # fmt: skip
    for kind, number in staff.serving.parts.items():
        allowed = staff.posts.parts.get(kind)
        if allowed is not None and number > allowed:
            yield Fault(WARNING, ("机构与人员", "在职", "构成", kind), (
                f"{kind}在职 {number}人，超过{kind}编制 {allowed}人，多 {number - allowed}人"
            ))  # fmt: skip


def _total(group: Headcount) -> int | None:
    if group.total is not None:
        return group.total
    return sum(group.parts.values()) if group.parts else None
