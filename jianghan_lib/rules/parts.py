"""Totals of the narrative against the parts that are printed with them."""

from collections.abc import Iterator
from decimal import Decimal

from jianghan_lib.evidence import CENT, Check, Evidence, Remark, Row, Side, level_of
from jianghan_lib.rules import BOTH, Rule
from jianghan_lib.vocabulary import word

# A total and what it consists of; a part that the passage leaves out is nothing.
WHOLES = {
    "procurement": ("procurement_goods", "procurement_works", "procurement_services"),
}


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


RULES = (
    Rule(
        "narrative_sums",
        "部门预决算公开操作规程",
        "文字说明的总数等于各部分之和",
        "totals of the narrative are the sums of their parts",
        BOTH,
        parts_of_totals,
    ),
)
