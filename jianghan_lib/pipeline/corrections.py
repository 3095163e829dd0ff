"""A person's corrections of a document: data/raw/<id>/corrections.csv, applied by the build, guarded.

Columns: kind (cells, statements, projects or indicators), line, field (printed, measure, name, ...), printed (what
stands there), corrected, reason, by, date, nth (of several such figures on the line, counted from 1). A correction that
no longer matches exactly one record fails the build.
"""

import csv
import getpass
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError, UsageError, unknown
from jianghan_lib.base.findings import noted
from jianghan_lib.base.money import is_blank, read_number, readable
from jianghan_lib.base.places import PLACE, unmarked
from jianghan_lib.base.writing import write_whole
from jianghan_lib.forms.records import FIGURES, PARTS, Raw, strings, typed
from jianghan_lib.pipeline import store
from jianghan_lib.readers.text import decode
from jianghan_lib.translation import translated
from jianghan_lib.vocabulary import LANGUAGES, word

FILE = "corrections.csv"
COLUMNS = ("kind", "line", "field", "printed", "corrected", "reason", "by", "date", "nth")
# What tells the figures of a line apart for a person, as far as a record has it.
SAID = ("name", "measure", "subject", "project", "role", "fact", "indicator", "row_label", "column_label")
# How analysts, reports and `trace` write a place -> `p12 L30`, behind the file if there are several.
SPELT = (
    (r"^\d+$", r"L\g<0>"),
    (r"(?i)[\s,，]*(?:第?\s*(\d+)\s*行|\bl(?:ine)?\s*(\d+)\b)", r" L\1\2"),
    (r"(?i)[\s,，]*(?:第?\s*(\d+)\s*页|\bp(?:age)?\s*(\d+)\b)", r" p\1\2"),
    (r"(L\d+) (p\d+)", r"\2 \1"),
    (r"[,，]? box .*|[,，:：]\s*$", ""),
)
Correction = dict[str, str]


def read(folder: Path) -> list[Correction]:
    """The corrections of a document's folder, none where there is no file; one-line error for wrong columns."""
    path = folder / FILE
    if not os.path.lexists(path):  # what is there and cannot be read is said, never left out
        return []
    with io.StringIO(decode(path.read_bytes(), str(path)), newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) not in (COLUMNS, COLUMNS[:-1]):
            raise JianghanError(f"{path}: columns must be {', '.join(COLUMNS)}")
        return [{"nth": "", **row} for row in reader]


def correct(
    document: str, place: str, value: str, *, printed: str = "", nth: int = 0, reason: str, by: str = ""
) -> Correction:
    """Writes down that a figure on a place of a document (`L549`, `p12 L30`, or as `spelt` has it) should have been another one.

    `printed` is the figure that stands there, needed where the place holds several, and `nth` which of them (of those that
    are printed alike), counted from 1. Gives the row of corrections.csv, with the person (`by`; empty: the user of this
    machine) and today's date; the next build applies it. UsageError for an unknown document, a place without such a figure
    or with several, a correction that is there already.
    """
    if document not in store.raw_documents():
        raise unknown("document", document, store.raw_documents())
    folder = paths.raw_dir() / document
    known = read(folder)
    found = _figure(document, store.read_raw(folder), place, printed, nth)
    if readable(found["printed"]) and not readable(value):
        raise UsageError(f"{value!r} is no figure: give it as the document should print it, without its unit")
    if not reason.strip():
        raise UsageError("--reason: say why, such as 'misprint: the table has 28.40'")
    if any(all(one[name] == found[name] for name in found) for one in known):
        raise UsageError(f"{document} {place}: {found['printed']} is corrected already: see {folder / FILE}")
    who = {"reason": reason, "by": by or getpass.getuser(), "date": date.today().isoformat()}
    row = {**found, "corrected": value, **who}
    lines = [[one[name] for name in COLUMNS] for one in (*known, row)]
    write_whole(folder / FILE, store.to_csv(COLUMNS, lines))
    return row


def _amounts_to(printed: str) -> Decimal | str:
    """The number that a figure is, however it is written: reports show 2,476.30 for a printed 2476.3."""
    return read_number(printed).value if readable(printed) and not is_blank(printed) else printed


def spelt(place: str) -> str:
    """A place as a person writes it (675, 第675行, line 30, page 12) -> as it is kept: L675, p12 L30."""
    kept = place.strip()
    for pattern, written in () if PLACE.fullmatch(kept) else SPELT:
        kept = re.sub(pattern, written, kept).strip()
    return kept


def _figure(document: str, raw: Raw, place: str, printed: str, nth: int) -> Correction:
    """The one figure on a place (that is printed so, the nth of those): kind, line, field, what stands there, which it is."""
    match = PLACE.fullmatch(spelt(place))
    if match is None:
        raise UsageError(
            f"{place!r} is no place: give its line as reports and `jianghan trace` do: 675, 第675行 or 'p12 L30'"
        )
    there = list(_figures(raw, match["file"] or "", match["page"] or "", int(match["line"])))
    exact = [one for one in there if printed in ("", one[0]["printed"])]
    found = exact or [one for one in there if _amounts_to(one[0]["printed"]) == _amounts_to(printed)]
    if not found or (len(found) > 1 and not nth) or nth > len(found):
        stand = "; ".join(f"{at}: {said}" for at, (_, said) in enumerate(found or there, 1)) or "no figure"
        no_such = f"no {printed} stands there, but " if printed and not found and there else ""
        advice = (
            "name the one that is meant with --nth or --printed"
            if there
            else "`jianghan trace` tells where a figure stands"
        )
        raise UsageError(f"{document} {place}: {no_such}{stand}: {advice}")
    figure = found[nth - 1 if nth else 0][0]
    alike = [one for one, _ in there if one == figure]
    before = sum(one == figure for one, _ in found[: nth - 1]) if nth else 0
    return {**figure, "nth": str(before + 1) if len(alike) > 1 else ""}


def _figures(raw: Raw, file: str, page: str, line: int) -> Iterator[tuple[Correction, str]]:
    """The figures of a line, and how each is told from the others."""
    for kind, names in FIGURES.items():
        for record in map(strings, cast(Mapping[str, Sequence[object]], raw)[kind]):
            at = unmarked(int(record["line"]), record["box"])
            if at[:2] == (file, line) and page in ("", record["page"]):
                for name in (name for name in names if record[name]):
                    about = " ".join(word(record[one], "en") for one in SAID if record.get(one))
                    figure = {"kind": kind, "line": record["line"], "field": name, "printed": record[name]}
                    yield figure, f"{record[name]} ({about})"


def apply(document: str, raw: Raw, corrections: Sequence[Correction]) -> tuple[Raw, list[dict[str, Any]]]:
    """Raw records with their corrections, and a finding for each: nothing is corrected silently."""
    records = {kind: list(cast(Sequence[Any], rows)) for kind, rows in raw.items()}
    findings = []
    for number, one in enumerate(corrections, 2):
        place, record = _only_match(document, number, records, one), records[one["kind"]]
        before = strings(record[place])
        record[place] = typed(type(record[place]), before | {one["field"]: one["corrected"]})
        findings.append(_applied(document, one, before))
    return cast(Raw, records), findings


def _only_match(document: str, number: int, records: Mapping[str, Sequence[object]], one: Correction) -> int:
    where = f"{document}/{FILE} line {number}"
    if not all(one[name].strip() for name in COLUMNS if name not in ("printed", "corrected", "nth")):
        raise JianghanError(f"{where}: kind, line, field, reason, by and date must be filled in")
    rows = [strings(record) for record in records.get(one["kind"], ())]
    found = [
        at for at, row in enumerate(rows) if row["line"] == one["line"] and row.get(one["field"]) == one["printed"]
    ]
    if one["nth"].isdigit() and 0 < int(one["nth"]) <= len(found):
        return found[int(one["nth"]) - 1]
    if len(found) != 1:
        much = "nothing" if not found else f"{len(found)} records"
        raise JianghanError(
            f"{where}: {much} with {one['field']} {one['printed']!r} in line {one['line']}: mend or remove it"
        )
    return found[0]


def _applied(document: str, one: Correction, record: Mapping[str, str]) -> dict[str, Any]:
    """The finding that says of a record what stood there, and who corrected it."""
    names = [record.get(name, "").rpartition("/")[2] for name in SAID]
    about = {
        lang: " ".join(translated(word(name, lang)) if lang == "en" else word(name) for name in names if name)
        for lang in LANGUAGES
    }
    where = next(filter(None, names), one["field"])
    table = record.get("table", PARTS.get(one["kind"], one["kind"]))
    values = {"printed": one["printed"], "expected": one["corrected"]}
    return noted(document, "correction_applied", table, where, one, **values, one=one, about=about)
