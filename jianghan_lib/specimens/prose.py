"""The narrative of a final account: statutory phrases with our own words between them, and what they state."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.model import ZERO, Facts, three_total
from jianghan_lib.specimens.paper import Prose
from jianghan_lib.specimens.statements import classes, completion, items, project_uses
from jianghan_lib.specimens.vocabulary import ECONOMIC

PART = {"overseas_travel": "因公出国（境）费", "vehicles": "公务用车购置及运行费", "hospitality": "公务接待费"}
Block = tuple[str, list[Prose]]  # a heading and its paragraphs


def body(facts: Facts, hand: Hand) -> list[Block]:
    """All sections of the narrative, in order."""
    return [
        ("一、收入支出决算总体情况说明", [overall(facts, hand)]),
        ("二、收入决算情况说明", [revenue(facts, hand)]),
        ("三、支出决算情况说明", [expenditure(facts, hand)]),
        ("四、财政拨款收入支出决算总体情况说明", [fiscal(facts, hand), appropriation(facts, hand)]),
        ("五、一般公共预算财政拨款支出决算情况说明", []),
        ("（一）一般公共预算财政拨款支出决算总体情况", [general(facts, hand)]),
        ("（二）一般公共预算财政拨款支出决算结构情况", list(structure(facts, hand))),
        (
            "（三）一般公共预算财政拨款支出决算具体情况",
            [completion(facts, hand), *project_uses(facts, hand), *items(facts, hand)],
        ),
        ("六、一般公共预算财政拨款基本支出决算情况说明", list(basic(facts, hand))),
        ("七、政府性基金预算财政拨款收入支出决算情况说明", [funds(facts, hand)]),
        (
            "八、国有资本经营预算财政拨款支出决算情况说明",
            [Prose(f"{hand.year}年度本部门没有国有资本经营预算财政拨款支出。")],
        ),
        ("九、财政拨款“三公”经费支出决算情况说明", []),
        ("（一）“三公”经费财政拨款支出决算总体情况说明", [three_public(facts, hand)]),
        ("（二）“三公”经费财政拨款支出决算具体情况说明", list(three_parts(facts, hand))),
        ("十、机关运行经费支出说明", [agency(facts, hand)]),
        ("十一、政府采购支出说明", [procurement(facts, hand)]),
        (
            "十二、国有资产占用情况说明",
            [
                Prose(
                    f"截至{hand.year}年12月31日，{facts.department}共有车辆{hand.rng.randint(1, 9)}辆，均用于日常公务。"
                )
            ],
        ),
    ]


def close(hand: Hand, prose: Prose) -> Prose:
    """A reason or none, and the full stop."""
    changes = [claim.row["change"] for claim in prose.claims if claim.table == "changes"]
    is_silent = hand.fits and changes[-1:] == [ZERO]
    is_silent = is_silent or (hand.vices.no_reason and hand.rng.random() < 0.5)
    prose += "。" if is_silent else f"，{hand.reason(difference=changes[-1] if changes else None)}。"
    return prose


def overall(facts: Facts, hand: Hand) -> Prose:
    prose, name = Prose(hand.year_text()), "revenue_and_expenditure"
    hand.figure(prose, hand.pick("收、支总计均为", "收、支总计"), name, "amount", facts.grand_total, hand.odd_unit())
    prose += "。"
    lead = f"与{hand.year_text(hand.year - 1)}相比，"
    hand.change(
        prose, name, "收、支总计", (facts.prior[name], facts.grand_total), lead, hand.pick("收、支总计", "收、支总计各")
    )
    return close(hand, prose)


def _year_total(facts: Facts, hand: Hand, item: str, name: str, total: Decimal) -> Prose:
    """A total of the year, and its change from the year before."""
    prose = Prose(hand.year_text())
    hand.figure(prose, name, item, "amount", total)
    lead = f"，与{hand.year_text(hand.year - 1)}相比，"
    hand.change(prose, item, name, (facts.prior[item], total), lead, name)
    return close(hand, prose)


def revenue(facts: Facts, hand: Hand) -> Prose:
    total = facts.sum(lambda i: i.revenue)
    prose = _year_total(facts, hand, "revenue", "收入合计", total)
    prose += hand.pick("其中：", "其中：\t") if hand.vices.tabs_in_prose else "其中："
    parts = {"财政拨款收入": facts.sum(lambda i: i.fiscal_revenue), "事业收入": facts.sum(lambda i: i.business)}
    parts["其他收入"] = facts.sum(lambda i: i.other_revenue)
    shares = [(name, amount) for name, amount in parts.items() if amount]
    return _shares(hand, prose, shares, total, "，占本年收入")


def _shares(hand: Hand, prose: Prose, parts: Sequence[tuple[str, Decimal]], whole: Decimal, of: str) -> Prose:
    """`名称 金额，占… %；` for each part."""
    for number, (name, amount) in enumerate(parts, 1):
        hand.figure(prose, name, name, "amount", amount)
        hand.share(prose, of + hand.space(), name, amount, whole)
        prose += "。" if number == len(parts) else "；"
    return prose


def expenditure(facts: Facts, hand: Hand) -> Prose:
    total = facts.sum(lambda i: i.expenditure)
    prose = _year_total(facts, hand, "expenditure", "支出合计", total)
    prose += "其中："
    parts = [("基本支出", facts.sum(lambda i: i.basic)), ("项目支出", facts.sum(lambda i: i.all_project))]
    return _shares(hand, prose, parts, total, "，占本年支出")


def fiscal(facts: Facts, hand: Hand) -> Prose:
    prose, name, total = Prose(hand.year_text()), "fiscal_appropriation_total", facts.sum(lambda i: i.fiscal)
    hand.figure(prose, hand.pick("财政拨款收、支总计均为", "财政拨款收、支总计"), name, "amount", total)
    prose += "。"
    lead = f"与{hand.year_text(hand.year - 1)}相比，"
    hand.change(
        prose,
        name,
        "财政拨款收、支总计",
        (facts.prior[name], total),
        lead,
        hand.pick("财政拨款收、支总计", "财政拨款收、支总计各"),
    )
    return close(hand, prose)


def appropriation(facts: Facts, hand: Hand) -> Prose:
    """General public budget revenue (and funds), against last year, no rate."""
    prose = Prose(f"{hand.year_text()}财政拨款收入中，")
    quantities = [
        ("general_public_budget_revenue", "一般公共预算财政拨款收入", facts.sum(lambda i: i.general) - facts.opening)
    ]
    if facts.fund_items:
        quantities.append(("government_funds_revenue", "政府性基金预算财政拨款收入", facts.sum(lambda i: i.funds)))
    for item, name, amount in quantities:
        start = len(prose.text)
        hand.figure(prose, name, item, "amount", amount, start=start)
        lead = f"，比{hand.year_text(hand.year - 1)}决算数"
        hand.change(prose, item, name, (facts.prior[item], amount), lead, start=start, with_rate=hand.pick(True, False))
        prose = close(hand, prose)
    return prose


def general(facts: Facts, hand: Hand) -> Prose:
    name, total = "general_public_budget_expenditure", facts.sum(lambda i: i.general)
    prose = Prose(hand.year_text())
    hand.figure(prose, "一般公共预算财政拨款支出", name, "amount", total)
    hand.share(prose, "，占本年支出合计的", name, total, facts.sum(lambda i: i.expenditure))
    prose += "。"
    hand.change(
        prose,
        name,
        "一般公共预算财政拨款支出",
        (facts.prior[name], total),
        f"与{hand.year_text(hand.year - 1)}相比，",
        "一般公共预算财政拨款支出",
    )
    return close(hand, prose)


def structure(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """Share of each class."""
    total = facts.sum(lambda i: i.general)
    prose = Prose(hand.year_text())
    hand.figure(prose, "一般公共预算财政拨款支出", "general_public_budget_expenditure", "amount", total)
    prose += "，主要用于以下方面："
    yield prose
    for number, (name, members) in enumerate(classes(facts).items(), 1):
        amount = sum((item.general for item in members), ZERO)
        prose = Prose(f"{number}.{hand.space()}")
        label = hand.pick(f"{name}（类）", f"{name.removesuffix('支出')}（类）支出", f"{name}（类）支出")
        hand.figure(prose, label, name, "amount", amount)
        hand.share(prose, "，占", name, amount, total)
        prose += f"。主要用于{members[-1].section}等方面。"
        yield prose


def basic(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """Basic expenditure: personnel and operating."""
    prose = Prose(hand.year_text())
    hand.figure(prose, "一般公共预算财政拨款基本支出", "基本支出", "amount", facts.sum(lambda i: i.basic))
    prose += "，其中："
    hand.figure(prose, "人员经费", "人员经费", "amount", facts.personnel)
    prose += f"，主要包括：{_names(hand, facts, ('301', '303'))}。"
    yield prose
    prose = Prose()
    hand.figure(prose, "公用经费", "公用经费", "amount", facts.operating)
    prose += f"，主要包括：{_names(hand, facts, ('302', '310'))}。"
    yield prose


def _names(hand: Hand, facts: Facts, groups: tuple[str, ...]) -> str:
    """A few names of economic rows."""
    listed = [ECONOMIC[code] for code in facts.economic if code.startswith(groups)]
    return "、".join(hand.rng.sample(listed, min(4, len(listed))))


def funds(facts: Facts, hand: Hand) -> Prose:
    if not facts.fund_items:
        return Prose(f"{hand.year_text()}本部门没有政府性基金预算财政拨款收支。")
    amount = facts.sum(lambda i: i.funds)
    prose = Prose(f"{hand.year_text()}政府性基金预算财政拨款")
    hand.figure(prose, "本年收入", "government_funds_revenue", "amount", amount)
    hand.figure(prose, "，本年支出", "government_funds_expenditure", "amount", amount)
    prose += "，年末没有结转和结余。"
    return prose


def three_public(facts: Facts, hand: Hand) -> Prose:
    budget, outturn = three_total(facts.three_budget)["total"], three_total(facts.three_outturn)["total"]
    prose = Prose(f"{hand.year_text()}“三公”经费财政拨款支出")
    return _three(facts, hand, prose, "three_public", "“三公”经费", (budget, outturn))


def _three(facts: Facts, hand: Hand, prose: Prose, item: str, name: str, pair: tuple[Decimal, Decimal]) -> Prose:
    """Budget, outturn, rate, and the change from last year of one of the three public expenses."""
    budget, outturn = pair
    hand.figure(prose, hand.pick("全年预算为", "预算为"), item, "adjusted_budget", budget)
    hand.figure(prose, "，支出决算为", item, "outturn", outturn)
    prose += "，完成全年预算的"
    text = hand.percent(outturn, budget)
    hand.state(prose, item, "completion_rate", Decimal(text.rstrip("% ")) / 100, text, basis="adjusted_budget")
    lead = hand.pick("，较上年", f"，比{hand.year - 1}年度决算数")
    hand.change(prose, item, name, (facts.prior[item], outturn), lead)
    return close(hand, prose)


def three_parts(facts: Facts, hand: Hand) -> Iterator[Prose]:
    """Each of the three, and the two parts of vehicles."""
    budget, outturn = three_total(facts.three_budget), three_total(facts.three_outturn)
    for number, (item, name) in enumerate(PART.items(), 1):
        prose = Prose(f"{number}.{hand.space()}{name}")
        if not budget[item]:
            prose += hand.pick("无预算安排，也没有支出。", "全年没有安排预算，决算数为0万元。")
            yield prose
            continue
        yield _three(facts, hand, prose, item, name, (budget[item], outturn[item]))


def agency(facts: Facts, hand: Hand) -> Prose:
    """Agency operating expenses, against last year or against the initial budget."""
    item = "agency_operating"
    prose = Prose(f"{hand.year_text()}{facts.department}")
    hand.figure(prose, "机关运行经费支出", item, "amount", facts.operating)
    if facts.agency_basis == "prior_year":
        hand.change(
            prose, item, "机关运行经费", (facts.prior[item], facts.operating), f"，比{hand.year_text(hand.year - 1)}"
        )
        return close(hand, prose)
    difference = facts.operating - facts.prior[item]
    prose += "，比年初预算数" + ("" if not difference else hand.forms["up"] if difference > 0 else hand.forms["down"])
    if difference:
        hand.state(prose, item, "change", difference, hand.money(abs(difference)), basis="initial_budget")
    prose += "" if difference else "持平"
    return close(hand, prose)


def procurement(facts: Facts, hand: Hand) -> Prose:
    bought = facts.procurement
    prose = Prose(f"{hand.year_text()}{facts.department}")
    hand.figure(prose, "政府采购支出总额", "procurement", "amount", bought.total, hand.odd_unit())
    prose += "，其中："
    parts = [("货物", "goods", bought.goods), ("工程", "works", bought.works), ("服务", "services", bought.services)]
    printed = [part for part in parts if part[2]]
    for number, (name, part, amount) in enumerate(printed, 1):
        hand.figure(prose, f"政府采购{name}支出", f"procurement_{part}", "amount", amount)
        prose += "。" if number == len(printed) else "、"
    for name, key, amount in (
        ("中小企业", "small_firms", bought.small_firms),
        ("小微企业", "micro_firms", bought.micro_firms),
    ):
        hand.figure(prose, f"授予{name}合同金额", f"procurement_{key}", "amount", amount)
        hand.share(prose, "，占政府采购支出总额的", f"procurement_{key}", amount, bought.total)
        prose += "。"
    return prose
