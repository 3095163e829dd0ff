"""One contradiction as a row of the table `findings`."""

from decimal import Decimal
from typing import Any

from jianghan_lib.base.money import show


def finding(
    document: str,
    rule: str,
    severity: str,
    table: str,
    where: str,
    line: object,
    page: object = "",
    *,
    printed: str = "",
    expected: str | Decimal = "",
    difference: Decimal | None = None,
    unit: str = "",
    zh: str,
    en: str,
) -> dict[str, Any]:
    """A row of `findings`; see `schema.PROCESSED["findings"]` for what each column holds."""
    return {
        "document_id": document,
        "rule": rule,
        "severity": severity,
        "table": table,
        "where": where,
        "printed": printed,
        "expected": show(expected) if isinstance(expected, Decimal) else expected,
        "difference": difference,
        "unit": unit,
        "message_zh": zh,
        "message_en": en,
        "line": int(str(line)),
        "page": page or None,
    }
