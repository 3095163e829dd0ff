"""What is true of an invented department: frozen records, and the sums that follow from them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jianghan_lib.specimens.vocabulary import CLASSES, SECTIONS

ZERO = Decimal("0.00")
THREE_PARTS = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "hospitality")
Value = Callable[["Item"], Decimal]


def total(values: Iterable[Decimal]) -> Decimal:
    """Sum of amounts, 0.00 for none."""
    return sum(values, ZERO)


def rounded(value: Decimal, places: int) -> Decimal:
    """A value at so many places, half up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal, places: int = 1) -> Decimal:
    """part / whole in percent, half up."""
    return rounded(part / whole * 100, places)


@dataclass(frozen=True)
class Item:
    """An item of the functional classification with its amounts, by purpose and source of money."""

    code: str
    name: str
    basic: Decimal = ZERO
    project: Decimal = ZERO  # general public budget
    funds: Decimal = ZERO  # government-managed funds
    business: Decimal = ZERO
    other: Decimal = ZERO
    opening: Decimal = ZERO  # part of the general public budget carried over from the year before
    closing: Decimal = ZERO  # other income carried over to the next year
    special: Decimal = ZERO  # part of the project amount that is a special fund
    initial: Decimal | None = None  # None: no initial budget at all
    personnel: Decimal = ZERO  # part of basic (budgets)
    prior: Decimal = ZERO  # last year's budget (budgets)

    @property
    def section(self) -> str:
        return SECTIONS[self.code[:5]][0]

    @property
    def class_name(self) -> str:
        return CLASSES[self.code[:3]]

    @property
    def general(self) -> Decimal:
        return self.basic + self.project

    @property
    def fiscal(self) -> Decimal:
        return self.general + self.funds

    @property
    def all_project(self) -> Decimal:
        return self.project + self.funds + self.business + self.other

    @property
    def expenditure(self) -> Decimal:
        return self.basic + self.all_project

    @property
    def fiscal_revenue(self) -> Decimal:
        return self.fiscal - self.opening

    @property
    def other_revenue(self) -> Decimal:
        return self.other + self.closing

    @property
    def revenue(self) -> Decimal:
        return self.fiscal_revenue + self.business + self.other_revenue


@dataclass(frozen=True)
class Node:
    """A row of the functional tree: total, class, section or item, with the items below it."""

    level: str
    code: str
    name: str
    items: tuple[Item, ...]

    def sum(self, value: Value) -> Decimal:
        return total(value(item) for item in self.items)


def tree(items: Iterable[Item]) -> list[Node]:
    """Items -> rows of a table by function, the total first."""
    listed = sorted(items, key=lambda item: item.code)
    nodes = [Node("total", "", "合计", tuple(listed))]
    seen: set[str] = set()
    for item in listed:
        for level, width, name in (("class", 3, item.class_name), ("section", 5, item.section), ("item", 7, item.name)):
            code = item.code[:width]
            if code not in seen:
                seen.add(code)
                nodes.append(Node(level, code, name, tuple(each for each in listed if each.code.startswith(code))))
    return nodes


@dataclass(frozen=True)
class Indicator:
    """A performance indicator with its target and actual as printed, and what they mean."""

    level1: str
    level2: str
    name: str
    target_text: str
    actual_text: str
    direction: str | None  # None: the form does not say
    target: Decimal | None
    actual: Decimal | None
    unit: str
    met: bool
    weight: int
    score: Decimal


@dataclass(frozen=True)
class Project:
    """A project: its money, where that comes from, and its indicators."""

    name: str
    initial: Decimal
    budget: Decimal
    executed: Decimal
    source: str  # general, funds, business, other
    department_budget: Decimal
    special_fund: Decimal
    upper_transfer: Decimal
    recurrence: str
    indicators: tuple[Indicator, ...]
    code: str = ""
    category: str = ""
    priors: tuple[Decimal, Decimal] = (ZERO, ZERO)  # budgets of the two years before (budgets)

    @property
    def execution_score(self) -> Decimal:
        return rounded(self.executed / self.budget * 20, 2)

    @property
    def score(self) -> Decimal:
        return self.execution_score + total(indicator.score for indicator in self.indicators)


@dataclass(frozen=True)
class Procurement:
    """Government procurement: parts of a total, and what went to smaller firms."""

    goods: Decimal
    works: Decimal
    services: Decimal
    small_firms: Decimal
    micro_firms: Decimal

    @property
    def total(self) -> Decimal:
        return self.goods + self.works + self.services


@dataclass(frozen=True)
class Facts:
    """All that is true of a department's year."""

    kind: str  # final_account or budget
    department: str
    short: str
    city: str
    district: str
    admin_code: str
    year: int
    scope: str  # department or unit
    items: tuple[Item, ...]
    economic: dict[str, Decimal]  # lowest-level codes only
    three_budget: dict[str, Decimal]
    three_outturn: dict[str, Decimal]
    prior: dict[str, Decimal]  # last year's amounts by identifier of the quantity
    agency_basis: str  # prior_year or initial_budget
    procurement: Procurement
    projects: tuple[Project, ...]
    indicators: tuple[Indicator, ...]  # of the department as a whole
    fits: bool = False  # reasons are of the kind and direction of what they explain

    def sum(self, value: Value) -> Decimal:
        return total(value(item) for item in self.items)

    @property
    def opening(self) -> Decimal:
        return self.sum(lambda item: item.opening)

    @property
    def closing(self) -> Decimal:
        return self.sum(lambda item: item.closing)

    @property
    def grand_total(self) -> Decimal:
        return self.sum(lambda item: item.revenue) + self.opening

    @property
    def general(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.general)

    @property
    def fund_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.funds)

    @property
    def initial(self) -> Decimal:
        return total(item.initial or ZERO for item in self.general)

    def economic_sum(self, *prefixes: str) -> Decimal:
        return total(amount for code, amount in self.economic.items() if code.startswith(prefixes))

    @property
    def personnel(self) -> Decimal:
        return self.economic_sum("301", "303")

    @property
    def operating(self) -> Decimal:
        return self.economic_sum("302", "310")


def three_total(parts: dict[str, Decimal]) -> dict[str, Decimal]:
    """The four lowest parts of the three public expenses -> all six columns of their table."""
    vehicles = parts["vehicle_purchase"] + parts["vehicle_operation"]
    everything = {"total": total(parts.values()), "overseas_travel": parts["overseas_travel"], "vehicles": vehicles}
    return everything | {name: parts[name] for name in ("vehicle_purchase", "vehicle_operation", "hospitality")}
