"""The page in a real Chromium: every decision by mouse and by keys, wide and narrow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.kit import clean_sentences, first_open
from tests.review.scripted import discard, with_model
from tests.review.site import Site
from writer.review.store import Decision, Kind, Source

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="needs selenium")

from selenium.webdriver.support.select import Select  # noqa: E402

from tests.review.browser import CHROMIUM, DESKTOP, DRIVER, PHONE, Page  # noqa: E402

if not (CHROMIUM and DRIVER):
    pytest.skip("needs Chromium and chromedriver", allow_module_level=True)


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """One browser for all tests of a width."""
    made = Page(request.param)
    yield made
    made.close()


@pytest.fixture
def site(run: Path, page: Page) -> Iterator[Site]:
    """The run with a model that writes 本中心 for 我中心, and one section that it spoiled."""
    discard(run, "模型写的<b>99</b>万元。")
    running, _ = with_model(run, lambda text: text.replace("我中心", "本中心").split("\n"))
    with running:
        page.open(running.address)
        yield running
        expected = ("status of 409", "status of 422")
        own = [c for c in page.complaints() if f":{running.port}/" in c or "http" not in c]
        bad = [c for c in own if not any(e in c for e in expected)]
        assert bad == []


def show(page: Page, site: Site, by_keys: bool) -> str:
    """Brings the first planted error into the panel; gives its key."""
    item = first_open(site.desk)
    if by_keys:
        for _ in site.desk.state.items:
            if page.key() == item.key:
                break
            before = page.key()
            page.press("j")
            page.wait(lambda before=before: page.key() != before)
    else:
        page.click(f'#list a[data-key="{item.key}"]')
        page.wait(lambda: page.idle() and page.key() == item.key)
    assert page.key() == item.key
    return item.key


BOTH = pytest.mark.parametrize("by_keys", [True, False], ids=["keys", "mouse"])


@BOTH
def test_taking_a_suggestion(page: Page, site: Site, by_keys: bool) -> None:
    key = show(page, site, by_keys)
    unit = site.desk.state.by_key[key].unit
    if by_keys:
        page.press("a")
    else:
        page.click('#detail [data-act="a"]')
    page.wait(lambda: page.key() != key)
    made = site.desk.state.log[-1]
    assert made.unit == unit
    page.wait(
        lambda: made.after == page.js(f"return document.getElementById('u-{unit}').textContent")
    )
    assert "已采用建议" in page.text("#status")
    assert page.focused() == "detail-title", "a reader of the screen goes on with the next finding"
    assert f"待处理 {sum(site.desk.state.open_counts.values())} 处" in page.text("#counts")


@BOTH
def test_editing_a_sentence_with_a_check_as_it_is_typed(
    page: Page, site: Site, by_keys: bool
) -> None:
    key = show(page, site, by_keys)
    item = site.desk.state.by_key[key]
    if by_keys:
        page.press("e")
    else:
        page.click('#detail [data-act="e"]')
    page.wait(lambda: page.focused() == "edit-text")
    page.wait(lambda: "错误" in page.text("#live"))
    page.rewrite("本单位情况如上。")
    page.wait(lambda: "没有问题" in page.text("#live"))
    if by_keys:
        page.save()
    else:
        page.click("#action button.main")
    page.wait(lambda: "已保存" in page.text("#status"))
    assert site.desk.state.replayed.text(item.unit) == "本单位情况如上。"


@BOTH
def test_keeping_the_text_for_a_reason(page: Page, site: Site, by_keys: bool) -> None:
    key = show(page, site, by_keys)
    if by_keys:
        page.press("r")
    else:
        page.click('#detail [data-act="r"]')
    page.wait(lambda: page.focused() == "accept-reason")
    page.press(*"经核实")
    if by_keys:
        page.press("\ue007")
    else:
        page.click("#action button.main")
    page.wait(lambda: page.key() != key)
    assert not site.desk.state.by_key[key].open
    assert site.desk.state.log[-1].reason == "经核实"


@BOTH
def test_correcting_a_fact(page: Page, site: Site, by_keys: bool) -> None:
    key = show(page, site, by_keys)
    facts = site.desk.run.facts_path
    assert facts is not None
    before = facts.read_text("utf-8")
    if by_keys:
        page.press("f")
    else:
        page.click('#detail [data-act="f"]')
    page.wait(lambda: page.focused() == "fact-value")
    page.rewrite("19")
    if by_keys:
        page.save()
    else:
        page.click("#action button.main")
    page.wait(lambda: page.has(".file-diff"))
    assert facts.read_text("utf-8") == before
    if by_keys:
        page.save()
    else:
        page.click("#action button.main")
    page.wait(lambda: "已更正" in page.text("#status"))
    assert facts.read_text("utf-8").count("编制: 19") == 1
    assert key not in site.desk.state.by_key
    page.wait(lambda: "19" in page.text("#paper"))


@BOTH
def test_undoing(page: Page, site: Site, by_keys: bool) -> None:
    key = show(page, site, by_keys)
    page.click('#detail [data-act="a"]')
    page.wait(lambda: page.key() != key)
    if by_keys:
        page.press("u")
    else:
        page.click("#undo")
    page.wait(lambda: "已撤销" in page.text("#status"))
    page.wait(lambda: page.key() == key)
    assert key in site.desk.state.by_key


@BOTH
def test_going_from_one_to_the_next_and_back(page: Page, site: Site, by_keys: bool) -> None:
    keys = [i.key for i in site.desk.state.items]
    assert page.key() == keys[0]
    for expected, key, button in (
        (keys[1], "j", '[data-step="1"]'),
        (keys[0], "k", '[data-step="-1"]'),
    ):
        if by_keys:
            page.press(key)
        else:
            page.click(f"#detail {button}")
        page.wait(lambda expected=expected: page.key() == expected)
        current = page.js("return document.querySelector('#list [aria-current]').dataset.key")
        assert current == expected


@BOTH
def test_help_and_the_switch_for_keys(page: Page, site: Site, by_keys: bool) -> None:
    if by_keys:
        page.press("?")
    else:
        page.click("#help-open")
    page.wait(lambda: page.one("#help").is_displayed())
    assert "采用建议" in page.text("#help")
    page.click("#keys-on")
    page.click("#help-close")
    before = page.key()
    page.press("j")
    assert page.key() == before
    page.press("?")
    page.wait(lambda: page.one("#help").is_displayed())
    page.click("#keys-on")
    page.press("\ue00c")
    page.wait(lambda: not page.one("#help").is_displayed())
    page.press("j")
    page.wait(lambda: page.key() != before)


@BOTH
@pytest.mark.parametrize("whole", [False, True], ids=["sentence", "section"])
def test_another_wording_from_the_model(page: Page, site: Site, by_keys: bool, whole: bool) -> None:
    unit = next(u for u, _ in clean_sentences(site.desk.state) if "我中心" in u.text and u.section)
    page.click(f"#u-{unit.id}")
    page.wait(
        lambda: page.js("return document.querySelector('#detail .card').dataset.unit") == unit.id
    )
    if by_keys:
        page.press("m")
    else:
        page.click('#detail [data-act="m"]')
    page.wait(lambda: page.has("#action [name=scope]"))
    if whole:
        page.click("#action [name=scope][value=section]")
    if by_keys:
        page.save()
    else:
        page.click("#action button.main")
    page.wait(lambda: page.has("#action ins"))
    assert page.text("#action del") != page.text("#action ins")
    assert "我" in page.text("#action del")
    assert "本" in page.text("#action ins")
    assert site.desk.state.log == (), "nothing is taken before the editor says so"
    assert page.axe() == []
    if by_keys:
        page.save()
    else:
        page.click("#action button.main")
    page.wait(lambda: "已采用模型的写法" in page.text("#status"))
    assert "本中心" in site.desk.state.replayed.text(unit.id)
    assert {d.source for d in site.desk.state.log} == {Source.MODEL}


def test_the_models_discarded_text_can_be_read(page: Page, site: Site) -> None:
    item = next(i for i in site.desk.state.items if i.finding.code == "MD401")
    page.click(f'#list a[data-key="{item.key}"]')
    page.wait(lambda: page.key() == item.key)
    assert not page.one(".discarded").is_displayed()
    page.click("#detail details summary")
    page.wait(lambda: page.text(".discarded") == "模型写的<b>99</b>万元。")


@BOTH
def test_an_outdated_decision_is_shown_and_applied_anew(
    page: Page, site: Site, by_keys: bool
) -> None:
    item = first_open(site.desk)
    figures = {item.finding.figures[0]: "0"}
    site.desk.store.append(
        Decision(Kind.EDIT, item.unit, "乙", "原。", "旧的写法。", figures=figures)
    )
    page.open(site.address)
    assert "1 项决定已过期" in page.text("#counts")
    if by_keys:
        page.press("h")
    else:
        page.click("#counts .old")
    page.wait(lambda: "旧的写法。" in page.text("#detail .log"))
    keep = '#detail [hx-post^="/keep/"]'
    if by_keys:
        page.js("arguments[0].focus()", page.one(keep))
        page.press("\ue007")
    else:
        page.click(keep)
    page.wait(lambda: "重新采用" in page.text("#status"))
    assert site.desk.state.replayed.text(item.unit) == "旧的写法。"
    page.wait(lambda: not page.has("#counts .old"))


def test_escape_gives_up_and_unsaved_words_come_back(page: Page, site: Site) -> None:
    key = show(page, site, True)
    unit = site.desk.state.by_key[key].unit
    page.press("e")
    page.wait(lambda: page.focused() == "edit-text")
    page.rewrite("写到一半的话")
    page.wait(lambda: "写到一半的话" in [t.text for t in site.desk.store.unsaved(unit)])
    page.press("\ue00c")
    page.wait(lambda: not page.has("#edit-text"))
    page.press("e")
    page.wait(lambda: page.has("[data-restore]"))
    page.click("[data-restore]")
    assert page.js("return document.getElementById('edit-text').value") == "写到一半的话"
    page.js("document.getElementById('edit-text').removeAttribute('data-original')")


def test_any_sentence_can_be_opened_from_the_report(page: Page, site: Site) -> None:
    unit, judged = clean_sentences(site.desk.state)[0]
    page.click(f"#u-{unit.id}")
    page.wait(
        lambda: page.js("return document.querySelector('#detail .card').dataset.unit") == unit.id
    )
    assert judged.mention.text in page.text("#detail .evidence")
    assert "事实文件第" in page.text("#detail .evidence") or "算式" in page.text(
        "#detail .evidence"
    )


def test_numbers_can_be_walked_by_keys(page: Page, site: Site) -> None:
    page.press("n")
    page.wait(lambda: "与台账一致" in page.text("#status") or "：" in page.text("#status"))
    first = page.js("return document.activeElement.textContent")
    page.press("n", "p")
    assert page.js("return document.activeElement.textContent") == first
    assert page.js("return document.activeElement.classList.contains('n')")


def test_a_change_by_somebody_else_is_shown_beside_ones_own(page: Page, site: Site) -> None:
    key = show(page, site, False)
    unit = site.desk.state.by_key[key].unit
    page.press("e")
    page.wait(lambda: page.focused() == "edit-text")
    site.client().post("/edit", unit=unit, text="别人的写法。", seen=0, nonce="x")
    page.rewrite("我的写法。")
    page.save()
    page.wait(lambda: page.has(".conflict"))
    page.wait(lambda: page.has("#status .bad"))
    assert page.axe() == []
    assert too_wide(page) == []
    assert "别人的写法。" in page.text(".conflict")
    assert page.js("return document.getElementById('edit-text').value") == "我的写法。"
    page.click(".conflict button.main")
    page.wait(lambda: "已保存" in page.text("#status"))
    page.wait(lambda: not page.has("#status .bad"))
    assert site.desk.state.replayed.text(unit) == "我的写法。"


@BOTH
def test_filters(page: Page, site: Site, by_keys: bool) -> None:
    if by_keys:
        page.js("document.querySelector('[name=severity]').focus()")
        page.press("\ue015")
    else:
        Select(page.one("[name=severity]")).select_by_value("error")
    errors = sum(i.finding.severity == "error" for i in site.desk.state.items)
    page.wait(lambda: len(page.all("#list li")) == errors)


def too_wide(page: Page) -> list[str]:
    """What has to be scrolled sideways to be read, but for tables and quoted files."""
    return list(
        page.js(
            "return [...document.querySelectorAll('html, .panel, .detail, .edit, .all')]"
            ".filter((e) => e.clientWidth && e.scrollWidth > e.clientWidth + 1)"
            ".map((e) => `${e.tagName} ${e.className}`)"
        )
    )


def test_the_difference_in_the_facts_file_fits(page: Page, site: Site) -> None:
    show(page, site, True)
    page.press("f")
    page.wait(lambda: page.focused() == "fact-value")
    page.rewrite("19")
    page.save()
    page.wait(lambda: page.has(".file-diff"))
    assert page.axe() == []
    assert too_wide(page) == []


def test_nothing_serious_for_accessibility_and_nothing_wider_than_the_window(
    page: Page, site: Site, tmp_path: Path
) -> None:
    pictures = Path(os.environ.get("JIXIAO_SHOTS", tmp_path))
    width = page.js("return innerWidth")
    kind = "phone" if width < 500 else "desktop"
    key = show(page, site, True)
    for name, keys in (
        ("finding", ()), ("edit", ("e",)), ("accept", ("\ue00c", "r")), ("fact", ("\ue00c", "f")),
        ("history", ("\ue00c", "h")), ("files", ("o",)), ("help", ("?",)),
    ):  # fmt: skip
        page.press(*keys[:1])
        if keys[1:]:
            page.wait(lambda: not page.has("#action form"))
            page.press(*keys[1:])
        opened = {"edit": "#edit-text", "accept": "#accept-reason", "fact": "#fact-value",
                  "files": "#word-file", "help": "#help[open]"}.get(name)  # fmt: skip
        if opened:
            page.wait(lambda opened=opened: page.has(opened))
        if name == "history":
            page.wait(lambda: "审阅记录" in page.text("#detail-title"))
        page.picture(pictures / f"{kind}-{name}.png")
        assert page.axe() == [], name
        assert too_wide(page) == [], name
    page.press("?")
    assert key


def test_a_dead_server_is_told_and_the_words_stay(page: Page, run: Path) -> None:
    with Site(run) as site:
        page.open(site.address)
        show(page, site, True)
        page.press("e")
        page.wait(lambda: page.focused() == "edit-text")
        page.rewrite("还没有保存的话。")
        page.wait(lambda: "没有问题" in page.text("#live"))
    page.save()
    page.wait(lambda: "连接不上程序" in page.text("#status"))
    assert page.js("return document.getElementById('edit-text').value") == "还没有保存的话。"
    page.js("document.getElementById('edit-text').removeAttribute('data-original')")
    page.complaints()
