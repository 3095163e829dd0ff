"""Learners' notebooks executed anew, away from where they lie: in fresh kernels, within limits, without answers at hand."""

import os
import shutil
import site
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jianghan_lib.base.workers import Service, bounded, results
from jianghan_lib.reports import WARM, execution
from jianghan_lib.training.handing_in import HIDDEN, Notebook, notebook, text
from jianghan_lib.training.lesson import ONLY_RECORD
from jianghan_lib.training.remarks import Sentence

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What a cell and a whole notebook may take; an honest one takes four seconds and less than a gigabyte.
CELL_SECONDS, SECONDS, MEMORY = 60, 300, 4 * 2**30
# Runs before the first cell and is taken out again: the kernel is a process of its own.
BOUND = f"from jianghan_lib.base.workers import bounded; bounded({SECONDS}, {MEMORY}); del bounded"
CELL_LATE: Sentence = (f"一格超过 {CELL_SECONDS} 秒", f"a cell took more than {CELL_SECONDS} seconds")
LATE: Sentence = (f"整本超过 {SECONDS} 秒", f"it took more than {SECONDS} seconds")
TOO_LARGE: Sentence = (f"用的内存超过 {MEMORY >> 30} GiB", f"it took more than {MEMORY >> 30} GiB of memory")
DIED: Sentence = ("内核退出了", "the kernel ended")


@dataclass(frozen=True)
class Job:
    """A notebook of a learner's folder, the trainer's copy of its data, and an empty place where it is executed."""

    folder: Path
    name: str
    data: Path
    place: Path = Path()


def rerun(jobs: Sequence[tuple[Path, str, Path]], workers: int = 1) -> Iterator[Notebook | Sentence]:
    """Notebooks, each as folder, name and data -> in order, what each holds when it is run, or why it did not end.

    Each runs in a copy of its folder, so that nothing handed in is changed. Cells that fail do not end it. The checks only
    record: no right answer is computed in its kernel. What the code does otherwise is not fenced in.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as places:
        every = [Job(*one, Path(places, str(at))) for at, one in enumerate(jobs)]
        with closing(results(every, workers, RERUNNING, ordered=True)) as made:
            yield from (ended for _, ended in made)


def _rerun(job: Job) -> Notebook | Sentence:
    """The work of a process that keeps within limits itself: what a cell prints comes to it."""
    bounded(SECONDS, MEMORY)
    try:
        shutil.copytree(job.folder, job.place, ignore=lambda at, _: [HIDDEN] + ["data"] * (Path(at) == job.folder))
        shutil.copytree(job.data, job.place / "data")
        return _execute(job.place / job.name, job.place) or notebook(job.place / job.name)
    except MemoryError:
        return TOO_LARGE
    finally:
        shutil.rmtree(job.place, ignore_errors=True)


def _execute(path: Path, folder: Path) -> Sentence | None:
    """Executes a notebook in place, in a folder; why it did not come to its end, if it did not."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    read = nbformat.reads(text(path), as_version=4)
    for cell in read.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    read.cells.insert(0, nbformat.v4.new_code_cell(BOUND))
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(read, timeout=CELL_SECONDS, kernel_name=execution.KERNEL, resources=resources)
    client.allow_errors, client.shutdown_kernel = True, "immediate"
    try:
        client.execute(env={**os.environ, **_at_home(folder), ONLY_RECORD: "1"})
    except CellTimeoutError:
        return CELL_LATE
    except DeadKernelError:
        return DIED
    del read.cells[0]
    nbformat.write(read, path)
    return TOO_LARGE if _is_out_of_memory(read) else None


def _at_home(folder: Path) -> dict[str, str]:
    """The environment of a kernel whose home is this folder: what code leaves at home is gone before the next one starts.

    Packages and the cache of fonts stay where they are.
    """
    import matplotlib

    home = dict.fromkeys(("HOME", "USERPROFILE"), str(folder))
    return home | {
        "IPYTHONDIR": str(folder / ".ipython"),
        "PYTHONUSERBASE": site.getuserbase(),
        "MPLCONFIGDIR": matplotlib.get_cachedir(),
    }


def _is_out_of_memory(read: "NotebookNode") -> bool:
    return any(output.get("ename") == MemoryError.__name__ for cell in read.cells for output in cell.get("outputs", ()))


def _lost(_: Job, __: str, seconds: float) -> Sentence:
    return LATE if seconds >= SECONDS else DIED


RERUNNING = Service(_rerun, _lost, SECONDS, execution.prepare, preloaded=(WARM,))
