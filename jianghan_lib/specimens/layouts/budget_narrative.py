"""The narrative of a budget: totals, and how each item stands to last year's budget."""

from collections.abc import Iterator

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.model import ZERO, Facts, total
from jianghan_lib.specimens.paper import Prose
from jianghan_lib.specimens.prose import PART
from jianghan_lib.specimens.statements import classes, mention


def body(facts: Facts, hand: Hand) -> list[tuple[str, list[Prose]]]:
    """All sections, in order."""
    return [
        ("一、收支预算总体安排情况", [_overall(facts, hand)]),
        ("二、收入预算安排情况", [_shares(facts, hand, "收入")]),
        ("三、支出预算安排情况", [_shares(facts, hand, "支出")]),
        ("五、一般公共预算支出安排情况", []),
        ("（一）一般公共预算拨款规模变化情况。", [_size(facts, hand)]),
        ("（三）一般公共预算拨款具体使用情况。", list(_items(facts, hand))),
        ("七、一般公共预算“三公”经费支出安排情况", [_three(facts, hand)]),
        ("八、政府性基金预算支出安排情况", [Prose(f"{facts.year} 年没有政府性基金预算拨款安排的支出。")]),
        ("十、项目支出安排情况", list(_projects(facts, hand))),
        ("十一、其他重要事项的情况说明", []),
        ("（一）机关运行经费情况", [_agency(facts, hand)]),
        ("（二）政府采购预算情况", [_procurement(facts, hand)]),
    ]


def _year(hand: Hand) -> str:
    return f"{hand.year}{hand.space()}年"


def _last(hand: Hand) -> str:
    return f"比{hand.space()}{hand.year - 1}{hand.space()}年{hand.pick('预算', '')}"


def _close(hand: Hand, prose: Prose) -> Prose:
    prose += (
        "。"
        if hand.vices.no_reason and hand.rng.random() < 0.5
        else f"，{hand.reason(hand.pick('主要是', '主要是：'))}。"
    )
    return prose


def _overall(facts: Facts, hand: Hand) -> Prose:
    prose = Prose("支出包括：")
    for name, members in classes(facts).items():
        whole = total(item.expenditure for item in members)
        hand.figure(prose, name, name, "amount", whole)
        prose += "、"
    prose.text = f"{prose.text[:-1]}。"
    prose += _year(hand)
    hand.figure(prose, "收支总预算", "budget_total", "amount", facts.grand_total, hand.odd_unit())
    prose += "。"
    hand.change(prose, "budget_total", "收支总预算", (facts.prior["budget_total"], facts.grand_total), _last(hand))
    return _close(hand, prose)


def _shares(facts: Facts, hand: Hand, what: str) -> Prose:
    """Total and shares of revenue, or of expenditure."""
    whole, prose = facts.grand_total, Prose(f"{_year(hand)}{what}预算")
    hand.figure(prose, "", "revenue" if what == "收入" else "expenditure", "amount", whole)
    general = facts.sum(lambda i: i.general)
    parts = [("一般公共预算财政拨款收入", general), ("其他收入", whole - general)]
    if what == "支出":
        parts = [("基本支出", facts.sum(lambda i: i.basic)), ("项目支出", facts.sum(lambda i: i.all_project))]
    for number, (name, amount) in enumerate(part for part in parts if part[1]):
        prose += "；" if number else "，其中："
        hand.figure(prose, name, name, "amount", amount)
        hand.share(prose, f"，占{hand.space()}", name, amount, whole)
    prose += "。"
    return prose


def _size(facts: Facts, hand: Hand) -> Prose:
    prose, amount = Prose(_year(hand)), facts.sum(lambda i: i.general)
    hand.figure(prose, "一般公共预算拨款", "fiscal_budget", "amount", amount)
    hand.change(prose, "fiscal_budget", "一般公共预算拨款", (facts.prior["fiscal_budget"], amount), f"，{_last(hand)}")
    return _close(hand, prose)


def _items(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """A statement for each item: this year's budget and the change from last year's."""
    for number, item in enumerate((item for members in classes(facts).values() for item in members), 1):
        prose = Prose(f"{number}.{hand.space()}")
        start = len(prose.text)
        prose += hand.item_title([item]) + _year(hand)
        hand.figure(prose, hand.pick("预算数", "预算数为"), item.code, "amount", item.general)
        pair = (item.prior, item.general)
        hand.change(prose, item.code, item.name, pair, f"，{_last(hand)}", start=start)
        yield _close(hand, prose)


def _three(facts: Facts, hand: Hand) -> Prose:
    amount, prose = total(facts.three_budget.values()), Prose(_year(hand))
    hand.figure(prose, "一般公共预算“三公”经费支出", "three_public", "amount", amount)
    hand.change(prose, "three_public", "“三公”经费", (facts.prior["three_public"], amount), f"，{_last(hand)}")
    prose = _close(hand, prose)
    prose += "其中："
    vehicles = facts.three_budget["vehicle_purchase"] + facts.three_budget["vehicle_operation"]
    parts = {**facts.three_budget, "vehicles": vehicles}
    printed = [(key, name) for key, name in PART.items() if parts[key] > ZERO]
    for number, (key, name) in enumerate(printed, 1):
        hand.figure(prose, name, key, "amount", parts[key])
        prose += "。" if number == len(printed) else "，"
    return prose


def _projects(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """The total, then each project."""
    prose = Prose(_year(hand))
    hand.figure(prose, "项目支出", "项目支出", "amount", facts.sum(lambda i: i.all_project))
    prose += "。具体使用情况如下："
    yield prose
    for project in facts.projects:
        prose, name, text = Prose(), hand.short(project), hand.money(project.budget)
        prose += f"{name}{hand.space()}{text}"
        mention(prose, project, 0, "narrative", [text], name, budget=project.budget)
        prose += "，主要用于年度任务的组织和保障。"
        yield prose


def _agency(facts: Facts, hand: Hand) -> Prose:
    prose, item = Prose(_year(hand)), "agency_operating"
    hand.figure(prose, "机关运行经费", item, "amount", facts.operating)
    hand.change(prose, item, "机关运行经费", (facts.prior[item], facts.operating), f"，{_last(hand)}")
    return _close(hand, prose)


def _procurement(facts: Facts, hand: Hand) -> Prose:
    bought, prose = facts.procurement, Prose(_year(hand))
    hand.figure(prose, "政府采购预算支出合计", "procurement", "amount", bought.total)
    prose += "。包括："
    parts = [
        ("货物类", "goods", bought.goods),
        ("工程类", "works", bought.works),
        ("服务类", "services", bought.services),
    ]
    printed = [part for part in parts if part[2]]
    for number, (name, part, amount) in enumerate(printed, 1):
        hand.figure(prose, name, f"procurement_{part}", "amount", amount)
        prose += "。" if number == len(printed) else "，"
    return prose
