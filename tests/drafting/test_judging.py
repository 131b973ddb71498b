"""Which answers of a model are taken, and the fault that each other one is given."""

from __future__ import annotations

import json

import pytest

from writer.drafting.judging import Unusable, paragraphs_of, typed_numbers
from writer.ledger import Figure
from writer.prompting import SectionPrompt
from writer.replies import Answer

SPENT = Figure("支出.决算", "支出", "金额", "决算", "2023", "money", "3395200", "元", 2, "万元")
FUND = Figure(
    "项目.甲",
    "结转2022年度比武专项资金",
    "金额",
    "决算",
    "2023",
    "money",
    "152300",
    "元",
    2,
    "万元",
)
PROMPT = SectionPrompt(
    "总体情况",
    [{"role": "system", "content": "规则"}, {"role": "user", "content": "写本节，约二百字。"}],
    {"F1": SPENT, "F2": FUND},
    ("F1",),
)
TITLE = "预算执行总体情况"
ASKED = PROMPT.messages
GOOD = "本年度支出决算{F1}，资金使用规范。"


def answer(*paragraphs: str, section: str = TITLE, finish: str = "stop") -> Answer:
    data = {"section": section, "paragraphs": list(paragraphs)}
    return Answer(json.dumps(data, ensure_ascii=False), finish)


def faults(given: Answer, plain: bool = False) -> list[str]:
    try:
        paragraphs_of(given, PROMPT, TITLE, plain)
    except Unusable as error:
        return [fault.code for fault in error.faults]
    return []


@pytest.mark.parametrize(
    "given",
    [
        answer(GOOD),
        answer(GOOD, "一是加强管理，二是落实“三公”经费只减不增要求，24小时值班。"),
        answer(GOOD, section="（一）预算执行总体情况"),
        answer(GOOD, section="总体情况"),
        answer("本年度支出决算{Ｆ１}，资金使用规范。"),
        answer(f"{GOOD}“结转2022年度比武专项资金”支出{{F2}}。"),
        Answer(f"```json\n{answer(GOOD).text}\n```"),
    ],
)
def test_a_good_answer_is_taken(given: Answer) -> None:
    assert faults(given) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (answer(GOOD, "支出318.09万元。"), "MD401"),
        (answer(GOOD, "支出３１８万元。"), "MD401"),
        (answer(GOOD, "参训一百二十人。"), "MD401"),
        (answer(GOOD, "增长百分之五。"), "MD401"),
        (answer(GOOD, "2019年已经完成。"), "MD401"),
        (answer(GOOD, "依据财预〔2020〕10号。"), "MD401"),
        (answer(GOOD, "支出{F1}3元，共{F1}。"), "MD401"),
        (answer(GOOD, "其余{F77}。"), "MD402"),
        (answer("本年度资金使用规范，成效良好。"), "MD403"),
        (answer(), "MD404"),
        (answer("", " "), "MD404"),
        (Answer(""), "MD404"),
        (answer(GOOD, *["切实提高资金使用效益。"] * 3), "MD405"),
        (Answer('{"section": "x", "paragraphs": ["' + "提高效益，" * 300, "length"), "MD405"),
        (Answer(answer(GOOD).text[:-6], "length"), "MD407"),
        (Answer("抱歉，我无法撰写这份报告。"), "MD408"),
        (Answer("", refusal="I can't"), "MD408"),
        (Answer(answer(GOOD).text[:-6]), "MD409"),
        (Answer("本年度支出决算{F1}。"), "MD409"),
        (Answer('{"section": "预算执行总体情况", "paragraphs": "一段"}'), "MD409"),
        (answer("本年度党建工作扎实推进，成效良好。", section="党建工作"), "MD410"),
        (answer(GOOD, "# 小标题"), "MD413"),
        (answer(GOOD, "（一）小标题"), "MD413"),
        (answer(GOOD, "{表:基础数据表}"), "MD413"),
        (answer(GOOD, "例如[具体事故案例]中响应迅速。"), "MD413"),
        (answer(GOOD, "{{ facts }}"), "MD413"),
        (answer(GOOD, "较上年增长□。"), "MD413"),
        (answer(GOOD, "××单位配合良好。"), "MD413"),
    ],
)
def test_a_bad_answer_is_named(given: Answer, code: str) -> None:
    assert faults(given)[:1] == [code]


def test_far_too_long() -> None:
    words = [chr(0x4E00 + 7 * i) + chr(0x5E00 + 11 * i) + chr(0x6700 + 13 * i) for i in range(300)]
    assert faults(answer(GOOD, "，".join(words) + "。")) == ["MD406"]


def test_every_fault_of_the_text_is_told_at_once() -> None:
    assert faults(answer("共{F9}，花了3元，十分规范。")) == ["MD401", "MD402", "MD403"]


def test_a_unit_behind_a_reference_is_dropped() -> None:
    """Models add the unit although the reference brings it; the number would carry it twice."""
    taken = paragraphs_of(
        answer("支出{F1}万元，其中{F2} 万元用于训练。"), PROMPT, TITLE, plain=False
    )
    assert taken == ["支出{F1}，其中{F2}用于训练。"]


def test_another_unit_behind_a_reference_stays_for_the_check_to_find() -> None:
    taken = paragraphs_of(answer("支出决算{F1}，比{F1}分配得更细。"), PROMPT, TITLE, plain=False)
    assert taken == ["支出决算{F1}，比{F1}分配得更细。"]


def test_plain_text_is_taken_line_by_line() -> None:
    given = Answer(f"{GOOD}\n\n后面没有数。")
    assert paragraphs_of(given, PROMPT, TITLE, plain=True) == [GOOD, "后面没有数。"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("统一部署，进一步加强，十分重视，一致同意。", []),
        ("一是抓学习。二是抓落实。", []),
        ("共17人", ["17人"]),
        ("占七成五", ["七成五"]),
        ("发生一起事故", ["一起"]),
    ],
)
def test_what_counts_as_a_typed_number(text: str, typed: list[str]) -> None:
    assert typed_numbers(text) == typed


def test_next_to_nothing_is_no_section() -> None:
    prompt = SectionPrompt("支出", ASKED, {"F1": SPENT}, (), own=("F1",), length=100)
    with pytest.raises(Unusable, match="只写了 12 个字，本节应写约 100 个字"):
        paragraphs_of(Answer("全年支出决算为{F1}。"), prompt, "支出", plain=True)
    whole = "全年支出决算为{F1}，按规定用于各项工作，没有超出预算。"
    assert paragraphs_of(Answer(whole), prompt, "支出", plain=True) == [whole]


def test_a_section_with_numbers_states_at_least_one() -> None:
    prompt = SectionPrompt("支出", ASKED, {"F1": SPENT}, (), own=("F1",))
    with pytest.raises(Unusable, match="一个也没有写") as caught:
        paragraphs_of(Answer("支出按规定用于各项工作。"), prompt, "支出", plain=True)
    assert caught.value.faults[0].code == "MD403"
    named = SectionPrompt("支出", ASKED, {"F1": SPENT}, ())
    assert paragraphs_of(Answer("支出按规定用于各项工作。"), named, "支出", plain=True)
