"""The page by HTTP: what each route shows and changes, and two editors at once."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.kit import Desk, clean_sentences, first_open, wrong_digit
from tests.review.measure import crowd
from tests.review.scripted import discard, with_model
from tests.review.site import Client, Process, Site
from tests.review.word_editor import WordEditor
from writer.documents import read_document
from writer.review.store import Kind, Source
from writer.review.web.answers import Answers
from writer.review.web.calls import Call
from writer.review.web.deciding import Deciding


@pytest.fixture
def site(run: Path) -> Iterator[Site]:
    with Site(run) as running:
        yield running


@pytest.fixture
def client(site: Site) -> Client:
    return site.client()


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def partials(page: str) -> set[str]:
    return set(re.findall(r'<hx-partial hx-target="([^"]+)"', page))


def test_the_page_shows_report_verdicts_and_findings(site: Site, client: Client) -> None:
    page = client.get("/").text
    state = site.desk.state
    for verdict in ("verified", "derived", "quoted", "wrong_value"):
        assert f'class="n v-{verdict}' in page
    for item in state.items:
        assert f'data-key="{item.key}"' in page
    assert f"待处理 {len(state.items)} 处" in page
    shown = re.sub(r"<[^>]+>", "", page)
    assert state.run.report.title in html.unescape(shown)


def test_a_finding_shows_what_was_expected_and_where_it_comes_from(
    site: Site, client: Client
) -> None:
    item = first_open(site.desk)
    page = html.unescape(client.get(f"/finding/{item.key}").text)
    figure = site.desk.run.ledger.figures[item.finding.figures[0]]
    assert item.finding.message in page
    assert figure.shown in page
    assert f"第 {figure.source.line} 行" in page
    assert figure.source.path in page
    assert "采用建议" in page


def test_taking_over_sends_only_what_changed(site: Site, client: Client) -> None:
    page = client.get("/").text
    item = first_open(site.desk)
    answer = client.post("/take", key=item.key, seen=0, nonce="n1", view=value(page, "view"))
    assert answer.status == 200
    changed = partials(answer.text)
    assert {"#list", "#counts", "#view-holder", "#status"} <= changed
    parts = {p for p in changed if re.fullmatch(r"#p\d+", p)}
    assert 1 <= len(parts) <= 4
    assert "#paper" not in changed
    again = client.post("/take", key="gone", seen=0, view="stale-view")
    assert "#paper" in partials(again.text)


def test_a_sentence_is_checked_as_it_is_typed(site: Site, client: Client) -> None:
    unit, judged = clean_sentences(site.desk.state)[0]
    right = judged.mention.text
    wrong = unit.text.replace(right, wrong_digit(right))
    shown = client.post("/preview", unit=unit.id, text=wrong, pane="w1").text
    assert "错误" in shown
    assert 'class="n v-wrong' in shown
    assert "这句话没有问题" in client.post("/preview", unit=unit.id, text=unit.text, pane="w2").text
    form = client.get(f"/unit/{unit.id}/edit").text
    assert "写过而没有保存" in form
    assert html.escape(wrong) in form
    client.post("/edit", unit=unit.id, text=wrong, seen=0, nonce="n")
    assert "写过而没有保存" not in client.get(f"/unit/{unit.id}/edit").text


def test_a_check_that_is_late_does_not_lose_what_was_typed_after_it(run: Path) -> None:
    """Threads may take up the check of an older version after that of a newer one."""
    desk = Desk(run)
    deciding = Deciding(desk, Answers(desk))
    unit, _ = clean_sentences(desk.state)[0]

    def typed(text: str, arrival: int) -> None:
        form = {"unit": unit.id, "text": text, "pane": "w"}
        deciding.preview(Call(form, {}, "甲", arrival=arrival))

    typed("写到一半", 2)
    typed(unit.text, 1)
    assert [t.text for t in desk.store.unsaved(unit.id)] == ["写到一半"]
    typed(unit.text, 3)
    assert desk.store.unsaved(unit.id) == []


def test_two_windows_the_second_sees_both(site: Site) -> None:
    one, two = site.client(), site.client()
    two.headers["Cookie"] = f"{two.cookie}; jixiao-who=%E4%B9%99"
    item = first_open(site.desk)
    form = two.get(f"/unit/{item.unit}/edit").text
    one.post("/edit", unit=item.unit, text="甲先保存的写法。", seen=0, nonce="a")
    answer = two.post(
        "/edit", unit=item.unit, text="乙后保存的写法。", seen=value(form, "seen"), nonce="b"
    )
    assert answer.status == 409
    plain = html.unescape(answer.text)
    assert "刚被别人改过" in plain
    assert "甲先保存的写法。" in plain
    assert "乙后保存的写法。" in plain
    assert len(site.desk.state.log) == 1, "nothing was overwritten"
    merged = two.post(
        "/edit", unit=item.unit, text="合并的写法。", seen=value(answer.text, "seen"), nonce="c"
    )
    assert merged.status == 200
    assert site.desk.state.replayed.text(item.unit) == "合并的写法。"
    assert [d.who for d in site.desk.state.log] == ["甲", "乙"]


def test_accepting_and_undoing(site: Site, client: Client) -> None:
    item = first_open(site.desk)
    form = client.get(f"/finding/{item.key}/accept").text
    empty = client.post("/accept", key=item.key, reason="", seen=0, nonce="n")
    assert empty.status == 422
    assert "理由" in empty.text
    client.post("/accept", key=item.key, reason="经核实", seen=value(form, "seen"), nonce="n")
    assert "经核实" in client.get(f"/finding/{item.key}").text
    assert "已保留" in client.get("/list?status=accepted").text
    undone = client.post("/undo")
    assert undone.status == 200
    assert site.desk.state.by_key[item.key].open
    assert client.post("/undo").status == 422
    assert client.post("/undo/99").status == 422


def test_filters_narrow_the_list_and_what_comes_next(site: Site, client: Client) -> None:
    items = site.desk.state.items
    errors = [i for i in items if i.finding.severity == "error"]
    page = client.get("/list?severity=error").text
    assert len(re.findall(r"<li><a ", page)) == len(errors)
    code = errors[0].finding.code
    page = client.get(f"/list?code={code}&severity=error").text
    assert len(re.findall(r"<li><a ", page)) == sum(i.finding.code == code for i in errors)
    assert "没有符合条件" in client.get("/list?status=accepted").text
    answer = client.send(
        "GET", f"/next?severity=error&section={errors[0].finding.section and '%00'}"
    )
    assert answer.status == 200


def test_correcting_a_fact_shows_the_difference_first(site: Site, client: Client) -> None:
    item = first_open(site.desk)
    facts = site.desk.run.facts_path
    assert facts is not None
    before = facts.read_text("utf-8")
    form = client.get(f"/finding/{item.key}/fact").text
    path = value(form, "path")
    shown = client.post("/fact/diff", path=path, value="19", reason="编办批复").text
    assert 'class="line out"' in shown
    assert 'class="line in"' in shown
    assert facts.read_text("utf-8") == before, "only shown"
    saved = client.post(
        "/fact/save", path=path, value="19", reason="编办批复", hash=value(shown, "hash"), nonce="n"
    )
    assert saved.status == 200
    assert "#paper" in partials(saved.text)
    assert facts.read_text("utf-8") != before
    assert site.desk.state.log[-1].kind is Kind.FACT
    late = client.post("/fact/save", path=path, value="20", hash=value(shown, "hash"))
    assert late.status == 422
    assert "重新查看差异" in late.text


def test_a_facts_file_changed_elsewhere_offers_a_new_draft(site: Site, client: Client) -> None:
    facts = site.desk.run.facts_path
    assert facts is not None
    facts.write_text(facts.read_text("utf-8").replace("225.15", "225.20"), "utf-8")
    assert "事实文件已改动" in client.get("/").text
    assert client.post("/redraft").status == 200
    assert "事实文件已改动" not in client.get("/").text
    assert "225.20万元" in site.desk.state.edition.report.text


def test_the_log_shows_outdated_decisions_and_takes_them_up_again(
    site: Site, client: Client
) -> None:
    from writer.review.store import Decision

    item = first_open(site.desk)
    site.desk.store.append(
        Decision(
            Kind.EDIT, item.unit, "甲", "原。", "旧的写法。", figures={item.finding.figures[0]: "0"}
        )
    )
    page = client.get("/history").text
    assert "已过期的决定" in page
    assert "1 项决定已过期" in client.get("/").text
    kept = client.post("/keep/1")
    assert kept.status == 200
    assert site.desk.state.replayed.text(item.unit) == "旧的写法。"


def test_files_out_and_in(site: Site, client: Client, tmp_path: Path) -> None:
    item = first_open(site.desk)
    answer = client.get("/download/word")
    path = tmp_path / "out.docx"
    path.write_bytes(answer.body)
    word = WordEditor(path)
    word.replace(site.desk.state.edition.report.text[item.finding.start : item.finding.end],
                 item.finding.suggestion or "")  # fmt: skip
    edited = word.save(tmp_path / "in.docx").read_bytes()
    back = client.send("POST", "/word?view=x", edited, {"Content-Type": "application/octet-stream"})
    assert back.status == 200
    assert "修改句子 1 处" in back.text
    assert item.key not in site.desk.state.by_key
    record = tmp_path / "record.docx"
    record.write_bytes(client.get("/download/record.docx").body)
    assert "Word 修订" in read_document(record).text
    rows = list(csv.reader(io.StringIO(client.get("/download/record.csv").text.lstrip("\ufeff"))))
    assert rows[1][3] == "修改句子"


def test_the_gate_by_the_page(site: Site, client: Client) -> None:
    draft = client.post("/assemble")
    assert "已生成草稿" in draft.text
    for item in site.desk.state.blocking:
        client.post(
            "/accept", key=item.key, reason="经核实", seen=site.desk.state.version(item.unit)
        )
    final = client.post("/assemble")
    assert "已生成正式稿" in final.text
    assert (site.desk.path / "正式稿.docx").exists()


def test_the_name_is_kept_in_the_window(site: Site, client: Client) -> None:
    answer = client.post("/who", who=" 李审核 ")
    cookie = answer.headers["set-cookie"].split(";")[0]
    client.headers["Cookie"] = f"{client.cookie}; {cookie}"
    item = first_open(site.desk)
    client.post("/take", key=item.key, seen=0)
    assert site.desk.state.log[-1].who == "李审核"
    assert client.post("/who", who="  ").status == 422


# ---- the model ---------------------------------------------------------------------------


def test_another_wording_is_compared_checked_and_taken(run: Path) -> None:
    site, model = with_model(run, lambda text: [text.replace("年初预算", "年初安排预算")])
    with site:
        client = site.client()
        unit = next(u for u, _ in clean_sentences(site.desk.state) if "年初预算" in u.text)
        assert "模型改写" in client.get(f"/unit/{unit.id}").text
        shown = client.post("/model", unit=unit.id, scope="sentence").text
        assert not re.search(r"[0-9]", re.sub(r"\{F\d+\}", "", model.asked[0])), "numbers stay here"
        assert "<ins>" in shown
        text = value(shown, "text")
        taken = client.post(
            "/model/take", unit=unit.id, scope="sentence", text=text, seen=value(shown, "seen")
        )
        assert taken.status == 200
        made = site.desk.state.log[-1]
        assert (made.kind, made.source, made.after) == (Kind.EDIT, Source.MODEL, text)


@pytest.mark.parametrize(
    "reply",
    [
        lambda text: [text + "另增12.34万元。"],
        lambda text: [text.replace("{F1}", "")],
        lambda text: [text.replace("{F1}", "{F99}")],
        lambda text: [text + "另增三百万元。"],
        lambda _text: [],
        lambda _text: ["  "],
    ],
    ids=["typed", "missing", "unknown", "chinese", "empty", "blank"],
)
def test_a_wording_that_touches_numbers_is_not_taken(run: Path, reply: object) -> None:
    site, _ = with_model(run, reply)
    with site:
        unit, _judged = clean_sentences(site.desk.state)[0]
        answer = site.client().post("/model", unit=unit.id, scope="sentence")
        assert answer.status == 422
        assert "没有采用" in answer.text
        assert site.desk.state.log == ()


def test_a_section_can_be_reworded_as_a_whole(run: Path) -> None:
    site, _ = with_model(
        run, lambda text: [*text.replace("我中心", "本中心").split("\n"), "以上情况属实。"]
    )
    with site:
        client = site.client()
        unit = next(
            u for u, _ in clean_sentences(site.desk.state) if "我中心" in u.text and u.section
        )
        shown = client.post("/model", unit=unit.id, scope="section").text
        taken = client.post("/model/take", unit=unit.id, scope="section", text=value(shown, "text"))
        assert taken.status == 200
        kinds = [d.kind for d in site.desk.state.log]
        assert Kind.INSERT in kinds
        assert Kind.EDIT in kinds
        assert all(d.source is Source.MODEL for d in site.desk.state.log)
        assert "以上情况属实。" in site.desk.state.edition.report.text
        assert "本中心" in site.desk.state.replayed.text(unit.id)


def test_without_a_model_there_is_nothing_to_ask(site: Site, client: Client) -> None:
    unit, _ = clean_sentences(site.desk.state)[0]
    assert "模型改写" not in client.get(f"/unit/{unit.id}").text
    assert "没有设置模型" in client.post("/model", unit=unit.id, scope="sentence").text


def test_the_models_discarded_text_is_shown(run: Path) -> None:
    """A section that fell back keeps what the model wrote for the editor."""
    discard(run, "模型写的<b>99</b>万元。")
    with Site(run) as site:
        item = next(i for i in site.desk.state.items if i.finding.code == "MD401")
        page = site.client().get(f"/finding/{item.key}").text
        assert "模型原文（没有采用，1 份）" in page
        assert "模型写的&lt;b&gt;99&lt;/b&gt;万元。" in page


# ---- the process -------------------------------------------------------------------------


def test_what_was_typed_and_saved_outlives_a_kill(run: Path) -> None:
    one, two = (unit for unit, _ in clean_sentences(Desk(run).state)[:2])
    with Process(run) as server:
        client = Client(server.port)
        saved = client.post("/edit", unit=one.id, text="改写的一句话。", seen=0, nonce="n")
        assert saved.status == 200
        client.post("/preview", unit=two.id, text="写到一半", pane="w")
        server.kill()
    desk = Desk(run)
    assert [d.after for d in desk.state.log] == ["改写的一句话。"]
    assert [t.text for t in desk.store.unsaved(two.id)] == ["写到一半"]


def test_a_crowd_deciding_while_the_server_is_killed_loses_nothing() -> None:
    """The short form of `python -m tests.review.measure windows`."""
    figures = crowd(4, lambda turn: turn < 3, killed_after=5)
    assert figures["lost"] == 0
    assert figures["confirmed"] == figures["in_the_log"] != 0
    assert figures["kills"]
