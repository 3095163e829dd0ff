"""Reports by the plain loop `papermill` and `nbconvert`, and by `jianghan run`: CPU and wall time in one run, and the ratio.

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


def ours(documents: Sequence[str], notebooks: Sequence[str], out: Path) -> None:
    names = [word for notebook in notebooks for word in ("--notebook", notebook)]
    code = "from jianghan_lib.commands.main import main; main()"
    command = [sys.executable, "-c", code, "run", *documents, *names, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", metavar="ID")
    parser.add_argument("--notebook", action="append", metavar="NAME")
    given = parser.parse_args()
    documents = batch.choose_documents(given.documents)
    jobs = batch.report_jobs(documents, batch.choose_notebooks(given.notebook), "zh", {})
    if not (given.documents or given.notebook):
        jobs += batch.collection_jobs(list(batch.collection_notebooks().values()), "zh", {})
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with TemporaryDirectory() as folder:
        plain = measured(lambda: loop(jobs, Path(folder)))
        mine = measured(lambda: ours(given.documents, given.notebook or (), Path(folder) / "reports"))
    print(f"{len(jobs)} reports of {paths.notebooks_dir()}, load {os.getloadavg()[0]:.1f}")
    for name, (cpu, wall) in (("papermill and nbconvert, one by one", plain), ("jianghan run", mine)):
        print(f"{name:<36} CPU {cpu:7.1f} s   wall {wall:7.1f} s")
    print(f"{'ratio':<36} CPU {mine[0] / plain[0]:7.2f}     wall {mine[1] / plain[1]:7.2f}")


if __name__ == "__main__":
    main()
