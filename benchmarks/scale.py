"""A large collection: build, build of what changed, load of one document and questions in SQL; time and memory.

python benchmarks/scale.py [--documents N ...] [--rows-of N]

Each document is read from an invented one of 50 and stands under its own name. With --rows-of N the tables of N documents
are made directly, without a build, for load and SQL.
"""

import argparse
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import jianghan_lib as j
from jianghan_lib.base import paths
from jianghan_lib.pipeline import build, ingest, processed, store
from jianghan_lib.specimens import Vices, generate

INVENTED = 50
QUESTIONS = (
    'select "table", measure, sum(amount) from amounts group by all',
    "select level, median(outturn / initial_budget) from completion where initial_budget > 0 group by all",
    "select rule, severity, count(distinct document_id) from findings group by all",
)


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """What is done -> its wall and CPU seconds."""
    wall, cpu = time.monotonic(), time.process_time()
    work()
    return time.monotonic() - wall, time.process_time() - cpu


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


def collection(count: int, sources: list[Path]) -> None:
    for number in range(count):
        shutil.copytree(sources[number % INVENTED], paths.raw_dir() / f"doc-{number:06}")


def rows_of(count: int, sources: list[Path]) -> Iterator[processed.Chunk]:
    """The tables of so many documents, made from those of the invented ones."""
    texts = []
    for source in sources:
        raw = store.read_raw(source)
        texts.append(store.as_text(build.build_document("doc", raw)))
    for number in range(count):
        name, text = f"doc-{number:06}", texts[number % INVENTED]
        yield processed.Chunk(name, {table: [[name, *row[1:]] for row in rows] for table, rows in text.items()})


def asked(count: int) -> None:
    """Load of one document, five of them, and the questions."""
    j.load("completion", "doc-000000")  # the imports
    names = [f"doc-{number * count // 5:06}" for number in range(5)]
    for table in ("amounts", "completion"):
        each = [seconds(lambda table=table, name=name: j.load(table, name)) for name in names]  # type: ignore[misc]
        told(f"load({table!r}, one document), median of five", (median(w for w, _ in each), median(c for _, c in each)))
    for number, question in enumerate(QUESTIONS, 1):
        told(f"question {number} in SQL", seconds(lambda question=question: j.sql(question)))  # type: ignore[misc]


def built(count: int, sources: list[Path], form: str) -> None:
    collection(count, sources)
    whole = seconds(lambda: build.build(form))
    told(f"{count:,} documents, {form}: build", whole)
    asked(count)
    for number in range(0, count, 100):
        name = paths.raw_dir() / f"doc-{number:06}"
        shutil.rmtree(name)
        shutil.copytree(sources[(number + 1) % INVENTED], name)
    part = seconds(lambda: build.build())
    told(f"{count:,} documents, {form}: build of 1 % changed", part)
    print(f"{'of the whole build':<44} {part[0] / whole[0]:9.1%} wall {part[1] / whole[1]:9.1%} CPU", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--rows-of", type=int, default=0)
    parser.add_argument("--format", choices=[processed.CSV, processed.PARQUET], default=processed.PARQUET)
    given = parser.parse_args()
    print(f"{sys.platform}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with TemporaryDirectory() as place:
        (Path(place) / "sources").mkdir()
        sources = invented(Path(place) / "sources")
        for count in given.documents:
            paths.use_data(Path(place) / str(count))
            built(count, sources, given.format)
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
