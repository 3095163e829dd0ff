"""Tables 1 to 9 of a budget as headers and rows of cells with their truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts.headers import tabbed
from jianghan_lib.specimens.model import ZERO, Facts, Value, three_total, tree
from jianghan_lib.specimens.paper import Cell
from jianghan_lib.specimens.statutory import USES, by_use, ordinal
from jianghan_lib.specimens.vocabulary import ECONOMIC

TABLES = ("B01", "B02", "B03", "B04", "B05-1", "B05-2", "B06", "B07", "B08", "B09", "B10")
DETAILS = (
    "经费拨款（补助）",
    "行政事业单位资产收益拨款",
    "专项收入",
    "其他纳入预算管理的非税拨款",
    "预算内基本建设投资",
    "中央专项转移支付补助",
)
LESS = ("外交支出", "国防支出", "抗疫特别国债安排的支出")
BUDGET_USES = (*(name for name in USES if name not in LESS), "债务发行费用支出")
MONEY = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
KINDS = ("general_public_budget", "government_funds", "state_capital")
SOURCES = ("财政专户管理资金", "事业收入", "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")


@dataclass(frozen=True)
class Table:
    """A table: number, title, header lines, rows, and a note below."""

    number: str
    title: str
    header: tuple[str, ...]
    rows: list[list[Cell]]
    note: str = ""

    @property
    def width(self) -> int:
        return max(line.count("\t") + 1 for line in self.header)


def build(facts: Facts, hand: Hand) -> list[Table]:
    """Tables 1 to 9, in order."""
    makers = (_b01, _b02, _b03, _b04, _b051, _b052, _b06, _b07)
    return [*(make(facts, hand) for make in makers), *_empty(facts, hand)]


def _general(facts: Facts) -> Decimal:
    return facts.sum(lambda i: i.general)


def _lines(hand: Hand, table: str, panel: str, rows: Sequence[tuple[str, Decimal | None]]) -> list[list[Cell]]:
    """Names and amounts -> pairs of cells; None prints nothing."""
    return [[Cell(n), Cell() if a is None else hand.amount(a, table, "", n, "budget", panel)] for n, a in rows]


def _beside(left: list[list[Cell]], right: list[list[Cell]]) -> list[list[Cell]]:
    """Two lists of pairs, the shorter filled up before its last three rows."""
    fill = [[Cell(), Cell()]]
    longest = max(len(left), len(right))
    sides = [side[:-3] + fill * (longest - len(side)) + side[-3:] for side in (left, right)]
    return [[*one, *two] for one, two in zip(*sides, strict=True)]


def _b01(facts: Facts, hand: Hand) -> Table:
    general, whole = _general(facts), facts.grand_total
    left: list[tuple[str, Decimal | None]] = [
        ("一、一般公共预算拨款收入", general),
        (DETAILS[0], general),
        *[(name, ZERO) for name in DETAILS[1:]],
    ]
    left += [
        ("二、政府性基金预算拨款收入", ZERO),
        ("三、国有资本经营预算拨款收入", ZERO),
        ("四、财政专户管理资金收入", ZERO),
        ("五、事业收入", ZERO),
    ]
    left += [
        ("六、事业单位经营收入", ZERO),
        ("七、上级补助收入", ZERO),
        ("八、附属单位上缴收入", ZERO),
        ("九、其他收入", whole - general),
    ]
    left += [("本年收入合计", whole), ("上年结转结余", ZERO), ("收 入 总 计", whole)]
    right = _uses(facts, lambda i: i.expenditure, "{}、{}")
    right += [("本年支出合计", whole), ("年终结转结余", ZERO), ("支 出 总 计", whole)]
    rows = _beside(_lines(hand, "B01", "revenue", left), _lines(hand, "B01", "expenditure", right))
    return Table("B01", "收支总表", ("收 入\t\t支 出\t", "项 目\t预算数\t项 目\t预算数"), rows)


def _uses(facts: Facts, value: Value, form: str) -> list[tuple[str, Decimal | None]]:
    """Uses of money, numbered as the form numbers them (廿一 from 21)."""
    amounts = dict(zip(USES, by_use(facts, value), strict=True))
    numbered = [
        (ordinal(number).replace("二十", "廿") if number > 20 else ordinal(number), name)
        for number, name in enumerate(BUDGET_USES, 1)
    ]
    return [(form.format(number, name), amounts.get(name, ZERO)) for number, name in numbered]


def _b02(facts: Facts, hand: Hand) -> Table:
    first = tabbed(["部门（单位）代码", "部门（单位）名称", "合计", "本年收入", *[""] * 9, "上年结转结余"], 19)
    second = tabbed(["", "", "", "小计", *MONEY, *SOURCES, "小计", *MONEY, "财政专户管理资金", "单位资金"], 19)
    income = (
        "subtotal",
        *KINDS,
        "special_account",
        "institutional_income",
        "business_income",
        "superior_subsidy",
        "affiliated_units_income",
        "other_income",
    )
    general, whole = _general(facts), facts.grand_total
    amounts = [whole, general, ZERO, ZERO, *[ZERO] * 5, whole - general]
    rows = []
    for code, name in (("", "合计"), ("031", facts.department), ("031001", facts.department)):
        cells = [hand.amount(whole, "B02", code, name, "total", "income")]
        cells += [
            hand.amount(amount, "B02", code, name, measure, "income")
            for measure, amount in zip(income, amounts, strict=True)
        ]
        carried = ("subtotal", *KINDS, "special_account", "unit_funds")
        cells += [hand.amount(ZERO, "B02", code, name, measure, "carry_over") for measure in carried]
        rows.append([Cell(code), Cell(name), *cells])
    return Table("B02", "收入总表", (first, second), rows)


def _by_function(facts: Facts, hand: Hand, table: str, measures: dict[str, Value], general: bool) -> list[list[Cell]]:
    """Rows by function: code, name, a cell for each measure."""
    rows = []
    for node in tree(facts.general if general else facts.items):
        name = hand.cut(node.name)
        cells = [
            hand.amount(node.sum(value), table, node.code, name, measure, level=node.level)
            for measure, value in measures.items()
        ]
        rows.append([Cell(node.code), Cell(name), *cells])
    return rows


def _b03(facts: Facts, hand: Hand) -> Table:
    head = tabbed(
        [
            "科目编码",
            "科目名称",
            "合计",
            "基本支出",
            "项目支出",
            "事业单位经营支出",
            "上缴上级支出",
            "对附属单位补助支出",
        ],
        8,
    )
    measures: dict[str, Value] = {
        "total": lambda i: i.expenditure,
        "basic": lambda i: i.basic,
        "project": lambda i: i.all_project,
    }
    return Table("B03", "支出总表", (head,), _by_function(facts, hand, "B03", measures, general=False))


def _b04(facts: Facts, hand: Hand) -> Table:
    general = _general(facts)
    left: list[tuple[str, Decimal | None]] = [
        ("一、本年收入", general),
        ("（一）一般公共预算拨款", general),
        (DETAILS[0], general),
    ]
    left += [
        (name, ZERO)
        for name in (*DETAILS[1:], "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款", "二、上年结转")
    ]
    left += [
        (name, ZERO) for name in ("（一）一般公共预算拨款", "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款")
    ] + [("", None)] * 2
    right: list[tuple[str, Decimal | None]] = [
        ("一、本年支出", general),
        *_uses(facts, lambda i: i.general, "（{}）{}"),
        ("", None),
    ]
    sides = (
        _lines(hand, "B04", "revenue", [*left, ("收 入 总 计", general)]),
        _lines(hand, "B04", "expenditure", [*right, ("二、年终结转结余", ZERO), ("支 出 总 计", general)]),
    )
    return Table("B04", "财政拨款收支总表", ("收 入\t\t支 出\t", "项目\t预算数\t项目\t预算数"), _beside(*sides))


GENERAL: dict[str, Value] = {
    "total": lambda i: i.general,
    "basic": lambda i: i.basic,
    "personnel": lambda i: i.personnel,
    "operating": lambda i: i.basic - i.personnel,
    "project": lambda i: i.project,
}


def _b05_header(code: str, name: str) -> tuple[str, str]:
    return tabbed([code, name, "合计", "基本支出", "", "", "项目支出"], 7), tabbed(
        ["", "", "", "小计", "人员经费", "公用经费", ""], 7
    )


def _b051(facts: Facts, hand: Hand) -> Table:
    rows = _by_function(facts, hand, "B05-1", GENERAL, general=True)
    return Table("B05-1", "一般公共预算支出表（分功能科目）", _b05_header("科目编码", "科目名称"), rows)


def _b052(facts: Facts, hand: Hand) -> Table:
    rows = []
    for code, name in (
        ("", "合计"),
        ("03", "行财科"),
        ("031", hand.cut(facts.department, 9)),
        ("031001", hand.cut(facts.department, 9)),
    ):
        cells = [hand.amount(facts.sum(value), "B05-2", code, name, measure) for measure, value in GENERAL.items()]
        rows.append([Cell(code), Cell(name), *cells])
    return Table("B05-2", "一般公共预算支出表(分单位)", _b05_header("单位编码", "单位名称"), rows)


def _b06(facts: Facts, hand: Hand) -> Table:
    header = (
        tabbed(["部门预算支出经济分类科目", "", "本年一般公共预算基本支出"], 5),
        tabbed(["科目编码", "科目名称", "合计", "人员经费", "公用经费"], 5),
    )
    listed = ["", *(code for code in ECONOMIC if facts.economic_sum(code))]
    rows = []
    for code in sorted(listed):
        staff = (facts.economic_sum(code) if code.startswith(("301", "303")) else ZERO) if code else facts.personnel
        running = (facts.economic_sum(code) if code.startswith(("302", "310")) else ZERO) if code else facts.operating
        name = ECONOMIC[code] if code else "合计"
        amounts = {"total": staff + running, "personnel": staff, "operating": running}
        rows.append([Cell(code), Cell(name), *(hand.amount(a, "B06", code, name, m) for m, a in amounts.items())])
    return Table("B06", "一般公共预算基本支出表", header, rows)


def _b07(facts: Facts, hand: Hand) -> Table:
    first = tabbed(["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"], 6)
    second = tabbed(["", "", "小计", "公务用车购置费", "公务用车运行费"], 6)
    rows = [
        [hand.amount(amount, "B07", "", "", measure) for measure, amount in three_total(facts.three_budget).items()]
    ]
    return Table("B07", "一般公共预算“三公”经费支出表", (first, second), rows)


def _empty(facts: Facts, hand: Hand) -> list[Table]:
    """The two tables that have a header and no rows."""
    tables = []
    for number, name in (("B08", "政府性基金预算"), ("B09", "国有资本经营预算")):
        header = (
            tabbed(["科目编码", "科目名称", f"本年{name}支出"], 5),
            tabbed(["", "", "合计", "基本支出", "项目支出"], 5),
        )
        note = f"备注：{facts.year} 年本部门没有{name}支出"
        tables.append(Table(number, f"{name}支出表", header, [[Cell("项编码"), Cell("项名称")]], note))
    return tables
