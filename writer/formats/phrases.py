"""The functions of templates that derive figures (listed in prompts/README.zh-CN.md).

Rises, falls, rates and shares are typed derivations over ledger figures, so that a template
never says by hand that something grew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from writer.errors import FormatError
from writer.formats.values import Absent, Book, Number, Used, vanishes
from writer.formats.views import View
from writer.formats.wordings import FUNCTIONS
from writer.ledger import Figure, derive, show_date


class Phrases:
    """The functions that derive; one instance a rendering, because they note what was used."""

    def __init__(self, book: Book, used: Used, grades: Sequence[tuple[str, Decimal]]) -> None:
        self._book = book
        self._ledger = book.ledger
        self._used = used
        self._grades = grades

    def functions(self) -> dict[str, Callable[..., Any]]:
        """By the names that templates call them."""
        return FUNCTIONS | {
            "比率": self.rate, "执行率": self.execution, "占比": self.share,
            "增减": self.difference, "增减率": self.growth, "较": self.against,
            "合计": self.total, "各项": self.items, "组成": self.made_of,
            "列示": self.given, "排序": self.ranked, "数据": self.find,
            "等级": self.grade, "个数": self.count,
            "变动最大": self.most_changed, "截止日期": self.as_of, "未执行完": self.unspent,
            "有构成": self.with_parts, "资金来源": self.sources,
        }  # fmt: skip

    # ---- derived figures -------------------------------------------------------------

    def rate(self, part: Any, whole: Any) -> Number | Absent:
        """part ÷ whole, in percent."""
        return self._derived(derive.rate, part, whole)

    def execution(self, line: Any) -> Number | Absent:
        """决算 ÷ 全年预算 (年初预算 where there is none); of a project 支出 ÷ 下达."""
        if not isinstance(line, View):
            return Absent("执行率")
        project = "支出金额" in _names(line)
        done = line.lookup("支出金额" if project else "决算")
        base = line.lookup("下达金额" if project else "全年预算") or line.lookup("年初预算")
        return self.rate(done, base)

    def share(self, part: Any, whole: Any) -> Number | Absent:
        """part as a share of the whole it belongs to."""
        return self._derived(derive.share, part, whole)

    def difference(self, later: Any, earlier: Any) -> Number | Absent:
        """增加21.43万元 / 减少… / 持平."""
        return self._derived(derive.difference, later, earlier)

    def growth(self, later: Any, earlier: Any) -> Number | Absent:
        """增长6.74% / 下降… / 持平; absent when the earlier value is 0."""
        return self._derived(derive.growth, later, earlier)

    def against(self, later: Any, earlier: Any, name: str) -> str:
        """较年初预算增加21.43万元，增长6.74%, or 与年初预算持平."""
        change = self.difference(later, earlier)
        if isinstance(change, Absent):
            change.complain()
        if vanishes(change.figure):
            return f"与{name}持平"
        growth = self.growth(later, earlier)
        text = f"较{name}{change}"
        if isinstance(growth, Number) and not vanishes(growth.figure):
            text += f"，{growth}"
        return text

    def total(self, numbers: Iterable[Any]) -> Number | Absent:
        """The sum of figures; absent when one is missing."""
        found = list(numbers)
        if not found or not all(isinstance(n, Number) for n in found):
            return Absent("合计")
        figures = [n.figure for n in found]
        if len(figures) == 1:
            return Number(figures[0], self._used)
        made = derive.total("合计", "合计", figures)
        known = self._book.known(made)
        return Number(known, self._used) if known else Absent("合计")

    def most_changed(self, items: Any, later: str, earlier: str) -> View | Absent:
        """The line whose amount changed most in the direction in which the sum changed."""
        found = []
        for item in items:
            change = self.difference(item.lookup(later), item.lookup(earlier))
            if isinstance(change, Number) and not vanishes(change.figure):
                found.append((change.value, item))
        net = sum(value for value, _ in found)
        same_way = [(abs(value), item) for value, item in found if value * net > 0]
        largest: View | Absent = (
            max(same_way, key=lambda p: p[0])[1] if same_way else Absent("变动")
        )
        return largest

    def unspent(self, projects: Iterable[Any]) -> list[Any]:
        """The projects whose execution rate is known and not 100 %."""
        rates = ((self.execution(project), project) for project in projects)
        return [project for rate, project in rates if isinstance(rate, Number) and rate != 1]

    # ---- lists -----------------------------------------------------------------------

    def given(self, items: Any, basis: str = "决算") -> list[Any]:
        """The lines or projects whose amount in this basis is given and not 0."""
        return [item for item in items if item.lookup(basis)]

    def with_parts(self, items: Any) -> list[Any]:
        """The lines whose own parts are stated."""
        return [item for item in items if self.given(item.lookup("构成"))]

    def ranked(self, items: Any, basis: str = "决算") -> list[Any]:
        """The same, largest amount first."""
        return sorted(self.given(items, basis), key=lambda i: i.lookup(basis).value, reverse=True)

    def items(self, items: Any, basis: str = "决算", share_of: Any = None, sign: str = "、") -> str:
        """基本工资69.20万元、津贴补贴83.69万元…; with share_of（占…的32.55%） behind each."""
        if isinstance(items, Mapping):
            return sign.join(f"{name}{number}" for name, number in items.items() if number)
        texts = []
        for item in self.given(items, basis):
            text = f"{item.lookup('名称')}{item.lookup(basis)}"
            if share_of:
                whole = share_of.figure.subject
                text += f"，占{whole}的{self.share(item.lookup(basis), share_of)}"
            texts.append(text)
        return ("；" if share_of else sign).join(texts)

    def made_of(self, items: Any, whole: Any, ending: str = "") -> str:
        """其中甲3.00万元、乙2.00万元; 全部为甲 where one part is the whole.

        `ending` completes the name of such a part: 退休 → 全部为退休人员.
        """
        if isinstance(items, Mapping):
            parts = [(name, number) for name, number in items.items() if number]
        else:
            parts = [(str(i.lookup("名称")), i.lookup("决算")) for i in self.given(items, "决算")]
        if len(parts) == 1 and parts[0][1] == whole:
            name = parts[0][0]
            return f"全部为{name if name.endswith(ending) else name + ending}"
        return f"其中{self.items(items)}" if parts else ""

    def sources(self, project: Any) -> str:
        """（其中中央资金30.00万元、省级资金12.00万元）, （全部为市级资金）, or nothing.

        In brackets, so that what follows goes on speaking of the project.
        """
        given = {name: n for name, n in project.lookup("资金来源").items() if n}
        if not given:
            return ""
        (name, only), *others = given.items()
        if not others and only == project.lookup("下达金额"):
            return f"（全部为{name}）"
        return f"（其中{self.items(given)}）"

    def find(self, subject: str, measure: str = "", basis: str = "") -> Number | Absent:
        """A figure of the ledger by subject (数据("心肺复苏训练"))."""
        figure = self._ledger.get(subject, measure, basis)
        return Number(figure, self._used) if figure else Absent(f"数据.{subject}")

    def count(self, items: Any, unit: str = "个") -> str:
        """5个: how many items a list of the facts has."""
        figure = getattr(items, "figure", None)
        if figure is not None:
            self._used.figure(figure)
        return f"{len(items)}{unit}"

    def as_of(self) -> str:
        """The date that posts and people are counted at: as given, else the end of the year."""
        staff = self._ledger.facts.staff
        given = staff.as_of if staff else ""
        return show_date(given) if given else f"{self._ledger.year}年末"

    def grade(self) -> str:
        """The grade word: as the facts give it, else by the format's bounds on the score."""
        own = self._ledger.facts.self_score
        if own is None or (own.score is None and not own.grade):
            raise FormatError("事实文件没有填写自评得分，模板却要写出等级；请在模板里先判断")
        if own.grade or own.score is None:
            return own.grade
        percent = own.score / own.full * 100
        for word, least in self._grades:
            if percent >= least:
                return word
        raise FormatError("format.yaml 的“等级”没有包含最低一档（下限应为 0）")

    def _derived(
        self, make: Callable[[Figure, Figure], Figure | None], later: Any, earlier: Any
    ) -> Number | Absent:
        if not (isinstance(later, Number) and isinstance(earlier, Number)):
            return Absent("增减或比率")
        known = self._book.known(make(later.figure, earlier.figure))
        return Number(known, self._used) if known else Absent("增减或比率")


def _names(view: View) -> set[str]:
    return {info.alias or name for name, info in type(view.part).model_fields.items()}
