"""A person's corrections of a document: data/raw/<id>/corrections.csv, applied by the build, guarded.

Columns: kind (cells, statements, projects or indicators), line, field (printed, measure, name, ...), printed (what
stands there), corrected, reason, by, date. A correction that no longer matches exactly one record fails the build.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.findings import finding
from jianghan_lib.forms.records import Raw, strings, typed
from jianghan_lib.readers.text import decode

FILE = "corrections.csv"
COLUMNS = ("kind", "line", "field", "printed", "corrected", "reason", "by", "date")
Correction = dict[str, str]


def read(folder: Path) -> list[Correction]:
    """The corrections of a document's folder, none where there is no file; one-line error for wrong columns."""
    path = folder / FILE
    if not path.is_file():
        return []
    with io.StringIO(decode(path.read_bytes(), str(path)), newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise JianghanError(f"{path}: columns must be {', '.join(COLUMNS)}")
        return list(reader)


def apply(document: str, raw: Raw, corrections: Sequence[Correction]) -> tuple[Raw, list[dict[str, Any]]]:
    """Raw records with their corrections, and a finding for each: nothing is corrected silently."""
    records = {kind: list(cast(Sequence[Any], rows)) for kind, rows in raw.items()}
    findings = []
    for number, one in enumerate(corrections, 2):
        place = _only_match(document, number, records, one)
        record = records[one["kind"]][place]
        records[one["kind"]][place] = typed(type(record), strings(record) | {one["field"]: one["corrected"]})
        findings.append(_applied(document, one))
    return cast(Raw, records), findings


def _only_match(document: str, number: int, records: Mapping[str, Sequence[object]], one: Correction) -> int:
    where = f"{document}/{FILE} line {number}"
    if not all(one[name].strip() for name in COLUMNS if name not in ("printed", "corrected")):
        raise JianghanError(f"{where}: kind, line, field, reason, by and date must be filled in")
    rows = [strings(record) for record in records.get(one["kind"], ())]
    found = [
        at for at, row in enumerate(rows) if row["line"] == one["line"] and row.get(one["field"]) == one["printed"]
    ]
    if len(found) != 1:
        much = "nothing" if not found else f"{len(found)} records"
        raise JianghanError(
            f"{where}: {much} with {one['field']} {one['printed']!r} in line {one['line']}: mend or remove it"
        )
    return found[0]


def _applied(document: str, one: Correction) -> dict[str, Any]:
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
