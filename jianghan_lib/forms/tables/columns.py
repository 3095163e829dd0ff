"""What a statutory table is made of: columns known by their header labels, and the columns that several tables share."""

import re
from dataclasses import dataclass, replace
from typing import Literal

Shape = Literal["coded", "panels", "economic", "flat", "listed"]


@dataclass(frozen=True)
class Column:
    """A column: its measure (and panel), and the pattern of its header labels joined from the top by `/`."""

    measure: str
    label: str
    panel: str = ""


@dataclass(frozen=True)
class Layout:
    """A statutory table: how it is titled, how its rows are built, which columns it prints, in order.

    `identity` gives, for a measure, the measures that add up to it; a leading minus takes one away. `pattern` is that of its
    titles, `extra` are columns that some places print: known by their labels only. `codes`
    are the digits that the codes of its rows begin with; of a table that has none, nothing is known.
    """

    table: str
    zh: str
    shape: Shape
    columns: tuple[Column, ...]
    identity: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pattern: str = r"(?!)"
    extra: tuple[Column, ...] = ()
    codes: str = ""

    def measures(self, panel: str = "") -> list[str]:
        return [column.measure for column in self.columns if column.panel == panel]

    @property
    def panels(self) -> list[str]:
        return list(dict.fromkeys(column.panel for column in self.columns))


# A column whose label names nothing declared: its figures are kept as printed, without a measure.
UNRECOGNISED = Column("unrecognised", r"(?!)")
# A rate of change, or a share, beside the amounts: no money, and not kept.
_MOVED = r"(?:增减|增长|变动|下降)(?:变动)?"
RATE = Column("rate", rf"{_MOVED}\(?%\)?$|(?:{_MOVED}(?:率|幅度?|比例|比率|百分比)|占比|比重)(?:\(?%\)?)?$")
SUM = r"(?:/(?:小计|合计))?$"
# A total that is not the one of basic or of project expenditure alone.
_WHOLE = r"(?:^|(?<!基本支出)(?<!项目支出)/)"
_TOTALS = r"(?:本年)?(?:收入|支出)?(?:合计|总计)|小计|金额合计"
TOTAL = rf"{_WHOLE}(?:{_TOTALS})$"
# The one column of money that some budgets print beside code and name.
ONLY = rf"{_WHOLE}(?:{_TOTALS}|金额|预算数?|预算金额)$"
BASIC, PROJECT = rf"(?:^|/)基本支出{SUM}", rf"(?:^|/)(?:项目支出|专项业务经费(?:支出)?){SUM}"
GENERAL, FUNDS, CAPITAL = (
    rf"{fund}(?:.{{0,6}}(?:拨款|资金))?(?:收入|支出)?{SUM}"
    for fund in ("一般公共预算", "政府性?基金(?:预算)?", "国有资本经营(?:预算)?")
)
OUTTURN = r"(?:^|/)(?:本年)?(?:决算数?|决算金额|金额)$"
PLANNED = r"(?:^|/)(?:本年)?(?:预算数?|预算金额|金额)$"
SPECIAL, UNIT_FUNDS = r"财政专户(?:管理)?(?:的)?(?:教育)?资金(?:收入)?$", r"单位资金(?:收入)?$"
PARTS_OF_BASIC = (
    Column("personnel", r"(?:^|/)人员(?:经费|支出){1,2}$"),
    Column("operating", r"(?:^|/)(?:日常)?公用(?:经费|支出){1,2}$"),
)
# Basic expenditure as some places divide it; what others print of money of this year and of years before.
CLASSES_OF_BASIC = (
    Column("wages_and_welfare", r"(?:^|基本支出/)工资福利支出$"),
    Column("goods_and_services", r"(?:^|基本支出/)商品和服务支出$"),
    Column("individuals_and_families", r"(?:^|基本支出/)对个人和家庭的?补助(?:支出)?$"),
)
BY_YEAR = (
    Column("of_this_year", r"^当年(?:财政)?(?:拨款|预算)?(?:安排|支出)$"),
    Column("of_carry_over", r"^上年结转(?:安排|支出)$"),
)
# Balances and incomes that some places print beside the expenditure, whole and by its two kinds.
BALANCES = tuple(
    Column(f"{measure}{part}", rf"^{label}{end}")
    for measure, label in (
        ("opening_balance", r"(?:年初|上年)(?:财政拨款)?结转(?:(?:和|及)?结余)?"),
        ("income", r"本年收入"),
        ("closing_balance", r"年末(?:财政拨款)?结转(?:(?:和|及)?结余)?"),
    )
    for part, end in (("", SUM), ("_basic", r"/基本支出"), ("_project", r"/项目支出"))
)
# What a budget prints of the year before, and the change since.
PRIOR_YEAR = (
    Column("prior_outturn", rf"^上年(?:预算)?(?:执行|决算|完成)数?{SUM}"),
    Column("prior_budget", rf"^上年(?:年初)?预算数?{SUM}"),
    Column("change", r"增减(?:额|数|金额|变动额)?$"),
)
FUNDS_BESIDE = (
    Column("general_public_budget", GENERAL, "expenditure"),
    Column("government_funds", FUNDS, "expenditure"),
    Column("state_capital", CAPITAL, "expenditure"),
)


def basic_and_project(total: str = TOTAL) -> tuple[Column, ...]:
    return (Column("total", total), Column("basic", BASIC), Column("project", PROJECT))


def three_public(panel: str, group: str) -> tuple[Column, ...]:
    """The six columns of 三公 expenses under one group label (empty where the form has one group)."""
    group = rf"{group}(?:[^/]*三公经费[^/]*/)?"
    cars = r"公务用车(?:购置(?:及|和|与)?(?:公务用车)?运行(?:维护)?)?(?:经)?费用?"
    return (
        Column("total", rf"{group}(?:三公经费)?(?:财政拨款)?(?:预算)?(?:合计|小计|总额)$", panel),
        Column("overseas_travel", rf"{group}因公出国(?:\(境\))?(?:经)?费?用?$", panel),
        Column("vehicles", rf"{group}{cars}(?:/?(?:小计|合计))?$", panel),
        Column("vehicle_purchase", rf"{group}(?:{cars}/(?:公务用车)?购置?|公务用车购置)(?:经)?费?用?$", panel),
        Column(
            "vehicle_operation",
            rf"{group}(?:{cars}/(?:公务用车)?运行?(?:维护)?|公务用车运行(?:维护)?)(?:经)?费?用?$",
            panel,
        ),
        Column("hospitality", rf"{group}公务接待(?:经)?费?用?$", panel),
    )


AT_END = {"": "(?:预算数?)?", "budget": "预算数?", "annual_budget": "预算数?", "outturn": "(?:决算数?)?"}


def beside_three_public(panel: str, group: str) -> tuple[Column, ...]:
    """What some places print beside the 三公 expenses."""
    return (
        Column("meetings", rf"{group}会议费$", panel),
        Column("training", rf"{group}培训费$", panel),
        Column("agency_operating", rf"^机关运行经费(?:支出)?{AT_END[panel]}$|{group}机关运行经费(?:支出)?$", panel),
    )


_THIS = r"(?:^|/)(?:本年|\d{4}年(?:度)?)?"
# The panel of the 三公 expenses that a label names, those of the outturn first.
PANELS = (
    ("outturn", re.compile(rf"{_THIS}(?:支出)?决算(?:统计)?数?$")),
    ("annual_budget", re.compile(rf"{_THIS}(?:全年|调整)预算数?$")),
    ("budget", re.compile(rf"{_THIS}(?:年初)?预算数?$")),
)


def panel_named(text: str) -> str:
    """The panel that a text names, and nothing else: 预算数, 决算数."""
    return next((panel for panel, pattern in PANELS if pattern.fullmatch(text)), "")


def of_panel(layout: Layout, panel: str) -> Layout:
    """A layout of one panel, where the table says over its columns that it is of another."""
    if not panel or layout.panels not in ([name] for name, _ in PANELS):
        return layout
    columns, extra = (tuple(replace(one, panel=panel) for one in held) for held in (layout.columns, layout.extra))
    return replace(layout, columns=columns, extra=extra)


THREE_PUBLIC = (
    ("total", ("overseas_travel", "vehicles", "hospitality")),
    ("vehicles", ("vehicle_purchase", "vehicle_operation")),
)
TOTAL_OF_TWO = (("total", ("basic", "project")),)
# Codes of functions, of the economic classes of departments and of governments; where units have codes too, of any.
FUNCTIONAL, ECONOMIC, ANY = "2", "35", "235"
