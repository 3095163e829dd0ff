"""data/raw -> data/processed: each document's records typed, joined, checked; the same bytes for the same input."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from jianghan_lib.audit import engine
from jianghan_lib.audit.consequences import one_cause
from jianghan_lib.audit.evidence import Evidence
from jianghan_lib.base import findings, paths
from jianghan_lib.base.errors import JianghanError, one_line
from jianghan_lib.base.rows import DocumentRow, ProjectRow, ReasonRow, Row, Rows
from jianghan_lib.base.workers import Service, results
from jianghan_lib.base.writing import locked
from jianghan_lib.build.amounts import build_amounts
from jianghan_lib.build.headless import adopt
from jianghan_lib.build.indicators import build_indicators
from jianghan_lib.build.levels import build_levels
from jianghan_lib.build.other_tables import build_other_tables
from jianghan_lib.build.projects import build_projects
from jianghan_lib.build.reasons import build_reasons, joined
from jianghan_lib.build.statements import build_changes, build_completion, build_statements
from jianghan_lib.build.subjects import from_amounts
from jianghan_lib.build.years import Year, claimed, compared, year_of
from jianghan_lib.forms.records import Fact, Raw, file_at
from jianghan_lib.forms.tables.layouts import BUDGET, EXPECTED, FINAL_ACCOUNT
from jianghan_lib.pipeline import corrections, processed, store
from jianghan_lib.pipeline.ledger import Entry, Ledger, fingerprint
from jianghan_lib.pipeline.processed import Chunk
from jianghan_lib.reference.places import above, locate
from jianghan_lib.translation import english

Tables = dict[str, list[dict[str, Any]]]
# Tables whose rows a line of prose may give twice in the same words.
REPEATABLE = ("changes", "reasons", "findings")
# So many documents are made sooner than other processes are started.
FEW = 20
# The lines that a message names, in both languages.
_LINES = re.compile(r"第(?P<lines>\d+(?:[、–]\d+)*)行|\blines? (?P<more>\d+(?:(?:, |–| and )\d+)*)")


@dataclass(frozen=True)
class Built:
    """What a build gave: the number of rows of each table, and the documents left out, with the reason of each in one line."""

    counts: Mapping[str, int]
    failed: Mapping[str, str]


def build(form: str = "", workers: int | str = 2) -> Built:
    """All documents of data/raw -> the tables of data/processed, in one step; only what changed is made anew.

    The form is csv or parquet; none given, it stays, and large collections begin as Parquet. `workers` is the number of
    processes, or the address of a Dask scheduler. A document whose tables cannot be made is named in the result, and the
    others are built; JianghanError where there is none that can be, and the tables stay as they were.
    """
    if not store.raw_documents():
        raise JianghanError(f"{paths.raw_dir()}: no documents: ingest one first (`jianghan ingest FILE --id ID`)")
    with locked(paths.raw_dir(), paths.processed_dir()), _refusals(paths.processed_dir()):
        folder, documents = paths.processed_dir(), store.raw_places()
        there = processed.register(folder)
        many = processed.PARQUET if len(documents) > processed.PARQUET_FROM else processed.CSV
        form = form or processed.form_of(there) or many
        failed: dict[str, str] = {}
        with Ledger(folder, processed.whole_build(folder, there), form) as ledger:
            old = ledger.entries()
            maker = _Maker(ledger, {one.document_id: one.fingerprint for one in old}, workers, failed)
            sizes = {one.document_id: one.sizes for one in old}
            counts = processed.write(maker.chunks(documents), form, sizes, maker.note)
            ledger.end(str(processed.register(folder)["build"]))
        return Built(counts, failed)


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """What the system refuses to a database, such as room on the disk, is one line too."""
    try:
        yield
    except _of_databases() as error:
        raise JianghanError(f"{folder}: {one_line(error)}: look at its rights and the room on the disk") from error


def _of_databases() -> tuple[type[Exception], ...]:
    import duckdb

    return sqlite3.Error, duckdb.Error


@dataclass(frozen=True)
class Made:
    """What was made of a document: its tables as text, what it gives for its year; or the error in one line."""

    text: store.Text = field(default_factory=dict)
    year: Year | None = None
    error: str = ""


@dataclass
class _Maker:
    """Makes the tables of each document that changed since the last build; into `failed` goes why a document has none."""

    ledger: Ledger
    before: Mapping[str, str]
    workers: int | str
    failed: dict[str, str]
    made: tuple[str, Made] = ("", Made())

    def chunks(self, documents: Sequence[str]) -> Iterator[Chunk]:
        """One document at a time, and at the end, in the same order, what documents of neighbouring years say together."""
        from tqdm import tqdm

        for gone in set(self.before) - set(documents):
            self.ledger.drop(gone)
        marks = {document: fingerprint(paths.raw_dir() / document) for document in documents}
        changed = [document for document in documents if self.before.get(document) != marks[document]]
        with closing(results(changed, self.workers, BUILDING, ordered=True)) as made:
            for document in tqdm(documents, desc="building", unit="document", disable=None):
                if self.before.get(document) == marks[document]:
                    yield Chunk(document, None)
                else:
                    yield from self._chunk(document, marks[document], next(made)[1])
        if len(self.failed) == len(documents):
            raise JianghanError("; ".join(f"{document}: {error}" for document, error in self.failed.items()))
        for later, earlier, names, count in self.ledger.years():
            changes, found = compared(earlier, later) if earlier else ([], claimed(later.document, names, count))
            if changes or found:
                yield Chunk("", store.as_text({"changes": [vars(one) for one in changes], "findings": found}))

    def _chunk(self, document: str, mark: str, made: Made) -> Iterator[Chunk]:
        if made.error:
            self.failed[document] = made.error
            self.ledger.drop(document)
            return
        self.made = (mark, made)
        yield Chunk(document, made.text)

    def note(self, document: str, sizes: processed.Sizes) -> None:
        """The document that was made last is written: the next build need not make it."""
        mark, made = self.made
        assert made.year is not None
        self.ledger.put(Entry(document, mark, sizes), made.year)


def make(document: str) -> Made:
    """A document -> what is made of it; whatever goes wrong is in it, in one line."""
    try:
        store.check_id(document, "the folder")
        tables = build_document(document, *read(document))
        return Made(store.as_text(tables), year_of(tables))
    except Exception as problem:  # whatever it is, the other documents are built and the user is told
        return Made(error=one_line(problem))


def lost(_: str, error: str, __: float) -> Made:
    """What is made of a document whose process ended."""
    return Made(error=error)


BUILDING = Service(make, lost, few=FEW)


def read(document: str) -> tuple[Raw, list[dict[str, Any]]]:
    """Raw records of a document with the corrections of its folder applied, and the findings that say so."""
    folder = paths.raw_dir() / document
    return corrections.apply(document, store.read_raw(folder), corrections.read(folder))


def build_document(document: str, raw: Raw, corrected: Sequence[dict[str, Any]] = ()) -> Tables:
    """Raw records of one document -> its rows of every processed table."""
    amounts, placed = build_amounts(document, raw)
    raw, adopted = adopt(document, raw, amounts)
    subjects = from_amounts(amounts)
    first = {fact.fact: fact.printed for fact in reversed(raw["document"])}
    changes, years = build_changes(document, raw["statements"], subjects, of_budget=first["kind"] == "budget")
    projects, renamed, names = build_projects(document, raw, amounts)
    levels, twice = build_levels(document, raw["projects"], projects, int(first["fiscal_year"]))
    reasons = build_reasons(document, raw["reasons"], subjects, projects, names)
    rows: Rows = {
        "documents": [_document(document, raw["document"])],
        "amounts": amounts,
        "other_tables": build_other_tables(document, raw["other_tables"]),
        "completion": build_completion(document, raw["statements"], raw["projects"], subjects, raw["reasons"]),
        "changes": [*changes, *levels],
        "projects": [_reasoned(one, reasons) for one in projects],
        "indicators": build_indicators(document, raw["indicators"], names),
        "statements": build_statements(document, raw["statements"], names),
        "reasons": reasons,
    }
    done = engine.audit(Evidence(document, rows, raw))
    tables: Tables = {name: [dict(vars(row)) for row in cast(Sequence[Row], found)] for name, found in rows.items()}
    tables["findings"] = [
        *corrected,
        *one_cause([*engine.from_notes(document, raw["notes"]), *years, *twice]),
        *placed,
        *adopted,
        *renamed,
        *engine.findings_of(done),
    ]
    findings.complete(tables["findings"], tables)
    for one in tables["findings"]:
        if one["rule"] != "correction_applied":  # holds a person's name and words, which are not ours to translate
            one["message_en"] = english(one["message_en"])
        _name_files(one, raw["document"])
    for name in REPEATABLE:
        tables[name] = _once(tables[name])
    tables["checks"] = [_check(one, rows["documents"][0]) for one in done]
    _add_boxes(tables, raw)
    return tables


def _check(done: engine.Coverage, document: DocumentRow) -> dict[str, Any]:
    """What a rule did in a document -> its row of `checks`, which stands where the document's title does."""
    counts = {name: getattr(done, name) for name in ("rule", "passed", "rounding", "failed", "not_applicable")}
    return {"document_id": done.document_id, **counts, "line": document.line, "page": document.page, "box": ""}


def _name_files(finding: dict[str, Any], facts: Sequence[Fact]) -> None:
    """In a document of several files, the lines that the messages name become the files' own: tables.pdf L30."""
    for name in ("message_zh", "message_en") if any(one.fact == "file" for one in facts) else ():
        finding[name] = _LINES.sub(
            lambda lines: re.sub(r"\d+", lambda line: file_at(facts, int(line[0])), lines["lines"] or lines["more"]),
            finding[name],
        )


def _once(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without those that repeat another in every column."""
    return list({tuple(row.items()): row for row in rows}.values())


def _add_boxes(tables: Tables, raw: Raw) -> None:
    """Each row that does not yet have it gets the box of its line on the page."""
    boxes = {one.line: one.box for records in raw.values() for one in cast(Sequence[Fact], records) if one.box}
    for rows in tables.values() if boxes else ():
        for row in rows:
            row["box"] = row.get("box") or boxes.get(row["line"], "")


def _reasoned(project: ProjectRow, reasons: Sequence[ReasonRow]) -> ProjectRow:
    """A project with the reasons that it gives for its gap."""
    own = (one for one in reasons if one.of == "project" and one.name == project.project)
    return replace(project, reasons=joined(own, project.gap))


def _document(document: str, facts: Sequence[Fact]) -> DocumentRow:
    """Facts of a document -> its row of `documents`."""
    first = {fact.fact: fact for fact in reversed(facts)}
    printed = {name: fact.printed for name, fact in first.items()}
    found = {fact.printed for fact in facts if fact.fact == "table"}
    known = BUDGET if printed["kind"] == "budget" else FINAL_ACCOUNT
    year = int(printed["fiscal_year"])
    place = locate(printed["department"], printed["title"], year)
    # A title stands on the line of its table; of a table that is printed in two pieces the first counts.
    titles = {fact.line: fact.printed for fact in facts if fact.fact == "table_title"}
    over = {fact.printed: titles.get(fact.line, "") for fact in reversed(facts) if fact.fact == "table"}
    return DocumentRow(
        document_id=document,
        title=printed["title"],
        department=printed["department"],
        district=place.name if place else "",
        region="".join(above(place, year)) if place else "",
        admin_code=place.code if place else "",
        tier=place.tier if place else "",
        kind=printed["kind"],
        scope=printed["scope"],
        fiscal_year=year,
        unit=printed["unit"],
        tables_found=";".join(table for table in known if table in found),
        table_titles=";".join(over[table].replace(";", "；") for table in known if table in found),
        tables_missing=";".join(table for table in EXPECTED[printed["kind"]] if table not in found),
        source_file=printed["source_file"],
        source_sha256=printed["source_sha256"],
        line=first["title"].line,
        page=first["title"].page,
    )
