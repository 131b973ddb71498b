"""What a template sees of the facts: figures that know their direction, texts, absent things.

Every number that a template prints is a ledger figure (or a typed derivation over ledger
figures), and is noted as used; that is how a section knows which figures belong to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn, overload

from writer.errors import FormatError
from writer.ledger import Figure, Ledger, show_date
from writer.quantities import MONEY_UNITS, round_half_up, show

# Put before a fact's text that would read as markup of a compose block (# - {表:…}): what an
# office writes is text, never structure. The line reader takes it off again.
GUARD = "\u2060"
_MARKUP = ("#", "-", "－", "{", GUARD)
_RATES = ("增长率",)
_POINTS = "增减百分点"


class Absent:
    """Something the facts do not hold: false, empty, and a fault when it is printed."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def path(self) -> str:
        """Where it would stand in the facts file: 收支.支出.决算."""
        return self._name

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __getitem__(self, key: object) -> Absent:
        return self  # no item, and of a slice nothing

    def lookup(self, name: str) -> Absent:
        return Absent(f"{self._name}.{name}")

    def complain(self) -> NoReturn:
        raise FormatError(f"事实文件没有填写“{self._name}”，模板却要写出它；请在模板里先判断")

    def __str__(self) -> str:
        self.complain()


class PartList(Sequence[Any]):
    """The views of a list of parts (projects, indicators), each made when it is asked for."""

    def __init__(self, size: int, view: Callable[[int], Any], figure: Figure | None) -> None:
        self._size, self._view = size, view
        self.figure = figure  # how many there are, where the ledger counts them

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self._view(i) for i in range(*index.indices(self._size))]
        if not -self._size <= index < self._size:
            raise IndexError(index)
        return self._view(index % self._size)

    def __len__(self) -> int:
        return self._size


@dataclass
class Used:
    """What a rendering took from the facts, in order of use."""

    figures: dict[str, Figure] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def figure(self, figure: Figure) -> None:
        self.figures.setdefault(figure.id, figure)

    def text(self, path: str, text: str) -> None:
        self.texts.setdefault(path, text)


class TextList(Sequence[str]):
    """Paragraphs of one fact; printed one behind the other, noted as used when read."""

    def __init__(self, path: str, texts: Sequence[str], used: Used, figure: Figure | None) -> None:
        self._path, self._used = path, used
        self._texts = tuple(guarded(text) for text in texts)
        self.figure = figure  # how many there are, where the ledger counts them

    @property
    def path(self) -> str:
        """Where it stands in the facts file."""
        return self._path

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        self._note()
        return self._texts[index]

    def __len__(self) -> int:
        return len(self._texts)

    def __iter__(self) -> Iterator[str]:
        self._note()
        return iter(self._texts)

    def __str__(self) -> str:
        self._note()
        return "".join(self._texts)

    def _note(self) -> None:
        for i, text in enumerate(self._texts, 1):
            self._used.text(f"{self._path}.{i}" if len(self) > 1 else self._path, text)


@dataclass(frozen=True)
class Number:
    """A figure in a template: prints itself, is false when it is 0."""

    figure: Figure
    used: Used = field(repr=False, compare=False)

    @property
    def value(self) -> Decimal:
        number = self.figure.number
        if number is None:
            raise FormatError(f"“{self.figure.key}”不是一个数，不能比较或计算")
        return number

    def __bool__(self) -> bool:
        return self.figure.number != 0

    def __str__(self) -> str:
        self.used.figure(self.figure)
        return spoken(self.figure)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == _plain(other))

    def __hash__(self) -> int:
        return hash(self.figure.id)

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < _plain(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= _plain(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > _plain(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= _plain(other))

    def within(self, unit: str) -> str:
        """The amount in another money unit; exact to the facts' own last digit at most."""
        figure, value = self.figure, self.value
        if figure.kind != "money":
            raise FormatError(f"“{figure.key}”不是金额，不能按{unit}写")
        self.used.figure(figure)
        if unit == figure.written_unit:
            return figure.shown
        return show(value, figure.unit, 2, unit)


def _plain(other: object) -> Any:
    return other.value if isinstance(other, Number) else other


def guarded(text: str) -> str:
    """A fact's text on one line, kept from being read as markup."""
    line = " ".join(text.split("\n")).strip()
    return GUARD + line if line.startswith(_MARKUP) else line


def directed(figure: Figure) -> bool:
    """Whether a derived figure says by how much something rose or fell."""
    measure = figure.measure
    rise = measure in _RATES or measure == _POINTS
    return bool(figure.formula) and (rise or measure.startswith("比") and measure.endswith("增减"))


def printed(figure: Figure) -> str:
    """The figure without direction: 339.52万元; a computed rate of exactly 100% without .00."""
    value = figure.number
    if figure.kind == "date" and "/" in figure.value:
        return _date_range(figure.value)
    if figure.formula and figure.unit == "%" and value is not None and value == int(value):
        return show(value, "%", 0, "%")
    return figure.shown


def _date_range(edtf: str) -> str:
    """2023-03-21/2023-03-23 → 2023年3月21日至23日: the end says only what differs."""
    low, high = edtf.split("/")
    first, last = low.split("-"), high.split("-")
    same = 0
    while same < min(len(first), len(last)) - 1 and first[same] == last[same]:
        same += 1
    return f"{show_date(low)}至{show_date('-'.join(['XXXX'] * same + last[same:]))}"


def spoken(figure: Figure) -> str:
    """The figure as a sentence takes it: 增长19.67%, 减少485.48元, 持平; others as printed."""
    value = figure.number
    if value is None or not directed(figure):
        return printed(figure)
    if vanishes(figure):
        return "持平"
    rate = figure.measure in _RATES
    up, down = ("增长", "下降") if rate else ("提高", "降低") if _is_points(figure) else (
        "增加", "减少")  # fmt: skip
    amount = show(abs(value), figure.unit, figure.decimals, figure.written_unit)
    return (up if value > 0 else down) + amount


def vanishes(figure: Figure) -> bool:
    """Whether a change is 0 in the digits it would be printed with."""
    value = figure.number
    if value is None:
        return False
    scale = MONEY_UNITS.get(figure.written_unit or "", Decimal(1))
    if figure.unit == "%":
        scale = Decimal("0.01")
    return round_half_up(value / scale, figure.decimals) == 0


def _is_points(figure: Figure) -> bool:
    return figure.measure == _POINTS


class Book:
    """The ledger as views ask for it: figures by their place in the facts, by their inputs."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._at: dict[str, list[Figure]] = {}
        self._from: dict[tuple[str, tuple[str, ...]], Figure] = {}
        for figure in ledger.figures.values():
            if figure.source.path:
                self._at.setdefault(figure.source.path, []).append(figure)
            if figure.formula and figure.inputs:
                self._from.setdefault((figure.measure, figure.inputs), figure)

    def at(self, path: tuple[str | int, ...], value: Decimal | None = None) -> Figure | None:
        """The figure of a value in the facts; some stand at the part that holds the value."""
        exact = self._at.get(_dotted(path))
        if exact:
            return exact[0]
        if value is None:
            return None
        held = self._at.get(_dotted(path[:-1]), [])
        if len(held) == 1:
            return held[0]
        return next((f for f in held if f.number == value), None)

    def known(self, figure: Figure | None) -> Figure | None:
        """The ledger's own copy of a derivation, where the ledger made the same one."""
        if figure is None:
            return None
        return self._from.get((figure.measure, figure.inputs), figure)


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))
