"""The typed derivations: each says what it is, from which figures, by which formula.

There is no search over pairs anywhere: a derivation is made because the facts' structure or a
sentence's wording names it. Values are exact; rounding happens where a number is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from writer.ledger.figure import Figure
from writer.quantities import canonical

PRECISION = 40


def total(ident: str, subject: str, parts: Sequence[Figure]) -> Figure | None:
    """The sum of parts that share kind and unit."""
    values = [p.number for p in parts]
    if not parts or any(v is None for v in values) or len({p.unit for p in parts}) != 1:
        return None
    amount = sum((v for v in values if v is not None), Decimal(0))
    formula = " + ".join(p.shown for p in parts)
    made = _derived(ident, parts[0], subject, parts[0].measure, amount, formula, parts)
    if len({p.period for p in parts}) > 1 and len({p.period[:4] for p in parts}) == 1:
        return replace(made, period=made.period[:4])  # quarters make a year's figure
    return made


def difference(later: Figure, earlier: Figure) -> Figure | None:
    """later − earlier, in their unit; percents differ in 百分点."""
    a, b = later.number, earlier.number
    if a is None or b is None or later.unit != earlier.unit:
        return None
    formula = f"{later.shown} － {earlier.shown}"
    measure = "比" + (earlier.basis if earlier.basis != later.basis else earlier.period) + "增减"
    ident = f"{later.id}-{earlier.id}"
    if later.unit == "%":
        return _derived(
            ident, later, later.subject, "增减百分点", (a - b) * 100, formula, (later, earlier),
            kind="percent", unit="百分点", decimals=max(later.decimals, 2), written="个百分点",
        )  # fmt: skip
    return _derived(ident, later, later.subject, measure, a - b, formula, (later, earlier))


def growth(later: Figure, earlier: Figure) -> Figure | None:
    """(later − earlier) ÷ earlier; None when the earlier value is 0."""
    a, b = later.number, earlier.number
    if a is None or not b or later.unit != earlier.unit:
        return None
    formula = f"（{later.shown} － {earlier.shown}）÷ {earlier.shown}"
    return _ratio(
        f"{later.id}^{earlier.id}", later, "增长率", divide(a - b, b), formula, (later, earlier)
    )


def rate(done: Figure, base: Figure, measure: str = "执行率") -> Figure | None:
    """done ÷ base; None when the base is 0."""
    a, b = done.number, base.number
    if a is None or not b or done.unit != base.unit:
        return None
    formula = f"{done.shown} ÷ {base.shown}"
    return _ratio(f"{done.id}÷{base.id}", done, measure, divide(a, b), formula, (done, base))


def share(part: Figure, whole: Figure) -> Figure | None:
    """part ÷ whole of one basis and period."""
    return rate(part, whole, f"占{whole.subject}比重")


def rest_of_whole(shares: Sequence[Figure], measure: str) -> Figure | None:
    """100 % − the shares, which are percents of one whole."""
    values = [s.number for s in shares]
    if not shares or any(v is None for v in values) or {s.unit for s in shares} != {"%"}:
        return None
    rest = Decimal(1) - sum((v for v in values if v is not None), Decimal(0))
    formula = " － ".join(["100%", *(s.shown for s in shares)])
    ident = "1-" + "-".join(s.id for s in shares)
    return _ratio(ident, shares[0], measure, rest, formula, shares)


def per_head(amount: Figure, people: Figure) -> Figure | None:
    """amount ÷ people, in the amount's unit."""
    a, b = amount.number, people.number
    if a is None or not b:
        return None
    formula = f"{amount.shown} ÷ {people.shown}"
    ident = f"{amount.id}÷{people.id}"
    return _derived(ident, amount, amount.subject, "人均", divide(a, b), formula, (amount, people))


def product(price: Figure, count: Figure) -> Figure | None:
    """price × count, in the price's unit: 每生每天5元, 200天."""
    a, b = price.number, count.number
    if a is None or b is None:
        return None
    formula = f"{price.shown} × {count.shown}"
    ident = f"{price.id}*{count.id}"
    return _derived(ident, price, price.subject, "折合", a * b, formula, (price, count))


def mean(parts: Sequence[Figure]) -> Figure | None:
    """The sum of parts that share kind and unit ÷ their number."""
    whole = total("平均", "平均", parts)
    if whole is None or whole.number is None:
        return None
    formula = f"（{whole.formula}）÷ {len(parts)}"
    return replace(
        whole,
        measure="平均",
        value=canonical(divide(whole.number, Decimal(len(parts)))),
        decimals=max(whole.decimals, 2),
        formula=formula,
    )


def times(later: Figure, earlier: Figure) -> Figure | None:
    """later ÷ earlier as a multiple, unit 倍."""
    a, b = later.number, earlier.number
    if a is None or not b or later.unit != earlier.unit:
        return None
    formula = f"{later.shown} ÷ {earlier.shown}"
    return _derived(
        f"{later.id}×{earlier.id}", later, later.subject, "倍数", divide(a, b), formula,
        (later, earlier), kind="count", unit="倍", decimals=2, written="倍",
    )  # fmt: skip


def divide(a: Decimal, b: Decimal) -> Decimal:
    """a ÷ b to 40 digits, whatever the caller's context."""
    with localcontext() as context:
        context.prec = PRECISION
        return a / b


def _ratio(
    ident: str, model: Figure, measure: str, value: Decimal, formula: str, inputs: Sequence[Figure]
) -> Figure:
    return _derived(
        ident, model, model.subject, measure, value, formula, inputs,
        kind="percent", unit="%", decimals=2, written="%",
    )  # fmt: skip


def _derived(
    ident: str,
    model: Figure,
    subject: str,
    measure: str,
    value: Decimal,
    formula: str,
    inputs: Sequence[Figure],
    *,
    kind: str | None = None,
    unit: str | None = None,
    decimals: int | None = None,
    written: str | None = None,
) -> Figure:
    aliases = model.aliases if subject == model.subject else ()
    return Figure(
        ident, subject, measure, model.basis, model.period, kind or model.kind, canonical(value),
        unit or model.unit, model.decimals if decimals is None else decimals,
        written or model.written_unit, aliases, model.parents, formula=formula,
        inputs=tuple(f.id for f in inputs),
    )  # fmt: skip
