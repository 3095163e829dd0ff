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


def loop(documents: Sequence[str], notebooks: Sequence[Path], out: Path) -> None:
    for document in documents:
        for notebook in notebooks:
            made = out / f"{document}-{notebook.name}"
            command = ["papermill", str(notebook), str(made), "-p", "document_id", document, "--no-progress-bar"]
            subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
            command = ["nbconvert", "--to", "html", "--no-input", str(made)]
            subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)


def ours(documents: Sequence[str], notebooks: Sequence[Path], out: Path) -> None:
    names = [word for notebook in notebooks for word in ("--notebook", notebook.stem)]
    code = "from jianghan_lib.commands.main import main; main()"
    command = [sys.executable, "-c", code, "run", *documents, *names, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", metavar="ID")
    parser.add_argument("--notebook", action="append", metavar="NAME")
    given = parser.parse_args()
    documents = [str(one["document_id"]) for one in batch.choose_documents(given.documents)]
    notebooks = batch.choose_notebooks(given.notebook)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with TemporaryDirectory() as folder:
        plain = measured(lambda: loop(documents, notebooks, Path(folder)))
        mine = measured(lambda: ours(documents, notebooks, Path(folder) / "reports"))
    print(f"{len(documents) * len(notebooks)} reports of {paths.notebooks_dir()}")
    for name, (cpu, wall) in (("papermill and nbconvert, one by one", plain), ("jianghan run", mine)):
        print(f"{name:<36} CPU {cpu:7.1f} s   wall {wall:7.1f} s")
    print(f"{'ratio':<36} CPU {mine[0] / plain[0]:7.2f}     wall {mine[1] / plain[1]:7.2f}")


if __name__ == "__main__":
    main()
