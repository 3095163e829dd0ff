"""A folder of documents -> data/raw: in parallel, each file apart from the others, what is unchanged passed over."""

import csv
import hashlib
import io
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError, UsageError, one_line, unknown
from jianghan_lib.base.text import width
from jianghan_lib.base.workers import Service, bounded, results
from jianghan_lib.base.writing import locked, making, written_name
from jianghan_lib.pipeline import store
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import Ingested, claimed, named, part_of, propose, settle, stage
from jianghan_lib.readers import ENDINGS
from jianghan_lib.readers.blocks import SEVERAL
from jianghan_lib.readers.text import decode

# What a document may take: seconds of the clock, of the processor, and bytes; pages that are images have more (readers.pdf_pages).
SECONDS = 1200.0
PROCESSOR = 20.0
MEMORY = 2**30
IDS = ["file", "document_id"]
READ, UNCHANGED, SAME, FAILED, PART = "read", "unchanged", "same file", "failed", "read with"
COLUMNS = ("file", "recognised as", "id", "tables", "missing", "findings", "unread", "seconds")


@dataclass(frozen=True)
class Job:
    """The file or files of a document to read, and the folder for its records until they have an id."""

    paths: tuple[Path, ...]
    folder: Path
    with_text: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a file: `read`, `unchanged`, `same file` (as `document_id` was read from), `read with` (a later file of
    a document of several) or `failed`, and why.

    `findings` counts the errors and warnings that the audit has for it, `unread` the places that could not be read.
    """

    file: str
    state: str
    document_id: str = ""
    ingested: Ingested | None = None
    findings: int = 0
    unread: int = 0
    error: str = ""
    seconds: float = 0.0


def ingest_folder(
    folder: Path,
    ids: Path | None = None,
    *,
    out: Path | None = None,
    with_text: bool = False,
    again: bool = False,
    workers: int | str = 2,
    progress: bool = False,
) -> list[Outcome]:
    """Every document in a folder and the folders in it -> data/raw, and what became of each, by file.

    `ids` is a CSV file with the columns file (its path in the folder) and document_id; files with one id are one
    document, in the order of the list. For other files an id is proposed. A file that claims the id of another one fails.
    `workers` is the number of processes, or the address of a Dask scheduler. With `again`, unchanged files are read again too.
    Raises UsageError for a wrong list of ids and JianghanError for a folder without documents.
    """
    files = find(folder)
    given = read_ids(ids, files) if ids else {}
    together = _together(files, given)
    folder, out = folder.absolute(), (out or paths.raw_dir()).absolute()
    with locked(out), making(out) as place:
        outcomes, waiting = _passed_over(folder, together, given, out, again)
        jobs = [
            Job(tuple(folder / one for one in together[file]), place / str(number), with_text)
            for number, file in enumerate(waiting)
        ]
        owners = {document_id: file for file, document_id in reversed(given.items())}
        owners |= {one.document_id: file for file, one in outcomes.items() if one.document_id}
        for file, outcome in zip(waiting, _outcomes(jobs, workers, progress), strict=True):
            outcomes[file] = _settled(replace(outcome, file=file), given, owners, out)
    for first, parts in together.items():
        whole = outcomes[first]
        error = whole.error and f"see {first}"
        outcomes |= {one: Outcome(one, PART, f"{whole.document_id} {first}", error=error) for one in parts[1:]}
    return [replace(outcomes[file], file=_shown(file)) for file in files]


def _shown(file: str) -> str:
    """A path in a folder as it is shown, and named in a list of ids; each of its names may be of another system."""
    return "/".join(map(written_name, file.split("/")))


def _together(files: Sequence[str], given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The files of each document, by its first: those that are given one id, in the order of the list, or one alone."""
    parts: dict[str, list[str]] = {}
    for file in (*given, *(file for file in files if file not in given)):
        parts.setdefault(given.get(file) or f"/{file}", []).append(file)
    return {together[0]: tuple(together) for together in parts.values()}


def ingest(
    path: Path | Sequence[Path], document_id: str = "", out: Path | None = None, with_text: bool = False
) -> Ingested:
    """A document -> `<out>/<document_id>/*.csv` (default: data/raw), replacing an earlier ingest of that id whole.

    Several paths are the files of one document (its tables beside its text). Without an id one is proposed, from place,
    department, year and kind; it never replaces the ingest of another file. A worker of bounded time and memory reads it.
    Raises JianghanError for what cannot be read or is no disclosure; nothing is written then.
    """
    if document_id:
        store.check_id(document_id)
    out = out or paths.raw_dir()
    with locked(out), making(out) as place:
        files = (Path(path),) if isinstance(path, str | Path) else tuple(map(Path, path))
        (outcome,) = _outcomes([Job(files, place / "one", with_text)], 1, False)
        if outcome.ingested is None:
            told = any(file.name in outcome.error for file in files)
            raise JianghanError(outcome.error if told else f"{files[0].name}: {outcome.error}")
        return named(outcome.ingested, document_id, out)


def table(outcomes: Sequence[Outcome], others: Sequence[str] = ()) -> str:
    """What became of each file, as a table in columns, and the endings of other files below it."""
    rows = [COLUMNS, *(_row(one) for one in outcomes)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(COLUMNS))]
    aligned = (
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)) for row in rows
    )
    below = [f"not looked at: files that end in {' '.join(others)}"] if others else []
    return "\n".join([*(line.rstrip() for line in aligned), *below])


def _row(one: Outcome) -> tuple[str, ...]:
    if one.ingested is None:
        return (one.file, one.state, one.document_id or "-", *[""] * (len(COLUMNS) - 3))
    facts, found, missing = one.ingested.facts, one.ingested.found, one.ingested.missing
    what = f"{facts['department']} {facts['fiscal_year']} {facts['kind']}"
    name = one.document_id if one.state == READ else one.state
    numbers = (str(one.findings), str(one.unread), f"{one.seconds:.1f}")
    return (one.file, what, name, str(len(found)), " ".join(missing) or "-", *numbers)


def find(folder: Path) -> list[str]:
    """The documents in a folder and below, as paths within it, sorted; hidden files and lock files are none."""
    files = [file for file in _seen(folder) if Path(file).suffix.lower() in ENDINGS]
    if not files:
        raise JianghanError(f"{folder}: no documents in it: one ends in {' '.join(sorted(ENDINGS))}")
    return files


def others(folder: Path) -> list[str]:
    """The endings of the files in a folder and below that are taken for no documents (pictures, archives), each once."""
    return sorted({Path(file).suffix.lower() or file for file in _seen(folder)} - ENDINGS)


def _seen(folder: Path) -> list[str]:
    """The files of a folder and below, as paths within it, sorted; hidden files and lock files left out."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("~$")]
    names = [path.relative_to(folder).as_posix() for path in files]
    return sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))


def read_ids(path: Path, files: Sequence[str]) -> dict[str, str]:
    """A CSV file of file and document_id -> the id of each file; UsageError where it does not fit the folder.

    It is in UTF-8 or, as Excel saves it in China, in GB18030.
    """
    reader = csv.DictReader(io.StringIO(decoded(path), newline=""))
    if not set(IDS) <= set(reader.fieldnames or ()):
        raise UsageError(
            f"{path.name}: columns are {reader.fieldnames}: give {' and '.join(IDS)} in the first row, a comma between"
        )
    rows = [((row["file"] or "").replace("\\", "/").strip(), (row["document_id"] or "").strip()) for row in reader]
    known = {_shown(file): file for file in files}
    for number, (name, document_id) in enumerate(rows, 2):
        if name not in known:
            raise UsageError(f"{path.name}, row {number}: {name!r} is no document of the folder: give its path in it")
        store.check_id(document_id, f"{path.name}, row {number}: document_id")
    if twice := [name for name, count in Counter(name for name, _ in rows).items() if count > 1]:
        raise UsageError(f"{path.name}: file {twice[0]!r} stands in two rows: give each once")
    return {known[name]: document_id for name, document_id in rows}


def decoded(path: Path) -> str:
    """A CSV file from a person's hands -> its text; UsageError where it is none."""
    try:
        return decode(path.read_bytes(), path.name)
    except JianghanError as error:
        raise UsageError(f"{path.name}: is not text in UTF-8 or GB18030: save it as CSV, with commas") from error


def _known(out: Path) -> dict[str, str]:
    """Checksums of the files that were read before, and whose records are all there and whole -> their ids."""
    folders = sorted(path for path in out.glob("[!.]*") if path.is_dir() and store.is_whole(path))
    return {store.read_facts(one)["source_sha256"]: one.name for one in folders}


def _passed_over(
    folder: Path, together: Mapping[str, Sequence[str]], given: Mapping[str, str], out: Path, again: bool
) -> tuple[dict[str, Outcome], list[str]]:
    """First files of documents -> what becomes of those that need not be read (unchanged, or the same), and the others."""
    known = _known(out)
    first: dict[str, str] = {}
    outcomes: dict[str, Outcome] = {}
    waiting = []
    for file, parts in together.items():
        checksum = SEVERAL.join(_checksum(folder / part) for part in parts)
        there = known.get(checksum, "")
        if checksum in first:
            outcomes[file] = Outcome(file, SAME, error=f"the same file as {first[checksum]}")
        elif there and not again:
            outcomes[file] = Outcome(file, UNCHANGED, _renamed(out, there, given.get(file, there)))
        else:
            waiting.append(file)
        first.setdefault(checksum, file)
    return outcomes, waiting


def _checksum(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _renamed(out: Path, before: str, document_id: str) -> str:
    """The records of an unchanged file under the id that is now given for it: never under two."""
    if document_id != before and not (out / document_id).exists():
        (out / before).replace(out / document_id)
        return document_id
    return before


def _outcomes(jobs: Sequence[Job], workers: int | str, progress: bool) -> Iterator[Outcome]:
    """Jobs -> their outcomes in the order of the jobs, each as soon as those before it are there."""
    from tqdm import tqdm

    early: dict[int, Outcome] = {}
    quiet = not (progress and sys.stderr.isatty())
    with (
        closing(results(jobs, workers, READING)) as ready,
        tqdm(total=len(jobs), desc="reading", unit="file", disable=quiet) as bar,
    ):
        next_one = 0
        for position, outcome in ready:
            early[position] = outcome
            bar.update()
            while next_one in early:
                yield early.pop(next_one)
                next_one += 1


def _settled(outcome: Outcome, given: Mapping[str, str], owners: dict[str, str], out: Path) -> Outcome:
    """A file that was read -> its records under its id, unless that id is another file's; `owners` has the file of each id."""
    if outcome.ingested is None:
        return outcome
    facts = outcome.ingested.facts
    document_id = given.get(outcome.file) or propose(facts)
    owner = owners.get(document_id, "")
    if whole := part_of(out / document_id, facts):
        error = f"{document_id} is made of {whole}: name all of its files in a CSV file (--ids), or give another id"
        return replace(outcome, state=FAILED, error=error)
    if outcome.file not in given and not owner:
        owner = claimed(out / document_id, facts)
    if owner not in ("", outcome.file):
        error = f"its id would be {document_id}, which is that of {owner}: give it another in a CSV file (--ids)"
        return replace(outcome, state=FAILED, error=error)
    owners.setdefault(document_id, outcome.file)
    settled = settle(outcome.ingested, document_id, out)
    return replace(outcome, document_id=document_id, ingested=settled)


def remove(documents: Sequence[str]) -> None:
    """Takes documents out of data/raw, with their records and a person's corrections; the next build has them no more."""
    with locked(paths.raw_dir()):
        for document in documents:
            _known_in(document)
        for document in documents:
            with making(paths.raw_dir()) as place:  # out of sight in one step, then removed
                (paths.raw_dir() / document).replace(place / document)


def rename(old: str, new: str) -> None:
    """Gives the records of a document another id; the next build uses it."""
    store.check_id(new, "new id")
    with locked(paths.raw_dir()):
        _known_in(old)
        if (paths.raw_dir() / new).exists():
            raise UsageError(f"{new}: is another document's id: choose one that is free")
        (paths.raw_dir() / old).replace(paths.raw_dir() / new)


def _known_in(document: str) -> None:
    if document not in store.raw_documents():
        raise unknown("document", document, store.raw_documents())


def work(job: Job) -> Outcome:
    """A job -> its outcome; whatever goes wrong is in the outcome, in one line."""
    started = time.monotonic()
    bounded(PROCESSOR * len(job.paths), MEMORY)
    try:
        ingested = stage(job.paths, job.folder, job.with_text)
        findings = build_document("read", store.read_raw(job.folder))["findings"]
        told = [one for one in findings if one["about"] == "document" and one["severity"] in ("error", "warning")]
        unread = [one for one in findings if one["about"] == "reading"]
        seconds = time.monotonic() - started
        return Outcome("", READ, ingested=ingested, findings=len(told), unread=len(unread), seconds=seconds)
    except MemoryError:
        error = f"needs more than {MEMORY >> 30} GiB of memory: is this a disclosure?"
    except Exception as problem:  # whatever it is, the other files go on and the user is told
        error = one_line(problem)
    return lost(job, error, time.monotonic() - started)


def lost(_: Job, error: str, seconds: float) -> Outcome:
    """The outcome of a job that came to no result."""
    return Outcome("", FAILED, error=error, seconds=seconds)


READING = Service(work, lost, SECONDS)
