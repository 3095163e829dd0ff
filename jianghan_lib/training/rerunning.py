"""A learner's notebook executed anew, away from where it lies: in a fresh kernel, with a time limit, without answers at hand."""

import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jianghan_lib.reports import execution
from jianghan_lib.training.handing_in import HIDDEN, Notebook, notebook
from jianghan_lib.training.lesson import ONLY_RECORD

SECONDS = 60


@cache
def warm() -> TemporaryDirectory[str]:
    """Makes ready, once, that each kernel is forked from a process that has what lessons import; holds its folder.

    It pays where many are run.
    """
    folder = TemporaryDirectory()
    execution.prepare(Path(folder.name))
    return folder


def rerun(folder: Path, name: str, data: Path, seconds: int = SECONDS) -> Notebook | None:
    """A notebook of a learner's folder, and the trainer's copy of its data -> what it holds when it is run; None: not in time.

    It runs in a copy of the folder, so that nothing handed in is changed. Cells that fail do not end it. The checks only
    record: no right answer is computed in its kernel. What the code does otherwise is not fenced in.
    """
    with TemporaryDirectory() as place:
        copy = Path(place) / "work"
        shutil.copytree(folder, copy, ignore=lambda at, _: [HIDDEN] + ["data"] * (Path(at) == folder))
        shutil.copytree(data, copy / "data")
        return notebook(copy / name) if _execute(copy / name, copy, seconds) else None


def _execute(path: Path, folder: Path, seconds: int) -> bool:
    """Executes a notebook in place, in a folder; whether every cell ended in time."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    read = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
    for cell in read.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(read, timeout=seconds, allow_errors=True, kernel_name=execution.KERNEL, resources=resources)
    try:
        client.execute(env={**os.environ, ONLY_RECORD: "1"})
    except (CellTimeoutError, DeadKernelError):
        return False
    nbformat.write(read, path)
    return True
