"""Totals of the narrative against the parts that are printed with them."""

from collections.abc import Iterator
from decimal import Decimal

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Row, Side, level_of
from jianghan_lib.audit.rules import FINAL, rule
from jianghan_lib.vocabulary import word

# A total and what it consists of; a part that the passage leaves out is nothing.
WHOLES = {
    "procurement": ("procurement_goods", "procurement_works", "procurement_services"),
}


@rule(
    "narrative_sums",
    "部门预决算公开操作规程",
    "文字说明的总数等于各部分之和",
    "totals of the narrative are the sums of their parts",
    touches=("changes",),
)
def parts_of_totals(evidence: Evidence) -> Iterator[Check | Remark]:
    """A total of the narrative is the sum of its parts, of which at least two are printed after it."""
    for topic, names in WHOLES.items():
        wholes = [row for figures in evidence.about(topic) if (row := _stated(figures)) is not None]
        for place, whole in enumerate(wholes):
            following = wholes[place + 1] if place + 1 < len(wholes) else None
            parts = [part for part in _parts(evidence, names) if _between(part, whole, following)]
            if len(parts) > 1:
                yield _against(whole, parts)


def _stated(figures: dict[str, Row]) -> Row | None:
    level = level_of(figures)
    return level if level is not None and level["amount"] is not None else None


def _parts(evidence: Evidence, names: tuple[str, ...]) -> list[Row]:
    return [row for figures in evidence.about(*names) if (row := _stated(figures)) is not None]


def _between(part: Row, whole: Row, following: Row | None) -> bool:
    at = int(part["statement"])
    return int(whole["statement"]) < at and (following is None or at < int(following["statement"]))


def _against(whole: Row, parts: list[Row]) -> Check:
    topic = whole["topic"]
    return Check(
        "narrative",
        word(topic),
        whole["line"],
        whole["page"],
        Side("印为", "printed", whole["amount"]),
        Side("各部分之和", "the sum of its parts", sum((part["amount"] for part in parts), Decimal(0))),
        CENT * (len(parts) + 1),
        where_en=word(topic, "en"),
    )


FUNDS = ("general_public_budget_revenue", "government_funds_revenue", "state_capital_revenue")


@rule(
    "funds_of_years",
    "部门预决算公开操作规程",
    "各项财政拨款收入的增减之和不超过总计的增减",
    "funds of two years are within the appropriation of each",
    kinds=(FINAL,),
    touches=("changes",),
)
def funds_of_two_years(evidence: Evidence) -> Iterator[Check | Remark]:
    """The funds received in a year are no more than all appropriation of that year: also by the changes that the text states."""
    rows = {row["item"]: row for row in reversed(evidence.tables["changes"]) if row["basis"] == "printed_change"}
    whole, parts = rows.get("fiscal_appropriation_total"), [rows[item] for item in FUNDS if item in rows]
    if whole is None or len(parts) < 2:
        return
    for column, year in (("prior_amount", "prior_year"), ("amount", "year")):
        values = [row[column] for row in parts if row[column] is not None and row[year] == whole[year]]
        summed = sum(values, Decimal(0))
        if whole[column] is None or len(values) < len(parts):
            continue
        # What was carried over makes the whole more than its funds, never less.
        over = summed > whole[column] + CENT * (len(values) + 2)
        yield Check(
            "narrative",
            word("fiscal_appropriation_total"),
            whole["line"],
            whole["page"],
            Side(f"按所述增减，{whole[year]}年为", f"by its change, of {whole[year]}:", whole[column]),
            Side(
                f"各项财政拨款收入（第{parts[0]['line']}行）之和已达",
                f"the funds received (line {parts[0]['line']}) make",
                summed if over else whole[column],
            ),
            CENT * (len(values) + 2),
            where_en=word("fiscal_appropriation_total", "en"),
        )
