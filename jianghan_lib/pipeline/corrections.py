"""A person's corrections of a document: data/raw/<id>/corrections.csv, applied by the build, guarded.

Columns: kind (cells, statements, projects or indicators), line, field (printed, measure, name, ...), printed (what
stands there), corrected, reason, by, date. A correction that no longer matches exactly one record fails the build.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.findings import finding

FILE = "corrections.csv"
COLUMNS = ("kind", "line", "field", "printed", "corrected", "reason", "by", "date")
Record = dict[str, str]


def read(folder: Path) -> list[Record]:
    """The corrections of a document's folder, none where there is no file; one-line error for wrong columns."""
    path = folder / FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise JianghanError(f"{path}: columns must be {', '.join(COLUMNS)}")
        return list(reader)


def apply(
    document: str, raw: Mapping[str, Sequence[Mapping[str, str]]], corrections: Sequence[Record]
) -> tuple[dict[str, list[Mapping[str, str]]], list[dict[str, Any]]]:
    """Raw records with their corrections, and a finding for each: nothing is corrected silently."""
    records = {kind: list(rows) for kind, rows in raw.items()}
    findings = []
    for number, one in enumerate(corrections, 2):
        place = _only_match(document, number, records, one)
        records[one["kind"]][place] = {**records[one["kind"]][place], one["field"]: one["corrected"]}
        findings.append(_applied(document, one))
    return records, findings


def _only_match(document: str, number: int, records: Mapping[str, Sequence[Mapping[str, str]]], one: Record) -> int:
    where = f"{document}/{FILE} line {number}"
    if not all(one[name].strip() for name in COLUMNS if name not in ("printed", "corrected")):
        raise JianghanError(f"{where}: kind, line, field, reason, by and date must be filled in")
    rows = records.get(one["kind"], ())
    found = [
        at for at, row in enumerate(rows) if row["line"] == one["line"] and row.get(one["field"]) == one["printed"]
    ]
    if len(found) != 1:
        much = "nothing" if not found else f"{len(found)} records"
        raise JianghanError(
            f"{where}: {much} with {one['field']} {one['printed']!r} in line {one['line']}: mend or remove it"
        )
    return found[0]


def _applied(document: str, one: Record) -> dict[str, Any]:
    return finding(
        document,
        "correction_applied",
        "notice",
        one["kind"],
        one["field"],
        one["line"],
        printed=one["printed"],
        expected=one["corrected"],
        zh=f"“{one['printed']}”已按人工更正改为“{one['corrected']}”（{one['by']}，{one['date']}：{one['reason']}）",
        en=f"{one['printed']!r} was corrected to {one['corrected']!r} by {one['by']} on {one['date']}: {one['reason']}",
    )
