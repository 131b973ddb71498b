"""A drafted run, made once; every test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.held import Held, held_run
from tests.review.kit import draft_run, plant
from tests.scripted_server import ScriptedServer
from writer.review.desk import Desk


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with six planted errors; look, do not touch."""
    run = draft_run(tmp_path_factory.mktemp("drafted"))
    plant(run, 6)
    return run


@pytest.fixture
def run(drafted: Path, tmp_path: Path) -> Path:
    """A copy of the run with its facts file beside it."""
    shutil.copytree(drafted.parent, tmp_path / "desk")
    return tmp_path / "desk" / "run"


@pytest.fixture
def held(server: ScriptedServer, tmp_path: Path) -> Iterator[tuple[Held, Path]]:
    """A run under way, and its folder."""
    with held_run(server, tmp_path / "run") as progress:
        yield progress, tmp_path / "run"


@pytest.fixture
def desk(run: Path) -> Desk:
    return Desk(run)
