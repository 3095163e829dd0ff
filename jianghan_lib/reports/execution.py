"""One notebook, executed by papermill with this very Python: a job goes in, its result comes out."""

import json
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghan_lib.base.errors import one_line
from jianghan_lib.pipeline import store
from jianghan_lib.reports import pages

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL = "python3"
CELL_SECONDS = 600
# What the message of a kernel that did not come up begins with.
NOT_STARTED = "Kernel died before replying"
# What is said of a kernel that ended while a cell ran: the system ends a process that wants more memory than there is.
CAUSE = "most likely for want of memory: close other programs, or run fewer at once (--workers 1)"
DIED = f"its kernel ended, {CAUSE}"
# What differs between two runs of the same notebook, or between machines, and says nothing about the data.
TRANSIENT = ("papermill", "execution", "ExecuteTime")

# The kind of an output that is a figure.
DRAWN = "image/png"


@dataclass(frozen=True)
class Job:
    """A notebook to be executed for a document; a page is made where there is a heading for one.

    Each cell that is done is noted in the file `trail`.
    """

    document_id: str
    notebook: Path
    parameters: Mapping[str, object] = field(default_factory=dict)
    heading: pages.Heading | None = None
    name: str = ""
    trail: Path | None = None

    @property
    def place(self) -> str:
        """The folder of its report: that of the document, or one beside it for a run that has a name."""
        folder = self.document_id or store.COLLECTION
        return f"{folder}@{self.name}" if self.name else folder


@dataclass(frozen=True)
class Result:
    """What became of a job: the executed notebook and its page as text, and the error in one line, each or empty."""

    job: Job
    notebook: str
    page: str
    error: str
    seconds: float


@dataclass(frozen=True)
class Run:
    """One notebook executed for one document: where its files are, or the error in one line."""

    document_id: str
    notebook: str
    ipynb: Path
    html: Path
    ok: bool
    error: str
    seconds: float
    kept: bool = False


def prepare(folder: Path) -> None:
    """A folder -> in it, a kernel of this very Python, found before any other kernel that the user has installed."""
    from ipykernel.kernelspec import write_kernel_spec

    from jianghan_lib.reports import kernels

    environment = {**kernels.BACKEND, "IPYTHONDIR": str(folder / "ipython")}
    about = {"env": environment, "metadata": dict(kernels.prepare())}
    write_kernel_spec(folder / "kernels" / KERNEL, overrides=about)
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (str(folder), os.environ.get("JUPYTER_PATH"))))


def execute(job: Job) -> Result:
    """A job -> its result; a failure is in the result, with the notebook as far as it got."""
    started = time.monotonic()
    notebook, error, page = None, "", ""
    try:
        notebook, error = _run(job)
        if notebook and job.heading and not error:
            page = pages.page(notebook, job.heading)
    except Exception as problem:  # whatever it is, the other jobs go on and the user is told
        error = one_line(problem)
    return Result(job, _text(notebook) if notebook else "", page, error, time.monotonic() - started)


def lost(job: Job, error: str, seconds: float) -> Result:
    """The result of a job whose process came to no end of its own, with the notebook as far as it got."""
    done = _noted(job.trail) if job.trail and job.trail.is_file() else []
    if not done:
        return Result(job, "", "", error, seconds)
    notebook = done[0][1]
    for at, cell in done[1:]:
        notebook["cells"][at] = cell
    return Result(job, _text(stable(_node(notebook))), "", f"cell [{len(done)}]: {error}, {CAUSE}", seconds)


def _noted(trail: Path) -> list[Any]:
    """What was noted of a notebook: itself without outputs, then each cell that was executed, with its place."""
    lines = trail.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def stable(notebook: "NotebookNode") -> "NotebookNode":
    """An executed notebook -> the same without times, versions and chance, so that a rerun gives identical bytes."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata = {key: value for key, value in cell.metadata.items() if key not in TRANSIENT and value != []}
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
        cell.setdefault("id", f"cell-{number}")
        if cell.cell_type == "code":
            cell.outputs = [_lean(output) for output in _joined(cell.outputs)]
    own = {"jianghan": notebook.metadata["jianghan"]} if "jianghan" in notebook.metadata else {}
    notebook.metadata = own | {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": KERNEL},
        "language_info": {"name": "python"},
    }
    return _node(notebook)


def _run(job: Job) -> "tuple[NotebookNode | None, str]":
    """A job -> the executed notebook, and the error if it failed."""
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    ran: list[NotebookNode] = []
    try:
        _execute(job, ran)
        error = ""
    except PapermillExecutionError as problem:
        error = f"cell [{problem.exec_count}] {problem.ename}: {(problem.evalue.splitlines() or [''])[0]}"
    except DeadKernelError:
        error = f"cell [{_reached(ran[-1])}]: {DIED}"
    except Exception as problem:
        error = one_line(problem)
    return (stable(ran[-1]) if ran else None), error


def _reached(notebook: "NotebookNode") -> int:
    """The count of the cell that was begun last; papermill calls those to come completed where a notebook ends early."""
    begun = [cell.metadata.get("papermill", {}).get("start_time") for cell in notebook.cells]
    return sum(cell.cell_type == "code" for cell, one in zip(notebook.cells, begun, strict=True) if one)


def _execute(job: Job, ran: "list[NotebookNode]", attempts: int = 2) -> None:
    """Runs a job's notebook, put behind `ran` as it begins; a kernel that dies while it starts is started once more.

    Kernels choose their ports before they open them: of two that start at the same moment one may find its port taken.
    """
    import papermill
    from papermill.engines import papermill_engines

    from jianghan_lib.reports.engine import NAME, Kept

    papermill_engines.register(NAME, Kept)
    try:
        papermill.execute_notebook(
            _source(job.notebook),
            None,
            dict(job.parameters),
            engine_name=NAME,
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            execution_timeout=CELL_SECONDS,
            shutdown_kernel="immediate",
            trail=job.trail,
            ran=ran,
        )
    except RuntimeError as problem:
        if attempts < 2 or not str(problem).startswith(NOT_STARTED):
            raise
        _execute(job, ran, attempts - 1)


def _source(path: Path) -> "NotebookNode":
    """A notebook file -> the notebook, its cells named by position where they have no name of their own."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["nbformat_minor"] = 5
    for number, cell in enumerate(content["cells"]):
        cell.setdefault("id", f"cell-{number}")
    return _node(content)


def _joined(outputs: "list[NotebookNode]") -> "list[NotebookNode]":
    """Outputs -> the same, with neighbouring pieces of one printed text joined: where they break is chance."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _lean(output: "NotebookNode") -> "NotebookNode":
    """An output, its figure in the 256 colours nearest to its own: a third of the bytes of every page that shows it."""
    from PIL import Image

    if printed := output.get("data", {}).get(DRAWN):
        lean = BytesIO()
        with Image.open(BytesIO(b64decode(printed))).convert("RGBA") as figure:
            if figure.getchannel("A").getextrema() != (255, 255):
                return output  # one that lets shine through what is below it
            figure.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(lean, "PNG")
        output["data"][DRAWN] = b64encode(lean.getvalue()).decode()
    return output


def _read(path: Path) -> "NotebookNode":
    import nbformat

    return nbformat.read(path, as_version=4)


def _node(content: Mapping[str, object]) -> "NotebookNode":
    import nbformat

    return nbformat.from_dict(content)


def _text(notebook: "NotebookNode") -> str:
    import nbformat

    return nbformat.writes(notebook, version=4) + "\n"
