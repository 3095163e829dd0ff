"""One document -> data/raw: what it prints, as printed, each figure with its line."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import Any, cast

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.money import MOST_DIGITS, readable
from jianghan_lib.base.places import marked
from jianghan_lib.base.writing import locked, making, replace_together, written_name
from jianghan_lib.forms.evaluation.explanations import read_form_explanations
from jianghan_lib.forms.evaluation.marks import read_marks
from jianghan_lib.forms.evaluation.selfevaluation import read_forms
from jianghan_lib.forms.evaluation.targets import read_targets
from jianghan_lib.forms.evaluation.wrapped import read_wrapped
from jianghan_lib.forms.narrative.explanations import read_explanations
from jianghan_lib.forms.narrative.leftovers import read_leftovers
from jianghan_lib.forms.narrative.particulars import own_names, read_particulars
from jianghan_lib.forms.narrative.reader import locate_statements
from jianghan_lib.forms.narrative.stream import build, table_lines
from jianghan_lib.forms.narrative.unread_figures import units_lost, unread_figures
from jianghan_lib.forms.records import Cell, Fact, Indicator, Note, OtherCell, Project, Raw, Statement
from jianghan_lib.forms.tables.layouts import BUDGET, EXPECTED, FINAL_ACCOUNT
from jianghan_lib.forms.tables.lost import read_lines
from jianghan_lib.forms.tables.other import other_cells
from jianghan_lib.forms.tables.statutory import read_region
from jianghan_lib.forms.tables.titles import Region, find_regions, unknown_lines
from jianghan_lib.forms.tables.unread import unread_tables
from jianghan_lib.forms.title_page import read_facts, table_facts, title_says
from jianghan_lib.pipeline import store
from jianghan_lib.readers import Source, joined, read
from jianghan_lib.readers.blocks import repeats, show_box
from jianghan_lib.reference import identifiers

# Digits that no value of an indicator has.
_ENDLESS = re.compile(rf"\d{{{MOST_DIGITS + 1},}}")


@dataclass(frozen=True)
class Ingested:
    """What an ingest gave: the folder, what the document is, counts by kind of record, tables found, what is not there, and
    what other department's document had this id before."""

    document_id: str
    folder: Path
    facts: Mapping[str, str]
    counts: Mapping[str, int]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    replaced: str = ""

    @property
    def summary(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items() if name != "document")
        missing = f"; not in the document: {' '.join(self.missing)}" if self.missing else ""
        replaced = f"; replaced {self.replaced}, which had this id" if self.replaced else ""
        return f"{self.document_id}: {len(self.found)} tables, {counts}{missing}{replaced}"


def ingest_here(
    path: Path | Sequence[Path], document_id: str = "", out: Path | None = None, with_text: bool = False
) -> Ingested:
    """As `collect.ingest`, but read in this process and without its limits: for documents of one's own making."""
    if document_id:
        store.check_id(document_id)
    out = out or paths.raw_dir()
    with locked(out), making(out) as folder:
        return named(stage(path, folder / "one", with_text), document_id, out)


def named(staged: Ingested, document_id: str, out: Path) -> Ingested:
    """Staged records of a document -> the folder of the id given or proposed; UsageError where that is another file's."""
    proposed = document_id or propose(staged.facts)
    name = staged.facts["source_file"]
    if whole := part_of(out / proposed, staged.facts):
        raise UsageError(f"{name}: {proposed} is made of {whole}: give all of its files, or another --id")
    if not document_id and (other := claimed(out / proposed, staged.facts)):
        raise UsageError(
            f"{name}: {proposed} is the id of {other}: give another with --id, or --id {proposed} to replace it"
        )
    return settle(staged, proposed, out)


def propose(facts: Mapping[str, str]) -> str:
    """The id proposed for a document, from what it says of itself."""
    return identifiers.propose(*(facts[name] for name in ("department", "title", "kind", "scope", "fiscal_year")))


def claimed(folder: Path, facts: Mapping[str, str]) -> str:
    """The name of the other file that was ingested into this folder; empty where there is none, or it was this file."""
    there = store.read_facts(folder)
    return "" if not there or any(before == now for before, now in _pairs(there, facts)) else there["source_file"]


def part_of(folder: Path, facts: Mapping[str, str]) -> str:
    """The names of the files that were ingested into this folder, where this is one of them and not all; else empty."""
    with suppress(JianghanError):
        there = store.read_facts(folder)
        if there and any(now < before for before, now in _pairs(there, facts)):
            return there["source_file"]
    return ""


def _pairs(*facts: Mapping[str, str]) -> Iterator[tuple[set[str], ...]]:
    """Facts of two ingests -> the names of the files of both, and their checksums."""
    return zip(*(map(set, store.files_of(one)) for one in facts), strict=True)


def read_files(path: Path | Sequence[Path]) -> Source:
    """The file of a document, or its files in their order -> one source; an error where their titles disagree."""
    paths = [Path(path)] if isinstance(path, str | Path) else path
    sources = [read(Path(one)) for one in paths]
    if len(sources) == 1:
        return sources[0]
    sources = [replace(one, name=written_name(Path(one.name).name)) for one in sources]
    said = {one.name: says for one in sources if (says := title_says(one))}
    if len(set(said.values())) > 1:
        titles = ", ".join(f"{name} of {year}年{kind}" for name, (year, kind) in said.items())
        raise JianghanError(f"{titles}: are disclosures of their own: give each an id")
    for one, other in permutations(sources, 2):
        if repeats(one, other):
            raise JianghanError(f"{one.name}: says what {other.name} says: leave it out")
    return joined(sources)


def stage(path: Path | Sequence[Path], folder: Path, with_text: bool = False) -> Ingested:
    """A document, of one file or several -> its records in a folder, without an id yet."""
    source = read_files(path)
    records = read_document(source)
    records = records if with_text else without_text(records)
    store.write_raw(folder, records, [line.text for line in source.lines] if with_text else None)
    found, missing = tables(records["document"])
    parts = tuple(note.where for note in records["notes"] if note.rule == "part_missing")
    counts = {name: len(cast(Sequence[object], rows)) for name, rows in records.items()} | {
        "projects": _projects(records)
    }
    return Ingested("", folder, store.read_facts(folder), counts, found, (*missing, *parts))


def without_text(records: Raw) -> Raw:
    """Records without what the document says in prose."""
    return {**records, "reasons": [replace(one, text="") for one in records["reasons"]]}


def settle(staged: Ingested, document_id: str, out: Path) -> Ingested:
    """Staged records -> the folder of their id; those of an earlier ingest give way in one step, corrections stay."""
    folder = out / document_id
    other = _other(folder, staged.facts)
    replace_together(staged.folder, folder)
    return replace(staged, document_id=document_id, folder=folder, replaced=other)


def _other(folder: Path, facts: Mapping[str, str]) -> str:
    """What a folder holds if it is of another department, year or kind; empty where it is not, or cannot be told."""
    with suppress(JianghanError):
        there = store.read_facts(folder)
        if there and any(there.get(name) != facts[name] for name in ("department", "fiscal_year", "kind")):
            return (
                f"{there.get('department')} {there.get('fiscal_year')} {there.get('kind')} ({there.get('source_file')})"
            )
    return ""


def _projects(records: Raw) -> int:
    """How many projects the records are of: as many as the source names that names most."""
    named = {(one.source, one.project) for one in records["projects"] if one.project}
    named |= {(one.topic, one.subject) for one in records["statements"] if one.subject}
    named |= {(one.table, one.name) for one in records["cells"] if one.level == "row"}
    counts = Counter(source for source, _ in named)
    return max(counts[source] for source in ("form", "summary", "project", "B10", "B11", "B12"))


def read_document(source: Source) -> Raw:
    """A source -> its records by kind."""
    regions = find_regions(source)
    bare = [region for region in regions if not region.has_cells] + unknown_lines(source, regions)
    stream = build(source, table_lines(source, [row for table in bare for row in table.rows]))
    facts = read_facts(source, stream, regions)
    kind = next(fact.printed for fact in facts if fact.fact == "kind")
    regions = [region for region in regions if region.layout.table in (BUDGET if kind == "budget" else FINAL_ACCOUNT)]
    facts += [Fact("source_file", written_name(Path(source.name).name), 1), Fact("source_sha256", source.sha256, 1)]
    facts += [
        Fact("file", one.file.removesuffix(" L1"), one.number) for one in source.lines if one.file.endswith(" L1")
    ]
    year = next(int(fact.printed) for fact in facts if fact.fact == "fiscal_year")
    cells, notes = _cells(regions)
    unit = next(fact.printed for fact in facts if fact.fact == "unit")
    located = locate_statements(stream, year, kind != "budget")
    statements = [statement for _, statement in located]
    projects, indicators, more = _performance(source, kind)
    others = other_cells(source, regions, [*cells, *notes, *projects, *indicators], unit)
    facts += table_facts(source, _read(regions, cells, others))
    notes += unread_tables(source, regions, cells, others)
    notes += [*more, *read_leftovers(stream), *_unreadable(cells, statements)]
    notes += [*_unreadable_projects(projects), *_unreadable_indicators(indicators)]
    notes += [
        *units_lost(statements),
        *unread_figures(stream, {at for at, _ in located}, {(one.line, one.printed) for one in projects}),
    ]
    notes += [
        Note("scope_unclear", "document", "", "", one.line, one.page) for one in facts if one.printed == "unclear"
    ]
    parts = {"narrative": statements or kind == "self_evaluation", "self_evaluation": [*projects, *indicators]}
    notes += [Note("part_missing", part, part, "", len(source.lines)) for part, found in parts.items() if not found]
    notes += [Note(one.rule, "document", one.where, one.printed, one.line, one.page) for one in source.problems]
    if not (cells or statements or projects or indicators or others):
        raise JianghanError(
            f"{source.name}: a title but no figure of a budget or final account in it: is the file whole?"
        )
    records: dict[str, Sequence[Any]] = {
        "document": facts,
        "cells": cells,
        "other_tables": others,
        "statements": statements,
        "projects": projects,
        "indicators": indicators,
        "reasons": [*read_explanations(stream), *read_form_explanations(source, projects)],
        "particulars": sorted(
            [
                *read_particulars(source, stream, indicators),
                *read_marks(source),
                *own_names(source, next(fact.printed for fact in facts if fact.fact == "department")),
            ],
            key=lambda one: (one.line, one.kind),
        ),
        "notes": notes,
    }
    return cast(Raw, {kind: [_placed(source, one) for one in found] for kind, found in records.items()})


def _placed(source: Source, record: Any) -> Any:
    """A record with the page and the box of its line, unless it has a box of its own."""
    line = source.lines[record.line - 1]
    box = record.box
    if record.page in (None, line.page):
        record, box = replace(record, page=line.page), box or show_box(line.box)
    return replace(record, box=marked(line.file, box))


def _read(regions: Sequence[Region], cells: Sequence[Cell], others: Sequence[OtherCell]) -> list[Region]:
    """The regions of which something was read, or whose form is there and blank."""
    read, kept = {cell.table for cell in cells}, {cell.line for cell in others}
    return [
        region
        for region in regions
        if region.layout.table in read
        or (region.is_blank_form and kept.isdisjoint(row.number for row in (*region.header, *region.rows)))
    ]


def _cells(regions: Sequence[Region]) -> tuple[list[Cell], list[Note]]:
    cells: list[Cell] = []
    notes: list[Note] = []
    for region in regions:
        found, more = (read_region if region.has_cells else read_lines)(region)
        cells += found
        notes += more
    return cells, notes


def _performance(source: Source, kind: str) -> tuple[list[Project], list[Indicator], list[Note]]:
    """Project facts and indicators of the forms: targets in a budget, results in a final account, in cells or in bare lines."""
    readers = (read_targets,) if kind == "budget" else (read_forms, read_wrapped)
    read_all = [reader(source) for reader in readers]
    return (
        [fact for found, _, _ in read_all for fact in found],
        [one for _, found, _ in read_all for one in found],
        [note for _, _, found in read_all for note in found],
    )


def _unreadable_projects(projects: Sequence[Project]) -> list[Note]:
    wrong = [fact for fact in projects if fact.unit and not readable(fact.printed)]
    return [Note("unreadable_number", fact.source, fact.project, fact.printed, fact.line, fact.page) for fact in wrong]


def _unreadable_indicators(indicators: Sequence[Indicator]) -> list[Note]:
    """A note for each target or result of so many digits that it is no value."""
    printed = ((one, digits) for one in indicators for digits in _ENDLESS.findall(f"{one.target} {one.actual}"))
    return [Note("unreadable_number", "indicators", one.indicator, text, one.line, one.page) for one, text in printed]


def _unreadable(cells: Sequence[Cell], statements: Sequence[Statement]) -> list[Note]:
    """A note for each printed figure that is no well-formed number."""
    notes = [
        Note("unreadable_number", cell.table, cell.name, cell.printed, cell.line, cell.page)
        for cell in cells
        if not readable(cell.printed)
    ]
    figures = [
        statement for statement in statements if statement.printed[:1].isdigit() and not readable(statement.printed)
    ]
    return notes + [
        Note("unreadable_number", "narrative", one.topic, one.printed, one.line, one.page) for one in figures
    ]


def tables(facts: Sequence[Fact]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Facts -> (statutory tables found, statutory tables that the kind of document has but this one does not publish)."""
    kind = next(fact.printed for fact in facts if fact.fact == "kind")
    found = {fact.printed for fact in facts if fact.fact == "table"}
    known = BUDGET if kind == "budget" else FINAL_ACCOUNT
    return tuple(table for table in known if table in found), tuple(
        table for table in EXPECTED[kind] if table not in found
    )
