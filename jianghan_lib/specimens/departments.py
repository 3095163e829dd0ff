"""Departments out of nothing: from a seed, amounts that agree to the cent."""

import random
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from jianghan_lib.specimens.model import THREE_PARTS, ZERO, Facts, Item, Procurement, rounded, total
from jianghan_lib.specimens.performance import invent_indicators, invent_projects
from jianghan_lib.specimens.vocabulary import BUREAUS, DISTRICTS, ECONOMIC, FUND_SECTION, SECTIONS, STAFF_SECTIONS

CENT = Decimal("0.01")
STAFF_ITEMS = {"行政运行", "事业运行"}
ADJUSTMENTS = (Decimal("0.45"), Decimal("0.8"), Decimal("0.93"), Decimal("1.07"), Decimal("1.3"), Decimal("2.2"))


def split(rng: random.Random, amount: Decimal, parts: int) -> list[Decimal]:
    """An amount -> so many amounts of at least a cent that add up to it exactly."""
    cents = int(amount * 100)
    cuts = sorted(rng.sample(range(1, cents), parts - 1))
    return [(end - start) * CENT for start, end in zip([0, *cuts], [*cuts, cents], strict=True)]


def draw(rng: random.Random, low: int, high: int) -> Decimal:
    """An amount between low and high 万元, small ones likelier than large."""
    return rounded(Decimal(repr(low * (high / low) ** rng.random())), 2)


def moved(rng: random.Random, amount: Decimal, same: float = 0.1) -> Decimal:
    """An amount of another year: the same, or some way off."""
    return (
        amount
        if not amount or rng.random() < same
        else rounded(amount * rng.choice(ADJUSTMENTS) + draw(rng, 1, 9) * CENT, 2)
    )


def invent(seed: int, *, kind: str = "final_account") -> Facts:
    """A department's year: the same for the same seed; kind is final_account or budget."""
    rng = random.Random(f"facts-{kind}-{seed}")
    bureau = rng.choice(list(BUREAUS))
    code, (city, district) = rng.choice(list(DISTRICTS.items()))
    items = _items(rng, bureau, kind)
    outturn, budget = _three(rng)
    personnel = total(item.personnel for item in items)
    basic = total(item.basic for item in items)
    projects = invent_projects(rng, items, kind, split)
    facts = Facts(
        kind=kind,
        department=f"{city}{district}{bureau}",
        short=f"{district[:-1]}{bureau}",
        city=city,
        district=district,
        admin_code=code,
        year=rng.randint(2019, 2025),
        scope="unit" if rng.random() < 0.3 else "department",
        items=items,
        economic=economic_rows(rng, personnel, basic - personnel, outturn if kind == "final_account" else budget),
        three_budget=budget,
        three_outturn=outturn,
        prior={},
        agency_basis=rng.choice(("prior_year", "initial_budget")),
        procurement=_procurement(rng),
        projects=projects,
        indicators=tuple(replace(one, name=f"全局{one.name}") for one in invent_indicators(rng, rng.randint(4, 8))),
    )
    return replace(facts, prior=prior_year(rng, facts))


def _items(rng: random.Random, bureau: str, kind: str) -> tuple[Item, ...]:
    """The items of a bureau: its own sections, those for staff, now and then a foreign or a fund section."""
    main, *others = BUREAUS[bureau]
    own = [main, *(code for code in others if rng.random() < 0.8)]
    extra = rng.sample(
        [code for code in SECTIONS if code not in (*BUREAUS[bureau], *STAFF_SECTIONS, FUND_SECTION)], rng.randint(0, 2)
    )
    codes = {code for section in (*own, *extra) for code in _some(rng, section)}  # sorted below
    codes |= {f"{main}01"} | {
        f"{section}{item}" for section, item in (("20805", "05"), ("21011", "01"), ("22102", "01"))
    }
    codes |= {code for section in STAFF_SECTIONS for code in _some(rng, section) if rng.random() < 0.5}
    items = [_item(rng, code, is_first=code == f"{main}01") for code in sorted(codes)]
    items = [_ensure_project(rng, items[0]), *items[1:]] if not any(item.project > 50 for item in items) else items
    return tuple(_with_sources(rng, items) if kind == "final_account" else _with_unit_money(rng, items))


def _some(rng: random.Random, section: str) -> list[str]:
    """Some items of a section."""
    listed = [f"{section}{item}" for item in SECTIONS[section][1]]
    return rng.sample(listed, rng.randint(1, min(4, len(listed))))


# An item that by the classification holds no basic expenditure.
OF_PROJECTS = "一般行政管理事务"


def _item(rng: random.Random, code: str, *, is_first: bool) -> Item:
    """An item with its amounts: staff items basic, the others project, a few both."""
    name = SECTIONS[code[:5]][1][code[5:]]
    is_staff = code[:5] in STAFF_SECTIONS
    basic = ZERO
    if is_staff or is_first or name in STAFF_ITEMS or rng.random() < 0.1:
        basic = draw(rng, 800, 4000) if is_first else draw(rng, 2, 900)
    project = draw(rng, 1, 6000) if not basic or (not is_staff and rng.random() < 0.15) else ZERO
    if name == OF_PROJECTS:
        basic, project = ZERO, basic + project
    planned = rng.choice((None, ZERO, basic + project)) if rng.random() < 0.35 else moved(rng, basic + project)
    initial = planned or basic + project if is_first else planned
    personnel = basic if is_staff else rounded(basic * Decimal("0.8"), 2)
    special = rounded(project * Decimal("0.6"), 2) if rng.random() < 0.4 else ZERO
    return Item(
        code,
        name,
        basic,
        project,
        initial=initial,
        personnel=personnel,
        special=special,
        prior=moved(rng, basic + project),
    )


def _ensure_project(rng: random.Random, item: Item) -> Item:
    """An item that certainly has a project amount."""
    return replace(item, project=item.project + draw(rng, 60, 900))


def _with_sources(rng: random.Random, items: list[Item]) -> list[Item]:
    """Now and then business and other income, balances of both years, and a fund item."""
    places = [number for number, item in enumerate(items) if item.project]
    if rng.random() < 0.5:
        at = rng.choice(places)
        closing = draw(rng, 1, 40) if rng.random() < 0.5 else ZERO
        items[at] = replace(items[at], other=draw(rng, 5, 800), closing=closing)
    if rng.random() < 0.3:
        at = rng.choice(places)
        items[at] = replace(items[at], business=draw(rng, 5, 300))
    if rng.random() < 0.3:
        at = max(places, key=lambda number: items[number].project)
        items[at] = replace(items[at], opening=rounded(items[at].project / 10, 2))
    if rng.random() < 0.35:
        code = f"{FUND_SECTION}{rng.choice(list(SECTIONS[FUND_SECTION][1]))}"
        items.append(Item(code, SECTIONS[FUND_SECTION][1][code[5:]], funds=draw(rng, 20, 3000)))
    return items


def _with_unit_money(rng: random.Random, items: list[Item]) -> list[Item]:
    """A budget: now and then money of the unit itself (单位资金) for one item."""
    if rng.random() < 0.5:
        at = rng.choice([number for number, item in enumerate(items) if item.project])
        items[at] = replace(items[at], other=draw(rng, 50, 4000))
    return items


def _three(rng: random.Random) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """The lowest parts of the three public expenses: outturn and budget, some of them nothing."""
    outturn = {part: draw(rng, 1, 30) if rng.random() < 0.55 else ZERO for part in THREE_PARTS}
    outturn["hospitality"] = draw(rng, 1, 9)
    budget = {
        part: rounded(amount * rng.choice((Decimal(1), Decimal("1.25"), Decimal("1.7"))), 2)
        for part, amount in outturn.items()
    }
    return outturn, budget


def economic_rows(
    rng: random.Random, personnel: Decimal, operating: Decimal, three: dict[str, Decimal]
) -> dict[str, Decimal]:
    """Lowest-level economic rows: 301 and 303 add up to personnel, 302 and 310 to operating."""
    rows = _spread(rng, personnel * Decimal("0.93"), "301", 9) | {}
    rows |= _spread(rng, personnel - total(rows.values()), "303", 3)
    fixed = {
        "30212": "overseas_travel",
        "30217": "hospitality",
        "30231": "vehicle_operation",
        "31013": "vehicle_purchase",
    }
    rest = operating
    for code, part in fixed.items():
        if three[part] and three[part] < rest - 20:
            rows[code] = three[part]
            rest -= three[part]
    if rng.random() < 0.4:
        rows["31002"] = rounded(rest / 20, 2)
        rest -= rows["31002"]
    return rows | _spread(rng, rest, "302", rng.randint(6, 12), set(fixed))


def _spread(
    rng: random.Random, amount: Decimal, group: str, count: int, but: Collection[str] = ()
) -> dict[str, Decimal]:
    """An amount over some rows of an economic group."""
    codes = sorted(
        rng.sample([code for code in ECONOMIC if len(code) == 5 and code.startswith(group) and code not in but], count)
    )
    return dict(zip(codes, split(rng, rounded(amount, 2), count), strict=True))


def _procurement(rng: random.Random) -> Procurement:
    """Procurement with its parts; works often none."""
    goods, services = draw(rng, 3, 300), draw(rng, 10, 2000)
    works = draw(rng, 5, 400) if rng.random() < 0.3 else ZERO
    small = rounded((goods + works + services) * Decimal("0.8"), 2)
    return Procurement(goods, works, services, small, rounded(small / 3, 2))


def prior_year(rng: random.Random, facts: Facts) -> dict[str, Decimal]:
    """Last year's amounts by identifier; sources and uses agree there too."""
    general = moved(rng, facts.sum(lambda item: item.general), 0.05)
    funds = rng.choice((ZERO, moved(rng, facts.sum(lambda item: item.funds)))) if facts.fund_items else ZERO
    rest = moved(rng, facts.sum(lambda item: item.business + item.other))
    prior = dict.fromkeys(("general_public_budget_revenue", "general_public_budget_expenditure"), general)
    prior |= {"government_funds_revenue": funds, "fiscal_appropriation_total": general + funds}
    prior |= dict.fromkeys(("revenue", "expenditure", "revenue_and_expenditure"), general + funds + rest)
    prior["excluding"] = moved(rng, facts.sum(lambda item: item.expenditure - item.special), 0)
    parts = {part: moved(rng, amount) if amount else ZERO for part, amount in facts.three_outturn.items()}
    prior |= {
        "three_public": total(parts.values()),
        "overseas_travel": parts["overseas_travel"],
        "hospitality": parts["hospitality"],
    }
    prior |= {
        "vehicles": parts["vehicle_purchase"] + parts["vehicle_operation"],
        "agency_operating": moved(rng, facts.operating),
    }
    prior |= {
        "budget_total": moved(rng, facts.grand_total, 0),
        "fiscal_budget": moved(rng, facts.sum(lambda item: item.general), 0),
    }
    return prior
