"""Projects and indicators: narrative, forms and summary against each other, and forms against their own formulas."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jianghan_lib.evidence import CENT, Check, Evidence, Remark, Row, Side
from jianghan_lib.ingest import readable
from jianghan_lib.money import half_unit, read_number, to_wan
from jianghan_lib.portfolio import short
from jianghan_lib.rules import BOTH, BUDGET, FINAL, Rule

METHOD = "项目支出绩效评价管理办法"
FACTS = {"budget": ("全年预算数", "budget of the year"), "executed": ("执行数", "executed")}
SOURCES = {"narrative": ("文字说明", "narrative"), "form": ("自评表", "form"), "summary": ("汇总表", "summary table")}
POINTS = Decimal(20)
# Indicators that every form has: not the same one in two forms.
GENERIC = re.compile(r"^(?:服务对象|群众|社会公众)(?:总体)?满意|及时率$|^完成")

Fact = Mapping[str, str]


def _amount(fact: Fact) -> Decimal | None:
    return to_wan(fact["printed"], fact["unit"]) if fact["unit"] and readable(fact["printed"]) else None


def _forms(evidence: Evidence, source: str) -> dict[str, dict[str, Fact]]:
    """Facts of one kind of form by project."""
    forms: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in evidence.raw["projects"]:
        if fact["source"] == source and not fact["detail"]:
            forms[fact["project"]].setdefault(fact["fact"], fact)
    return forms


def sources_agree(evidence: Evidence) -> Iterator[Check | Remark]:
    """Budget and execution of a project are the same in its form and the summary as in its row (the narrative first)."""
    for source in ("form", "summary"):
        for name, facts in _forms(evidence, source).items():
            row = _project(evidence, name, facts)
            for fact, (zh, en) in FACTS.items():
                value = _amount(facts[fact]) if fact in facts else None
                if row is None or value is None or row.get(fact) is None:
                    continue
                one, other = SOURCES[source]
                yield Check(
                    source,
                    row["project"],
                    int(facts[fact]["line"]),
                    facts[fact]["page"],
                    Side(f"{one}的{zh}为", f"{en} in the {other}", value),
                    Side(f"第{row['line']}行的{zh}为", f"{en} in line {row['line']}", row[fact]),
                )


def _project(evidence: Evidence, name: str, facts: Mapping[str, Fact]) -> Row | None:
    """The project of a form: by its name, else the only one with its budget and execution."""
    rows = evidence.tables["projects"]
    named = [row for row in rows if row["project"] == name] or [
        row for row in rows if short(row["project"]) == short(name)
    ]
    if len(named) == 1:
        return named[0]
    wanted = [_amount(facts[fact]) if fact in facts else None for fact in FACTS]
    same = [
        row
        for row in rows
        if all(
            value is not None and row.get(fact) is not None and abs(row[fact] - value) <= CENT
            for fact, value in zip(FACTS, wanted, strict=True)
        )
    ]
    return same[0] if len(same) == 1 else None


def form_rates(evidence: Evidence) -> Iterator[Check | Remark]:
    """Execution rates of forms, and the points given for them."""
    for source in ("form", "department_form"):
        for name, facts in _forms(evidence, source).items():
            values = {fact: _amount(facts[fact]) for fact in FACTS if fact in facts}
            rate = facts.get("execution_rate")
            if values.get("budget") and values.get("executed") is not None and rate and readable(rate["printed"]):
                share = values["executed"] / values["budget"] * 100  # type: ignore[operator]
                places = read_number(rate["printed"]).places
                slack = half_unit(places) + abs(CENT / values["budget"]) * (100 + share)  # type: ignore[operator]
                yield _form_check(source, name, rate, "执行率", "execution rate", share, slack, "%")
                yield from _score(source, name, facts, share)


def _score(source: str, name: str, facts: Mapping[str, Fact], share: Decimal) -> Iterator[Check]:
    """Points for execution: full points times the rate (as printed, or recomputed)."""
    score = facts.get("execution_score")
    if score is None or not readable(score["printed"]) or share > 100:
        return
    printed = read_number(facts["execution_rate"]["printed"]).value
    by_rate = [POINTS * rate / 100 for rate in (printed, share)]
    given = read_number(score["printed"])
    nearest = min(by_rate, key=lambda value: abs(value - given.value))
    yield _form_check(
        source, name, score, "执行率得分", "points for execution", nearest, half_unit(given.places) + CENT, "分"
    )


def _form_check(
    source: str, name: str, fact: Fact, zh: str, en: str, expected: Decimal, slack: Decimal, unit: str
) -> Check:
    return Check(
        source,
        name,
        int(fact["line"]),
        fact["page"],
        Side(f"{zh}印为", f"{en} printed", read_number(fact["printed"]).value),
        Side("重算为", "recomputed", expected),
        slack,
        unit,
    )


def funding(evidence: Evidence) -> Iterator[Check | Remark]:
    """The sources of a project's money add up to its budget."""
    for row in evidence.tables["projects"]:
        parts = [
            row[name] for name in ("department_budget", "special_fund", "upper_transfer") if row.get(name) is not None
        ]
        if parts and row.get("budget") is not None:
            yield Check(
                "form",
                row["project"],
                row["line"],
                row["page"],
                Side("全年预算数为", "budget of the year", row["budget"]),
                Side("各资金来源之和为", "its sources add up to", sum(parts, Decimal(0))),
                CENT * (len(parts) + 1),
            )


def over_budget(evidence: Evidence) -> Iterator[Check | Remark]:
    """A project executes no more than its budget."""
    for row in evidence.tables["projects"]:
        if row.get("budget") is None or row.get("executed") is None:
            continue
        if row["executed"] > row["budget"] + CENT * 2:
            zh = f"“{row['project']}”执行数{row['executed']}万元大于全年预算数{row['budget']}万元"
            en = f"{row['project']} executed {row['executed']} of a budget of {row['budget']} (万元)"
            yield Remark(
                "projects",
                row["project"],
                row["line"],
                row["page"],
                str(row["executed"]),
                zh,
                en,
                "warning",
                str(row["budget"]),
            )
        else:
            yield _passed(row, row["budget"])


def _passed(row: Row, value: Any) -> Check:
    return Check("projects", row.get("project", ""), row["line"], row["page"], Side("", "", value), Side("", "", value))


def projects_add_up(evidence: Evidence) -> Iterator[Check | Remark]:
    """Executed of all projects against the project expenditure that the self-evaluation says it covers, or the tables print."""
    rows = [row for row in evidence.tables["projects"] if row.get("executed") is not None]
    stated = next((figures["funds"] for figures in evidence.about("self_evaluation") if "funds" in figures), None)
    if len(rows) < 2 or stated is None or stated["amount"] is None:
        return
    yield Check(
        "narrative",
        "绩效自评资金",
        stated["line"],
        stated["page"],
        Side("绩效自评资金印为", "funds self-evaluated printed", stated["amount"]),
        Side(
            f"{len(rows)}个项目执行数之和为",
            f"{len(rows)} projects executed",
            sum((row["executed"] for row in rows), Decimal(0)),
        ),
        CENT * (len(rows) + 1),
    )


def announced(evidence: Evidence) -> Iterator[Check | Remark]:
    """The number of projects announced is the number reported, and each has its form."""
    rows = evidence.tables["projects"]
    stated = next((figures for figures in evidence.about("self_evaluation") if "project_count" in figures), None)
    narrated = [row for row in rows if "narrative" in row["sources"].split(";")]
    if stated is not None and narrated:
        count = stated["project_count"]
        number = Decimal(re.sub(r"\D", "", count["printed"]))
        yield Check(
            "narrative",
            "项目个数",
            count["line"],
            count["page"],
            Side("所称项目个数为", "projects announced", number),
            Side("自评结果列出项目个数为", "projects reported", Decimal(len(narrated))),
            Decimal(0),
            "个",
            "warning",
        )
    formed = [row for row in rows if "form" in row["sources"].split(";")]
    if formed:
        for row in rows:
            if row in formed:
                yield _passed(row, Decimal(1))
            else:
                zh, en = f"“{row['project']}”没有项目自评表", f"{row['project']} has no self-evaluation form"
                yield Remark("form", row["project"], row["line"], row["page"], row["project"], zh, en, "warning")


def forms_of_budget(evidence: Evidence) -> Iterator[Check | Remark]:
    """Each project of the project table has its target form, with the same budget; the forms' costs add up."""
    rows = [row for row in evidence.tables["projects"] if "B10" in row["sources"].split(";")]
    forms = _forms(evidence, "B12")
    if not rows or not forms:
        return
    for row in rows:
        facts = forms.get(row["project"])
        if facts is None:
            zh, en = f"“{row['project']}”没有绩效目标表", f"{row['project']} has no target form"
            yield Remark("B12", row["project"], row["line"], row["page"], row["project"], zh, en, "warning")
            continue
        value = _amount(facts["budget"]) if "budget" in facts else None
        if value is not None and row["budget"] is not None:
            yield _budget_check(row["project"], facts["budget"], value, row["budget"], "表10为", "the project table")
    costs: dict[str, list[Fact]] = defaultdict(list)
    for fact in evidence.facts("cost"):
        costs[fact["project"]].append(fact)
    for name, lines in costs.items():
        whole = _amount(forms[name]["budget"]) if name in forms and "budget" in forms[name] else None
        values = [_amount(line) for line in lines]
        if whole is not None and all(value is not None for value in values):
            summed = sum((value for value in values if value is not None), Decimal(0))
            yield _budget_check(
                name, forms[name]["budget"], whole, summed, "支出明细之和为", "its cost lines add up to", len(values)
            )


def _budget_check(
    name: str, fact: Fact, value: Decimal, expected: Decimal, zh: str, en: str, addends: int = 1
) -> Check:
    sides = Side("项目当年预算印为", "budget of the year printed", value), Side(zh, en, expected)
    return Check("B12", name, int(fact["line"]), fact["page"], *sides, CENT * (addends + 1))


def cost_subjects(evidence: Evidence) -> Iterator[Check | Remark]:
    """The subject code that a cost line is charged to stands in the department's tables."""
    printed = {cell["code"] for cell in evidence.cells("B03")}
    seen: set[tuple[str, str]] = set()
    for fact in evidence.facts("cost"):
        found = re.search(r"(?<!\d)(2\d{6})(?!\d)", fact["detail"])
        if not found or not printed or (fact["project"], found.group(1)) in seen:
            continue
        seen.add((fact["project"], found.group(1)))
        if found.group(1) not in printed:
            zh = f"“{fact['project']}”支出明细使用科目{found.group(1)}，支出总表没有这一科目"
            en = f"{fact['project']}: costs are charged to {found.group(1)}, which the expenditure table does not carry"
            yield Remark(
                "B12",
                fact["project"] or found.group(1),
                int(fact["line"]),
                fact["page"],
                found.group(1),
                zh,
                en,
                "error",
            )
        else:
            yield Check(
                "B12",
                fact["project"],
                int(fact["line"]),
                fact["page"],
                Side("", "", Decimal(1)),
                Side("", "", Decimal(1)),
            )


def department_form(evidence: Evidence) -> Iterator[Check | Remark]:
    """Totals that the department's form repeats from the tables or the narrative."""
    stated = {
        topic: [figures["amount"]["amount"] for figures in evidence.about(topic) if "amount" in figures]
        for topic in ("basic", "project")
    }
    for facts in _forms(evidence, "department_form").values():
        for fact, topic, zh, en in (
            ("basic_total", "basic", "基本支出总额", "basic expenditure"),
            ("project_total", "project", "项目支出总额", "project expenditure"),
        ):
            value = _amount(facts[fact]) if fact in facts else None
            cell = evidence.cell("F03", "total", topic)
            expected = cell["amount"] if cell else next(iter(stated[topic]), None)
            if value is not None and expected is not None:
                yield Check(
                    "department_form",
                    zh,
                    int(facts[fact]["line"]),
                    facts[fact]["page"],
                    Side(f"整体自评表{zh}为", f"{en} in the department's form", value),
                    Side("支出决算为", "expenditure in the account", expected),
                )


def repeated_rows(evidence: Evidence) -> Iterator[Check | Remark]:
    """No indicator is printed twice in one form."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in evidence.tables["indicators"]:
        key = tuple(
            str(row[name])
            for name in ("subject", "horizon", "level1", "level2", "indicator", "target_printed", "actual_printed")
        )
        if row["subject"] and row["indicator"] and key in seen and 0 < row["line"] - seen[key]["line"] <= 2:
            zh = f"“{row['indicator']}”重复印了一行（第{seen[key]['line']}、{row['line']}行）"
            en = f"{row['indicator']} is printed twice (lines {seen[key]['line']} and {row['line']})"
            yield Remark("form", row["subject"], row["line"], row["page"], row["indicator"], zh, en, "error")
        else:
            yield _counted(row)
        seen[key] = row


def _counted(row: Row) -> Check:
    return Check(
        "form", str(row["indicator"]), row["line"], row["page"], Side("", "", Decimal(1)), Side("", "", Decimal(1))
    )


COLUMNS = (
    ("target_printed", "目标值", "target"),
    ("actual_printed", "完成值", "actual"),
    ("target_year_before", "上年目标值", "target of the year before"),
    ("target_two_years_before", "前年目标值", "target of two years before"),
)


def same_indicator(evidence: Evidence) -> Iterator[Check | Remark]:
    """An indicator of the department's form has the same target and actual in the project's form."""
    projects = {short(row["project"]) for row in evidence.tables["projects"]}
    own: dict[tuple[str, str], list[Row]] = defaultdict(list)
    others: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        if row["subject"] and len(row["indicator"]) >= 6 and not GENERIC.search(row["indicator"]):
            (others if short(row["subject"]) in projects else own)[row["horizon"], row["indicator"]].append(row)
    for key, mine in own.items():
        if len(mine) != 1 or len(others.get(key, ())) != 1:
            continue
        one, other = mine[0], others[key][0]
        for column, zh, en in COLUMNS:
            if one[column] and other[column] and not _same_value(one, other, column):
                text_zh = f"“{one['indicator']}”{zh}不一致：整体表（第{one['line']}行）{one[column]}，“{other['subject']}”（第{other['line']}行）{other[column]}"
                text_en = f"{one['indicator']}: {en} {one[column]} in the department's form (line {one['line']}), {other[column]} in that of {other['subject']} (line {other['line']})"
                yield Remark(
                    "form",
                    one["indicator"],
                    other["line"],
                    other["page"],
                    other[column],
                    text_zh,
                    text_en,
                    "warning",
                    one[column],
                )
            else:
                yield _counted(one)


def _same_value(one: Row, other: Row, column: str) -> bool:
    number = column.split("_")[0]
    if column.endswith("_printed") and one[number] is not None and other[number] is not None:
        return bool(one[number] == other[number])
    return re.sub(r"[\s=]", "", one[column]) == re.sub(r"[\s=]", "", other[column])


def total_scores(evidence: Evidence) -> Iterator[Check | Remark]:
    """The total score of a form is the points for execution and those of its indicators."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        rows[row["subject"]].append(row)
    for source in ("form", "department_form"):
        for name, facts in _forms(evidence, source).items():
            parts = [row["score"] for row in rows.get(name, ())]
            if (
                "score" not in facts
                or "execution_score" not in facts
                or not parts
                or any(part is None for part in parts)
            ):
                continue
            printed, execution = (read_number(facts[name]["printed"]).value for name in ("score", "execution_score"))
            # Some forms list the execution among the indicators, others beside them.
            expected = min((sum(parts, Decimal(0)), sum(parts, execution)), key=lambda total: abs(total - printed))
            yield _form_check(source, name, facts["score"], "总分", "total score", expected, half_unit(2), "分")


RULES = (
    Rule(
        "project_sources",
        METHOD,
        "项目数在各处一致",
        "a project's figures agree in all its sources",
        (FINAL,),
        sources_agree,
    ),
    Rule("form_rates", METHOD, "自评表执行率与得分重算", "rates and points of forms recomputed", (FINAL,), form_rates),
    Rule("funding", METHOD, "资金来源相加等于预算", "sources of money add up to the budget", (FINAL,), funding),
    Rule("over_budget", METHOD, "执行数不大于预算数", "execution within budget", (FINAL,), over_budget),
    Rule(
        "projects_add_up",
        METHOD,
        "项目执行数相加等于自评资金",
        "projects add up to the funds self-evaluated",
        (FINAL,),
        projects_add_up,
    ),
    Rule(
        "announced",
        METHOD,
        "项目个数与自评表齐全",
        "announced projects are reported and have forms",
        (FINAL,),
        announced,
    ),
    Rule(
        "budget_forms",
        METHOD,
        "项目表与目标表一致，明细相加等于预算",
        "target forms agree with the project table",
        (BUDGET,),
        forms_of_budget,
    ),
    Rule(
        "cost_subjects",
        "政府收支分类科目",
        "支出明细科目在报表中",
        "costs are charged to subjects of the tables",
        (BUDGET,),
        cost_subjects,
    ),
    Rule(
        "department_form",
        METHOD,
        "整体自评表与决算一致",
        "the department's form agrees with the account",
        (FINAL,),
        department_form,
    ),
    Rule("repeated_rows", METHOD, "指标不重复", "no indicator is printed twice", BOTH, repeated_rows),
    Rule(
        "same_indicator",
        METHOD,
        "同一指标在整体表与项目表一致",
        "one indicator, one target and actual",
        BOTH,
        same_indicator,
    ),
    Rule("total_scores", METHOD, "总分等于各项得分之和", "scores add up to the total", (FINAL,), total_scores),
)
