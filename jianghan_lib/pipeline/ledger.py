"""What the last build made of each document, so that the next one makes only what changed.

It stands beside the tables, hidden; where it is not that of the tables that are there, or the package has changed
since, it is emptied, and everything is built.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from jianghan_lib.base.fingerprints import of, of_package
from jianghan_lib.base.rows import DocumentRow
from jianghan_lib.build.years import NAMED, Printed, Year, department_of
from jianghan_lib.pipeline import corrections

NAME = ".built.sqlite"
TABLES = """
create table about (build text, package text, form text);
create table documents (document_id text primary key, fingerprint text, sizes text, department text, year integer, told text);
create index departments on documents (department, year);
"""


@dataclass(frozen=True)
class Entry:
    """A document as the tables have it: of which records it was made, and how many bytes of each table are its own."""

    document_id: str
    fingerprint: str
    sizes: Sequence[tuple[int, int]]


class Ledger:
    """The documents of a folder of tables, for one build: what is put down holds when the build has ended."""

    def __init__(self, folder: Path, build: str, form: str) -> None:
        self.about = (of_package(), form)
        self.base = _opened(folder / NAME, (build, *self.about))
        self.base.execute("begin immediate")

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, where: TracebackType | None) -> None:
        if self.base.in_transaction:
            self.base.rollback()
        self.base.close()

    def entries(self) -> list[Entry]:
        """The documents of the tables, in their order there."""
        rows = self.base.execute("select document_id, fingerprint, sizes from documents order by document_id")
        return [Entry(name, fingerprint, json.loads(sizes)) for name, fingerprint, sizes in rows]

    def put(self, entry: Entry, year: Year) -> None:
        """A document that was built."""
        about = (json.dumps(department_of(year.document), ensure_ascii=False), year.year, _told(year))
        row = (entry.document_id, entry.fingerprint, json.dumps(list(entry.sizes)), *about)
        self.base.execute("insert or replace into documents values (?, ?, ?, ?, ?, ?)", row)

    def drop(self, document: str) -> None:
        self.base.execute("delete from documents where document_id = ?", [document])

    def years(self) -> Iterator[tuple[Year, Year | None, list[str], int]]:
        """Each document that has a neighbour, in their order: with the one of the year before, or with the first and the number of those of its own year."""
        counted = "select department, year, count(*) from documents group by department, year having count(*) > 1"
        crowded = {(department, year): count for department, year, count in self.base.execute(counted)}
        of_year = "from documents where department = ? and year = ? order by document_id limit ?"
        for department, year, told in self.base.execute(
            "select department, year, told from documents order by document_id"
        ):
            if count := crowded.get((department, year)):
                names = self.base.execute(f"select document_id {of_year}", (department, year, NAMED + 1))
                yield _year(told), None, [name for (name,) in names], count
            elif (department, year - 1) not in crowded:
                for (before,) in self.base.execute(f"select told {of_year}", (department, year - 1, 1)):
                    yield _year(told), _year(before), [], 1

    def end(self, build: str) -> None:
        """The tables are in place: from now on this is what they were made of."""
        self.base.execute("delete from about")
        self.base.execute("insert into about values (?, ?, ?)", [build, *self.about])
        self.base.commit()


def departments(folder: Path, build: str) -> dict[str, str]:
    """Documents of the tables of a build -> what tells the records of their department's documents from others.

    What is said of a document's year depends on those of its neighbours. Empty where the last build is not known.
    """
    query = "select document_id, fingerprint, department from documents order by document_id"
    known = _asked(folder, query) if _asked(folder, "select build from about") == [(build,)] else []
    together: dict[str, list[str]] = {}
    for document, mark, department in known:
        together.setdefault(department, []).append(f"{document} {mark}")
    joined = {department: of(*marks) for department, marks in together.items()}
    return {document: joined[department] for document, _, department in known}


def _opened(path: Path, about: tuple[str, ...]) -> sqlite3.Connection:
    """The ledger of these tables; a new one where there is none, or one of others, of another version or damaged."""
    base = sqlite3.connect(path, isolation_level=None)
    with suppress(sqlite3.DatabaseError):
        if base.execute("select * from about").fetchall() == [about]:
            return base
    base.close()
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path, isolation_level=None)
    base.executescript(TABLES)
    return base


def _asked(folder: Path, query: str, *given: str) -> list[tuple[Any, ...]]:
    """The answer of a ledger that is only read; none where there is none, or one of another version."""
    if not (folder / NAME).is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{(folder / NAME).resolve().as_uri()}?mode=ro", uri=True)) as base:
            return base.execute(query, given).fetchall()
    except sqlite3.Error:
        return []


def fingerprint(folder: Path) -> str:
    """A document's folder -> what tells its records and corrections from others; it is enough to look at the register.

    Where a file cannot be looked at it is like no other: the document is made anew, which names the file where it is needed.
    """
    try:
        found = folder.iterdir() if folder.is_dir() else ()
        seen = sorted((one.name, one.stat()) for one in found if not one.name.startswith("."))
        sizes = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in seen]
        own = [folder / corrections.FILE, folder / "datapackage.json"]
        return of(*sizes, *(path.read_bytes() for path in own if path.is_file()))
    except OSError:
        return uuid4().hex


def _told(year: Year) -> str:
    amounts = [[item, *_printed(one)] for item, one in year.amounts.items()]
    stated = [[item, prior, *_printed(one)] for (item, prior), one in year.stated.items()]
    return json.dumps([vars(year.document), amounts, stated], ensure_ascii=False)


def _printed(one: Printed) -> list[Any]:
    return [one.name, None if one.amount is None else str(one.amount), one.line, one.page, one.at]


def _year(told: str) -> Year:
    document, amounts, stated = json.loads(told)
    return Year(
        DocumentRow(**document),
        {item: _read(*one) for item, *one in amounts},
        {(item, prior): _read(*one) for item, prior, *one in stated},
    )


def _read(name: str, amount: str | None, line: int, page: int | None, at: str) -> Printed:
    return Printed(name, None if amount is None else Decimal(amount), line, page, at)
