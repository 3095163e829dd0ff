"""Reports by the plain loop `papermill` and `nbconvert`, and by this package: CPU and wall time in one run, and the ratios.

The loop makes notebooks and their pages; `jianghan run` a dossier and a workbook of each document and the index besides.

python benchmarks/batch.py [ID ...] [--notebook NAME ...]
"""

import argparse
import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from jianghan_lib.base import paths
from jianghan_lib.reports import batch
from jianghan_lib.reports.execution import Job

SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER: what a command leaves behind is waited for here, and so counted


def measured(work: Callable[[], None]) -> tuple[float, float]:
    """What is done -> its CPU and wall seconds, those of all processes it started included."""
    before, started = os.times(), time.monotonic()
    work()
    wall = time.monotonic() - started
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, wall


def loop(jobs: Sequence[Job], out: Path) -> None:
    """Each report by two commands, each a process of its own."""
    for job in jobs:
        made = out / f"{job.document_id}-{job.notebook.name}"
        given = [word for name, value in job.parameters.items() for word in ("-p", name, str(value))]
        command = ["papermill", str(job.notebook), str(made), *given, "--no-progress-bar"]
        subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
        command = ["nbconvert", "--to", "html", str(made)]
        subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)


def ours(words: Sequence[str], out: Path) -> None:
    """All that `jianghan run` makes."""
    code = "from jianghan_lib.commands.main import main; main()"
    subprocess.run([sys.executable, "-c", code, "run", *words, "--out", str(out)], check=True, capture_output=True)


def alike(words: Sequence[str], out: Path) -> None:
    """Notebooks and their pages, as the loop makes them, by the workers of `jianghan run`."""
    subprocess.run([sys.executable, __file__, *words, "--into", str(out)], check=True, capture_output=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", metavar="ID")
    parser.add_argument("--notebook", action="append", metavar="NAME")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="Only make notebooks and pages, in this folder.")
    given = parser.parse_args()
    documents = batch.choose_documents(given.documents)
    jobs = batch.report_jobs(documents, batch.choose_notebooks(given.notebook), "zh", {})
    if not (given.documents or given.notebook):
        jobs += batch.collection_jobs(list(batch.collection_notebooks().values()), "zh", {})
    if given.into:
        batch.execute(jobs, 2, lambda result: batch._keep(result, given.into))
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    words = [*given.documents, *(word for notebook in given.notebook or () for word in ("--notebook", notebook))]
    with TemporaryDirectory() as folder:
        plain = measured(lambda: loop(jobs, Path(folder)))
        pages = measured(lambda: alike(words, Path(folder) / "pages"))
        whole = measured(lambda: ours(words, Path(folder) / "reports"))
    print(f"{len(jobs)} reports of {paths.notebooks_dir()}, load {os.getloadavg()[0]:.1f}")
    named = {"papermill and nbconvert, one by one": plain, "notebooks and pages": pages, "jianghan run, all": whole}
    for name, (cpu, wall) in named.items():
        ratios = f"{cpu / plain[0]:5.2f} {wall / plain[1]:5.2f}"
        print(f"{name:<36} CPU {cpu:7.1f} s   wall {wall:7.1f} s   ratios {ratios}")


if __name__ == "__main__":
    main()
