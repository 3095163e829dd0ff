"""The tables of data/processed, written from one document after the other: as CSV or as Parquet, all at once or not at all.

What did not change is taken over from the tables that are there: in CSV the bytes of its rows, in Parquet a whole part,
or its rows out of a part in which others changed. Rows that documents give together stand behind all others, by document too.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from jianghan_lib.base import files, parquet, paths, writing
from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.pipeline import store

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CSV, PARQUET = "csv", "parquet"
# From so many documents on, a collection is made as Parquet where nobody says otherwise.
PARQUET_FROM = 1_000
# Documents in a part of a table, which is written anew when one of them changes; one of twice as many is split.
PART = 1_000
ADVICE = "run `jianghan build`"
# For each table, the bytes and the number of a document's rows.
Sizes = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Chunk:
    """A document's rows by table; none where those of before are kept. Without a document: what several give together."""

    document: str
    rows: store.Text | None


def write(
    chunks: Iterable[Chunk],
    form: str = CSV,
    before: Mapping[str, Sizes] | None = None,
    note: Callable[[str, Sizes], None] = lambda document, sizes: None,
) -> dict[str, int]:
    """Chunks in the order of their documents -> every processed table; the number of rows of each.

    One document at a time is in memory. `before` has the documents of the tables that are there, for those that are
    kept; `note` is told the sizes of each that was made. All tables appear together, with the Data Package that
    describes them, or none does.
    """
    folder = paths.processed_dir()
    with writing.making(folder) as made:
        writer = _as_csv if form == CSV else _as_parquet
        resources = writer(made, folder, _of_known(chunks), before or {}, note)
        store.write_package(made, resources)
        writing.replace_together(made, folder)
    return {one["name"]: one["rows"] for one in resources}


def register(folder: Path) -> dict[str, Any]:
    """The register of the tables that are there; empty where there is none, or one of another version."""
    try:
        return files.read_register(folder, ADVICE)
    except (FileNotFoundError, JianghanError):
        return {}


def whole_build(folder: Path, register: Mapping[str, Any]) -> str:
    """The build that made the tables of a register; '' where one is no longer as it was written: nothing is taken over then."""
    try:
        files.whole(folder, files.registered(register), register, ADVICE)
    except (KeyError, OSError, JianghanError):
        return ""
    return str(register["build"])


def form_of(register: Mapping[str, Any]) -> str:
    """Whether the tables that a register describes are CSV or Parquet; '' where there are none."""
    resources = register.get("resources", [])
    return "" if not resources else PARQUET if "parts" in resources[0] else CSV


def _of_known(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The chunks; one line where a row is of a document (the first column) that the table `documents` does not have."""
    known: set[str] = set()
    for chunk in chunks:
        known |= {row[0] for row in (chunk.rows or {}).get("documents", ())} | ({chunk.document} - {""})
        for name, rows in (chunk.rows or {}).items():
            if stray := {row[0] for row in rows} - known:
                raise JianghanError(f"table {name}: document {sorted(stray)[0]!r} is not in the table documents")
        yield chunk


def _as_csv(
    made: Path, folder: Path, chunks: Iterable[Chunk], before: Mapping[str, Sizes], note: Callable[[str, Sizes], None]
) -> list[dict[str, Any]]:
    counts = dict.fromkeys(PROCESSED, 0)
    with ExitStack() as stack:
        names = {name: f"{name}.csv" for name in PROCESSED}
        news = {name: stack.enter_context(writing.writing_whole(made / file)).buffer for name, file in names.items()}
        olds = [stack.enter_context(files.newest(folder, file).open("rb")) for file in names.values()] if before else []
        old = _Old(olds, before)
        for name, table in PROCESSED.items():
            news[name].write(store.to_csv(table.columns, []).encode())
        for chunk in chunks:
            texts = old.of(chunk.document) if chunk.rows is None else _texts(chunk.rows)
            for name, (content, rows) in zip(PROCESSED, texts, strict=True):
                news[name].write(content)
                counts[name] += rows
            if chunk.document and chunk.rows is not None:
                note(chunk.document, [(len(content), rows) for content, rows in texts])
    return [store.resource(PROCESSED[name], counts[name], files.entry(made / f"{name}.csv")) for name in PROCESSED]


def _texts(rows: store.Text) -> list[tuple[bytes, int]]:
    """Rows by table -> for each table the lines of its CSV, and how many rows they are."""
    return [(store.lines(rows.get(name, ())).encode(), len(rows.get(name, ()))) for name in PROCESSED]


class _Old:
    """The tables that are there, read once from the beginning to the end."""

    def __init__(self, opened: Sequence[IO[bytes]], before: Mapping[str, Sizes]) -> None:
        self.opened = opened
        self.waiting = iter(sorted(before.items()))
        for file, table in zip(opened, PROCESSED.values(), strict=False):
            file.read(len(store.to_csv(table.columns, []).encode()))

    def of(self, document: str) -> list[tuple[bytes, int]]:
        """The lines of a document, which stands behind all that were asked for."""
        for name, sizes in self.waiting:
            found = [(file.read(size), rows) for file, (size, rows) in zip(self.opened, sizes, strict=True)]
            if name == document:
                return found
        raise JianghanError(f"{document}: its rows are not in the tables: {ADVICE}")


def _as_parquet(
    made: Path, folder: Path, chunks: Iterable[Chunk], before: Mapping[str, Sizes], note: Callable[[str, Sizes], None]
) -> list[dict[str, Any]]:
    known = {one["name"]: one["parts"] for one in register(folder)["resources"]} if before else {}
    parts: dict[str, list[dict[str, Any]]] = {name: [] for name in PROCESSED}
    firsts = [part["first"] for part in known.get("documents", []) if part["first"]]
    for _, group in groupby(chunks, _by_part(firsts)):
        written = _written(made, folder, group, known, note)
        for name, entry in written.items():
            parts[name].append(entry)
    return [
        store.resource(PROCESSED[name], sum(part["rows"] for part in own), {"path": [one["path"] for one in own]})
        | {"format": PARQUET, "mediatype": "application/vnd.apache.parquet", "parts": own}
        for name, own in parts.items()
    ]


def _by_part(firsts: Sequence[str]) -> Callable[[Chunk], int]:
    """Where each part of before began -> the number of the part of a chunk; -1 for what documents give together."""
    number, place, count = 0, 0, 0

    def part(chunk: Chunk) -> int:
        nonlocal number, place, count
        if not chunk.document:
            return -1
        here = max(bisect_right(firsts, chunk.document), 1)
        if count and (here != place or count >= (2 * PART if firsts else PART)):
            number, count = number + 1, 0
        place, count = here, count + 1
        return number

    return part


def _written(
    made: Path,
    folder: Path,
    group: Iterable[Chunk],
    known: Mapping[str, Sequence[Mapping[str, Any]]],
    note: Callable[[str, Sizes], None],
) -> dict[str, dict[str, Any]]:
    """The chunks of a part -> its file of each table, or that of before where nothing changed."""
    kept: list[str] = []
    names: list[str] = []
    filled: set[str] = set()
    with TemporaryDirectory(dir=made) as place, ExitStack() as stack:
        texts = {name: stack.enter_context((Path(place) / f"{name}.csv").open("wb")) for name in PROCESSED}
        for name, table in PROCESSED.items():
            texts[name].write(store.to_csv(table.columns, []).encode())
        for chunk in group:
            names += [chunk.document] if chunk.document else []
            if chunk.rows is None:
                kept.append(chunk.document)
                continue
            for name, (content, rows) in zip(PROCESSED, _texts(chunk.rows), strict=True):
                texts[name].write(content)
                filled |= {name} if rows else set()
            if chunk.document:
                note(chunk.document, [])
        stack.close()
        connection = stack.enter_context(parquet.connected(threads=1))
        span = (names[0], names[-1]) if names else ("", "")
        return {
            name: _part(connection, made, folder, Path(place) / f"{name}.csv", span, names, kept, known.get(name, ()))
            for name in PROCESSED
            if names or name in filled
        }


def _part(
    connection: "DuckDBPyConnection",
    made: Path,
    folder: Path,
    text: Path,
    span: tuple[str, str],
    names: Sequence[str],
    kept: Sequence[str],
    known: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """One file of a table, named by its content; that of before where it has the same documents and all are kept."""
    if names and len(kept) == len(names):
        for part in known:
            if (part["first"], part["last"], part["documents"]) == (*span, len(names)):
                return dict(part)
    old = [part["path"] for part in known if kept and part["first"] <= kept[-1] and part["last"] >= kept[0]]
    target = text.with_suffix(".parquet")
    there = [files.newest(folder, path) for path in old]
    rows = parquet.write(connection, PROCESSED[text.stem], text, there, kept, target)
    about = files.entry(target)
    final = made / f"{text.stem}-{about['hash'][-16:]}.parquet"
    target.replace(final)
    return {**about, "path": final.name, "rows": rows, "first": span[0], "last": span[1], "documents": len(names)}
