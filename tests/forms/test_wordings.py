"""Ways in which other provinces say the same: invented passages of their kind, and every statement that they make."""

from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from jianghan_lib.build.statements import build_changes, build_completion, falls, value_of
from jianghan_lib.build.subjects import Subjects
from jianghan_lib.forms.narrative.leftovers import read_leftovers
from jianghan_lib.forms.narrative.reader import locate_statements
from jianghan_lib.forms.narrative.stream import build
from jianghan_lib.forms.narrative.unread_figures import units_lost, unread_figures
from jianghan_lib.forms.records import Statement
from jianghan_lib.readers.blocks import Line, Source

YEAR = 2023
# Passages, each followed by what it states: topic, subject, and each role with its basis, in 万元 or as printed.
PASSAGES = Path(__file__).with_name("wordings.txt")
NOTHING = (
    "全年召开工作会议12次，覆盖率达到98.5%，群众满意度96%。自2021年以来共服务群众1,234人次。",
    "按照《预算法》第14条的规定，本表第27行等于第25行与第26行之和。联系电话：010-12345678。",
    "一般公共预算财政拨款支出：指财政部门用一般公共预算安排的支出。机关运行经费：为保障运行用于购买货物和服务的资金。",
    "公务接待费标准为每人100元，“三公”经费支出控制在100万元以内，人员经费按每人5万元测算。",
    "教育支出合计120.00万元，专项业务合计30.00万元。",
    "差旅费、会议费较上年减少2.00万元。食堂运行费45.00万元，比上年增加5.00万元，增长12.5%。",
    "全年接待群众来访120批次，340人次，服务企业15家。",
    "行政编制15人，实有14人，本单位无政府性基金预算财政拨款收入支出，无公务接待费支出。",
    "教育支出（类）普通教育（款）小学教育（项）：反映各部门举办的小学教育支出，共3所。",
)


def raw(passage: str) -> list[Statement]:
    """The statements of a passage."""
    lines = tuple(Line(number, text) for number, text in enumerate(passage.splitlines(), 1))
    return [one for _, one in locate_statements(build(Source("", "", lines), set()), YEAR)]


def said(passage: str) -> list[str]:
    """The statements of a passage, each as `topic[subject]: role 1.5, role/basis 2%`; a year only where it is another one."""
    rows = []
    for _, group in groupby(raw(passage), key=lambda row: row.statement):
        figures = list(group)
        about = figures[0].topic + (f"[{figures[0].subject}]" if figures[0].subject else "")
        about += "" if figures[0].year == YEAR else f" {figures[0].year}"
        rows.append(f"{about}: {', '.join(map(figure, figures))}")
    return rows


def figure(row: Statement) -> str:
    amount = value_of(row)
    down = "-" if row.role == "change_rate" and falls(row.direction) else ""
    basis = "" if row.basis == "all" else f"/{row.basis}"
    return f"{row.role}{basis} {down + row.printed + row.unit if amount is None else format(amount, 'f')}"


def cases() -> list[tuple[str, list[str]]]:
    blocks = [block.split("\n> ") for block in PASSAGES.read_text(encoding="utf-8").strip().split("\n\n")]
    return [(passage, stated) for passage, *stated in blocks]


@pytest.mark.parametrize(("passage", "stated"), cases(), ids=lambda value: value[:16] if isinstance(value, str) else "")
def test_a_passage_states_what_a_reader_expects(passage: str, stated: list[str]) -> None:
    assert said(passage) == stated


@pytest.mark.parametrize("passage", NOTHING)
def test_prose_with_numbers_states_nothing(passage: str) -> None:
    assert said(passage) == []


def test_a_change_stated_below_its_level_is_a_change() -> None:
    text = "“三公”经费支出决算为3.21万元。其中：公务接待费支出决算为0.21万元。2023年“三公”经费支出决算数比上年增加0.11万元。"
    rows, findings = build_changes("invented", raw(text), Subjects({}))
    assert [(row.item, row.prior_amount, row.amount, row.change) for row in rows] == [
        ("three_public", Decimal("3.10"), Decimal("3.21"), Decimal("0.11"))
    ]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "outturn", "rate"),
    [
        ("年初预算为100.00万元，实际支出98.00万元，完成年初预算的98%。", "98", "98%"),
        ("支出98.00万元，完成年初预算100.00万元的98%。", "98", "98%"),
        ("年初预算为100.00万元，调整预算为120.00万元，支出决算为118.00万元，完成调整预算的98.33%。", "118", ""),
        (
            "年初预算为100.00万元，全年预算120.00万元，支出决算为118.00万元，完成预算的98.33%，为年初预算的118%。",
            "118",
            "118%",
        ),
    ],
)
def test_completion_is_against_the_initial_budget_alone(text: str, outturn: str, rate: str) -> None:
    passage = raw(f"教育支出（类）普通教育（款）小学教育（项）{text}")
    (row,) = build_completion("invented", passage, [], Subjects({}), [])
    assert (row.initial_budget, row.outturn, row.rate_printed) == (100, Decimal(outturn), rate)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("公务用车运行费0万元，较上年增加（减少）0万元。", ["增加(减少)"]),
        ("比上年增长/下降XX%，支出决算数大于（小于）预算数。", ["增长/下降", "XX", "大于(小于)"]),
        ("比上年增加2.00万元，增长5%；其他费用减少（详见附表）。", []),
    ],
)
def test_words_of_the_template_that_nobody_filled_in_are_noted(text: str, printed: list[str]) -> None:
    assert [note.printed for note in read_leftovers(build(Source("", "", (Line(1, text),)), set()))] == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("公务接待费由上年的2.50万元减少到2.00万元，下降20%。", []),
        ("公务接待费支出l2.00万元，比上年减少O.20万元。", ["2.00万元、20万元"]),
        (
            "年初预算为100.00万元，支出决算为90.00万元，完成年初预算的90%。",
            ["100.00万元、90.00万元、完成年初预算的90%"],
        ),
        ("公务接待费支出2.00万元，比上年减少0.20万元，下降9.09%。", []),
        ("收、支总计各是4125.49，4143.91万元。", ["4125.49,4143.91"]),
        (
            "增减变动率分别为3.52%、-16.00%，分别占支出总预算20.00万元的64.20%、35.80%。",
            ["变动率分别为3.52%、、-16.00%、占支出总预算20.00万元的64.20%、、35.80%"],
        ),
        ("全年培训学员300人，发放补贴12.00万元。办公设备单价5万元，人均费用0.20万元。", []),
    ],
)
def test_money_that_no_statement_holds_is_told(text: str, printed: list[str]) -> None:
    stream = build(Source("", "", (Line(1, text),)), set())
    taken = {at for at, _ in locate_statements(stream, YEAR)}
    assert [note.printed for note in unread_figures(stream, taken)] == printed


def test_an_amount_without_its_unit_is_told() -> None:
    stream = build(Source("", "", (Line(1, "2023年度收入总计1234.56，比上年增加34.56万元，增长2.88。"),)), set())
    (note,) = units_lost([one for _, one in locate_statements(stream, YEAR)])
    assert (note.rule, note.where, note.printed) == ("unit_lost", "revenue_and_expenditure", "1234.56")


def test_a_change_whose_direction_is_left_open_has_no_amount() -> None:
    amounts = {row.direction: value_of(row) for row in raw("公务接待费1.00万元，较上年增加（减少）0.50万元。")}
    assert amounts == {"": Decimal(1), "增加(减少)": None}


def test_a_change_of_a_part_belongs_to_no_level_that_stands_elsewhere() -> None:
    text = "2023年支出合计100.00万元，其中：基本支出60.00万元。财政拨款收入90.00万元，比上年减少5.00万元，减少的主要原因是基本支出减少4.00万元。"
    rows, _ = build_changes("invented", raw(text), Subjects({}))
    assert [(row.item, row.amount, row.change) for row in rows] == [
        ("fiscal_appropriation_revenue", 90, -5),
        ("basic", None, -4),
    ]


OF_EXECUTED = (
    "1.“一般公共服务支出（类）统计信息事务（款）专项普查活动（项）”25.77万元，主要用于专项普查活动。"
    "2022年当年预算执行数为60.13万元，2023年预算安排25.77万元，比2022年预算执行数{told}。主要原因是：项目调整。"
)


@pytest.mark.parametrize(
    ("told", "change_printed", "rate_printed"),
    [("减少57.14%", "", "减少57.14%"), ("减少34.36万元", "减少34.36万元", "")],
)
def test_a_budget_is_compared_with_what_was_executed_the_year_before(
    told: str, change_printed: str, rate_printed: str
) -> None:
    rows, findings = build_changes("invented", raw(OF_EXECUTED.format(told=told)), Subjects({}), of_budget=True)
    assert findings == []
    (row,) = rows
    assert (row.name, row.basis, row.prior_year, row.year) == ("专项普查活动", "prior_year_outturn", 2022, 2023)
    assert (row.prior_amount, row.amount, row.change) == (Decimal("60.13"), Decimal("25.77"), Decimal("-34.36"))
    assert (row.change_printed, row.rate_printed, row.rate) == (change_printed, rate_printed, Decimal("-0.571429"))
    assert (row.prior_amount_at, row.amount_at) == ("L1", "L1")


def test_an_amount_of_the_year_before_that_is_printed_has_its_place() -> None:
    text = "2023年度“三公”经费支出决算9.10万元，与2022年9.50万元相比下降4.21%。"
    (row,), _ = build_changes("invented", raw(text), Subjects({}))
    assert (row.prior_amount, row.prior_amount_at, row.change) == (Decimal("9.50"), "L1", Decimal("-0.40"))
    assert (row.change_printed, row.rate_printed, row.basis) == ("", "下降4.21%", "printed_change")


def test_a_rate_without_an_amount_of_either_year_makes_no_change() -> None:
    text = "2023年度“三公”经费支出决算9.10万元，比上年下降4.21%。"
    assert build_changes("invented", raw(text), Subjects({})) == ([], [])
