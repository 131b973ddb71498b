"""draft --watch: the page of the run opened beside it, in a process of its own."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import click

from writer.cli.progress import Terminal

_REVIEW = "from writer.cli import main; main()"


class Watched(Terminal):
    """Opens the page as soon as there is an outline to show; it outlives whatever the run does."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._page: subprocess.Popen[bytes] | None = None

    def sections(self, count: int) -> None:
        super().sections(count)
        command = [sys.executable, "-c", _REVIEW, "review", str(self._folder)]
        # its address goes where progress goes: standard output is the run's own
        self._page = subprocess.Popen(command, stdout=sys.stderr)

    def until_closed(self) -> None:
        """Waits for the page to be ended by Ctrl-C, which ends it as well."""
        if self._page is None:
            return
        with contextlib.suppress(KeyboardInterrupt):
            if self._page.poll() is None:
                click.echo("审阅页面还开着，可以在那里接着审；按 Ctrl-C 结束。", err=True)
            self._page.wait()
