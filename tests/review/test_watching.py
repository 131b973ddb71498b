"""A run looked at while it is being written, without a browser."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from tests.review.held import Held
from tests.review.site import Client, Site
from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.cli.progress import Silent
from writer.errors import ModelUnavailable, RunError
from writer.live import LIVE, Live, read_live
from writer.pipeline import Request, draft
from writer.replies import paragraphs_so_far
from writer.review.watching import Stage, Watched, without_references
from writer.runs import RunFolder
from writer.settings import ModelSettings

DATA = Path(__file__).parents[1] / "data"
FACTS, FORMAT = DATA / "flood.yaml", str(DATA / "format")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", []),
        ('{"section": "甲', []),
        ('{"section": "甲", "paragraphs": ["第一段，支出{F3', ["第一段，支出{F3"]),
        ('{"section": "甲", "paragraphs": ["一\\"段\\"。", "二', ['一"段"。', "二"]),
        ('{"section": "甲", "paragraphs": ["\\u4e00\\u4e', ["一"]),
        ('{"paragraphs": ["\\u12\\x错", "二"]}', ["\\u12\\x错", "二"]),
        ('```json\n{"paragraphs": ["第一段"]}\n```', ["第一段"]),
        ("<think>先想一想", []),
        ("<think>想好了</think>第一段\n\n第二", ["第一段", "第二"]),
    ],
)
def test_an_answer_is_read_while_it_comes(text: str, shown: list[str]) -> None:
    assert paragraphs_so_far(text) == shown


def test_a_number_that_is_not_there_yet_is_a_gap() -> None:
    assert without_references("支出{F3}，增长{F1") == [
        ("支出", False), ("", True), ("，增长", False), ("", True),
    ]  # fmt: skip
    assert without_references("支出{") == [("支出", False), ("", True)]


def shown_stages(watched: Watched) -> list[Stage | None]:
    return [card.stage for card in watched.look().cards]


def until(true: object) -> None:
    pause = threading.Event()
    for _ in range(1000):
        if true():  # type: ignore[operator]
            return
        pause.wait(0.02)
    raise AssertionError("it did not come about")


DONE = [Stage.FALLEN, Stage.BY_MODEL, Stage.BY_MODEL]


def test_sections_are_seen_growing_and_then_with_their_verdicts(held: tuple[Held, Path]) -> None:
    progress, run = held
    watched = Watched(run)
    until(lambda: shown_stages(watched) == [Stage.GROWING, *DONE])
    growing, fallen, *_ = watched.look().cards
    assert "".join(growing.so_far)
    assert growing.proof is None, "nothing is said of what is not there yet"
    assert "自己写了数" in fallen.why
    assert fallen.proof is not None
    assert all(j.verdict is not None and j.verdict.good for j in fallen.proof.mentions)
    assert watched.busy
    assert not watched.over
    progress.go_on.set()
    until(lambda: watched.over)
    assert shown_stages(watched) == [Stage.BY_MODEL, *DONE]
    assert not (run / LIVE).exists(), "gone when the report is there"


def test_a_window_gets_only_what_changed_and_then_the_desk(held: tuple[Held, Path]) -> None:
    progress, run = held
    with Site(run) as site:
        client = site.client()
        until(lambda: all(t in client.get("/").text for t in ("<b>3</b> / 4", "正在写 1 节")))
        assert 'class="n v-verified"' in client.get("/").text, "what is finished shows its verdicts"
        seen = json.loads(client.get("/live?seen=0").text)
        assert {"head", "s0", "s1"} <= set(seen["parts"])
        until(lambda: json.loads(client.get(f"/live?seen={seen['seen']}").text)["parts"] == {})
        progress.go_on.set()
        until(lambda: json.loads(client.get("/live?seen=0").text).get("over"))
        assert 'id="detail"' in client.get("/").text, "the desk, for the same cookie"
        assert json.loads(client.get("/live?seen=0").text) == {"over": True}, "for other windows"


def test_nobody_else_gets_in(held: tuple[Held, Path]) -> None:
    with Site(held[1]) as site:
        for path in ("/", "/live?seen=0"):
            assert Client(site.port, cookie="none=1").get(path).status == 403
            assert site.client().send("GET", path, headers={"Host": "evil.test"}).status == 403


def test_a_run_that_stops_says_why(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script("good", {"评价结论": "no_quota"})
    model = ModelSettings(name=MODEL, base_url=server.url, retries=0, concurrency=1)
    request = Request(FACTS, tmp_path / "run", FORMAT, model=model)
    with pytest.raises(ModelUnavailable):
        draft(request, Silent())
    live = read_live(RunFolder(tmp_path / "run"))
    assert live is not None
    assert "额度" in live.stopped
    assert shown_stages(Watched(tmp_path / "run"))[-1] is Stage.WAITING
    server.script = Script("good")
    draft(request, Silent())
    assert Watched(tmp_path / "run").over


def test_a_killed_run_is_told_from_one_that_is_at_work(tmp_path: Path) -> None:
    draft(Request(FACTS, tmp_path / "run", FORMAT), Silent())
    folder = RunFolder(tmp_path / "run")
    folder.write_json(LIVE, {"model": "m", "stage": "", "stopped": "", "done": [], "growing": {}})
    watched = Watched(tmp_path / "run")
    assert not watched.busy
    assert not watched.over
    assert set(shown_stages(watched)) == {Stage.WAITING}, "the drafts are of an earlier run"
    with folder.held():
        assert watched.busy


def test_a_full_disk_does_not_stop_what_is_only_shown(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "nowhere" / "run")
    (tmp_path / "nowhere").write_text("a file, so that no folder can be made", "utf-8")
    with Live(folder, Silent(), "m") as live:
        live.growing("甲", "一", 1)
    assert read_live(RunFolder(tmp_path)) is None


def test_a_run_that_fails_before_it_began_leaves_nothing(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    with pytest.raises(RunError), Live(folder, Silent(), "m"):
        raise RunError("写不了")
    assert not (tmp_path / LIVE).exists(), "else the folder would be taken for somebody else's"


def test_what_has_not_begun_cannot_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(RunError):
        Watched(tmp_path).look()
