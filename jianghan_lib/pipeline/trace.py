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
from jianghan_lib.base.money import UNITS, Figure, close, half_unit, looks_numeric, read_number, readable
from jianghan_lib.base.places import PLACE, marked, place_of
from jianghan_lib.base.text import compact, plain
from jianghan_lib.build.amounts import build_amounts
from jianghan_lib.forms.records import FIGURES, PARTS, Fact, Raw, file_at, strings
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.pipeline import store
from jianghan_lib.pipeline.ingest import read_files
from jianghan_lib.translation import translated
from jianghan_lib.vocabulary import word

AROUND = 1
WIDEST = 160
# What a raw record says its figures are about.
NAMES = {
    "cells": ("code", "name"),
    "other_tables": ("title", "row_label"),
    "statements": ("subject", "topic"),
    "projects": ("project", "detail"),
    "indicators": ("subject", "indicator"),
}


# What says of a statement's topic or of a row nothing that its name does not say.
UNSPOKEN = frozenset({"", "amount", "class", "section", "item", "project", "spending"})
# What stands between a place and what is there.
COLON = {"zh": "：", "en": ": "}
MOVED = {"zh": "{right}（印在“{printed}”栏下，已更正）", "en": "{right} (printed under {printed}; corrected)"}
MONEY = re.compile(r"(?P<figure>.*\d)(?P<unit>亿元|万元|元)")
# Of fewer digits, figures in two units agree by chance.
FEWEST = 3


def in_words(at: str, lang: str) -> str:
    """A place (`p12 L30 72.0,101.2,130.5,110.0`) in words: page 12, line 30; behind the file if there are several."""
    place = PLACE.fullmatch(at)
    if place is None:
        return at
    page = word("on_page", lang).format(page=place["page"]) if place["page"] else ""
    return f"{place['file'] or ''} {word('on_line', lang).format(page=page, line=place['line'])}".strip()


@dataclass(frozen=True)
class Place:
    """One place where it stands: kind of record, what about (part of the document and names), which column or role, as printed; line, page and box."""

    kind: str
    where: str
    column: str
    printed: str
    line: int
    page: str
    box: str
    lang: str

    def __str__(self) -> str:
        at = in_words(place_of(self.line, int(self.page or 0), self.box), self.lang)
        column = f"{self.column} = " if self.column else ""
        return COLON[self.lang].join(filter(None, (at, self.where, column + self.printed)))


def trace(document: str, what: str, lang: str = "zh") -> list[Place]:
    """A document and a value, code or name -> every place in data/raw where it is printed, by line.

    Values are compared as numbers (1,234.50 finds 1234.5), amounts in whatever unit of money either has (12345000元 finds
    1,234.50 in 万元), as far as both are printed; codes whole; names by what they contain.
    Raises UsageError for an unknown document.
    """
    if document not in store.raw_documents():
        raise unknown("document", document, store.raw_documents())
    raw = store.read_raw(paths.raw_dir() / document)
    known = Known(_titles(raw["document"], lang), _placed(document, raw), lang)
    records = cast(Mapping[str, Sequence[object]], raw)
    found = {
        place for kind in FIGURES for record in records[kind] for place in _places(kind, strings(record), what, known)
    }
    found |= set(_in_text(document, what, {place.line for place in found}, raw["document"], lang))
    return sorted(found, key=lambda place: (place.line, place.kind, place.column, str(place)))


# The columns that the build has for a figure, with how each was settled: by table, row, line and figure as printed.
Placed = Mapping[tuple[str, str, str, str], Mapping[str, str]]


@dataclass(frozen=True)
class Known:
    """What is known of a document beside its records: titles of its tables, where the build has its cells; and the language asked."""

    titles: Mapping[str, str]
    placed: Placed
    lang: str


def _titles(facts: Sequence[Fact], lang: str) -> dict[str, str]:
    """The statutory tables of a document by their printed titles; in English with their number and English title before."""
    printed = {fact.line: fact.printed for fact in facts if fact.fact == "table_title"}
    over = {fact.printed: printed.get(fact.line, "") for fact in reversed(facts) if fact.fact == "table"}
    if lang == "zh":
        return {table: title or word(table) for table, title in over.items()}
    return {table: f"{table} {word(table, lang)}{f' ({title})' if title else ''}" for table, title in over.items()}


def _placed(document: str, raw: Raw) -> Placed:
    found: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for row in build_amounts(document, raw)[0]:
        key = (row.table, str(row.row), str(row.line), row.printed)
        found.setdefault(key, {})[row.measure] = row.placement
    return found


def _in_text(document: str, what: str, known: Collection[int], facts: Sequence[Fact], lang: str) -> Iterator[Place]:
    """Lines of the source where a figure stands that is no record, such as a percent of a reason."""
    if not re.search(r"\d", what) or re.fullmatch(r"\d{3,7}", what):
        return
    for number, text in enumerate(_source_lines(document), 1):
        tokens = re.findall(r"(\d[\d,]*(?:\.\d+)?)(%|亿元|万元|元)?", plain(text))
        for figure, unit in tokens if number not in known else ():
            if (unit == "%" or not what.endswith("%")) and _is_value(figure, what.rstrip("%"), unit):
                yield Place("text", "", "", figure + unit, number, "", marked(file_at(facts, number), ""), lang)
                break


def _places(kind: str, record: Mapping[str, str], what: str, known: Known) -> Iterator[Place]:
    """The figures of a record that are the value asked for, or all of them where its code or name is."""
    named = any(_is_name(record[name], what) for name in NAMES[kind])
    for field in FIGURES[kind]:
        if record[field] and (named or _is_value(record[field], what, record.get("unit", ""))):
            part = record.get("table") or record.get("source") or PARTS.get(kind, "")
            names = (_said(record[name], known.lang) for name in NAMES[kind] if record[name] not in UNSPOKEN)
            where = COLON[known.lang].join(
                filter(None, (known.titles.get(part, word(part, known.lang)), " ".join(names)))
            )
            printed = record[field] + record.get("unit", "")
            column = _column(record, field, known)
            yield Place(kind, where, column, printed, int(record["line"]), record["page"], record["box"], known.lang)


def _said(name: str, lang: str) -> str:
    """An identifier in words, a Chinese name in the language."""
    return translated(word(name, lang)) if lang == "en" else word(name, lang)


def _column(record: Mapping[str, str], field: str, known: Known) -> str:
    """The column or role of a figure in words; of a cell that the build moved, the printed column and the right one."""
    if "column_label" in record:
        return _said(record["column_label"], known.lang)
    name = record.get("measure") or record.get("role") or record.get("fact") or field
    columns = known.placed.get((record.get("table", ""), record.get("row", ""), record["line"], record[field]), {})
    right = next((measure for measure, how in columns.items() if how == "corrected"), "")
    said = word(name, known.lang)
    if not record.get("measure") or not right or name in columns:
        return said
    return MOVED[known.lang].format(right=word(right, known.lang), printed=said)


def _is_value(printed: str, what: str, unit: str) -> bool:
    """Whether a figure in a unit is the one asked for: the same number, or the same amount in another unit of money."""
    money = MONEY.fullmatch(compact(what))
    figure, asked = (money["figure"], money["unit"]) if money else (what, "")
    if not all(looks_numeric(one) and readable(one) for one in (printed, figure)):
        return False
    one, other = read_number(printed), read_number(figure)
    if one.value == other.value and asked in ("", unit):
        return True
    units = [asked] if asked else [another for another in ("元", "万元") if another != unit]
    return unit in UNITS and any(_is_amount(one, UNITS[unit], other, UNITS[another]) for another in units)


def _is_amount(one: Figure, unit: Decimal, other: Figure, another: Decimal) -> bool:
    """Whether two figures in two units are one amount, as far as the coarser of them is printed."""
    steps = {half_unit(figure.places) * scale: figure for figure, scale in ((one, unit), (other, another))}
    coarser = steps[max(steps)]
    digits = str(abs(coarser.value.scaleb(coarser.places))).lstrip("0")
    return len(digits) >= FEWEST and close(one.value * unit, other.value * another, max(steps))


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
