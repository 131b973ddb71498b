"""When a model has failed section after section it is not asked about the rest.

A model that cannot do the task (too small, a wrong prompt style, a server that answers with
rubbish) would otherwise be paid, and waited for, two more times for every section.
"""

from __future__ import annotations

import threading


class Patience:
    """Counts sections lost in a row, in the order in which they end; for many threads.

    `most` in a row and it is lost for good; 0 never. What is under way goes on, so that the
    sections that get through may differ from run to run, not what is said of the others.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._row = 0
        self._lost = False
        self._guard = threading.Lock()

    @property
    def lost(self) -> bool:
        return self._lost

    def won(self) -> None:
        """A section was written by the model."""
        with self._guard:
            self._row = 0

    def failed(self) -> None:
        """A section had to be composed instead."""
        with self._guard:
            self._row += 1
            self._lost = self._lost or 0 < self.most <= self._row
