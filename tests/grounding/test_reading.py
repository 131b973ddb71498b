"""Reading numbers: the cases by kind, and what must hold for any text at all."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from writer.grounding.mentions import Kind, Mention, Qualifier
from writer.grounding.reading import read
from writer.numerals import spell
from writer.quantities import canonical

CASES = Path(__file__).parent / "cases" / "reading"


def _cases() -> list[object]:
    loaded = []
    for path in sorted(CASES.glob("*.yaml")):
        for number, case in enumerate(YAML(typ="safe").load(path.read_text("utf-8")), 1):
            loaded.append(pytest.param(case["text"], case["read"], id=f"{path.stem}-{number}"))
    return loaded


def _line(mention: Mention) -> str:
    parts = [mention.text, mention.kind.value, mention.value or "-", mention.unit or "-"]
    if mention.qualifier is not Qualifier.EXACT:
        parts.append(mention.qualifier.value)
    return " | ".join(parts)


def _one(text: str) -> Mention:
    (mention,) = read(text)
    return mention


@pytest.mark.parametrize(("text", "wanted"), _cases())
def test_case(text: str, wanted: list[str]) -> None:
    assert [_line(m) for m in read(text)] == wanted


def test_the_cases_cover_every_kind() -> None:
    seen = {line.split(" | ")[1] for case in _cases() for line in case.values[1]}  # type: ignore[attr-defined]
    assert seen == {kind.value for kind in Kind}


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("支出339.52万元", "100"),
        ("支出277.30万元", "100"),
        ("支出34474740.51元", "0.01"),
        ("增长19.67%", "0.0001"),
        ("提高3.2个百分点", "0.1"),
        ("占百分之五", "0.01"),
        ("压减七成五", "0.01"),
        ("压减两成", "0.1"),
        ("得分97分", "1"),
        ("得分98.50分", "0.01"),
        ("切坡建房7万余户", "10000"),
        ("人数10.8万人", "1000"),
        ("近千人参加", "1000"),
        ("近五千人参加", "1000"),
        ("群众6000余人", "1000"),
        ("执勤480多小时", "10"),
        ("救助6000人", "1"),
        ("造价3千5百元", "100"),
        ("合同1亿2000万元", "10000"),
        ("资金20万—50.5万元", "1000"),
        ("大写壹拾贰元伍角", "0.1"),
        ("水费5元5角", "0.1"),
        ("一百零八处", "1"),
    ],
)
def test_step_is_one_unit_of_the_last_digit_written(text: str, step: str) -> None:
    assert _one(text).step == Decimal(step)


def test_traditional_and_full_width_read_like_simplified() -> None:
    plain = read("预算１２３．５万元，约3万余户，第十四届，二〇二三年，財預〔2020〕10號")
    old = read("預算１２３．５萬元，約3萬餘戶，第十四屆，二〇二三年，財預〔2020〕10號")
    assert [(m.kind, m.value, m.unit) for m in plain] == [(m.kind, m.value, m.unit) for m in old]


def test_tables_given_by_a_reader_of_documents_name_the_units() -> None:
    text = "基础数据\n项目\t金额(万元)\t占比\n培训\t12.50\t18.2%\n"
    spans = {}
    for row, line in enumerate(text.splitlines()[1:]):
        start = text.index(line)
        for column, cell in enumerate(line.split("\t")):
            spans[row, column] = _Span(start, start + len(cell))
            start += len(cell) + 1
    assert [_line(m) for m in read(text, [spans])] == [
        "12.50 | bare | 12.5 | 万元",
        "18.2% | percent | 0.182 | %",
    ]


class _Span:
    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


# --- any value in any supported form reads back to the same value ---------------------------

amounts = st.decimals(min_value=0, max_value=10**8, places=2)
whole = st.integers(min_value=2, max_value=10**8 - 1)
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def _commas(value: Decimal) -> str:
    return f"{value:,.2f}"


@given(amounts, st.sampled_from(["元", "千元", "万元", "百万元", "亿元"]), st.booleans())
def test_money_in_any_unit_reads_back(value: Decimal, unit: str, wide: bool) -> None:
    scale = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}[unit]
    for text in (f"{value}{unit}", f"{_commas(value)}{unit}", f"{value} {unit}"):
        written = text.translate(WIDE) if wide and "," not in text else text
        mention = _one(f"本年支出{written}。")
        assert (mention.text, mention.kind, mention.unit) == (written, Kind.MONEY, "元")
        assert mention.value == canonical(value * scale)
        assert mention.step == Decimal("0.01") * scale


@given(amounts, st.sampled_from("-－−"))
def test_a_sign_belongs_to_the_amount(value: Decimal, sign: str) -> None:
    mention = _one(f"年末结余为{sign}{value}万元")
    assert mention.text == f"{sign}{value}万元"
    assert Decimal(mention.value or "") == -value * 10**4


@given(whole)
def test_chinese_numerals_read_back(value: int) -> None:
    assert _one(f"共有{spell(value)}人参加").value == str(value)
    assert _one(f"合计人民币{spell(value, formal=True)}元整").value == str(value)
    assert _one(f"名列第{spell(value)}名").value == str(value)


@given(st.decimals(min_value=0, max_value=1000, places=2))
def test_percents_and_points_read_back(value: Decimal) -> None:
    for sign, factor in (("%", 100), ("％", 100), ("‰", 1000)):
        mention = _one(f"同比增长{value}{sign}")
        assert (mention.kind, mention.value) == (Kind.PERCENT, canonical(value / factor))
    mention = _one(f"提高{value}个百分点")
    assert (mention.value, mention.unit) == (canonical(value), "百分点")


@given(st.integers(2, 99), st.integers(2, 99))
def test_hundredths_and_fractions_read_back(low: int, high: int) -> None:
    assert _one(f"占百分之{spell(low)}").value == canonical(Decimal(low) / 100)
    part, of = sorted((low, high))
    if part < of:
        assert Decimal(_one(f"占{spell(of)}分之{spell(part)}").value or "") == Decimal(part) / of


@given(
    whole,
    st.sampled_from(
        [
            "人",
            "人次",
            "个",
            "起",
            "场次",
            "小时",
            "公里",
            "年",
            "辆",
            "㎡",
            "亩",
            "平方米",
            "家次",
            "项",
        ]
    ),
)
def test_counts_read_back(value: int, unit: str) -> None:
    if unit == "年":
        value %= 100
    assume(not re.fullmatch(r"20[0-3]\d[1-9]\d", str(value)))  # 201930件 is 2019 and 30件
    for text, factor in (
        (f"{value}{unit}", 1),
        (f"{value}万{unit}", 10**4),
        (f"{value}余{unit}", 1),
    ):
        mention = _one(f"累计完成{text}，")
        assert (mention.text, mention.kind, mention.unit) == (text, Kind.COUNT, unit)
        assert mention.value == str(value * factor)


@given(st.dates(), st.sampled_from(["年 月 日", "- - ", ". . "]))
def test_dates_read_back(day: object, form: str) -> None:
    year, month, date = str(day).split("-")
    if int(year) < 1900 or int(year) > 2099:
        year = "2023"
    marks = form.split(" ")
    text = f"{year}{marks[0]}{int(month)}{marks[1]}{int(date)}{marks[2]}"
    assert _one(f"已于{text}印发").value == f"{year}-{month}-{date}"


@given(st.integers(0, 5000), st.integers(1, 5000), st.sampled_from(["-", "—", "～", "至"]))
def test_ranges_read_back(low: int, more: int, mark: str) -> None:
    mention = _one(f"每个项目{low}{mark}{low + more}万元。")
    assert (mention.kind, mention.value) == (Kind.MONEY, f"{low * 10**4}/{(low + more) * 10**4}")


# --- any text at all -------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"0123456789零一二两三十百千万亿年月日号第元%分个人次",
        *"（）()〔〕[]【】“”、，。：:.-—~/+·…|\t\n 　",
        *"①ⅣA5GkN①壹拾圆整半多余近约几数成点时届级楼期",
        *[
            "2023年",
            "12018年",
            "百分之",
            "个百分点",
            "24小时值班",
            "三公",
            "万元",
            "附件",
            "单位：万元",
            "一是",
            "财预〔2020〕",
            "GB/T",
        ],
    ]
)
texts = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=400)
@given(texts)
@example("第1至")
@example("1亿零")
@example("（一")
@example("3近零474千740.51元")
@example("\t1\n\t2\n\n\t3\n\t4\n")
def test_any_text_gives_sorted_spans_that_hold_their_text(text: str) -> None:
    last = 0
    for mention in read(text):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text == mention.text.strip()
        assert mention.step > 0
        assert (mention.value is None) == (mention.kind is Kind.IDIOM)
        if mention.kind in (Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE, Kind.BARE):
            for part in (mention.value or "").replace(":", "/").split("/"):
                assert canonical(Decimal(part)) == part
        last = mention.end
