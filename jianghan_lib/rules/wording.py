"""What the words of the narrative give away: units, template leftovers, lists that do not add up."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jianghan_lib.evidence import CENT, Check, Evidence, Remark, Row, Side
from jianghan_lib.rules import BOTH, Rule
from jianghan_lib.vocabulary import word

DISCLOSURE = "部门预决算公开操作规程"


# Lines within which a document states project expenditure in two ways before it lists what it was used for.
NEAR = 12


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


def parts_of_expenditure(evidence: Evidence) -> Iterator[Check | Remark]:
    """What project expenditure was mainly used for adds up to project expenditure."""
    projects = [
        figures["amount"]
        for figures in evidence.about("project")
        if "amount" in figures and not next(iter(figures.values()))["subject"]
    ]
    spending = [figures["amount"] for figures in evidence.about("spending") if "amount" in figures]
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
            summed,
        ),
        CENT * (len(listed) + 1),
        # What it was "mainly" used for may leave something out; it cannot be more than the whole.
        severity="error" if summed > head["amount"] else "warning",
    )


RULES = (
    Rule("unit_slip", DISCLOSURE, "同一数字单位一致", "one figure, one unit", BOTH, units),
    Rule("template_leftover", DISCLOSURE, "模板用语已修改", "no words of the template left", BOTH, leftovers),
    Rule(
        "uses_add_up",
        DISCLOSURE,
        "项目支出用途相加等于项目支出",
        "listed uses add up to project expenditure",
        BOTH,
        parts_of_expenditure,
    ),
)
