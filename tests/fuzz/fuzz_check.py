"""Coverage-guided fuzzing of reading and checking; see README.md beside this file."""

from __future__ import annotations

import sys
import time

import atheris

with atheris.instrument_imports(include=["writer"]):
    from writer.grounding.check import check_text

from .any_text import PIECES, ledger_of, rows
from .test_check import hold

LEDGERS = (None, ledger_of(), ledger_of(*rows()), ledger_of(*rows()[:3]))
# instrumented code is many times slower; what is meant is time that grows with the square
SECONDS_A_CHARACTER, SECONDS = 0.02, 2.0


def text_from(data: atheris.FuzzedDataProvider) -> str:
    """Changed reports of the corpus, or pieces, some repeated, with any characters between."""
    if data.ConsumeBool():
        return data.ConsumeBytes(data.remaining_bytes()).decode("utf-8", "ignore")
    parts = []
    while data.remaining_bytes():
        choice = data.ConsumeIntInRange(0, 9)
        if choice == 0:
            parts.append(data.ConsumeUnicode(data.ConsumeIntInRange(0, 12)))
            continue
        piece = PIECES[data.ConsumeIntInRange(0, len(PIECES) - 1)]
        parts.append(piece * (data.ConsumeIntInRange(1, 40) if choice == 1 else 1))
    return "".join(parts)


def one_input(raw: bytes) -> None:
    data = atheris.FuzzedDataProvider(raw)
    ledger = LEDGERS[data.ConsumeIntInRange(0, len(LEDGERS) - 1)]
    text = text_from(data)
    started = time.process_time()
    result = check_text(text, ledger)
    took = time.process_time() - started
    if took > SECONDS + SECONDS_A_CHARACTER * len(text):
        raise RuntimeError(f"{took:.1f} s for {len(text)} characters: {text[:200]!r}")
    hold(text, result)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
