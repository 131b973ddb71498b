"""The JSON of `draft check`: the fixed contract for one report, a list for several.

One report:  {"text": …, "mentions": […], "findings": […], "summary": {…}}   (DESIGN.md)
Several:     [{"file": "甲.docx", "text": …, …}, {"file": "乙.docx", "error": "…"}]
             in the order of the call; a report that could not be read has "error" instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from writer.views.checked import Checked


def one_json(checked: Checked) -> str:
    """One report, exactly by the contract."""
    return dumped(checked.result.as_json())


def entry(checked: Checked) -> dict[str, Any]:
    """A report's entry in the list of several."""
    return {"file": checked.source, **checked.result.as_json()}


def failure(source: str, message: str) -> dict[str, Any]:
    """The entry of a report that could not be read."""
    return {"file": source, "error": message}


def list_json(entries: Iterable[dict[str, Any]]) -> str:
    return dumped(list(entries))


def dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
