"""The JSON of the word lists says what their YAML says, and an edited list counts at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.grounding import wordlists


def test_the_json_has_not_drifted() -> None:
    assert wordlists.COMPILED.read_text("utf-8") == wordlists.compiled(), (
        "python -m writer.grounding.wordlists"
    )


def test_a_list_that_was_edited_since_is_read_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wordlists.load.cache_clear()
    for source in wordlists.WORDS.glob("*.yaml"):
        text = source.read_text("utf-8")
        (tmp_path / source.name).write_text(text + "brand_new: 1\n", "utf-8")
    monkeypatch.setattr(wordlists, "WORDS", tmp_path)
    try:
        for source in tmp_path.glob("*.yaml"):
            assert wordlists.load(source.stem)["brand_new"] == 1
    finally:
        wordlists.load.cache_clear()


def test_line_ends_of_another_system_make_no_edit() -> None:
    source = (wordlists.WORDS / "linking.yaml").read_bytes()
    assert wordlists.hash_of(source) == wordlists.hash_of(source.replace(b"\n", b"\r\n"))
