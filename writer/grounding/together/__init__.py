"""Several things told of as one: 甲、乙、丙三个项目共支出…, 除甲外其余两个项目…, 四个项目合计….

`groups` says who is meant, `numbers` what a number is told of them, by the `sums` that they make;
`conditions` counts those of the facts that meet one.
"""

from __future__ import annotations

from writer.grounding.together.conditions import counted_projects, limits_projects
from writer.grounding.together.groups import NAMED, Group, told_of
from writer.grounding.together.numbers import joint, of_group

__all__ = [
    "NAMED",
    "Group",
    "counted_projects",
    "joint",
    "limits_projects",
    "of_group",
    "told_of",
]
