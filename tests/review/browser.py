"""A real headless Chromium, driven by keys and clicks as an editor's."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
AXE = Path(__file__).with_name("vendor") / "axe-4.14.1.min.js"
DESKTOP, PHONE = (1440, 900), (390, 844)
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
)  # fmt: skip
_PATIENCE = 20.0


class Page:
    """One browser window. `wait` until something is so, never for a time."""

    def __init__(self, size: tuple[int, int]) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in _FLAGS:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if size == PHONE:
            metrics = {"width": size[0], "height": size[1], "pixelRatio": 1, "mobile": True}
            options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
        self.driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
        if size != PHONE:
            self.driver.set_window_size(*size)
        self.keystrokes = 0

    def close(self) -> None:
        self.driver.quit()

    def open(self, address: str) -> None:
        self.driver.get(address)
        self.wait(lambda: self.has("#detail-title"))

    # ---- looking -----------------------------------------------------------------------

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def has(self, selector: str) -> bool:
        return bool(self.all(selector))

    def text(self, selector: str) -> str:
        """What stands there; "" while it is being replaced."""
        try:
            return " ".join(e.text for e in self.all(selector))
        except StaleElementReferenceException:
            return ""

    def key(self) -> str:
        """The finding in the panel."""
        return str(self.js("return document.querySelector('#detail .card')?.dataset.key ?? ''"))

    def wait(self, true: Callable[[], object]) -> None:
        limit = time.monotonic() + _PATIENCE
        while not true():
            assert time.monotonic() < limit, (
                f"{self.text('#status')} | {self.text('#detail')[:300]}"
            )
            time.sleep(0.02)

    def js(self, code: str, *given: Any) -> Any:
        return self.driver.execute_script(code, *given)

    def complaints(self) -> list[str]:
        """What the browser's console holds: refused scripts, failed loads, errors."""
        return [str(e["message"]) for e in self.driver.get_log("browser")]

    def picture(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))

    def axe(self) -> list[str]:
        """Serious and critical accessibility faults, each with the element it was found on."""
        if not self.js("return 'axe' in window"):
            self.js(AXE.read_text("utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
        )
        return [
            f"{v['id']}: {n['target']} {n.get('failureSummary', '')}"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
            for n in v["nodes"]
        ]

    # ---- doing -------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Keys, one after the other, wherever the focus is."""
        for key in keys:
            self.keystrokes += 1
            ActionChains(self.driver, duration=0).send_keys(key).perform()

    def save(self) -> None:
        self.keystrokes += 1
        ActionChains(self.driver, duration=0).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
            Keys.CONTROL
        ).perform()

    def idle(self) -> bool:
        """Whether no answer is outstanding."""
        return not self.has(".htmx-request")

    def click(self, selector: str) -> None:
        element = self.one(selector)
        self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        ActionChains(self.driver, duration=0).move_to_element(element).click().perform()

    def rewrite(self, text: str) -> None:
        """Replaces what is in the field that has the focus."""
        ActionChains(self.driver, duration=0).key_down(Keys.CONTROL).send_keys("a").key_up(
            Keys.CONTROL
        ).perform()
        self.keystrokes += 1
        for part in [text[i : i + 40] for i in range(0, len(text), 40)]:
            ActionChains(self.driver, duration=0).send_keys(part).perform()
        self.keystrokes += len(text)

    def focused(self) -> str:
        return str(self.js("return document.activeElement?.id ?? ''"))
