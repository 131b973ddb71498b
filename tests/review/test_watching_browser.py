"""A run looked at in a real Chromium while it is being written, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.held import Held
from tests.review.site import Site

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="needs selenium")

from tests.review.browser import CHROMIUM, DESKTOP, DRIVER, PHONE, Page  # noqa: E402

if not (CHROMIUM and DRIVER):
    pytest.skip("needs Chromium and chromedriver", allow_module_level=True)


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    made = Page(request.param)
    yield made
    made.close()


def test_a_run_is_seen_growing_and_turns_into_the_desk(page: Page, held: tuple[Held, Path]) -> None:
    progress, run = held
    with Site(run) as site:
        page.driver.get(site.address)
        page.wait(lambda: page.has(".so-far .gap") and len(page.all(".how.by-model")) == 2)
        assert "还没有核对" in page.text(".how.growing")
        assert "没有采用" in page.text(".how.fallen")
        assert page.has(".sec .n.v-verified")
        assert "3 / 4 节写好" in page.text("#part-head")
        assert page.text(".said a") == "一、预算执行总体情况"
        assert page.js("return document.documentElement.scrollWidth <= innerWidth")
        assert page.axe() == []
        progress.go_on.set()
        page.wait(lambda: page.has("#detail-title"))
        assert page.driver.title.startswith("审阅")
        assert page.complaints() == []


def test_a_window_says_when_nobody_answers_any_more(page: Page, held: tuple[Held, Path]) -> None:
    with Site(held[1]) as site:
        page.driver.get(site.address)
        page.wait(lambda: page.has(".so-far"))
    page.wait(lambda: "程序已经关闭" in page.text("#lost"))
    page.complaints()
