"""What every test needs: nobody's own settings, and no answers kept from one test to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.scripted_server import ScriptedServer


@pytest.fixture(autouse=True)
def nobodys_settings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home: Path = tmp_path_factory.mktemp("user")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # servers of tests are never asked through one


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedServer]:
    """A scripted server for all tests of a file."""
    from tests.scripted_server import ScriptedServer  # not for the many tests without a model

    with ScriptedServer() as server:
        yield server


@pytest.fixture
def server(running: ScriptedServer) -> ScriptedServer:
    """The file's scripted server, which has been asked nothing yet and answers well."""
    from tests.scripted_server import Script

    running.start_over(Script())
    return running
