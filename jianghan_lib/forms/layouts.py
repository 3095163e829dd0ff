"""The statutory tables as data: titles, columns by their header labels, and the identities the forms print under them."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["coded", "panels", "economic", "flat"]


@dataclass(frozen=True)
class Column:
    """A column: its measure (and panel), and the pattern of its header labels joined from the top by `/`."""

    measure: str
    label: str
    panel: str = ""


@dataclass(frozen=True)
class Layout:
    """A statutory table: how it is titled, how its rows are built, which columns it prints, in order.

    `identity` gives, for a measure, the measures that add up to it; a leading minus takes one away.
    """

    table: str
    zh: str
    titles: tuple[str, ...]
    shape: Shape
    columns: tuple[Column, ...]
    identity: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def measures(self, panel: str = "") -> list[str]:
        return [column.measure for column in self.columns if column.panel == panel]

    @property
    def panels(self) -> list[str]:
        return list(dict.fromkeys(column.panel for column in self.columns))


TOTAL = r"(?:^|/)(?:合计|小计|总计|本年(?:收入|支出)?合计|金额合计)$"
BASIC, PROJECT = r"基本支出(?:/小计)?$", r"项目支出(?:/小计)?$"
GENERAL, FUNDS, CAPITAL = (
    rf"{fund}(?:.{{0,6}}拨款)?(?:收入)?$" for fund in ("一般公共预算", "政府性基金(?:预算)?", "国有资本经营(?:预算)?")
)
AMOUNT = r"(?:决算数|预算数|金额|本年预算|本年决算)$"
SPECIAL, UNIT_FUNDS = r"财政专户管理资金(?:收入)?$", r"单位资金(?:收入)?$"


def basic_and_project(total: str = TOTAL) -> tuple[Column, ...]:
    return (Column("total", total), Column("basic", BASIC), Column("project", PROJECT))


def three_public(panel: str, group: str) -> tuple[Column, ...]:
    """The six columns of 三公 expenses under one group label (empty where the form has one group)."""
    return (
        Column("total", rf"{group}(?:[“\"]?三公[”\"]?经费)?(?:合计|小计)$", panel),
        Column("overseas_travel", rf"{group}因公出国(?:\(境\))?费?用?$", panel),
        Column("vehicles", rf"{group}公务用车购置(?:及|和)?运行(?:维护)?费(?:/(?:小计|合计))$", panel),
        Column("vehicle_purchase", rf"{group}公务用车购置.*/(?:公务用车)?购置?费?$", panel),
        Column("vehicle_operation", rf"{group}公务用车购置.*/(?:公务用车)?运行?(?:维护)?费?$", panel),
        Column("hospitality", rf"{group}公务接待费?$", panel),
    )


THREE_PUBLIC = (
    ("total", ("overseas_travel", "vehicles", "hospitality")),
    ("vehicles", ("vehicle_purchase", "vehicle_operation")),
)
TOTAL_OF_TWO = (("total", ("basic", "project")),)

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "F01",
        "收入支出决算总表",
        ("收入支出决算总表", "收支决算总表"),
        "panels",
        (Column("outturn", AMOUNT, "revenue"), Column("outturn", AMOUNT, "expenditure")),
    ),
    Layout(
        "F02",
        "收入决算表",
        ("收入决算表", "收入决算总表"),
        "coded",
        (
            Column("total", TOTAL),
            Column("fiscal_appropriation", r"财政拨款收入$"),
            Column("superior_subsidy", r"上级补助收入$"),
            Column("institutional_income", r"事业收入(?:/小计)?$"),
            Column("business_income", r"经营收入$"),
            Column("affiliated_units_income", r"附属单位(?:上)?缴(?:款)?收入$"),
            Column("other_income", r"其他收入$"),
        ),
        (
            (
                "total",
                (
                    "fiscal_appropriation",
                    "superior_subsidy",
                    "institutional_income",
                    "business_income",
                    "affiliated_units_income",
                    "other_income",
                ),
            ),
        ),
    ),
    Layout(
        "F03",
        "支出决算表",
        ("支出决算表", "支出决算总表"),
        "coded",
        (
            *basic_and_project(),
            Column("paid_to_superior", r"上缴上级支出$"),
            Column("business_expenditure", r"经营支出$"),
            Column("subsidy_to_affiliated", r"对附属单位补助支出$"),
        ),
        (("total", ("basic", "project", "paid_to_superior", "business_expenditure", "subsidy_to_affiliated")),),
    ),
    Layout(
        "F04",
        "财政拨款收入支出决算总表",
        ("财政拨款收入支出决算总表", "财政拨款收支决算总表"),
        "panels",
        (
            Column("outturn", AMOUNT, "revenue"),
            Column("total", r"(?:决算数|金额)?/?(?:小计|合计)$", "expenditure"),
            Column("general_public_budget", GENERAL, "expenditure"),
            Column("government_funds", FUNDS, "expenditure"),
            Column("state_capital", CAPITAL, "expenditure"),
        ),
        (("total", ("general_public_budget", "government_funds", "state_capital")),),
    ),
    Layout(
        "F05",
        "一般公共预算财政拨款支出决算表",
        ("一般公共预算财政拨款支出决算表", "一般公共预算支出决算表"),
        "coded",
        basic_and_project(),
        TOTAL_OF_TWO,
    ),
    Layout(
        "F06",
        "一般公共预算财政拨款基本支出决算明细表",
        (
            "一般公共预算财政拨款基本支出决算明细表",
            "一般公共预算财政拨款基本支出决算表",
            "一般公共预算基本支出决算表",
            "一般公共预算财政拨款基本支出决算明细",
        ),
        "economic",
        (Column("outturn", AMOUNT),),
    ),
    Layout(
        "F07",
        "政府性基金预算财政拨款收入支出决算表",
        ("政府性基金预算财政拨款收入支出决算表", "政府性基金预算财政拨款支出决算表", "政府性基金预算收入支出决算表"),
        "coded",
        (
            Column("opening_balance", r"年初结转(?:和|及)?结余$"),
            Column("income", r"本年收入$"),
            Column("total", r"本年支出(?:/(?:小计|合计))$"),
            Column("basic", BASIC),
            Column("project", PROJECT),
            Column("closing_balance", r"年末结转(?:和|及)?结余$"),
        ),
        (("total", ("basic", "project")), ("closing_balance", ("opening_balance", "income", "-total"))),
    ),
    Layout(
        "F08",
        "国有资本经营预算财政拨款支出决算表",
        ("国有资本经营预算财政拨款支出决算表", "国有资本经营预算财政拨款收入支出决算表", "国有资本经营预算支出决算表"),
        "coded",
        basic_and_project(),
        TOTAL_OF_TWO,
    ),
    Layout(
        "F09",
        "财政拨款“三公”经费支出决算表",
        (
            "财政拨款三公经费支出决算表",
            "一般公共预算财政拨款三公经费支出决算表",
            "财政拨款三公经费及会议费培训费支出决算表",
            "三公经费支出决算表",
            "三公经费决算表",
        ),
        "flat",
        (*three_public("budget", r"^(?:年初)?预算数/"), *three_public("outturn", r"^决算数/")),
        THREE_PUBLIC,
    ),
    Layout(
        "B01",
        "收支总表",
        ("收支总表", "收支预算总表"),
        "panels",
        (Column("budget", AMOUNT, "revenue"), Column("budget", AMOUNT, "expenditure")),
    ),
    Layout(
        "B02",
        "收入总表",
        ("收入总表", "收入预算总表"),
        "coded",
        (
            Column("total", r"^合计$", "income"),
            Column("subtotal", r"^(?:本年)?收入/(?:小计|合计)$|^本年收入$", "income"),
            Column("general_public_budget", r"^本年收入/" + GENERAL, "income"),
            Column("government_funds", r"^本年收入/" + FUNDS, "income"),
            Column("state_capital", r"^本年收入/" + CAPITAL, "income"),
            Column("special_account", r"^本年收入/" + SPECIAL, "income"),
            Column("institutional_income", r"^本年收入/事业收入$", "income"),
            Column("business_income", r"^本年收入/(?:事业单位)?经营收入$", "income"),
            Column("superior_subsidy", r"^本年收入/上级补助收入$", "income"),
            Column("affiliated_units_income", r"^本年收入/附属单位(?:上)?缴(?:款)?收入$", "income"),
            Column("other_income", r"^本年收入/其他收入$", "income"),
            Column("subtotal", r"^上年结转(?:结余)?/(?:小计|合计)$", "carry_over"),
            Column("general_public_budget", r"^上年结转(?:结余)?/" + GENERAL, "carry_over"),
            Column("government_funds", r"^上年结转(?:结余)?/" + FUNDS, "carry_over"),
            Column("state_capital", r"^上年结转(?:结余)?/" + CAPITAL, "carry_over"),
            Column("special_account", r"^上年结转(?:结余)?/" + SPECIAL, "carry_over"),
            Column("unit_funds", r"^上年结转(?:结余)?/" + UNIT_FUNDS, "carry_over"),
        ),
    ),
    Layout(
        "B03",
        "支出总表",
        ("支出总表", "支出预算总表"),
        "coded",
        (
            *basic_and_project(),
            Column("business_expenditure", r"(?:事业单位)?经营支出$"),
            Column("paid_to_superior", r"上缴上级支出$"),
            Column("subsidy_to_affiliated", r"对附属单位补助支出$"),
        ),
        (("total", ("basic", "project", "business_expenditure", "paid_to_superior", "subsidy_to_affiliated")),),
    ),
    Layout(
        "B04",
        "财政拨款收支总表",
        ("财政拨款收支总表", "财政拨款收支预算总表"),
        "panels",
        (Column("budget", AMOUNT, "revenue"), Column("budget", AMOUNT, "expenditure")),
    ),
    Layout(
        "B05-1",
        "一般公共预算支出表（分功能科目）",
        ("一般公共预算支出表", "一般公共预算支出表(分功能科目)", "一般公共预算支出功能分类预算表"),
        "coded",
        (
            Column("total", r"^(?:合计|小计)$"),
            Column("basic", r"^基本支出/(?:小计|合计)$"),
            Column("personnel", r"人员经费$"),
            Column("operating", r"公用经费$"),
            Column("project", PROJECT),
        ),
        (("total", ("basic", "project")), ("basic", ("personnel", "operating"))),
    ),
    Layout(
        "B05-2",
        "一般公共预算支出表（分单位）",
        ("一般公共预算支出表(分单位)",),
        "coded",
        (
            Column("total", r"^(?:合计|小计)$"),
            Column("basic", r"^基本支出/(?:小计|合计)$"),
            Column("personnel", r"人员经费$"),
            Column("operating", r"公用经费$"),
            Column("project", PROJECT),
        ),
        (("total", ("basic", "project")), ("basic", ("personnel", "operating"))),
    ),
    Layout(
        "B06",
        "一般公共预算基本支出表",
        ("一般公共预算基本支出表", "一般公共预算基本支出预算表"),
        "coded",
        (Column("total", r"(?:合计|小计)$"), Column("personnel", r"人员经费$"), Column("operating", r"公用经费$")),
        (("total", ("personnel", "operating")),),
    ),
    Layout(
        "B07",
        "一般公共预算“三公”经费支出表",
        (
            "一般公共预算三公经费支出表",
            "一般公共预算财政拨款三公经费支出表",
            "财政拨款三公经费支出表",
            "三公经费支出表",
            "三公经费预算表",
            "三公经费支出预算表",
        ),
        "flat",
        three_public("", "^"),
        THREE_PUBLIC,
    ),
    Layout("B08", "政府性基金预算支出表", ("政府性基金预算支出表",), "coded", basic_and_project(), TOTAL_OF_TWO),
    Layout("B09", "国有资本经营预算支出表", ("国有资本经营预算支出表",), "coded", basic_and_project(), TOTAL_OF_TWO),
    Layout(
        "B10",
        "项目支出表",
        ("项目支出表", "项目支出情况表", "项目支出预算表"),
        "coded",
        (
            Column("total", r"^(?:合计|小计)$", "appropriation"),
            Column("general_public_budget", r"^(?:本年拨款|财政拨款)/" + GENERAL, "appropriation"),
            Column("government_funds", r"^(?:本年拨款|财政拨款)/" + FUNDS, "appropriation"),
            Column("state_capital", r"^(?:本年拨款|财政拨款)/" + CAPITAL, "appropriation"),
            Column("general_public_budget", r"结转.*/" + GENERAL, "carry_over"),
            Column("government_funds", r"结转.*/" + FUNDS, "carry_over"),
            Column("state_capital", r"结转.*/" + CAPITAL, "carry_over"),
            Column("special_account", SPECIAL, "other"),
            Column("unit_funds", UNIT_FUNDS, "other"),
        ),
    ),
)
LAYOUT = {layout.table: layout for layout in LAYOUTS}
FINAL_ACCOUNT = [layout.table for layout in LAYOUTS if layout.table.startswith("F")]
BUDGET = [layout.table for layout in LAYOUTS if layout.table.startswith("B")]

# Header labels that name the row, not an amount.
ROW_LABELS = frozenset(
    ["项目", "科目名称", "科目编码", "功能分类科目编码", "功能分类", "支出功能分类科目编码", "经济分类科目编码", "部门预算支出经济分类科目", "栏次", "行次", "行", "类", "款", "项", "部门(单位)代码", "部门(单位)名称", "单位编码", "单位名称", "单位代码", "项编码", "项名称", "项目分类", "项目名称", "项目类别", "序号", "收入", "支出", "编码", "名称", "科目"]
)
TOTAL_NAMES = frozenset(["合计", "总计", "收入总计", "支出总计", "收支总计"])
SUBTOTAL_NAMES = frozenset(["本年收入合计", "本年支出合计", "人员经费合计", "公用经费合计", "一、本年收入", "一、本年支出", "小计"])
