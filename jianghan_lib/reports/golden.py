"""The executed notebooks that nbval compares: made anew, compared, and checked for what nbval overlooks."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jianghan_lib import reports
from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.writing import write_whole
from jianghan_lib.pipeline.build import build
from jianghan_lib.pipeline.ingest import ingest_here
from jianghan_lib.reports import batch
from jianghan_lib.reports.execution import KERNEL, Job, Result, prepare

# nbval does not compare these, and they are most of the bytes.
IMAGES = ("image/png", "image/jpeg", "application/pdf")
LOCAL_PATH = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users)/|[A-Za-z]:\\Users\\|site-packages")
WARNING = re.compile(r"\b\w*Warning:")
SEMICOLON = "ends with a semicolon, which hides an output from people but not from nbval: end with plt.show()"
STDERR = "holds a warning or other text on stderr"
# Invented documents of the kinds that the repository's data lack, a folder each with the files that it is made of: read and
# built anew for each comparison, from these folders to the sentences of their notebooks.
INVENTED = "invented"
# How nbval's processes are told the data of the repository and those of the invented documents.
DATA = ("JIANGHAN_GOLDEN", "JIANGHAN_GOLDEN_INVENTED")
HELP = """
A notebook no longer shows what is committed; the cells are named above. To see old and new output side by side:
    jianghan golden --update
    git diff tests/golden notebooks
Commit it if the new output is right; else mend the code and update again.
"""


def update(workers: int = 2, progress: bool = False) -> list[str]:
    """Executes the committed notebooks in place and every notebook for the documents held -> a line for each that failed.

    A failed one keeps the file it had.
    """
    _refuse_other_data()
    own, each = [Job("", notebook) for notebook in committed()], jobs_of_documents()
    failures = batch.execute([*own, *each], workers, _keep, progress)
    with invented():
        others = jobs_of_documents() if _invented() else []
        failures += batch.execute(others, workers, _keep, progress)
    for stale in set(stored()) - {place(job) for job in (*each, *others)}:
        stale.unlink()
    return [failure for failure in failures if failure]


def compare(workers: int = 2) -> int:
    """Runs nbval over the committed and the golden notebooks -> its exit code; says how to accept a difference."""
    _refuse_other_data()
    files = [*committed(), *stored()]
    if not files:
        raise UsageError("there is no executed notebook to compare: make them with `jianghan golden --update`")
    parallel = ["-n", str(workers), "--dist", "loadfile"] if find_spec("xdist") else []
    options = [
        "-p",
        "no:cacheprovider",
        "-p",
        reports.__name__,
        "-p",
        __name__,
        "-q",
        "--nbval",
        "--nbval-kernel-name",
        KERNEL,
        *parallel,
    ]
    command = [sys.executable, "-m", "pytest", *options, *map(str, files)]
    here = paths.data_dir()
    with invented():
        told = dict(zip(DATA, map(str, (here, paths.data_dir())), strict=True))
        code = subprocess.run(command, cwd=paths.REPOSITORY, env={**os.environ, **told}, check=False).returncode
    if code:
        print(HELP)
    return code


def pytest_configure(config: Any) -> None:
    """This module as a plugin: the kernels that nbval starts are warm, as those of reports are, and of this very Python.

    Notebooks are executed by the processes that pytest distributes its work to, or by its own where it distributes none.
    """
    if os.environ.get("PYTEST_XDIST_WORKER") or not config.getoption("numprocesses", None):
        folder = TemporaryDirectory()
        config.add_cleanup(folder.cleanup)
        prepare(Path(folder.name))


def pytest_runtest_setup(item: Any) -> None:
    """The notebooks of invented documents are given the data of these, all others those of the repository."""
    paths.use_data(Path(os.environ[DATA[item.path.parent.name in _invented()]]))


@contextmanager
def invented() -> Iterator[None]:
    """The invented documents, read and built, are the data in use."""
    with TemporaryDirectory() as folder, paths.using(Path(folder)):
        for document, files in _invented().items():
            ingest_here(files, document)
        if _invented():
            build(workers=1)
        yield


def _invented() -> dict[str, list[Path]]:
    """The invented documents, by their ids: their files, in their order."""
    folders = sorted((paths.golden_dir() / INVENTED).glob("*"))
    return {folder.name: sorted(folder.iterdir()) for folder in folders}


def _refuse_other_data() -> None:
    """What is committed belongs to the data that is committed: UsageError where other data is in use."""
    if paths.data_dir() != paths.REPOSITORY / "data":
        raise UsageError(
            "JIANGHAN_DATA names other data: the committed notebooks belong to the repository's data, so unset it"
        )


def jobs_of_documents() -> list[Job]:
    """Every notebook for each of the documents whose notebooks are compared."""
    jobs = batch.report_jobs(documents_held(), batch.choose_notebooks(None), "zh", {})
    return [Job(job.document_id, job.notebook, job.parameters) for job in jobs]


def documents_held() -> list[dict[str, Any]]:
    """The documents whose notebooks are compared: of each kind and place the latest, so that many years take no more time."""
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sorted(batch.choose_documents(None), key=lambda row: str(row["fiscal_year"])):
        latest[str(one["kind"]), str(one["admin_code"] or one["department"])] = one
    return sorted(latest.values(), key=lambda row: str(row[batch.DOCUMENT]))


def committed() -> list[Path]:
    """The notebooks that people open, with their figures: the analyses, and the lessons with their solutions."""
    return sorted([*paths.notebooks_dir().glob("*.ipynb"), *paths.lessons_dir().glob("*.ipynb")])


def stored() -> list[Path]:
    """The golden notebooks that lie in the repository."""
    return sorted(paths.golden_dir().glob("*/*.ipynb"))


def place(job: Job) -> Path:
    """A job -> where its golden notebook lies; one without a document is executed in place."""
    return paths.golden_dir() / job.document_id / job.notebook.name if job.document_id else job.notebook


def problems() -> list[str]:
    """What is wrong with the committed and the golden notebooks, a line each: missing ones, and the flaws of each."""
    wanted, present = list(map(place, jobs_of_documents())), stored()
    if _invented():
        with invented():
            wanted += map(place, jobs_of_documents())
    found = [f"{_shown(file)}: missing" for file in wanted if file not in present]
    found += [f"{_shown(file)}: no such document or notebook any more" for file in present if file not in wanted]
    return found + [flaw for file in (*committed(), *present) for flaw in flaws(file)]


def flaws(file: Path) -> Iterator[str]:
    """An executed notebook -> a line for each cell not executed, error, warning and local path in it."""
    content = json.loads(file.read_text(encoding="utf-8"))
    for number, cell in enumerate(content["cells"]):
        for flaw in _cell_flaws(cell):
            yield f"{_shown(file)} cell {number}: {flaw}"


def _cell_flaws(cell: dict[str, Any]) -> Iterator[str]:
    source, outputs = "".join(cell["source"]), cell.get("outputs", [])
    if cell["cell_type"] == "code" and source.strip() and cell.get("execution_count") is None:
        yield "not executed"
    if cell["cell_type"] == "code" and source.rstrip().endswith(";"):
        yield SEMICOLON
    texts = [source, *map(_text, outputs)]
    if any(output["output_type"] == "error" for output in outputs):
        yield "holds an error"
    if any(output.get("name") == "stderr" for output in outputs) or any(map(WARNING.search, texts[1:])):
        yield STDERR
    if local := next(filter(None, map(LOCAL_PATH.search, texts)), None):
        yield f"holds a local path ({local.group()})"


def _text(output: dict[str, Any]) -> str:
    """An output -> all its text, images left out."""
    data = {kind: value for kind, value in output.get("data", {}).items() if kind not in IMAGES}
    return "\n".join("".join(part) for part in (output.get("text", ""), output.get("traceback", ""), *data.values()))


def _keep(result: Result) -> str:
    """A result -> its golden file, or the line that says why there is none."""
    if result.error:
        return f"{result.job.document_id or 'notebooks'}/{result.job.notebook.stem}: {result.error}"
    write_whole(place(result.job), without_images(result.notebook) if result.job.document_id else result.notebook)
    return ""


def without_images(notebook: str) -> str:
    """An executed notebook as text -> the same without the bytes of its figures."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        for output in cell.get("outputs", []):
            for kind in IMAGES:
                output.get("data", {}).pop(kind, None)
                output.get("metadata", {}).pop(kind, None)
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _shown(file: Path) -> str:
    return file.relative_to(paths.REPOSITORY).as_posix() if file.is_relative_to(paths.REPOSITORY) else file.name
