"""The word lists: YAML for those who edit them, one JSON of the same for those who read them.

Parsing the YAML takes longer than checking a report. `words/compiled.json` holds what stands in
the lists together with the hash of each file; a list that was edited since is parsed itself, so
an edit counts at once. `python -m writer.grounding.wordlists` writes the JSON again, and a test
fails when it drifts.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words"
COMPILED = WORDS / "compiled.json"


@cache
def load(name: str) -> dict[str, Any]:
    """A word list by its stem ("linking"), as JSON has it: all keys are strings."""
    source = (WORDS / f"{name}.yaml").read_bytes()
    known = _compiled().get(name)
    if known is not None and known["sha256"] == hash_of(source):
        data: dict[str, Any] = known["data"]
        return data
    return parsed(source)


@cache
def _compiled() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(COMPILED.read_bytes()) if COMPILED.is_file() else {}
    return data


def hash_of(source: bytes) -> str:
    """Of a list's text."""
    # a checkout on Windows may have other line ends
    return hashlib.sha256(source.replace(b"\r\n", b"\n")).hexdigest()


def parsed(source: bytes) -> dict[str, Any]:
    """What a list's YAML says, as JSON would have it."""
    from ruamel.yaml import YAML

    data = YAML(typ="safe", pure=True).load(source.decode("utf-8"))
    found: dict[str, Any] = json.loads(json.dumps(data))
    return found


def compiled() -> str:
    """The text that compiled.json must have."""
    files = sorted(WORDS.glob("*.yaml"))
    lists = {
        p.stem: {"sha256": hash_of(p.read_bytes()), "data": parsed(p.read_bytes())} for p in files
    }
    return json.dumps(lists, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    COMPILED.write_text(compiled(), encoding="utf-8")
