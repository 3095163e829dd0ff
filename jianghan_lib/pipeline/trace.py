"""Where a figure, code or name was printed: its table, row and column, and the printed lines when the document is at hand."""

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

from jianghan_lib.base import paths
from jianghan_lib.base.errors import unknown
from jianghan_lib.base.money import looks_numeric, read_number, readable
from jianghan_lib.base.places import marked, unmarked
from jianghan_lib.base.text import plain
from jianghan_lib.build.amounts import build_amounts
from jianghan_lib.forms.records import FIGURES, Fact, Raw, file_at, strings
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.pipeline import store
from jianghan_lib.pipeline.ingest import read_files
from jianghan_lib.vocabulary import word

AROUND = 1
KINDS = {
    "cells": "table",
    "other_tables": "table",
    "statements": "narrative",
    "projects": "project",
    "indicators": "indicator",
    "text": "text",
}
WIDEST = 160
# What a raw record says its figures are about.
NAMES = {
    "cells": ("code", "name"),
    "other_tables": ("title", "row_label"),
    "statements": ("subject", "topic"),
    "projects": ("project", "detail"),
    "indicators": ("subject", "indicator"),
}


@dataclass(frozen=True)
class Place:
    """One place where it stands: kind of record, what about, which column or role, as printed; line, page and box."""

    kind: str
    where: str
    column: str
    printed: str
    line: int
    page: str
    box: str

    def __str__(self) -> str:
        file, line, box = unmarked(self.line, self.box)
        page = f", page {self.page}" if self.page else ""
        box = f", box {box}" if box else ""
        about = "".join(f"{text}: " for text in (KINDS[self.kind], self.where) if text)
        return f"{file}{', ' if file else ''}line {line}{page}{box}: {about}{self.column + ' = ' if self.column else ''}{self.printed}"


def trace(document: str, what: str) -> list[Place]:
    """A document and a value, code or name -> every place in data/raw where it is printed, by line.

    Values are compared as numbers (1,234.50 finds 1234.5); codes whole; names by what they contain.
    Raises UsageError for an unknown document.
    """
    if document not in store.raw_documents():
        raise unknown("document", document, store.raw_documents())
    raw = store.read_raw(paths.raw_dir() / document)
    placed = _placed(document, raw)
    records = cast(Mapping[str, Sequence[object]], raw)
    found = {
        place for kind in FIGURES for record in records[kind] for place in _places(kind, strings(record), what, placed)
    }
    found |= set(_in_text(document, what, {place.line for place in found}, raw["document"]))
    return sorted(found, key=lambda place: (place.line, place.kind, place.column, str(place)))


# The columns that the build has for a figure, with how each was settled: by table, row, line and figure as printed.
Placed = Mapping[tuple[str, str, str, str], Mapping[str, str]]


def _placed(document: str, raw: Raw) -> Placed:
    found: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for row in build_amounts(document, raw)[0]:
        key = (row.table, str(row.row), str(row.line), row.printed)
        found.setdefault(key, {})[row.measure] = row.placement
    return found


def _in_text(document: str, what: str, known: Collection[int], facts: Sequence[Fact]) -> Iterator[Place]:
    """Lines of the source where a figure stands that is no record, such as a percent of a reason."""
    if not re.search(r"\d", what) or re.fullmatch(r"\d{3,7}", what):
        return
    for number, text in enumerate(_source_lines(document), 1):
        tokens = re.findall(r"\d[\d,]*(?:\.\d+)?%?", plain(text))
        for token in tokens if number not in known else ():
            same_kind = token.endswith("%") or not what.endswith("%")
            if same_kind and _is_value(token.rstrip("%"), what.rstrip("%")):
                yield Place("text", "", "", token, number, "", marked(file_at(facts, number), ""))
                break


def _places(kind: str, record: Mapping[str, str], what: str, placed: Placed) -> Iterator[Place]:
    """The figures of a record that are the value asked for, or all of them where its code or name is."""
    named = any(_is_name(record[name], what) for name in NAMES[kind])
    for field in FIGURES[kind]:
        if record[field] and (named or _is_value(record[field], what)):
            names = (word(record[name], "en") if name == "topic" else record[name] for name in NAMES[kind])
            where = " ".join(text for text in (record.get("table", ""), *names) if text)
            printed = record[field] + record.get("unit", "")
            column = _column(record, field, placed)
            yield Place(kind, where, column, printed, int(record["line"]), record["page"], record["box"])


def _column(record: Mapping[str, str], field: str, placed: Placed) -> str:
    """The column or role of a figure in words; of a cell that the build moved, the printed column and the right one."""
    if "column_label" in record:
        return record["column_label"]
    name = record.get("measure") or record.get("role") or record.get("fact") or field
    known = placed.get((record.get("table", ""), record.get("row", ""), record["line"], record[field]), {})
    right = next((measure for measure, how in known.items() if how == "corrected"), "")
    if not record.get("measure") or not right or name in known:
        return word(name, "en")
    return f"{word(right, 'en')} (printed under {word(name, 'en')}; corrected)"


def _is_value(printed: str, what: str) -> bool:
    both = looks_numeric(printed) and looks_numeric(what) and readable(printed) and readable(what)
    return both and _number(printed) == _number(what)


def _number(printed: str) -> Decimal:
    return read_number(printed).value


def _is_name(name: str, what: str) -> bool:
    """A code must be the same; a name must contain what is asked for."""
    if re.fullmatch(r"\d+", name) or re.fullmatch(r"\d+", what):
        return name == what
    return len(what) > 1 and label(what) in label(name)


def printed_lines(document: str, line: int) -> list[tuple[int, str]]:
    """The lines of the source around a line, if the document is at hand (`JIANGHAN_DOCUMENTS`, or ingested `--with-text`)."""
    lines = _source_lines(document)
    numbers = range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1)
    return [(number, lines[number - 1][:WIDEST]) for number in numbers if lines[number - 1].strip()]


def _source_lines(document: str) -> list[str]:
    if (kept := store.read_text(paths.raw_dir() / document)) is not None:
        return kept
    facts = store.read_facts(paths.raw_dir() / document)
    sources = [Path(os.environ.get("JIANGHAN_DOCUMENTS", "")) / name for name in store.files_of(facts)[0]]
    if not os.environ.get("JIANGHAN_DOCUMENTS") or not all(source.is_file() for source in sources):
        return []
    source = read_files(sources)
    return [one.text for one in source.lines] if source.sha256 == facts["source_sha256"] else []
