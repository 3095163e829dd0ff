"""Statements of what was planned and what was spent: the department, its items, its projects."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.model import ZERO, Facts, Item, Project
from jianghan_lib.specimens.paper import Prose
from jianghan_lib.specimens.vocabulary import EFFECTS


def classes(facts: Facts) -> dict[str, tuple[Item, ...]]:
    """General public budget items by class name, in the order of codes."""
    ordered = sorted(facts.general, key=lambda item: item.code)
    return {
        name: tuple(i for i in ordered if i.class_name == name)
        for name in dict.fromkeys(item.class_name for item in ordered)
    }


def completion(facts: Facts, hand: Hand) -> Prose:
    """The department's completion of its initial budget."""
    outturn, start = facts.sum(lambda i: i.general), 0
    prose = Prose(f"{hand.year_text()}一般公共预算财政拨款支出年初预算为{hand.space()}")
    texts = [hand.money(facts.initial), hand.money(outturn), hand.percent(outturn, facts.initial)]
    prose += f"{texts[0]}，支出决算为{hand.space()}{texts[1]}，完成年初预算的{texts[2]}"
    row = {"basis": "all", "level": "department", "code": "", "class_name": "", "section_name": "", "item_name": ""}
    prose.claim("completion", start, texts, **row, initial_budget=facts.initial, outturn=outturn, rate_printed=texts[2])
    prose += "。其中："
    hand.figure(prose, "基本支出", "基本支出", "amount", facts.sum(lambda i: i.basic))
    hand.figure(prose, "，项目支出", "项目支出", "amount", facts.sum(lambda i: i.project))
    prose += "。项目支出主要用于："
    return prose


def mention(
    prose: Prose, project: Project, start: int, source: str, printed: Sequence[str], name: str, **values: object
) -> None:
    """A place where a project's money stands."""
    prose.claim("mentions", start, [*printed, name], project=project.name, source=source, printed_name=name, **values)


def project_uses(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """What the general public budget's projects spent, one paragraph each."""
    for number, project in enumerate((p for p in facts.projects if p.source == "general" and p.executed), 1):
        prose, name, text = Prose(f"{number}.{hand.space()}"), hand.short(project), hand.money(project.executed)
        start = len(prose.text)
        prose += f"{name}{hand.space()}{text}"
        mention(prose, project, start, "narrative", [text], name, executed=project.executed)
        prose += f"，主要成效：{hand.rng.choice(EFFECTS)}。"
        yield prose


def items(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """A statement for each item, numbered through or under its class."""
    yield Prose("一般公共预算财政拨款支出按功能分类科目说明如下：")
    nested, number = hand.pick(True, False), 0
    for order, (name, members) in enumerate(classes(facts).items(), 1):
        if nested:
            yield Prose(f"{order}.{hand.space()}{name}具体包括：")
            number = 0
        for group in _groups(hand, members):
            number += 1
            yield _statement(hand, group, f"（{number}）" if nested else f"{number}.{hand.space()}")


def _groups(hand: Hand, members: Sequence[Item]) -> list[tuple[Item, ...]]:
    """Items one by one, or, once a class, the last two of a section in one statement."""
    groups: list[tuple[Item, ...]] = [(item,) for item in members]
    if hand.vices.paired_items and len(members) > 1:
        one, two = members[-2:]
        if one.section == two.section and one.initial and two.initial:
            groups[-2:] = [(one, two)]
    return groups


def _statement(hand: Hand, group: tuple[Item, ...], number: str) -> Prose:
    """`…（项）。年初预算为…，支出决算为…，完成年初预算的…%，…`"""
    prose, outturn = Prose(number), sum((item.general for item in group), ZERO)
    initial = group[0].initial if len(group) == 1 else sum((item.initial or ZERO for item in group), ZERO)
    if initial is None and not hand.vices.no_budget_wording:
        initial = ZERO
    spent = hand.money(outturn)
    texts = [spent] if initial is None else [hand.money(initial), spent]
    prose += f"{hand.item_title(group)}。" + (
        "年初无预算安排" if initial is None else f"年初预算为{hand.space()}{texts[0]}"
    )
    prose += f"，支出决算为{hand.space()}{spent}"
    row = {
        "basis": "all",
        "level": "item",
        "code": group[0].code if len(group) == 1 else "",
        "codes": tuple(item.code for item in group),
    }
    row |= {
        "class_name": group[0].class_name,
        "section_name": group[0].section,
        "item_name": "、".join(item.name for item in group),
    }
    rate = hand.percent(outturn, initial) if initial else ""
    prose += f"，完成年初预算的{rate}" if rate else ""
    prose.claim(
        "completion",
        len(number),
        [*texts, rate] if rate else texts,
        **row,
        initial_budget=initial,
        outturn=outturn,
        rate_printed=rate,
    )
    return _why(hand, prose, initial or ZERO, outturn)


def _why(hand: Hand, prose: Prose, initial: Decimal, outturn: Decimal) -> Prose:
    """How the outturn stands to the initial budget, with a reason or without."""
    than = "等于" if outturn == initial else "大于" if outturn > initial else "小于"
    if outturn == initial or (hand.vices.no_reason and hand.rng.random() < 0.5):
        prose += hand.pick("。", f"，支出决算数{than}年初预算数。")
    else:
        prose += f"{hand.pick('，', '。')}支出决算数{than}年初预算数的{hand.reason(difference=outturn - initial)}。"
    return prose
