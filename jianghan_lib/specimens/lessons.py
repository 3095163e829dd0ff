"""A department that can teach: two years that join, varied rates, items without a budget, indicators of every outcome.

What a random department has only now and then, each of these has; its documents give reasons that fit the direction.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import cycle

from jianghan_lib.specimens.departments import draw, economic_rows, invent, prior_year, split
from jianghan_lib.specimens.model import THREE_PARTS, ZERO, Facts, Indicator, Item, Project, rounded, three_total
from jianghan_lib.specimens.performance import invent_indicators, invent_projects

# Percents of a budget that projects execute, from the smallest project to the largest: the lowest rate is not the largest gap.
LOWEST, MIDDLE, LARGE = (15, 55), ((100, 100), (83, 96), (97, 99)), (55, 83)
# What becomes of indicators, in turn: of those that can be far exceeded, and of the others.
FAR, NEAR = ("above", "kept", "missed"), ("kept", "missed", "kept")
OTHER_WORDS = {"有效提升": "明显提升", "逐步完善": "已建立并运行"}


def two_years(seed: int) -> tuple[Facts, Facts]:
    """A department's year and the year before it, whose amounts the later one compares itself with; by the seed."""
    facts = invent(seed)
    rng = random.Random(f"lessons-{seed}")
    now = _year(rng, facts, _budgeted(rng, _with_balance(rng, facts.items)))
    least = min(now.general, key=lambda item: item.general)
    items = [_earlier(rng, item, item is least) for item in now.items]
    before = _year(rng, replace(facts, year=facts.year - 1), _budgeted(rng, [item for item in items if item.revenue]))
    before = replace(before, projects=_named(before.projects, now.projects))
    return replace(now, prior=amounts_of(before)), replace(before, prior=prior_year(rng, before))


def amounts_of(facts: Facts) -> dict[str, Decimal]:
    """A year -> the amounts that the next one compares itself with, by identifier."""
    three = three_total(facts.three_outturn)
    return {
        "general_public_budget_revenue": facts.sum(lambda item: item.general) - facts.opening,
        "general_public_budget_expenditure": facts.sum(lambda item: item.general),
        "government_funds_revenue": facts.sum(lambda item: item.funds),
        "fiscal_appropriation_total": facts.sum(lambda item: item.fiscal),
        "revenue": facts.sum(lambda item: item.revenue),
        "expenditure": facts.sum(lambda item: item.expenditure),
        "revenue_and_expenditure": facts.grand_total,
        "excluding": facts.sum(lambda item: item.expenditure - item.special),
        "three_public": three["total"],
        **{name: three[name] for name in ("overseas_travel", "hospitality", "vehicles")},
        "agency_operating": facts.operating,
    }


def between(rng: random.Random, low: float, high: float) -> Decimal:
    """A factor between two, to four places."""
    return rounded(Decimal(repr(rng.uniform(low, high))), 4)


def _year(rng: random.Random, facts: Facts, items: Sequence[Item]) -> Facts:
    """The year of a department with these items: everything else made to fit them."""
    outturn = {part: draw(rng, 1, 30) if rng.random() < 0.6 else ZERO for part in THREE_PARTS} | {
        "hospitality": draw(rng, 1, 9)
    }
    personnel, basic = sum((i.personnel for i in items), ZERO), sum((i.basic for i in items), ZERO)
    projects = invent_projects(rng, tuple(items), facts.kind, split)
    return replace(
        facts,
        items=tuple(items),
        three_outturn=outturn,
        three_budget={part: rounded(amount * between(rng, 1, 2.2), 2) for part, amount in outturn.items()},
        economic=economic_rows(rng, personnel, basic - personnel, outturn),
        projects=tuple(_executed(rng, one, band) for one, band in zip(projects, _bands(rng, projects), strict=True)),
        indicators=tuple(_outcomes(rng, facts.indicators)),
        agency_basis="prior_year",
        fits=True,
    )


def _with_balance(rng: random.Random, items: Sequence[Item]) -> list[Item]:
    """Items, one of which carries other income over: so the grand total is not the expenditure, nor that the appropriation."""
    at = next(number for number, item in enumerate(items) if item.project)
    other, closing = draw(rng, 5, 800), draw(rng, 1, 40)
    return [replace(item, other=other, closing=closing) if number == at else item for number, item in enumerate(items)]


def _budgeted(rng: random.Random, items: Sequence[Item]) -> list[Item]:
    """Items with initial budgets of all sizes; one is nought, of one the text says that there is none, one is just exceeded."""
    found = [replace(item, initial=rounded(item.general * between(rng, 0.35, 1.9), 2)) for item in items]
    found = [replace(item, initial=item.general) if rng.random() < 0.1 else item for item in found]
    places = [number for number, item in enumerate(found) if item.general and number]
    rng.shuffle(places)
    for at, part in zip(places, (None, ZERO, between(rng, 0.92, 0.99)), strict=False):
        found[at] = replace(found[at], initial=None if part is None else rounded(items[at].general * part, 2))
    return found


def _earlier(rng: random.Random, item: Item, is_least: bool) -> Item:
    """An item as it was a year before: other amounts, a few not yet there; the least has grown most for its size."""
    factor = between(rng, 0.7, 1.3) if item.basic or rng.random() > 0.15 else ZERO
    factor = between(rng, 0.4, 0.5) if is_least else factor
    basic, project, funds, business = (
        rounded(amount * factor, 2) for amount in (item.basic, item.project, item.funds, item.business)
    )
    personnel = rounded(basic * Decimal("0.8"), 2) if item.personnel != item.basic else basic
    return Item(item.code, item.name, basic, project, funds=funds, business=business, personnel=personnel)


def _named(projects: Sequence[Project], later: Sequence[Project]) -> tuple[Project, ...]:
    """Projects under the names that they have a year later, as many as there are."""
    names = [one.name for one in later]
    rest = [one.name for one in projects if one.name not in names]
    return tuple(replace(one, name=name) for one, name in zip(projects, [*names, *rest], strict=False))


def _bands(rng: random.Random, projects: Sequence[Project]) -> list[tuple[int, int]]:
    """How much of its budget each project executes."""
    order = sorted(range(len(projects)), key=lambda number: projects[number].executed)
    middle = cycle(rng.sample(MIDDLE, len(MIDDLE)))
    by_size = [LOWEST, *(next(middle) for _ in projects[2:]), LARGE]
    return [by_size[order.index(number)] for number in range(len(projects))]


def _executed(rng: random.Random, project: Project, band: tuple[int, int]) -> Project:
    """A project that executed its amount out of a budget by the percents of a band."""
    share = between(rng, *band) / 100
    budget = max(rounded(project.executed / share, 2), project.executed) or project.budget
    upper = rounded(budget / 3, 2) if project.upper_transfer else ZERO
    special = rounded(budget / 5, 2) if project.special_fund else ZERO
    return replace(
        project,
        budget=budget,
        initial=rounded(budget * between(rng, 0.5, 1.5), 2),
        department_budget=budget - upper - special,
        special_fund=special,
        upper_transfer=upper,
        indicators=tuple(_outcomes(rng, invent_indicators(rng, rng.randint(5, 8)))),
    )


def _outcomes(rng: random.Random, indicators: Sequence[Indicator]) -> list[Indicator]:
    """Indicators met, far exceeded, missed, and met in other words than those of the target."""
    far, near = cycle(FAR), cycle(NEAR[rng.randrange(2) :])
    return [_outcome(rng, one, next(far if _open(one) else near)) for one in indicators]


def _less(indicator: Indicator) -> bool:
    return indicator.direction == "at_most" or indicator.level1 == "成本指标"


def _open(indicator: Indicator) -> bool:
    """Whether there is no end to what more can be reached; of targets in words, whether other words may say it."""
    return indicator.unit not in ("%", "分") and not _less(indicator)


def _outcome(rng: random.Random, indicator: Indicator, outcome: str) -> Indicator:
    if indicator.target is None:
        words = OTHER_WORDS[indicator.target_text]
        return replace(indicator, actual_text=words) if outcome in ("above", "missed") else indicator
    if outcome == "kept":
        return indicator
    less = _less(indicator)
    factor = between(rng, 2.2, 4) if outcome == "above" else between(rng, 1.1, 1.6) if less else between(rng, 0.5, 0.85)
    actual = rounded(indicator.target * factor, 0 if indicator.unit != "万人" else 1)
    met = actual <= indicator.target if less else actual >= indicator.target
    part = indicator.target / actual if less else actual / indicator.target
    score = Decimal(indicator.weight) if met else rounded(indicator.weight * part, 2)
    return replace(indicator, actual=actual, actual_text=f"{actual}{indicator.unit}", met=met, score=score)
