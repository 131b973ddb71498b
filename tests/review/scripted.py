"""A model for the desk that answers as a test tells it to, and what a bad one leaves behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.review.site import Site
from writer.drafting.drafted import Drafted
from writer.replies import Answer
from writer.settings import ModelSettings, Settings


class Scripted:
    """A model that answers with a function of what it is asked."""

    def __init__(self, reply: object) -> None:
        self.settings = ModelSettings(name="scripted", base_url="http://127.0.0.1:9/v1")
        self.asked: list[str] = []
        self._reply = reply

    def ask(self, messages: Sequence[dict[str, str]], purpose: str) -> Answer:
        text = messages[-1]["content"].split("文字：\n")[1].rsplit("\n", 1)[0]
        self.asked.append(text)
        paragraphs = self._reply(text)  # type: ignore[operator]
        return Answer(json.dumps({"section": "x", "paragraphs": paragraphs}, ensure_ascii=False))


def with_model(run: Path, reply: object) -> tuple[Site, Scripted]:
    model = Scripted(reply)
    settings = Settings(model=model.settings)
    site = Site(run, model=lambda _desk: model, settings=settings)
    return site, model


def discard(run: Path, text: str) -> None:
    """Lets a section of the run have fallen back, with `text` as what the model had written."""
    path = sorted((run / "sections").glob("*.json"))[3]
    data = json.loads(path.read_text("utf-8"))
    data["rejected"] = {"code": "MD401", "reason": "自己写了数", "texts": [text]}
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert Drafted.from_json(data, data["fingerprint"]) is not None
