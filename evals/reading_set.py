"""How well a reader finds the numbers of a text: `python -m evals.reading_set`.

The labels lie in `evals/sets/reading`: `samples/*.jsonl` give offsets into the public sample
reports (folder named by the environment variable JIXIAO_SAMPLES, whose text is not kept here),
`forms.yaml` holds sentences of our own. How a number is to be read, and what was decided where
the contract is silent, is in that folder's README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from writer.grounding.mentions import Kind, Mention

SETS = Path(__file__).parent / "sets" / "reading"
HALVES = ("tune", "measure")
FORMS = ("forms", "rare", "awkward")
"""The files of our own sentences."""
# Where a fixed phrase or an enumerator ends is not laid down (“the number (and its mark)”), and
# nothing is done with it: for these an overlap with the right kind is a find.
FREE_BOUNDS = frozenset({Kind.ENUM, Kind.IDIOM})
# Units that change what the value means; a classifier does not.
BINDING_UNITS = frozenset({"元", "美元", "百分点", "ratio"})
CLOSE = Decimal("1e-9")  # a third has no last digit

Reader = Callable[[str], Iterable[Mention]]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands at [start, end). An `optional` one may be left unread, but not read otherwise."""

    start: int
    end: int
    kind: Kind
    value: str | None
    unit: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with all its labels. `paragraphs`: (start, half), ascending, the first at 0."""

    name: str
    text: str
    labels: tuple[Label, ...]
    paragraphs: tuple[tuple[int, str], ...]

    def half_at(self, offset: int) -> str:
        """The half that the paragraph around `offset` belongs to."""
        return [half for start, half in self.paragraphs if start <= offset][-1]


@dataclass(slots=True)
class Score:
    """Counts over labels that are not optional, and what went wrong, for `--show`."""

    labels: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    exact: Counter[Kind] = field(default_factory=Counter)
    touched: Counter[Kind] = field(default_factory=Counter)
    right: Counter[Kind] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    mentions: int = 0
    false: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def rates(self) -> tuple[float, float, float]:
        """Found of labels, false of mentions, right kind and value of found."""
        found = self.found.total()
        return (
            found / max(1, self.labels.total()),
            self.false / max(1, self.mentions),
            self.right.total() / max(1, found),
        )


def half_of(paragraph: str) -> str:
    """The half of a paragraph: by its hash, so that it never moves when others are edited."""
    return HALVES[hashlib.sha256(paragraph.encode()).digest()[0] % 2]


def load_samples(folder: Path) -> Iterator[Labelled]:
    """The labelled samples. ValueError when a sample is not the file that was labelled."""
    for path in sorted((SETS / "samples").glob("*.jsonl")):
        head, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        raw = (folder / head["sample"]).read_bytes()
        if hashlib.sha256(raw).hexdigest() != head["sha256"]:
            raise ValueError(f"{head['sample']}: not the text that was labelled")
        text = raw.decode("utf-8")
        paragraphs, start = [], 0
        for line in text.split("\n"):
            paragraphs.append((start, half_of(line)))
            start += len(line) + 1
        labels = tuple(label_of(row) for row in rows)
        yield Labelled(path.stem, text, labels, tuple(paragraphs))


def load_forms(path: Path = SETS / "forms.yaml") -> Iterator[Labelled]:
    """Our own sentences, each one paragraph. ValueError when a mention is not in its text."""
    items = YAML(typ="safe").load(path.read_text("utf-8"))
    for number, item in enumerate(items, 1):
        text, labels, at = item["text"], [], 0
        for row in item["mentions"]:
            start = text.find(row["text"], at)
            if start < 0:
                raise ValueError(f"{path.name} item {number}: {row['text']!r} not after {at}")
            at = start + len(row["text"])
            labels.append(label_of({**row, "start": start, "end": at}))
        yield Labelled(f"forms:{number}", text, tuple(labels), ((0, item["half"]),))


def label_of(row: dict[str, Any]) -> Label:
    """One row of a file as a Label. ValueError for an unknown kind."""
    kind = Kind(row["kind"])
    optional = row.get("optional", False)
    return Label(row["start"], row["end"], kind, row["value"], row.get("unit"), optional)


def same_value(kind: Kind, want: str | None, got: str | None) -> bool:
    """Whether two values say the same: numbers as numbers, anything else as it is written."""
    if want is None or got is None or kind in (Kind.DATE, Kind.DOCNO):
        return want == got
    try:
        pairs = zip(re.split("([/:])", want), re.split("([/:])", got), strict=True)
        return all(a == b or abs(Decimal(a) - Decimal(b)) < CLOSE for a, b in pairs)
    except (InvalidOperation, ValueError):  # "3-2" is no number; a range is not one number
        return False


def same_reading(label: Label, mention: Mention) -> bool:
    """Right kind and exact value, in the right unit where the unit changes the value."""
    units = {label.unit, mention.unit}
    if label.kind is not mention.kind or (units & BINDING_UNITS and len(units) > 1):
        return False
    return same_value(label.kind, label.value, mention.value)


def pair(
    labels: Sequence[Label], mentions: Sequence[Mention]
) -> tuple[dict[Label, Mention], list[Mention]]:
    """Each label with one mention at most: the same span first, else the widest overlap."""
    by_span = {(m.start, m.end): m for m in mentions}
    pairs = {x: by_span[x.start, x.end] for x in labels if (x.start, x.end) in by_span}
    left = [m for m in mentions if m not in pairs.values()]
    for label in labels:
        if label in pairs:
            continue
        overlaps = [m for m in left if m.start < label.end and label.start < m.end]
        if overlaps:
            best = max(overlaps, key=lambda m: min(m.end, label.end) - max(m.start, label.start))
            pairs[label] = best
            left.remove(best)
    return pairs, left


def score(texts: Iterable[Labelled], read: Reader, halves: Sequence[str] = HALVES) -> Score:
    """Run `read` over the texts and count what lies in the wanted halves."""
    result = Score()
    for text in texts:
        mentions = [m for m in read(text.text) if text.half_at(m.start) in halves]
        labels = [x for x in text.labels if text.half_at(x.start) in halves]
        pairs, left = pair(labels, mentions)
        result.mentions += len(mentions)
        for label in labels:
            count(result, text, label, pairs.get(label))
        for mention in left:
            count_false(result, text, mention)
    return result


def count(result: Score, text: Labelled, label: Label, mention: Mention | None) -> None:
    """Enter one label and what was read at its place."""
    if label.optional:
        if mention and not same_reading(label, mention):
            count_false(result, text, mention)
        return
    kind = label.kind
    result.labels[kind] += 1
    result.confusion[kind, mention.kind if mention else "-"] += 1
    if mention is None:
        result.faults.append(fault("missed", text, label, None))
        return
    exact = (mention.start, mention.end) == (label.start, label.end)
    found = exact or (kind in FREE_BOUNDS and mention.kind is kind)
    result.touched[kind] += 1
    result.exact[kind] += exact
    result.found[kind] += found
    if not found:
        result.faults.append(fault("span", text, label, mention))
    elif same_reading(label, mention):
        result.right[kind] += 1
    else:
        result.faults.append(fault("reading", text, label, mention))


def count_false(result: Score, text: Labelled, mention: Mention) -> None:
    """Enter a mention where nothing, or something else, is to be read."""
    result.false += 1
    result.confusion["-", mention.kind] += 1
    result.faults.append(fault("false", text, None, mention))


def fault(word: str, text: Labelled, label: Label | None, mention: Mention | None) -> str:
    """One line for `--show`: what was wanted, what was read, and the words around it."""
    place = label or mention
    assert place is not None
    around = text.text[max(0, place.start - 12) : place.end + 12].replace("\n", "⏎")
    want = f"{text.text[label.start : label.end]!r} {label.kind} {label.value}" if label else "-"
    got = f"{mention.text!r} {mention.kind} {mention.value} {mention.unit}" if mention else "-"
    return f"{word:8}{text.name}@{place.start}  want {want}  got {got}  …{around}…"


def lines(title: str, result: Score) -> Iterator[str]:
    """The figures as printed."""
    found, false, right = result.rates
    total = result.labels.total()
    yield f"{title}: {total} labels, {result.mentions} mentions read"
    yield (
        f"  found {found:.2%} (exact span {result.exact.total() / max(1, total):.2%}, "
        f"touched {result.touched.total() / max(1, total):.2%})  "
        f"false {false:.2%} ({result.false})  right kind and value {right:.2%}"
    )
    yield f"  {'kind':10}{'labels':>8}{'found':>8}{'exact':>8}{'right':>8}  read as something else"
    for kind in Kind:
        others = [f"{b} {n}" for (a, b), n in result.confusion.items() if a == kind and b != kind]
        counts = (result.labels, result.found, result.exact, result.right)
        yield f"  {kind:10}" + "".join(f"{c[kind]:8}" for c in counts) + "  " + ", ".join(others)
    extra = [f"{b} {n}" for (a, b), n in result.confusion.items() if a == "-"]
    yield "  false: " + (", ".join(extra) or "none")


def main() -> None:
    """Print the figures for the samples and for the rare forms."""
    parser = argparse.ArgumentParser(prog="python -m evals.reading_set", description=__doc__)
    parser.add_argument("--half", choices=[*HALVES, "all"], default="all")
    parser.add_argument("--show", action="store_true", help="list every fault with its context")
    options = parser.parse_args()
    from writer.grounding.reading import read  # only here: the labels stand without a reader

    halves = HALVES if options.half == "all" else (options.half,)
    sets = {name: list(load_forms(SETS / f"{name}.yaml")) for name in FORMS}
    folder = os.environ.get("JIXIAO_SAMPLES")
    if folder:
        sets = {"samples": list(load_samples(Path(folder))), **sets}
    else:
        print("samples: skipped (JIXIAO_SAMPLES is not set)")
    for title, texts in sets.items():
        result = score(texts, read, halves)
        print("\n".join(lines(f"{title}, {options.half}", result)))
        if options.show:
            print("\n".join(result.faults))


if __name__ == "__main__":
    main()
