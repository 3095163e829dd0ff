"""A final account as PDF text without its tables: totals by class, with and without special funds."""

from collections.abc import Iterator
from decimal import Decimal

from jianghan_lib.specimens.evaluation import introduction, summaries
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts.flow import Pages
from jianghan_lib.specimens.layouts.markdown import document_claim, kind_of
from jianghan_lib.specimens.layouts.pdf_forms import department_form, project_form
from jianghan_lib.specimens.layouts.pdftext import for_pdf
from jianghan_lib.specimens.model import ZERO, Facts, Item, Value, total
from jianghan_lib.specimens.paper import Printed, Prose
from jianghan_lib.specimens.prose import agency, basic, procurement
from jianghan_lib.specimens.statements import classes
from jianghan_lib.specimens.statutory import TITLES
from jianghan_lib.specimens.vices import Vices


def render(facts: Facts, vices: Vices) -> Printed:
    """A final account, prose and forms only."""
    vices = for_pdf(vices)
    hand = Hand(f"bare-{facts.department}-{facts.grand_total}", vices, facts.year, places=2)
    pages = Pages(hand)
    pages.put(f" 第一部分 {facts.department}概况", [document_claim(facts, hand, "", "", ";".join(TITLES))])
    pages.paragraph(Prose(f"{facts.department}在职人员{hand.rng.randint(20, 90)}人。"))
    for part in ("第二部分", "第三部分"):
        pages.new_page()
        pages.heading(f"{part} {facts.department} {facts.year} 年度")
        pages.flow(f"{kind_of(facts, hand)}{'表' if part == '第二部分' else '情况说明'}")
    for heading, paragraphs in _body(facts, hand):
        pages.heading(heading)
        for paragraph in paragraphs:
            pages.paragraph(paragraph)
    department_form(pages, facts, hand, weighted=False)
    for project in facts.projects:
        project_form(pages, facts, hand, project, weighted=False)
    pages.new_page()
    pages.heading(f"第四部分 {facts.year} 年重点工作完成情况")
    pages.paragraph(Prose("全年工作按计划推进。"))
    return pages.finish()


def _body(facts: Facts, hand: Hand) -> list[tuple[str, list[Prose]]]:
    """The sections of the narrative."""
    none = Prose(f"{facts.year}年度国有资本经营预算财政拨款本年支出0万元。")
    return [
        ("一、收入支出决算总体情况说明", [_total(facts, hand), *_without_special(facts, hand)]),
        ("二、收入决算情况说明", [_shares(facts, hand, "收入", REVENUE)]),
        ("三、支出决算情况说明", [_shares(facts, hand, "支出", EXPENDITURE)]),
        ("五、一般公共预算财政拨款支出决算情况说明", []),
        ("（二）财政拨款支出决算结构情况。", [_structure(facts, hand)]),
        ("（三）财政拨款支出决算具体情况。", [_completion(facts, hand), *_class_statements(facts, hand)]),
        ("六、一般公共预算财政拨款基本支出决算情况说明", list(basic(facts, hand))),
        ("九、国有资本经营预算财政拨款支出决算情况", [none]),
        ("十、机关运行经费支出情况", [agency(facts, hand)]),
        ("十一、政府采购支出情况", [procurement(facts, hand)]),
        ("十三、预算绩效情况说明", [*introduction(facts, hand), *summaries(facts, hand, "项目绩效自评报告综述")]),
    ]


def _special(items: tuple[Item, ...]) -> Decimal:
    return total(item.special for item in items)


def _total(facts: Facts, hand: Hand) -> Prose:
    prose, name = Prose(hand.year_text()), "revenue_and_expenditure"
    hand.figure(prose, "收、支总计", name, "amount", facts.grand_total)
    prose += "。"
    lead = f"与{hand.year_text(hand.year - 1)}相比，"
    hand.change(prose, name, "收、支总计", (facts.prior[name], facts.grand_total), lead, "收、支总计各")
    prose += f"，{hand.reason()}。"
    return prose


def _without_special(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """The same without special funds, where there are any."""
    if not _special(facts.items):
        return
    now, name = facts.grand_total - _special(facts.items), "revenue_and_expenditure"
    prose = Prose(f"剔除财政专项资金后{hand.year_text()}")
    hand.figure(prose, "收、支总计为", name, "amount", now, basis="excluding_special_funds")
    lead = f"，与{hand.year_text(hand.year - 1)}相比，"
    pair = (facts.prior["excluding"], now)
    hand.change(prose, name, "收、支总计", pair, lead, "收、支总计各", start=0, excluding_special_funds=True)
    prose += "。"
    yield prose


REVENUE: dict[str, Value] = {
    "财政拨款收入": lambda i: i.fiscal_revenue,
    "事业收入": lambda i: i.business,
    "其他收入": lambda i: i.other_revenue,
}
EXPENDITURE: dict[str, Value] = {"基本支出": lambda i: i.basic, "项目支出": lambda i: i.all_project}


def _shares(facts: Facts, hand: Hand, what: str, parts: dict[str, Value]) -> Prose:
    """A total and the shares of its parts; no comparison with last year."""
    prose, whole = Prose(hand.year_text()), total(facts.sum(value) for value in parts.values())
    hand.figure(prose, f"{what}合计", "revenue" if what == "收入" else "expenditure", "amount", whole)
    prose += "。其中："
    printed = [(name, facts.sum(value)) for name, value in parts.items() if facts.sum(value)]
    for number, (name, amount) in enumerate(printed, 1):
        hand.figure(prose, name, name, "amount", amount)
        hand.share(prose, f"，占本年{what}{hand.space()}", name, amount, whole)
        prose += "。" if number == len(printed) else "；"
    return prose


def _structure(facts: Facts, hand: Hand) -> Prose:
    """All classes in one paragraph."""
    whole = facts.sum(lambda i: i.general)
    prose = Prose(hand.year_text())
    hand.figure(prose, "财政拨款支出", "general_public_budget_expenditure", "amount", whole)
    prose += "，主要用于以下方面："
    members = classes(facts)
    for number, (name, items) in enumerate(members.items(), 1):
        amount = total(item.general for item in items)
        hand.figure(prose, f"{name.removesuffix('支出')}（类）支出", name, "amount", amount)
        hand.share(prose, "，占", name, amount, whole)
        prose += "。" if number == len(members) else "；"
    return prose


def _completion(facts: Facts, hand: Hand) -> Prose:
    """The department: initial budget and outturn, then the outturn without special funds against it."""
    outturn, special = facts.sum(lambda i: i.general), _special(facts.general)
    row = {
        "level": "department",
        "code": "",
        "class_name": "",
        "section_name": "",
        "item_name": "",
        "initial_budget": facts.initial,
    }
    prose = Prose(f"{hand.year_text()}一般公共预算财政拨款支出")
    _planned(hand, prose, row, outturn, with_rate=not special)
    if special:
        prose += "。"
        start, text = len(prose.text), hand.money(outturn - special)
        rate = hand.percent(outturn - special, facts.initial)
        prose += f"剔除财政专项资金后{hand.year_text()}支出决算为{hand.space()}{text}，完成年初预算的{rate}"
        prose.claim(
            "completion",
            start,
            [text, rate],
            basis="excluding_special_funds",
            **row,
            outturn=outturn - special,
            rate_printed=rate,
        )
    prose += "，其中："
    hand.figure(prose, "基本支出", "基本支出", "amount", facts.sum(lambda i: i.basic))
    basis = "excluding_special_funds" if special else "all"
    hand.figure(prose, "，项目支出", "项目支出", "amount", facts.sum(lambda i: i.project) - special, basis=basis)
    prose += "。"
    return prose


def _planned(
    hand: Hand, prose: Prose, row: dict[str, object], outturn: Decimal, *, with_rate: bool, basis: str = "all"
) -> None:
    """`年初预算为…，支出决算为…[，完成年初预算的…%]`"""
    start, initial = len(prose.text), row["initial_budget"]
    assert isinstance(initial, Decimal)
    texts = [hand.money(initial), hand.money(outturn)]
    prose += f"年初预算为{hand.space()}{texts[0]}，支出决算为{hand.space()}{texts[1]}"
    rate = hand.percent(outturn, initial) if with_rate and initial else ""
    prose += f"，完成年初预算的{rate}" if rate else ""
    prose.claim(
        "completion", start, [*texts, rate] if rate else texts, basis=basis, **row, outturn=outturn, rate_printed=rate
    )


def _class_statements(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """Each class, and again without special funds where it has any."""
    for number, (name, items) in enumerate(classes(facts).items(), 1):
        outturn, special = total(item.general for item in items), _special(items)
        initial = total(item.initial or ZERO for item in items)
        row = {
            "level": "class",
            "code": "",
            "class_name": name,
            "section_name": "",
            "item_name": "",
            "initial_budget": initial,
        }
        prose = Prose(f"{number}.{hand.space()}{name}（类）。")
        _planned(hand, prose, row, outturn, with_rate=not special)
        if special:
            prose += "。剔除财政专项资金后"
            _planned(hand, prose, row, outturn - special, with_rate=True, basis="excluding_special_funds")
            outturn -= special
        than = "等于" if outturn == initial else "大于" if outturn > initial else "小于"
        prose += f"，支出决算数{than}年初预算数。"
        prose += "" if hand.vices.no_reason else f"{hand.reason()}。"
        yield prose
