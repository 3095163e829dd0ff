"""What a statutory table is made of: columns known by their header labels, and the columns that several tables share."""

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
