"""The rules, one file each. `layout_rules()` finds them; nothing is registered by hand."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

from writer.grounding.rules import Rule

__all__ = ["layout_rules"]

_CODE = re.compile(r"DC4\d{2}")


@cache
def layout_rules() -> tuple[Rule, ...]:
    """One instance of every rule, by code."""
    names = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if _CODE.fullmatch(p.stem))
    return tuple(getattr(import_module(f"{__name__}.{name}"), name)() for name in names)
