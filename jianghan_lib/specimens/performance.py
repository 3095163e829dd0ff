"""Invented projects and their indicators; together the projects are the project expenditure."""

import random
from collections.abc import Callable
from decimal import Decimal

from jianghan_lib.specimens.model import ZERO, Indicator, Item, Project, rounded, total
from jianghan_lib.specimens.vocabulary import PROJECT_STEMS, PROJECT_TAILS

Split = Callable[[random.Random, Decimal, int], list[Decimal]]
FULL = 80  # points for indicators; the other 20 are for execution

# level 1, level 2, name, unit, form of the target, least and greatest target
TEMPLATES: tuple[tuple[str, str, str, str, str, int, int], ...] = (
    ("产出指标", "数量指标", "专题培训班举办期数", "期", "plain", 2, 12),
    ("产出指标", "数量指标", "走访联系企业数量", "家", ">=", 20, 400),
    ("产出指标", "数量指标", "接待来信来访数量", "件次", "about", 100, 900),
    ("产出指标", "数量指标", "惠民活动开展场次", "场次", "plain", 5, 60),
    ("产出指标", "数量指标", "受益居民规模", "万人", ">=", 1, 9),
    ("产出指标", "数量指标", "信息稿件编发数量", "篇", "more", 100, 400),
    ("产出指标", "数量指标", "基层站点日常巡查和设备保养维护总次数", "次", ">=", 100, 2000),
    ("产出指标", "质量指标", "设备验收合格率", "%", "=", 100, 100),
    ("产出指标", "质量指标", "培训学员考核通过率", "%", ">=", 80, 95),
    ("产出指标", "质量指标", "业务办理差错率", "‰", "<=", 1, 5),
    ("产出指标", "质量指标", "“一站式”服务事项一次办结率", "%", "above", 80, 95),
    ("产出指标", "时效指标", "资金拨付及时率", "%", "plain", 100, 100),
    ("产出指标", "时效指标", "申请受理后答复时限", "个工作日", "<=", 3, 15),
    ("成本指标", "经济成本指标", "人均补助标准", "元/人/月", "plain", 200, 1500),
    ("成本指标", "经济成本指标", "单场活动支出上限", "万元", "<=", 2, 20),
    ("效益指标", "社会效益指标", "居民对相关政策的知晓程度", "", "有效提升", 0, 0),
    ("效益指标", "社会效益指标", "政策宣传覆盖率", "%", ">=", 80, 95),
    ("效益指标", "社会效益指标", "营商环境满意指数", "分", "above", 80, 90),
    ("效益指标", "可持续影响指标", "长效工作机制", "", "逐步完善", 0, 0),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "%", ">=", 85, 95),
    ("满意度指标", "服务对象满意度指标", "参训人员满意度", "%", ">=", 85, 95),
)
DIRECTIONS = {
    ">=": "at_least",
    "<=": "at_most",
    "=": "equal",
    "about": "about",
    "more": "at_least",
    "above": "at_least",
    "plain": None,
}
TARGETS = {">=": "≥{}", "<=": "≤{}", "=": "={}", "about": "约{}", "more": "大于{}", "above": "{}以上", "plain": "{}"}


def invent_indicators(rng: random.Random, count: int) -> tuple[Indicator, ...]:
    """So many indicators in the order of their levels, their weights adding up to 80."""
    chosen = sorted(rng.sample(range(len(TEMPLATES)), count))
    cuts = sorted(rng.sample(range(1, FULL), count - 1))
    weights = [end - start for start, end in zip([0, *cuts], [*cuts, FULL], strict=True)]
    return tuple(_indicator(rng, *TEMPLATES[number], weight) for number, weight in zip(chosen, weights, strict=True))


def _indicator(
    rng: random.Random, level1: str, level2: str, name: str, unit: str, form: str, low: int, high: int, weight: int
) -> Indicator:
    """One indicator: target, actual, and its score by the rule of the form."""
    if not high:
        return Indicator(level1, level2, name, form, form, "qualitative", None, None, "", True, weight, Decimal(weight))
    target = Decimal(rng.randint(low, high)) + (Decimal("0.5") if unit == "万人" else 0)
    actual = _actual(rng, target, unit, form)
    less = form == "<=" or level1 == "成本指标"
    met = actual <= target if less else actual >= target
    score = Decimal(weight) if met else rounded(weight * (target / actual if less else actual / target), 2)
    texts = (TARGETS[form].format(f"{target}{unit}"), f"{actual}{unit}")
    return Indicator(level1, level2, name, *texts, DIRECTIONS[form], target, actual, unit, met, weight, score)


def _actual(rng: random.Random, target: Decimal, unit: str, form: str) -> Decimal:
    """What was reached: within 100 for rates, and mostly on the good side of the target."""
    if unit == "%":
        return rng.choice((Decimal(100), target, rounded(target - Decimal("1.3"), 1)))
    if form == "about":
        return target + rng.randint(0, 5)
    step = max(1, int(target) // 10)
    lower, higher = target - rng.randint(0, step if target > 1 else 0), target + rng.randint(0, step)
    return lower if (form == "<=") == (rng.random() < 0.8) else higher


def invent_projects(rng: random.Random, items: tuple[Item, ...], kind: str, split: Split) -> tuple[Project, ...]:
    """Projects of each source of money; those of one source add up to its project expenditure."""
    sources = {source: total(getattr(item, attribute) for item in items) for source, attribute in SOURCES.items()}
    general = sources.pop("general")
    # Never more projects than cents, and none where nothing was spent on any.
    parts = min(rng.randint(2, 5), int(general * 100))
    shares = [("general", amount) for amount in (split(rng, general, parts) if parts else ())]
    shares += [(source, amount) for source, amount in sources.items() if amount]
    if kind == "final_account" and rng.random() < 0.2:
        shares.append(("general", ZERO))
    stems = rng.sample(PROJECT_STEMS, len(shares))
    return tuple(
        _project(rng, kind, number, stem, *share)
        for number, (stem, share) in enumerate(zip(stems, shares, strict=True), 1)
    )


SOURCES = {"general": "project", "funds": "funds", "business": "business", "other": "other"}


def _project(rng: random.Random, kind: str, number: int, stem: str, source: str, executed: Decimal) -> Project:
    """A project that executed so much of a budget at least as large."""
    spare = (
        rounded(max(executed, Decimal(9)) * rng.choice((Decimal(0), Decimal("0.02"), Decimal("0.4"))), 2)
        if kind == "final_account"
        else ZERO
    )
    budget = executed + spare if executed else Decimal("12.50")
    upper = rounded(budget / 3, 2) if rng.random() < 0.3 else ZERO
    special = rounded(budget / 5, 2) if rng.random() < 0.2 else ZERO
    return Project(
        name=stem + rng.choice(PROJECT_TAILS),
        initial=rounded(budget * rng.choice((Decimal(1), Decimal("0.5"), Decimal("1.2"))), 2),
        budget=budget,
        executed=executed,
        source=source,
        department_budget=budget - upper - special,
        special_fund=special,
        upper_transfer=upper,
        recurrence=rng.choice(("recurring", "recurring", "continuing", "one_off")),
        indicators=invent_indicators(rng, rng.randint(4, 8)),
        code=f"{rng.randint(31, 61)}0107{rng.randint(22, 25)}{rng.randint(10, 99)}031T{number:09d}",
        category=rng.choice(("本级支出项目", "本级支出项目", "其他运转类")),
        priors=(rounded(budget * Decimal("0.9"), 2), rounded(budget * rng.choice((Decimal(1), Decimal("1.15"))), 2)),
    )
