"""What the families of figures write into: ids that stay unique, places, narrative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from writer.facts import Amount, Facts, FactsFile
from writer.ledger.book import Evidence
from writer.ledger.figure import DONE, Figure, Source, from_quantity
from writer.quantities import Quantity, quantity

_LIST_ALIASES = {"内设机构": ("内设科室", "内设股室"), "下属单位": ("二级单位", "直属单位"),
                 "自评项目": ("项目", "专项资金项目")}  # fmt: skip
Path = tuple[str | int, ...]
Key = tuple[str, str, str, str]


class Recorder:
    """The figures and the evidence found so far, each with its place in the facts file."""

    def __init__(self, file: FactsFile) -> None:
        self.file = file
        self.facts: Facts = file.facts
        self.year = str(file.facts.year)
        self.figures: list[Figure] = []
        self.evidence: list[Evidence] = []
        self._ids: set[str] = set()

    # `key` = (subject, measure, basis, period); `path` leads to the place in the facts file

    def add(
        self,
        ident: str,
        key: Key,
        amount: Quantity,
        path: Path,
        aliases: Sequence[str] = (),
        parents: tuple[str, ...] = (),
    ) -> Figure:
        figure = from_quantity(
            self._unique(ident), key, amount, self.source(path),
            aliases=tuple(aliases), parents=parents,
        )  # fmt: skip
        self.figures.append(figure)
        return figure

    def money(
        self,
        ident: str,
        key: Key,
        amount: Amount,
        path: Path,
        aliases: Sequence[str] = (),
        parents: tuple[str, ...] = (),
    ) -> Figure:
        return self.add(ident, key, quantity(amount.number, amount.unit), path, aliases, parents)

    def word(
        self,
        ident: str,
        key: Key,
        kind: str,
        value: str,
        path: Path,
        aliases: Sequence[str] = (),
    ) -> None:
        """A date, a document number or a text."""
        figure = Figure(
            self._unique(ident), *key, kind, value.replace(" ", "T" if kind == "date" else ""),
            None, aliases=tuple(aliases), source=self.source(path),
        )  # fmt: skip
        self.figures.append(figure)

    def count_of(self, name: str, items: Sequence[str], path: Path) -> None:
        """How many items a list of the facts has."""
        if items:
            figure = self.add(
                f"{name}.个数", (name, "个数", DONE, self.year),
                quantity(Decimal(len(items)), "个"), path, _LIST_ALIASES.get(name, ()),
            )  # fmt: skip
            self.figures[-1] = replace(figure, formula="逐个列出的" + name + "的个数")

    def computed(
        self,
        path: Path,
        key: Key,
        amount: Quantity,
        formula: str,
        inputs: Sequence[Figure] = (),
        *,
        aliases: tuple[str, ...] = (),
        parents: tuple[str, ...] = (),
    ) -> None:
        """A figure that a rule gives; its id is the place where the facts would state it."""
        ident = self._unique(".".join(map(str, path)))
        figure = from_quantity(ident, key, amount, Source(), aliases=aliases, parents=parents)
        self.figures.append(replace(figure, formula=formula, inputs=tuple(f.id for f in inputs)))

    def known(self, ident: str) -> Figure | None:
        """A figure found so far, by its id."""
        return next((figure for figure in self.figures if figure.id == ident), None)

    def derived(self, figure: Figure | None) -> None:
        """A figure that follows from others; None is one that could not be made."""
        if figure is not None:
            self.figures.append(replace(figure, id=self._unique(figure.id)))

    def source(self, path: Path) -> Source:
        line, _ = self.file.place(*path)
        return Source(self.file.positions.file, line, ".".join(map(str, path)))

    def tell(self, texts: Sequence[str], path: Path, subject: str = "") -> None:
        """Narrative that may be quoted: `subject` is what it speaks of."""
        for i, text in enumerate(texts):
            ident = ".".join(map(str, path)) + (f".{i}" if len(texts) > 1 else "")
            self.evidence.append(Evidence(ident, text, self.source((*path, i)), subject))

    def _unique(self, ident: str) -> str:
        name, n = ident, 2
        while name in self._ids:
            name, n = f"{ident}#{n}", n + 1
        self._ids.add(name)
        return name
