"""The nine statutory tables of a final account: rows of cells with their truth; layouts add titles and headers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.model import ZERO, Facts, Item, Value, three_total, tree
from jianghan_lib.specimens.paper import Cell
from jianghan_lib.specimens.vocabulary import ECONOMIC, words

TITLES = {
    "F01": "收入支出决算总表",
    "F02": "收入决算表",
    "F03": "支出决算表",
    "F04": "财政拨款收入支出决算总表",
    "F05": "一般公共预算财政拨款支出决算表",
    "F06": "一般公共预算财政拨款基本支出决算明细表",
    "F07": "政府性基金预算财政拨款收入支出决算表",
    "F08": "国有资本经营预算财政拨款支出决算表",
    "F09": "财政拨款“三公”经费支出决算表",
}
# The 26 uses of money in F01 and F04, in order.
USES = words("""
    一般公共服务支出 外交支出 国防支出 公共安全支出 教育支出 科学技术支出 文化旅游体育与传媒支出 社会保障和就业支出
    卫生健康支出 节能环保支出 城乡社区支出 农林水支出 交通运输支出 资源勘探工业信息等支出 商业服务业等支出 金融支出
    援助其他地区支出 自然资源海洋气象等支出 住房保障支出 粮油物资储备支出 国有资本经营预算支出
    灾害防治及应急管理支出 其他支出 债务还本支出 债务付息支出 抗疫特别国债安排的支出
""")
DIGITS = "一二三四五六七八九十"
INCOME = words("""
    一、一般公共预算财政拨款收入 二、政府性基金预算财政拨款收入 三、国有资本经营预算财政拨款收入 四、上级补助收入
    五、事业收入 六、经营收入 七、附属单位上缴收入 八、其他收入
""")


@dataclass(frozen=True)
class TableRow:
    """A row of a statutory table: its cells, and its level where it is one of the functional tree."""

    cells: tuple[Cell, ...]
    level: str = "row"


def ordinal(number: int) -> str:
    """1 -> 一, 21 -> 二十一."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens - 1]}十") if number > 9 else ""
    return head + (DIGITS[ones - 1] if ones else "")


def by_use(facts: Facts, value: Value) -> list[Decimal]:
    """Amounts of the 26 uses."""
    return [facts.sum(lambda item, name=name: value(item) if item.class_name == name else ZERO) for name in USES]  # type: ignore[misc]


def _pair(
    hand: Hand, table: str, panel: str, name: str, number: int, amounts: Sequence[Decimal], measures: Sequence[str]
) -> list[Cell]:
    """Half a row of F01 or F04: name, row number, amounts."""
    cells = [
        hand.amount(a, table, "", name, m, panel, row=number) if name else Cell()
        for a, m in zip(amounts, measures, strict=True)
    ]
    return [Cell(name), Cell(str(number)), *cells]


def f01(facts: Facts, hand: Hand) -> list[TableRow]:
    """Revenue and expenditure side by side."""
    general = facts.sum(lambda item: item.general) - facts.opening
    income = [
        general,
        facts.sum(lambda item: item.funds),
        ZERO,
        ZERO,
        facts.sum(lambda item: item.business),
        ZERO,
        ZERO,
    ]
    income.append(facts.sum(lambda item: item.other_revenue))
    left: list[tuple[str, Decimal]] = [
        *zip(INCOME, income, strict=True),
        *[("", ZERO)] * 18,
        ("本年收入合计", facts.sum(lambda i: i.revenue)),
    ]
    left += [("使用非财政拨款结余（含专用结余）", ZERO), ("年初结转和结余", facts.opening)]
    uses = [
        (f"{ordinal(n)}、{name}", amount)
        for n, (name, amount) in enumerate(zip(USES, by_use(facts, lambda i: i.expenditure), strict=True), 1)
    ]
    right = [
        *uses,
        ("本年支出合计", facts.sum(lambda i: i.expenditure)),
        ("结余分配", ZERO),
        ("年末结转和结余", facts.closing),
    ]
    blank = [("", ZERO)] if hand.vices.extra_row else []
    left, right = [*left, *blank, ("总计", facts.grand_total)], [*right, *blank, ("总计", facts.grand_total)]
    rows = []
    for number, ((name, amount), (use, spent)) in enumerate(zip(left, right, strict=True), 1):
        half = _pair(hand, "F01", "revenue", name, number, [amount], ["outturn"])
        other = _pair(hand, "F01", "expenditure", use, number + len(left), [spent], ["outturn"])
        rows.append(TableRow((*half, *_overprinted(hand, use, other))))
    return rows


def _overprinted(hand: Hand, use: str, cells: list[Cell]) -> list[Cell]:
    """The total of expenditure, its label lost under the number (the truth keeps the true label)."""
    lost = use == "本年支出合计" and hand.vices.lost_label
    return [Cell(cells[2].text), *cells[1:]] if lost else cells


def f04(facts: Facts, hand: Hand) -> list[TableRow]:
    """Fiscal appropriation: revenue, and expenditure by kind of budget."""
    measures = ("total", "general_public_budget", "government_funds", "state_capital")
    general, funds = by_use(facts, lambda i: i.general), by_use(facts, lambda i: i.funds)
    revenue = facts.sum(lambda i: i.fiscal_revenue)
    left = [
        ("一、一般公共预算财政拨款", facts.sum(lambda i: i.general) - facts.opening),
        ("二、政府性基金预算财政拨款", sum(funds, ZERO)),
    ]
    left += [
        ("三、国有资本经营预算财政拨款", ZERO),
        *[("", ZERO)] * 23,
        ("本年收入合计", revenue),
        ("年初财政拨款结转和结余", facts.opening),
    ]
    left += [
        ("一般公共预算财政拨款", facts.opening),
        ("政府性基金预算财政拨款", ZERO),
        ("国有资本经营预算财政拨款", ZERO),
    ]
    left.append(("总计", revenue + facts.opening))
    sums = (sum(general, ZERO), sum(funds, ZERO))
    right = [
        (f"{ordinal(n)}、{name}", pair) for n, (name, *pair) in enumerate(zip(USES, general, funds, strict=True), 1)
    ]
    right += [
        ("本年支出合计", list(sums)),
        ("年末财政拨款结转和结余", [ZERO, ZERO]),
        *[("", [ZERO, ZERO])] * 3,
        ("总计", list(sums)),
    ]
    rows = []
    for number, ((name, amount), (use, (spent, fund))) in enumerate(zip(left, right, strict=True), 1):
        half = _pair(hand, "F04", "revenue", name, number, [amount], ["outturn"])
        other = _pair(hand, "F04", "expenditure", use, number + len(left), [spent + fund, spent, fund, ZERO], measures)
        rows.append(TableRow((*half, *other)))
    return rows


def functional(
    facts: Facts, hand: Hand, table: str, measures: dict[str, Value | None], items: Sequence[Item]
) -> list[TableRow]:
    """Rows of a table by function: code, two empty cells, name, a cell for each measure (None: never filled)."""
    rows = []
    for node in tree(items):
        name = hand.cut(node.name)
        amounts = {measure: node.sum(value) if value else ZERO for measure, value in measures.items()}
        cells = [
            hand.amount(a, table, node.code, name, m, level=node.level) if measures[m] or hand.full else Cell()
            for m, a in amounts.items()
        ]
        if _misplaced(hand, table, node.level, amounts):
            cells[1], cells[2] = _corrected(cells[2]), Cell()
        rows.append(TableRow((Cell(node.code), Cell(), Cell(), Cell(hand.wrapped(name)), *cells), node.level))
    return rows


def _misplaced(hand: Hand, table: str, level: str, amounts: dict[str, Decimal]) -> bool:
    """Whether the project amount of this row is to stand in the basic column."""
    return table == "F03" and hand.vices.project_in_basic and level in ("section", "item") and not amounts["basic"]


def _corrected(cell: Cell) -> Cell:
    """A cell that stands in a wrong column: its truth says so."""
    return Cell(
        cell.text,
        tuple(type(claim)(claim.table, claim.row | {"placement": "corrected"}, claim.printed) for claim in cell.claims),
    )


def f02(facts: Facts, hand: Hand) -> list[TableRow]:
    measures: dict[str, Value | None] = {
        "total": lambda i: i.revenue,
        "fiscal_appropriation": lambda i: i.fiscal_revenue,
    }
    measures |= {"superior_subsidy": None, "institutional_income": lambda i: i.business, "business_income": None}
    measures |= {"affiliated_units_income": None, "other_income": lambda i: i.other_revenue}
    return functional(facts, hand, "F02", measures, facts.items)


def f03(facts: Facts, hand: Hand) -> list[TableRow]:
    measures: dict[str, Value | None] = {
        "total": lambda i: i.expenditure,
        "basic": lambda i: i.basic,
        "project": lambda i: i.all_project,
    }
    measures |= {"paid_to_superior": None, "business_expenditure": None, "subsidy_to_affiliated": None}
    return functional(facts, hand, "F03", measures, facts.items)


def f05(facts: Facts, hand: Hand) -> list[TableRow]:
    measures: dict[str, Value | None] = {
        "total": lambda i: i.general,
        "basic": lambda i: i.basic,
        "project": lambda i: i.project,
    }
    return functional(facts, hand, "F05", measures, facts.general)


def f06(facts: Facts, hand: Hand) -> list[TableRow]:
    """Basic expenditure by economic code, three columns of rows, and the two totals below."""
    columns = [[c for c in ECONOMIC if c.startswith(groups)] for groups in (("301", "303"), ("302",), ("310",))]
    rows = []
    for number in range(max(map(len, columns))):
        trios = [_economic(facts, hand, column[number] if number < len(column) else "") for column in columns]
        rows.append(TableRow(tuple(cell for trio in trios for cell in trio)))
    staff = hand.amount(facts.personnel, "F06", "", "人员经费合计", "outturn")
    running = hand.amount(facts.operating, "F06", "", "公用经费合计", "outturn")
    totals = (Cell("人员经费合计"), Cell(), staff, Cell("公用经费合计"), *[Cell()] * 4, running)
    return [*rows, TableRow(totals, "total")]


def _economic(facts: Facts, hand: Hand, code: str) -> list[Cell]:
    """Code, name and amount of an economic row; three empty cells for no code."""
    if not code:
        return [Cell()] * 3
    amount = facts.economic_sum(code)
    name = hand.cut(ECONOMIC[code])
    return [Cell(code), Cell(hand.wrapped(name)), hand.amount(amount, "F06", code, name, "outturn")]


def f07(facts: Facts, hand: Hand) -> list[TableRow]:
    if not facts.fund_items:
        return [TableRow((*[Cell()] * 3, Cell("合计"), *[Cell()] * 6), "total")]
    measures: dict[str, Value | None] = {
        "opening_balance": None,
        "income": lambda i: i.funds,
        "total": lambda i: i.funds,
        "basic": None,
    }
    return functional(
        facts, hand, "F07", measures | {"project": lambda i: i.funds, "closing_balance": None}, facts.fund_items
    )


def f08(facts: Facts, hand: Hand) -> list[TableRow]:
    return [TableRow((*[Cell()] * 3, Cell("合计"), *[Cell()] * 3), "total")]


def f09(facts: Facts, hand: Hand) -> list[TableRow]:
    cells = []
    for panel, parts in (("budget", facts.three_budget), ("outturn", facts.three_outturn)):
        cells += [hand.amount(amount, "F09", "", "", measure, panel) for measure, amount in three_total(parts).items()]
    return [TableRow(tuple(cells))]


ALL = {"F01": f01, "F02": f02, "F03": f03, "F04": f04, "F05": f05, "F06": f06, "F07": f07, "F08": f08, "F09": f09}
