"""A large collection: ingest, build, build of what changed, load of one document, questions in SQL, a run; time and memory.

python benchmarks/scale.py [--documents N ...] [--rows-of N] [--ingest N] [--workers N|ADDRESS] [--run N]
python benchmarks/scale.py --ratio N

--ingest reads N invented documents, each another; --ratio does so with one Dask worker of this machine and with two, and
nothing else. For --documents N records are taken from 50 invented ones, each time as those of a department of its own.
With --rows-of N the tables of N documents are made directly, without a build, for load and SQL.
What processes that were started need is in "with children".
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import cast

import jianghan_lib as j
from jianghan_lib.base import paths
from jianghan_lib.forms.records import Raw
from jianghan_lib.pipeline import build, collect, ingest, processed, store
from jianghan_lib.reports import batch
from jianghan_lib.specimens import Vices, generate

INVENTED = 50
QUESTIONS = (
    'select "table", measure, sum(amount) from amounts group by all',
    "select level, median(outturn / initial_budget) from completion where initial_budget > 0 group by all",
    "select rule, severity, count(distinct document_id) from findings group by all",
)


def used() -> float:
    """The seconds of the processor of this process and of those of its children that have ended."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """What is done -> its wall and CPU seconds, with children."""
    wall, cpu = time.monotonic(), used()
    work()
    return time.monotonic() - wall, used() - cpu


def told(what: str, times: tuple[float, float]) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<44} {times[0]:9.2f} s wall {times[1]:9.2f} s CPU   peak {memory} MB", flush=True)


def invented(folder: Path) -> list[Path]:
    """The records of invented documents, in folders."""
    made = []
    for seed in range(INVENTED):
        file = folder / f"{seed}.txt"
        file.write_text(generate(seed, "markdown", Vices()).text, encoding="utf-8")
        ingest.stage(file, folder / str(seed))
        made.append(folder / str(seed))
    return made


def copied(number: int, source: Path) -> None:
    """The records of an invented document -> those of another department, under a name of its own."""
    raw = dict(records(source))
    raw["document"] = [
        replace(fact, printed=f"{fact.printed}{number}") if fact.fact == "department" else fact
        for fact in raw["document"]
    ]
    store.write_raw(paths.raw_dir() / f"doc-{number:06}", cast(Raw, raw))


@cache
def records(source: Path) -> Raw:
    return store.read_raw(source)


def collection(count: int, sources: list[Path]) -> None:
    for number in range(count):
        copied(number, sources[number % INVENTED])


def rows_of(count: int, sources: list[Path]) -> Iterator[processed.Chunk]:
    """The tables of so many documents, made from those of the invented ones."""
    texts = []
    for source in sources:
        raw = store.read_raw(source)
        texts.append(store.as_text(build.build_document("doc", raw)))
    named = processed.PROCESSED["documents"].columns.index("department")
    for number in range(count):
        name, text = f"doc-{number:06}", texts[number % INVENTED]
        rows = {table: [[name, *row[1:]] for row in rows] for table, rows in text.items()}
        rows["documents"][0][named] += str(number)
        yield processed.Chunk(name, rows)


def asked(count: int) -> None:
    """Load of one document, five of them, and the questions."""
    j.load("completion", "doc-000000")  # the imports
    names = [f"doc-{number * count // 5:06}" for number in range(5)]
    for table in ("amounts", "completion"):
        each = [seconds(lambda table=table, name=name: j.load(table, name)) for name in names]  # type: ignore[misc]
        told(f"load({table!r}, one document), median of five", (median(w for w, _ in each), median(c for _, c in each)))
    for number, question in enumerate(QUESTIONS, 1):
        told(f"question {number} in SQL", seconds(lambda question=question: j.sql(question)))  # type: ignore[misc]


def written(count: int, folder: Path) -> Path:
    """A folder with so many invented documents, and their ids."""
    folder.mkdir()
    for seed in range(count):
        (folder / f"{seed:06}.txt").write_text(generate(INVENTED + seed, "markdown", Vices()).text, encoding="utf-8")
    (folder / "ids.csv").write_text(
        "\n".join(["file,document_id", *(f"{seed:06}.txt,doc-{seed:06}" for seed in range(count))]), encoding="utf-8"
    )
    return folder


def ingested(folder: Path, what: str, workers: int | str) -> float:
    """The wall seconds of an ingest of a folder."""
    reading = seconds(lambda: collect.ingest_folder(folder, folder / "ids.csv", workers=workers))
    told(f"{what}: ingest, {workers}", reading)
    return reading[0]


def ratio(count: int, place: Path) -> None:
    """How much sooner two Dask workers have read so many documents than one."""
    from distributed import LocalCluster

    files, wall = written(count, place / "files"), {}
    for number in (1, 2):
        paths.use_data(place / str(number))
        with LocalCluster(n_workers=number, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
            wall[number] = ingested(files, f"{count:,} documents, {number} of Dask", cluster.scheduler_address)
    print(f"two workers are {wall[1] / wall[2]:.2f} times as fast as one", flush=True)


def built(place: Path, count: int, sources: list[Path], form: str, workers: int | str) -> None:
    """In a process of its own: what it needs at its most is that of these documents."""
    paths.use_data(place)
    collection(count, sources)
    whole = seconds(lambda: build.build(form, workers))
    told(f"{count:,} documents, {form}: build", whole)
    asked(count)
    for number in range(0, count, 100):
        copied(number, sources[(number + 1) % INVENTED])
    part = seconds(lambda: build.build(workers=workers))
    told(f"{count:,} documents, {form}: build of 1 % changed", part)
    print(f"{'of the whole build':<44} {part[0] / whole[0]:9.1%} wall {part[1] / whole[1]:9.1%} CPU", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--rows-of", type=int, default=0)
    parser.add_argument("--ingest", type=int, default=0)
    parser.add_argument("--ratio", type=int, default=0)
    parser.add_argument("--workers", default="2")
    parser.add_argument(
        "--run", type=int, default=0, help="run a notebook for so many of the documents that were built last"
    )
    parser.add_argument("--format", choices=[processed.CSV, processed.PARQUET], default=processed.PARQUET)
    given = parser.parse_args()
    print(f"{sys.platform}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    workers = int(given.workers) if given.workers.isdecimal() else given.workers
    with TemporaryDirectory() as place:
        if given.ratio:
            ratio(given.ratio, Path(place))
            return
        if given.ingest:
            paths.use_data(Path(place) / "read")
            ingested(written(given.ingest, Path(place) / "files"), f"{given.ingest:,} documents", workers)
        (Path(place) / "sources").mkdir()
        sources = invented(Path(place) / "sources")
        for count in given.documents:
            paths.use_data(Path(place) / str(count))
            with ProcessPoolExecutor(1, get_context("spawn")) as alone:
                alone.submit(built, paths.data_dir(), count, sources, given.format, workers).result()
        if given.run:
            names = sorted(j.documents().query("kind == 'final_account'")["document_id"])[: given.run]
            making = seconds(
                lambda: batch.run(
                    names, ["budget_completion"], out=Path(place) / "reports", workers=workers, progress=True
                )
            )
            told(f"run of {len(names)}: reports and dossiers", making)
        if given.rows_of:
            paths.use_data(Path(place) / "direct")
            paths.processed_dir().mkdir(parents=True)
            told(
                f"{given.rows_of:,} documents' rows written",
                seconds(lambda: processed.write(rows_of(given.rows_of, sources), given.format)),
            )
            asked(given.rows_of)


if __name__ == "__main__":
    main()
