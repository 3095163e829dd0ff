"""The identities of a document, each a declaration, run by one engine: what contradicts itself becomes a row of `findings`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jianghan_lib.findings import finding
from jianghan_lib.ingest import readable
from jianghan_lib.money import half_unit, percent, read_number, show

Record = Mapping[str, Any]
Tables = Mapping[str, Sequence[Record]]
NOTES = {
    "unreadable_number": (
        "error",
        "“{printed}”不是规范的数字，未采用",
        "{printed!r} is not a well-formed number and was not used",
    ),
    "label_lost": (
        "error",
        "项目名称处印的是数字“{printed}”，原名称丢失",
        "the row prints the figure {printed!r} where its label belongs",
    ),
    "columns_not_recognised": (
        "warning",
        "表头无法对应栏次：{printed}",
        "header labels do not tell the columns: {printed}",
    ),
    "line_not_read": (
        "error",
        "报表中有未能读出的金额：{printed}",
        "amounts of the table that could not be read: {printed}",
    ),
    "form_without_name": (
        "error",
        "绩效表缺少项目名称，其内容未归入任何项目",
        "a form lost its head: its facts belong to no named project",
    ),
    "indicator_unclear": (
        "warning",
        "无法分清目标值与完成值：{printed}",
        "target and actual cannot be told apart in: {printed}",
    ),
    "unit_not_printed": ("notice", "报表未印金额单位，按万元理解", "the table prints no unit; read as 万元"),
}


@dataclass(frozen=True)
class Rate:
    """A printed rate against the figures it is made of: part / whole, of the rows of one table."""

    rule: str
    table: str
    part: str
    whole: str
    where: Callable[[Record], str]
    zh: str
    en: str


RATES = (
    Rate(
        "completion_rate",
        "completion",
        "outturn",
        "initial_budget",
        lambda row: row["item_name"] or row["class_name"] or "合计",
        "完成年初预算的比率",
        "completion rate",
    ),
    Rate("change_rate", "changes", "change", "prior_amount", lambda row: row["name"], "增减率", "rate of change"),
    Rate("execution_rate", "projects", "executed", "budget", lambda row: row["project"], "执行率", "execution rate"),
)


def from_notes(document: str, notes: Sequence[Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """What reading could not settle -> findings."""
    for note in notes:
        severity, zh, en = NOTES[note["rule"]]
        yield finding(
            document,
            note["rule"],
            severity,
            note["table"],
            note["where"],
            note["line"],
            note["page"],
            printed=note["printed"],
            zh=zh.format(**note),
            en=en.format(**note),
        )


def check(tables: Tables) -> Iterator[dict[str, Any]]:
    """Every rule over the tables of one document -> its findings."""
    for rule in RATES:
        for row in tables[rule.table]:
            yield from _rate(rule, row)
    yield from _items_add_up(tables["completion"])


def _rate(rule: Rate, row: Record) -> Iterator[dict[str, Any]]:
    """A printed rate must be part / whole, to the digits it prints."""
    printed = str(row["rate_printed"]).lstrip("增加长提高上升减少下降低")
    part, whole = row.get(rule.part), row.get(rule.whole)
    if not printed or part is None or whole is None or not readable(printed.rstrip("%‰")):
        return
    if whole == 0:
        yield _rate_finding(
            rule, row, "warning", None, "基数为0，比率无意义", "the base is 0, so that a rate has no meaning"
        )
        return
    share = abs(part / whole) if rule.rule == "change_rate" else part / whole
    places = read_number(printed.rstrip("%‰")).places
    slack = half_unit(places) / 100 + abs(half_unit(2) / whole) * (1 + abs(share))
    difference = percent(printed) - share
    if abs(difference) > slack:
        recomputed = f"{show((share * 100).quantize(Decimal(1).scaleb(-max(places, 1)), ROUND_HALF_UP))}%"
        yield _rate_finding(
            rule, row, "error", recomputed, f"重算为{recomputed}", f"recomputed {recomputed}", difference * 100
        )


def _rate_finding(
    rule: Rate, row: Record, severity: str, expected: str | None, zh: str, en: str, difference: Decimal | None = None
) -> dict[str, Any]:
    where, printed = rule.where(row), str(row["rate_printed"])
    part, whole = show(row[rule.part]), show(row[rule.whole])
    return finding(
        str(row["document_id"]),
        rule.rule,
        severity,
        "narrative",
        where,
        row["line"],
        row["page"],
        printed=printed,
        expected=expected or "",
        difference=difference,
        unit="%",
        zh=f"“{where}”的{rule.zh}印为{printed}；{part}÷{whole}，{zh}",
        en=f"{where}: {rule.en} printed {printed}; {part} / {whole}: {en}",
    )


def _items_add_up(completion: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """The subjects of the narrative must add up to the department's stated initial budget and outturn."""
    total = next((row for row in completion if row["level"] == "department" and row["basis"] == "all"), None)
    items = [row for row in completion if row["level"] != "department" and row["basis"] == "all"]
    if total is None or not items:
        return
    for column, zh, en in (("initial_budget", "年初预算", "initial budget"), ("outturn", "支出决算", "outturn")):
        values = [row[column] for row in items]
        if total[column] is None or any(value is None for value in values):
            continue
        summed = sum(values, Decimal(0))
        difference = total[column] - summed
        if difference == 0:
            continue
        severity = "rounding" if abs(difference) <= half_unit(2) * (len(values) + 1) else "error"
        yield finding(
            str(total["document_id"]),
            "items_add_up",
            severity,
            "narrative",
            column,
            total["line"],
            total["page"],
            printed=show(total[column]),
            expected=summed,
            difference=difference,
            unit="万元",
            zh=f"各科目{zh}之和为{show(summed)}万元，合计印为{show(total[column])}万元，相差{show(difference)}万元",
            en=f"the subjects' {en} adds up to {show(summed)}, printed {show(total[column])}: {show(difference)} apart (万元)",
        )
