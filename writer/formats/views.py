"""The facts as templates see them: Chinese or English names, figures instead of bare numbers."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from writer.errors import FormatError
from writer.facts import Amount, FigureFact, Line, Part
from writer.formats.values import Absent, Book, Number, PartList, TextList, Used, guarded
from writer.ledger import Figure
from writer.ledger.derive import total

_BASES = {"initial": "年初预算", "adjusted": "全年预算", "actual": "决算"}
_PathTo = tuple[str | int, ...]


class View:
    """One part of the facts; attributes go by alias or English name, `[…]` finds a line below."""

    def __init__(self, part: Part, path: _PathTo, book: Book, used: Used) -> None:
        self.part, self.path, self.book, self.used = part, path, book, used

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        raise FormatError(f"“{_dotted(self.path)}”是一组数据，不能直接写出，请写明其中一项")

    def lookup(self, name: str) -> Any:
        """The value under this name; raises FormatError with the nearest name when unknown."""
        for attribute, info in type(self.part).model_fields.items():
            alias = info.alias or attribute
            if name in (alias, attribute):
                path = (*self.path, alias)
                return self._value(getattr(self.part, attribute), attribute, path)
        names = [i.alias or n for n, i in type(self.part).model_fields.items()]
        close = difflib.get_close_matches(name, names, n=1, cutoff=0.3)
        hint = f"，是不是“{close[0]}”？" if close else f"；有：{'、'.join(names)}"
        raise FormatError(f"“{_dotted(self.path) or '事实文件'}”下没有“{name}”{hint}")

    def item(self, name: str) -> Any:
        """What `view[name]` means: a key of the facts, or the name of a line below."""
        fields = type(self.part).model_fields
        if (
            isinstance(self.part, Line)
            and name not in fields
            and not any(name == info.alias for info in fields.values())
        ):
            return self.below(name)
        return self.lookup(name)

    def below(self, name: str) -> View | Absent:
        """The line of this name or alias anywhere below a line, nearest level first."""
        level = list(self.parts())
        while level:
            for view in level:
                line = view.part
                if isinstance(line, Line) and name in (line.name, *line.aliases):
                    return view
            level = [child for view in level for child in view.parts()]
        return Absent(f"{_dotted(self.path)}.{name}")

    def parts(self) -> Iterator[View]:
        """The lines directly below a line."""
        if isinstance(self.part, Line):
            for i, child in enumerate(self.part.parts):
                yield View(child, (*self.path, "构成", i), self.book, self.used)

    def figure(self, basis: str) -> Figure | None:
        """A line's amount in a basis (决算…), the total of its parts where it has none."""
        value = self.lookup(basis)
        return value.figure if isinstance(value, Number) else None

    def number(self, figure: Figure | None, name: str) -> Number | Absent:
        """A figure (the ledger's own copy of it when there is one) for the template."""
        known = self.book.known(figure)
        return Number(known, self.used) if known else Absent(name)

    # ---- values ----------------------------------------------------------------------

    def _value(self, value: Any, attribute: str, path: _PathTo) -> Any:
        if isinstance(value, Part):
            return View(value, path, self.book, self.used)
        if value is None:
            return self._missing(attribute, path)
        if isinstance(value, dict):
            return {k: self._value(v, k, (*path, k)) for k, v in value.items()}
        if isinstance(value, tuple):
            return self._items(value, path)
        if isinstance(value, str):
            return self._text(value, attribute, path)
        if isinstance(value, bool):
            return value
        number = value.yuan if isinstance(value, Amount) else Decimal(value)
        figure = self.book.at(path, number)
        if figure is None and isinstance(value, Amount):
            figure = self.book.at(path[:-1], number)
        return Number(figure, self.used) if figure else value

    def _items(self, values: tuple[Any, ...], path: _PathTo) -> Any:
        counted = self.book.at(path)
        figure = counted if counted and counted.measure == "个数" else None
        if not (values and isinstance(values[0], Part)):
            return TextList(_dotted(path), values, self.used, figure)
        return PartList(
            len(values), lambda i: View(values[i], (*path, i), self.book, self.used), figure
        )

    def _text(self, value: str, attribute: str, path: _PathTo) -> Any:
        if not value:
            return Absent(_dotted(path))
        figure = self.book.at(path)
        if isinstance(self.part, FigureFact) and attribute == "value":
            figure = self.book.at(path, Decimal(0))
        # indicator targets stay as written: their ≥ is not in the figure
        if figure is not None and figure.kind in ("date", "docno"):
            return Number(figure, self.used)
        return guarded(value)

    def _missing(self, attribute: str, path: _PathTo) -> Any:
        """A total that the parts give (三公经费.决算 as 公车 + 接待); else absent."""
        part = self.part
        if isinstance(part, Line) and attribute in _BASES and part.parts and not part.partial:
            below = [child.figure(_BASES[attribute]) for child in self.parts()]
            figures = [f for f in below if f is not None]
            if len(figures) == len(below):
                whole = total(_dotted(path), part.name, figures)
                if whole is not None:
                    whole = replace(whole, aliases=part.aliases, parents=whole.parents[:-1])
                return self.number(whole, _dotted(path))
        if attribute == "total":
            figures = [f for f in map(self.book.at, self._part_paths()) if f]
            known = self.book.known(total("", "", figures)) if figures else None
            return Number(known, self.used) if known else Absent(_dotted(path))
        return Absent(_dotted(path))

    def _part_paths(self) -> list[_PathTo]:
        parts = getattr(self.part, "parts", {})
        return [(*self.path, "构成", name) for name in parts]


def _dotted(path: _PathTo) -> str:
    """支出.构成.1.决算 with items counted from 1, for people."""
    return ".".join(str(p + 1) if isinstance(p, int) else p for p in path)
