"""The unit itself and its people."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from writer.facts import Headcount
from writer.ledger import derive
from writer.ledger.figure import DONE
from writer.ledger.recorder import Path, Recorder
from writer.quantities import quantity


def unit_figures(record: Recorder) -> None:
    """How the unit is made up."""
    unit = record.facts.unit
    if unit is None:
        return
    record.tell(unit.profile, ("单位", "单位概况"))
    record.tell((unit.address,) if unit.address else (), ("单位", "办公地址"))
    for name, items in (("内设机构", unit.offices), ("下属单位", unit.subordinates)):
        record.count_of(name, items, ("单位", name))


def staff_figures(record: Recorder) -> None:
    """机构与人员."""
    staff = record.facts.staff
    if staff is None:
        return
    period = staff.as_of or record.year
    groups: tuple[tuple[str, Headcount | None, tuple[str, ...]], ...] = (
        ("编制", staff.posts, ("编制数", "编制人数", "核定编制", "总编制")),
        ("在职人员", staff.serving, ("在职人数", "实有人数", "实有在职人员", "在职")),
        ("离退休人员", staff.retired, ("离退休",)),
    )
    keys = {"编制": "编制", "在职人员": "在职", "离退休人员": "离退休"}
    for name, group, aliases in groups:
        if group is not None:
            _headcount(record, name, group, aliases, ("机构与人员", keys[name]), period)
    for name, number in staff.others.items():
        record.add(
            f"人员.{name}", (name, "人数", DONE, period),
            quantity(Decimal(number), "人"), ("机构与人员", "其他人员", name),
        )  # fmt: skip
    record.tell(staff.note, ("机构与人员", "说明"))


def _headcount(
    record: Recorder, name: str, group: Headcount, aliases: tuple[str, ...], path: Path, period: str
) -> None:
    parts = [
        record.add(f"人员.{name}.{part}", (part, "人数", DONE, period),
                 quantity(Decimal(number), "人"), (*path, "构成", part), (), (name,))
        for part, number in group.parts.items()
    ]  # fmt: skip
    if group.total is not None:
        record.add(
            f"人员.{name}", (name, "人数", DONE, period),
            quantity(Decimal(group.total), "人"), path, aliases,
        )  # fmt: skip
    else:
        whole = derive.total(f"人员.{name}", name, parts)
        record.derived(replace(whole, aliases=aliases, parents=()) if whole else None)
