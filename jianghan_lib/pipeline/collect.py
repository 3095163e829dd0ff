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
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.files import locked, making
from jianghan_lib.base.text import width
from jianghan_lib.base.workers import Service, results
from jianghan_lib.pipeline import store
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import Ingested, claimed, named, propose, settle, stage
from jianghan_lib.readers.text import decode

# What may be a document; what a file is, is then told by its content.
DOCUMENTS = frozenset(
    [
        ".pdf",
        ".docx",
        ".doc",
        ".wps",
        ".xlsx",
        ".xls",
        ".xlsb",
        ".et",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
        ".txt",
        ".md",
        ".rtf",
        ".ofd",
        ".odt",
        ".ods",
    ]
)
SECONDS = 1200.0
MEMORY = 4 * 2**30
IDS = ["file", "document_id"]
READ, UNCHANGED, SAME, FAILED = "read", "unchanged", "same file", "failed"
COLUMNS = ("file", "recognised as", "id", "tables", "missing", "findings", "unread", "seconds")


@dataclass(frozen=True)
class Job:
    """A file to read, and the folder for its records until they have an id."""

    path: Path
    folder: Path
    with_text: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a file: `read`, `unchanged`, `same file` (as `document_id` was read from) or `failed`, and why.

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
    workers: int = 2,
    progress: bool = False,
) -> list[Outcome]:
    """Every document in a folder and the folders in it -> data/raw, and what became of each, by file.

    `ids` is a CSV file with the columns file (its path in the folder) and document_id; for other files an id is
    proposed. A file that claims the id of another one fails. With `again`, unchanged files are read again too.
    Raises UsageError for a wrong list of ids and JianghanError for a folder without documents.
    """
    files = find(folder)
    given = read_ids(ids, files) if ids else {}
    out = out or paths.raw_dir()
    with locked(out), making(out) as place:
        outcomes, waiting = _passed_over(folder, files, given, out, again)
        jobs = [Job(folder / file, place / str(number), with_text) for number, file in enumerate(waiting)]
        for file, outcome in zip(waiting, _outcomes(jobs, workers, progress), strict=True):
            outcomes[file] = _settled(replace(outcome, file=file), given, list(outcomes.values()), out)
    return [outcomes[file] for file in files]


def ingest_file(path: Path, document_id: str = "", out: Path | None = None, with_text: bool = False) -> Ingested:
    """One document -> data/raw, as `ingest` does, read by a worker whose time and memory are bounded."""
    if document_id:
        store.check_id(document_id)
    out = out or paths.raw_dir()
    with locked(out), making(out) as place:
        (outcome,) = _outcomes([Job(path, place / "one", with_text)], 1, False)
        if outcome.ingested is None:
            raise JianghanError(outcome.error if path.name in outcome.error else f"{path.name}: {outcome.error}")
        return named(outcome.ingested, path.name, document_id, out)


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
    return (
        one.file,
        what,
        name,
        str(len(found)),
        " ".join(missing) or "-",
        str(one.findings),
        str(one.unread),
        f"{one.seconds:.1f}",
    )


def find(folder: Path) -> list[str]:
    """The documents in a folder and below, as paths within it, sorted; hidden files and lock files are none."""
    files = [file for file in _seen(folder) if Path(file).suffix.lower() in DOCUMENTS]
    if not files:
        raise JianghanError(f"{folder}: no documents in it: one ends in {' '.join(sorted(DOCUMENTS))}")
    return files


def others(folder: Path) -> list[str]:
    """The endings of the files in a folder and below that are taken for no documents (pictures, archives), each once."""
    return sorted({Path(file).suffix.lower() or file for file in _seen(folder)} - DOCUMENTS)


def _seen(folder: Path) -> list[str]:
    """The files of a folder and below, as paths within it, sorted; hidden files and lock files left out."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("~$")]
    names = [path.relative_to(folder).as_posix() for path in files]
    return sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))


def read_ids(path: Path, files: Sequence[str]) -> dict[str, str]:
    """A CSV file of file and document_id -> the id of each file; UsageError where it does not fit the folder.

    It is in UTF-8 or, as Excel saves it in China, in GB18030.
    """
    reader = csv.DictReader(io.StringIO(_decoded(path), newline=""))
    if not set(IDS) <= set(reader.fieldnames or ()):
        raise UsageError(
            f"{path.name}: columns are {reader.fieldnames}: give {' and '.join(IDS)} in the first row, a comma between"
        )
    rows = [((row["file"] or "").replace("\\", "/").strip(), (row["document_id"] or "").strip()) for row in reader]
    for number, (name, document_id) in enumerate(rows, 2):
        if name not in files:
            raise UsageError(f"{path.name}, row {number}: {name!r} is no document of the folder: give its path in it")
        store.check_id(document_id, f"{path.name}, row {number}: document_id")
    for column, values in (("file", [name for name, _ in rows]), ("document_id", [one for _, one in rows])):
        if twice := [value for value, count in Counter(values).items() if count > 1]:
            raise UsageError(f"{path.name}: {column} {twice[0]!r} stands in two rows: give each once")
    return dict(rows)


def _decoded(path: Path) -> str:
    try:
        return decode(path.read_bytes(), path.name)
    except JianghanError as error:
        raise UsageError(f"{path.name}: is not text in UTF-8 or GB18030: save it as CSV, with commas") from error


def _known(out: Path) -> dict[str, str]:
    """Checksums of the files that were read before, and whose records are all there and whole -> their ids."""
    folders = sorted(path for path in out.glob("[!.]*") if path.is_dir() and store.is_whole(path))
    return {store.read_facts(one)["source_sha256"]: one.name for one in folders}


def _passed_over(
    folder: Path, files: Sequence[str], given: Mapping[str, str], out: Path, again: bool
) -> tuple[dict[str, Outcome], list[str]]:
    """Files -> what becomes of those that need not be read (unchanged, or the same as another one), and the others."""
    known = _known(out)
    first: dict[str, str] = {}
    outcomes: dict[str, Outcome] = {}
    waiting = []
    for file in files:
        with (folder / file).open("rb") as opened:
            checksum = hashlib.file_digest(opened, "sha256").hexdigest()
        there = known.get(checksum, "")
        if checksum in first:
            outcomes[file] = Outcome(file, SAME, error=f"the same file as {first[checksum]}")
        elif there and not again:
            outcomes[file] = Outcome(file, UNCHANGED, _renamed(out, there, given.get(file, there)))
        else:
            waiting.append(file)
        first.setdefault(checksum, file)
    return outcomes, waiting


def _renamed(out: Path, before: str, document_id: str) -> str:
    """The records of an unchanged file under the id that is now given for it: never under two."""
    if document_id != before and not (out / document_id).exists():
        (out / before).replace(out / document_id)
        return document_id
    return before


def _outcomes(jobs: Sequence[Job], workers: int, progress: bool) -> Iterator[Outcome]:
    """Jobs -> their outcomes in the order of the jobs, each as soon as those before it are there."""
    from tqdm import tqdm

    early: dict[int, Outcome] = {}
    quiet = not (progress and sys.stderr.isatty())
    with closing(results(jobs, workers, READING)) as ready, tqdm(total=len(jobs), unit="file", disable=quiet) as bar:
        next_one = 0
        for position, outcome in ready:
            early[position] = outcome
            bar.update()
            while next_one in early:
                yield early.pop(next_one)
                next_one += 1


def _settled(outcome: Outcome, given: Mapping[str, str], others: Sequence[Outcome], out: Path) -> Outcome:
    """A file that was read -> its records under its id, unless that id is another file's."""
    if outcome.ingested is None:
        return outcome
    facts = outcome.ingested.facts
    document_id = given.get(outcome.file) or propose(facts)
    users = [file for file, one in given.items() if one == document_id and file != outcome.file]
    users += [one.file for one in others if one.document_id == document_id]
    if outcome.file not in given and not users:
        users = list(filter(None, [claimed(out / document_id, facts)]))
    if users:
        error = f"its id would be {document_id}, which is that of {users[0]}: give it another in a CSV file (--ids)"
        return replace(outcome, state=FAILED, error=error)
    settled = settle(outcome.ingested, document_id, out)
    return replace(outcome, document_id=document_id, ingested=settled)


def prepare(_: Path) -> None:
    """A worker's memory is bounded, where the system can do it: a file that asks for more fails alone."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass


def work(job: Job) -> Outcome:
    """A job -> its outcome; whatever goes wrong is in the outcome, in one line."""
    started = time.monotonic()
    try:
        ingested = stage(job.path, job.folder, job.with_text)
        findings = build_document("read", store.read_raw(job.folder))["findings"]
        told = [one for one in findings if one["about"] == "document" and one["severity"] in ("error", "warning")]
        unread = [one for one in findings if one["about"] == "reading"]
        seconds = time.monotonic() - started
        return Outcome("", READ, ingested=ingested, findings=len(told), unread=len(unread), seconds=seconds)
    except JianghanError as problem:
        error = str(problem)
    except MemoryError:
        error = f"needs more than {MEMORY >> 30} GiB of memory: is this a disclosure?"
    except Exception as problem:  # whatever it is, the other files go on and the user is told
        error = f"{type(problem).__name__}: {(str(problem).splitlines() or [''])[0]}"
    return lost(job, error, time.monotonic() - started)


def lost(_: Job, error: str, seconds: float) -> Outcome:
    """The outcome of a job that came to no result."""
    return Outcome("", FAILED, error=error, seconds=seconds)


READING = Service(prepare, work, lost, SECONDS)
