"""The narrative against the tables and against its own figures."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jianghan_lib.evidence import CENT, Check, Evidence, Remark, Row, Side, class_key, level_of
from jianghan_lib.money import half_unit, percent, read_number
from jianghan_lib.quantities import EXCLUDED
from jianghan_lib.rules import BOTH, FINAL, Rule
from jianghan_lib.vocabulary import word

DISCLOSURE = "部门预决算公开操作规程"
SUBJECTS = ("class", "section", "item")
# Lines within which a document states project expenditure in two ways before it lists what it was used for.
NEAR = 12
# Where a topic of the narrative stands in the tables: (table, panel, row, measure), first that exists.
PLACES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "revenue_and_expenditure": (("F01", "expenditure", "total", "outturn"), ("F01", "revenue", "total", "outturn")),
    "revenue": (("F01", "revenue", "subtotal", "outturn"), ("F02", "", "total", "total")),
    "expenditure": (("F03", "", "total", "total"), ("F01", "expenditure", "subtotal", "outturn")),
    "fiscal_appropriation_total": (("F04", "expenditure", "total", "total"), ("F04", "revenue", "total", "outturn")),
    "general_public_budget_expenditure": (("F05", "", "total", "total"),),
    "general_public_budget_basic": (("F05", "", "total", "basic"), ("B05-1", "", "total", "basic")),
    "budget_total": (("B01", "expenditure", "total", "budget"), ("B01", "revenue", "total", "budget")),
    "revenue_budget": (("B02", "income", "total", "total"),),
    "expenditure_budget": (("B03", "", "total", "total"),),
    "fiscal_appropriation_budget": (("B04", "expenditure", "total", "budget"),),
    "fiscal_budget": (("B05-1", "", "total", "total"),),
    "personnel": (("F06", "", "人员经费合计", "outturn"), ("B05-1", "", "total", "personnel")),
    "operating": (("F06", "", "公用经费合计", "outturn"), ("B05-1", "", "total", "operating")),
}
THREE_PUBLIC = {
    "three_public": "total",
    "overseas_travel": "overseas_travel",
    "vehicles": "vehicles",
    "vehicle_purchase": "vehicle_purchase",
    "vehicle_operation": "vehicle_operation",
    "hospitality": "hospitality",
}
# What a printed share is a share of: words of its base -> the topic that states it.
BASES = (
    (r"^本年收入", "revenue"),
    (r"^本年支出", "expenditure"),
    (r"政府采购支出总额", "procurement"),
    (r"授予中小企业合同", "procurement_small_medium"),
    (r"货物支出", "procurement_goods"),
    (r"服务支出", "procurement_services"),
)


def statements_in_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """Totals that the narrative repeats from the tables."""
    for topic, places in PLACES.items():
        for figures in evidence.about(topic):
            level = level_of(figures)
            cell = next(
                (cell for place in places if (cell := evidence.cell(place[0], place[2], place[3], place[1]))), None
            )
            if level is not None and level["amount"] is not None and cell:
                yield _against(level, cell, word(topic), word(topic, "en"))


def _against(level: Row, cell: Row, zh: str, en: str) -> Check:
    return Check(
        "narrative",
        zh,
        level["line"],
        level["page"],
        Side("文字说明中为", "in the narrative", level["amount"]),
        Side(f"{cell['table']}（第{cell['line']}行）为", f"{cell['table']} (line {cell['line']})", cell["amount"]),
        where_en=en,
    )


def subjects_in_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """Outturns of subjects in the narrative against F05 (budgets: B05-1)."""
    for row in evidence.tables["completion"]:
        codes = [code for code in row["code"].split(";") if code]
        cells = [cell for code in codes if (cell := evidence.cell("F05", code, "total"))]
        if row["basis"] == "all" and row["outturn"] is not None and cells and len(cells) == len(codes):
            yield Check(
                "narrative",
                row["item_name"] or row["class_name"],
                row["line"],
                row["page"],
                Side("文字说明中支出决算为", "outturn in the narrative", row["outturn"]),
                Side(
                    f"表五（第{cells[0]['line']}行）为",
                    f"F05 (line {cells[0]['line']})",
                    sum((cell["amount"] for cell in cells), Decimal(0)),
                ),
                CENT * (len(cells) + 1),
            )
    for row in evidence.tables["changes"]:
        cell = evidence.cell("B05-1", row["item"], "total")
        if cell and row["amount"] is not None:
            yield _against({**row, "amount": row["amount"]}, cell, row["name"], row["name"])


def classes_in_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """Classes of the narrative's structure against F05, and their shares of the total."""
    total = next((level_of(figures) for figures in evidence.about("general_public_budget_expenditure")), None)
    cells = {
        class_key(cell["name"]): cell
        for table in ("F02", "F03", "F05")
        for cell in evidence.cells(table)
        if len(cell["code"]) == 3
    }
    codes = {name: cell["code"] for name, cell in cells.items()}
    for figures in evidence.about("class"):
        amount = figures.get("amount")
        if amount is None or amount["amount"] is None:
            continue
        cell = evidence.cell("F05", codes.get(class_key(amount["subject"]), ""), "total")
        if cell:
            yield _against(amount, cell, amount["subject"], amount["subject"])
        if "share" in figures and total and total["amount"]:
            yield from _rate(
                figures["share"],
                amount["amount"],
                total["amount"],
                f"{amount['subject']}占比",
                f"share of {amount['subject']}",
            )


def three_public(evidence: Evidence) -> Iterator[Check | Remark]:
    """Three public expenses of the narrative against F09 (budgets: B07)."""
    panels = {"outturn": "outturn", "annual_budget": "budget", "initial_budget": "", "amount": "outturn"}
    for topic, measure in THREE_PUBLIC.items():
        for figures in evidence.about(topic):
            for role, panel in panels.items():
                cell = evidence.cell("F09", "", measure, panel) if panel else None
                cell = cell or (evidence.cell("B07", "", measure) if role == "amount" else None)
                explained = role == "amount" and len(figures) == 1 and topic != "three_public"
                if role in figures and figures[role]["amount"] is not None and cell and not explained:
                    zh, en = f"{word(topic)}{word(role)}", f"{word(topic, 'en')}, {word(role, 'en')}"
                    yield _against(figures[role], cell, zh, en)


def shares(evidence: Evidence) -> Iterator[Check | Remark]:
    """Printed shares recomputed from the figures they are shares of."""
    for figures in evidence.statements:
        share = figures.get("share")
        level = level_of(figures) or figures.get("funds")
        if share is None or level is None or level["amount"] is None or level["topic"] in ("class", *SUBJECTS):
            continue
        base = _base(evidence, share, level)
        if base is not None and base["amount"]:
            name = word(level["topic"])
            yield from _rate(
                share, level["amount"], base["amount"], f"{name}占比", f"share of {word(level['topic'], 'en')}"
            )


def _base(evidence: Evidence, share: Row, level: Row) -> Row | None:
    """The figure that a share is a share of: named by its words, else the total of the same passage."""
    if level["topic"] == "self_evaluation":
        cells = [cell for table in ("F05",) if (cell := evidence.cell(table, "total", "project"))]
        return cells[0] if cells and "一般公共预算" in share["basis"] else None
    topic = next((topic for pattern, topic in BASES if re.search(pattern, share["basis"])), "")
    topics = (topic,) if topic else ("revenue_budget", "expenditure_budget", "revenue", "expenditure", "fiscal_budget")
    before = [level_of(figures) for figures in evidence.about(*topics)]
    nearest = [row for row in before if row is not None and row["line"] <= share["line"]]
    return max(nearest, key=lambda row: (row["line"], row["statement"])) if nearest else None


def _rate(printed: Row, part: Decimal, whole: Decimal, zh: str, en: str) -> Iterator[Check]:
    """A printed percent against part / whole, to the digits it prints and those of its figures."""
    text = printed["printed"].lstrip("增加长提高上升减少下降低")
    places = read_number(text.rstrip("%‰")).places
    share = abs(part / whole) if printed["role"] == "change_rate" else part / whole
    slack = half_unit(places) / 100 + abs(CENT / whole) * (1 + abs(share))
    scale = Decimal(100)
    yield Check(
        "narrative",
        zh,
        printed["line"],
        printed["page"],
        Side("印为", "printed", percent(text) * scale),
        Side(
            f"由{part}÷{whole}重算为",
            f"recomputed {part} / {whole}",
            share * scale,
        ),
        slack * scale,
        "%",
        where_en=en,
    )


def completion_rates(evidence: Evidence) -> Iterator[Check | Remark]:
    """Completion and execution rates of the narrative from their own budgets."""
    bases = {
        "initial_budget": ("initial_budget",),
        "annual_budget": ("annual_budget", "budget"),
        "adjusted_budget": ("adjusted_budget", "annual_budget"),
        "budget": ("annual_budget", "adjusted_budget", "budget"),
    }
    for figures in evidence.statements:
        first = next(iter(figures.values()))
        rate = figures.get("completion_rate") or figures.get("execution_rate")
        done = figures.get("outturn") or figures.get("executed")
        if (
            rate is None
            or done is None
            or done["amount"] is None
            or first["topic"] in SUBJECTS
            or first["topic"] == "project"
        ):
            continue
        if any(row["basis"] == EXCLUDED for row in figures.values()):
            continue
        budget = next(
            (
                figures[role]
                for role in bases.get(rate["basis"], bases["adjusted_budget"] + bases["budget"])
                if role in figures
            ),
            None,
        )
        if budget is None or budget["amount"] is None:
            continue
        zh, en = f"{word(first['topic'])}完成率", f"completion rate of {word(first['topic'], 'en')}"
        if budget["amount"]:
            yield from _rate(rate, done["amount"], budget["amount"], zh, en)
        elif percent(rate["printed"]) != 0 or done["amount"]:
            yield _on_nothing(rate, zh, en)


def _on_nothing(rate: Row, zh: str, en: str) -> Remark:
    text_zh, text_en = (
        f"{zh}印为{rate['printed']}，但预算为0，比率无意义",
        f"{en} printed {rate['printed']} on a budget of 0",
    )
    return Remark("narrative", zh, rate["line"], rate["page"], rate["printed"], text_zh, text_en, "warning")


def stated_bases(evidence: Evidence) -> Iterator[Check | Remark]:
    """A change from a base that is printed beside it: amount - base = change; and its rate."""
    for figures in evidence.statements:
        change, base = figures.get("change"), figures.get("base_amount")
        first = next(iter(figures.values()))
        if change is None or change["amount"] is None:
            continue
        level = level_of(figures)
        if base is not None and base["amount"] is not None and level is not None and level["amount"] is not None:
            zh, en = f"{word(first['topic'])}增减额", f"change of {word(first['topic'], 'en')}"
            expected = level["amount"] - base["amount"]
            yield Check(
                "narrative",
                zh,
                change["line"],
                change["page"],
                Side("印为", "printed", change["amount"]),
                Side(f"由{level['amount']}-{base['amount']}得", f"{level['amount']} - {base['amount']}", expected),
                CENT * 3,
                where_en=en,
            )
        if (
            change["basis"] in ("initial_budget", "budget", "annual_budget")
            and "change_rate" in figures
            and level
            and level["amount"] is not None
        ):
            whole = base["amount"] if base is not None and base["amount"] else level["amount"] - change["amount"]
            if whole:
                yield from _rate(
                    figures["change_rate"],
                    change["amount"],
                    whole,
                    f"{word(first['topic'])}增减率",
                    f"rate of change of {word(first['topic'], 'en')}",
                )


def adjusted_budgets(evidence: Evidence) -> Iterator[Check | Remark]:
    """An adjusted budget is the initial one with the additions and cuts that are stated beside it."""
    for figures in evidence.statements:
        adjusted = figures.get("adjusted_budget") or figures.get("annual_budget")
        moves = [figures[role] for role in ("increase", "added_budget") if role in figures]
        cuts = [figures[role] for role in ("decrease",) if role in figures]
        initial = figures.get("initial_budget")
        if not (adjusted and initial and (moves or cuts)) or any(
            row["amount"] is None for row in (adjusted, initial, *moves, *cuts)
        ):
            continue
        expected = (
            initial["amount"]
            + sum((row["amount"] for row in moves), Decimal(0))
            - sum((row["amount"] for row in cuts), Decimal(0))
        )
        where = adjusted["subject"].rsplit("/", 1)[-1] or word(adjusted["topic"])
        yield Check(
            "narrative",
            where,
            adjusted["line"],
            adjusted["page"],
            Side("调整后预算印为", "adjusted budget printed", adjusted["amount"]),
            Side("年初预算加追加减调减得", "initial budget with its additions and cuts", expected),
            CENT * (2 + len(moves) + len(cuts)),
        )


def units(evidence: Evidence) -> Iterator[Check | Remark]:
    """The same digits in 万元 and in 元 in one statement: one of the units is a slip."""
    for figures in evidence.statements:
        money = [row for row in figures.values() if row["amount"] is not None and row["role"] != "change"]
        for row in money:
            if re.search(r"\d元$", row["printed"]):
                twin = next((other for other in money if other["printed"] == row["printed"][:-1] + "万元"), None)
                if twin:
                    zh = f"“{row['printed']}”与“{twin['printed']}”数字相同、单位不同，“元”应为“万元”"
                    en = f"{row['printed']} has the digits of {twin['printed']} in another unit: 元 for 万元"
                    yield Remark(
                        "narrative",
                        word(row["topic"]),
                        row["line"],
                        row["page"],
                        row["printed"],
                        zh,
                        en,
                        "error",
                        twin["printed"],
                    )


def leftovers(evidence: Evidence) -> Iterator[Check | Remark]:
    """Words of the template that were not filled in: 增加（减少）."""
    for record in evidence.raw["statements"]:
        if "(" in record["direction"]:
            zh = f"模板用语未修改：“{record['direction']}{record['printed']}{record['unit']}”"
            en = f"words of the template left unfilled: {record['direction']}{record['printed']}{record['unit']}"
            yield Remark(
                "narrative",
                word(record["topic"]),
                int(record["line"]),
                record["page"],
                record["direction"],
                zh,
                en,
                "warning",
            )


def subjects_named(evidence: Evidence) -> Iterator[Check | Remark]:
    """Each item that F05 prints is explained in the narrative, and each explained one stands in F05."""
    items = [row for row in evidence.tables["completion"] if row["level"] == "item"]
    codes = {code for row in items for code in row["code"].split(";") if code}
    cells = {
        cell["code"]: cell for cell in evidence.cells("F05") if cell["level"] == "item" and cell["measure"] == "total"
    }
    if not items or not cells:
        return
    for code, cell in cells.items():
        if code not in codes:
            zh = f"表五列有{code}{cell['name']}支出{cell['amount']}万元，文字说明未作分析"
            en = f"F05 prints {cell['amount']} for {code}, which the narrative does not explain"
            yield Remark("F05", code, cell["line"], cell["page"], cell["printed"], zh, en, "warning")
        else:
            yield Check(
                "F05", code, cell["line"], cell["page"], Side("", "", cell["amount"]), Side("", "", cell["amount"])
            )
    for row in items:
        if not row["code"]:
            zh = f"文字说明有“{row['item_name']}”，表中没有这一科目"
            en = f"the narrative explains {row['item_name']}, which no table prints"
            yield Remark("narrative", row["item_name"], row["line"], row["page"], row["item_name"], zh, en, "warning")


def parts_of_expenditure(evidence: Evidence) -> Iterator[Check | Remark]:
    """What project expenditure was mainly used for adds up to project expenditure."""
    projects = [
        figures["amount"]
        for figures in evidence.about("project")
        if "amount" in figures and not next(iter(figures.values()))["subject"]
    ]
    spending = [figures["amount"] for figures in evidence.about("spending") if "amount" in figures]
    final = evidence.kind == FINAL
    heads = [row for row in projects if row["amount"] is not None]
    lists: dict[int, list[Row]] = {}
    for row in spending:
        before = [head["line"] for head in heads if head["line"] <= row["line"]]
        if before and row["amount"] is not None:
            lists.setdefault(before[-1], []).append(row)
    if not lists:
        return
    begun, listed = max(lists.items(), key=lambda pair: len(pair[1]))
    if len(listed) < 3:
        return
    summed = sum((row["amount"] for row in listed), Decimal(0))
    near = [head for head in heads if begun - NEAR <= head["line"] <= begun]
    head = min(near, key=lambda row: abs(row["amount"] - summed))
    yield Check(
        "narrative",
        "项目支出",
        head["line"],
        head["page"],
        Side("项目支出印为", "project expenditure printed", head["amount"]),
        Side(
            f"所列{len(listed)}项用途之和为",
            f"its {len(listed)} listed uses add up to",
            sum((row["amount"] for row in listed), Decimal(0)),
        ),
        CENT * (len(listed) + 1),
        severity="error" if final else "warning",
    )


RULES = (
    Rule(
        "narrative_totals",
        DISCLOSURE,
        "文字说明的总数与报表一致",
        "totals of the narrative are those of the tables",
        BOTH,
        statements_in_tables,
    ),
    Rule(
        "narrative_subjects",
        DISCLOSURE,
        "文字说明的科目数与报表一致",
        "subjects of the narrative are those of the tables",
        BOTH,
        subjects_in_tables,
    ),
    Rule(
        "narrative_classes",
        DISCLOSURE,
        "文字说明的类级结构与报表一致",
        "classes of the narrative are those of F05",
        (FINAL,),
        classes_in_tables,
    ),
    Rule(
        "narrative_three_public",
        DISCLOSURE,
        "“三公”经费说明与报表一致",
        "three public expenses are those of the table",
        BOTH,
        three_public,
    ),
    Rule("shares", DISCLOSURE, "占比重算", "shares recomputed", BOTH, shares),
    Rule(
        "budget_rates", DISCLOSURE, "完成预算的比率重算", "rates of completion recomputed", (FINAL,), completion_rates
    ),
    Rule(
        "stated_bases",
        DISCLOSURE,
        "与印出的基数比较的增减重算",
        "changes from a printed base recomputed",
        BOTH,
        stated_bases,
    ),
    Rule(
        "adjusted_budget",
        DISCLOSURE,
        "年初预算加减调整等于全年预算",
        "additions and cuts give the adjusted budget",
        (FINAL,),
        adjusted_budgets,
    ),
    Rule("unit_slip", DISCLOSURE, "同一数字单位一致", "one figure, one unit", BOTH, units),
    Rule("template_leftover", DISCLOSURE, "模板用语已修改", "no words of the template left", BOTH, leftovers),
    Rule(
        "subjects_explained",
        DISCLOSURE,
        "表五各项在说明中均有分析",
        "each item of F05 is explained",
        (FINAL,),
        subjects_named,
    ),
    Rule(
        "uses_add_up",
        DISCLOSURE,
        "项目支出用途相加等于项目支出",
        "listed uses add up to project expenditure",
        BOTH,
        parts_of_expenditure,
    ),
)
