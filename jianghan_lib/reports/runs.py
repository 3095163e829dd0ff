"""What was run: a log of each folder of reports, by which a later run keeps what would come out the same; and runs from a CSV file."""

import ast
import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.fingerprints import of, of_package
from jianghan_lib.base.writing import naming
from jianghan_lib.pipeline import ledger, processed
from jianghan_lib.reports.execution import Job, Run
from jianghan_lib.reports.pages import DOSSIER, WORKBOOK

LOG = "log.csv"
COLUMNS = ("document_id", "notebook", "parameters", "status", "seconds", "report", "made_of")
MADE, FAILED, REMOVED = "made", "failed", "removed"
# What a run makes of a notebook, and of all reports of a document together.
TRACEBACK = ".failed.ipynb"
OF_NOTEBOOK = (".html", ".ipynb", TRACEBACK)
OF_DOCUMENT = (*(f"{DOSSIER}{suffix}" for suffix in (".html", ".pdf", ".docx")), f"{WORKBOOK}.xlsx")
# Columns of a file of runs that are set otherwise: the notebook, how the reports of a row are called, their language.
NOTEBOOK, NAME, LANGUAGE = "notebook", "name", "lang"


class Made:
    """What reports are made of now, and what those of a folder were made of."""

    def __init__(self, out: Path, beside: bool = False) -> None:
        """`beside`: the log lies beside the folder, in which there are only reports."""
        self.out = out
        self.log, other = (place(out), place(out, True))[:: -1 if beside else 1]
        if other.is_file() and not self.log.is_file():
            other.replace(self.log)
        self.logged = {row["report"]: row for row in read(self.log)}
        register = processed.register(paths.processed_dir())
        self.build = str(register.get("build", ""))
        self.departments = ledger.departments(paths.processed_dir(), self.build)

    def of(self, job: Job) -> str:
        """A job -> the fingerprint of the package, the notebook, its parameters, its heading and the data that it reads."""
        alone = job.document_id and own_document_only(job.notebook)
        data = self.departments.get(job.document_id, self.build) if alone else self.build
        given = json.dumps(dict(job.parameters), sort_keys=True)
        return of(of_package(), job.notebook.read_bytes(), given, repr(job.heading), data)

    def kept(self, jobs: Sequence[Job]) -> dict[int, Run]:
        """The jobs whose reports are there and would come out the same, by position.

        Of a document whose notebooks were not left there all are kept or none, so that its dossier can be joined.
        """
        found = {at: run for at, job in enumerate(jobs) if (run := self._there(job))}
        changed = {jobs[at].place for at in range(len(jobs)) if at not in found}
        return {at: run for at, run in found.items() if run.ipynb.is_file() or jobs[at].place not in changed}

    def _there(self, job: Job) -> Run | None:
        page = self.out / job.place / f"{job.notebook.stem}.html"
        row = self.logged.get(f"{job.place}/{page.name}")
        if not (row and row["status"] == MADE and page.is_file() and row["made_of"] == self.of(job)):
            return None
        seconds = float(row["seconds"])
        return Run(job.document_id, job.notebook.stem, page.with_suffix(".ipynb"), page, True, "", seconds, kept=True)

    def note(self, job: Job, run: Run) -> None:
        """A row of the log, at once: what was done stands there also where the run is killed."""
        status = MADE if run.ok else FAILED
        given = json.dumps(dict(job.parameters), ensure_ascii=False, sort_keys=True)
        report = f"{job.place}/{run.html.name}"
        self._add([job.document_id, job.notebook.stem, given, status, f"{run.seconds:.1f}", report, self.of(job)])

    def notebooks(self, place: str) -> list[Path]:
        """The executed notebooks that runs made in a folder of reports and left there: of others nothing is known."""
        made = (self.out / report for report, row in self.logged.items() if row["status"] == MADE)
        found = (page.with_suffix(".ipynb") for page in made if page.parent == self.out / place)
        return [notebook for notebook in found if notebook.is_file()]

    def clear(self, known: Collection[str]) -> None:
        """Removes the reports of documents that the collection no longer has, as far as they were made here."""
        for report, row in list(self.logged.items()):
            if row["document_id"] and row["document_id"] not in known and row["status"] != REMOVED:
                page = self.out / report
                own = [page.with_suffix(suffix) for suffix in OF_NOTEBOOK]
                for file in (*own, *(page.with_name(name) for name in OF_DOCUMENT)):
                    file.unlink(missing_ok=True)
                with suppress(OSError):  # where other files of the user are, the folder stays
                    page.parent.rmdir()
                self._add([row["document_id"], row["notebook"], row["parameters"], REMOVED, "", report, ""])

    def _add(self, row: Sequence[str]) -> None:
        self.logged[row[COLUMNS.index("report")]] = dict(zip(COLUMNS, row, strict=True))
        with naming(self.log), self.log.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([*([] if file.tell() else [COLUMNS]), row])


def place(out: Path, beside: bool = False) -> Path:
    """A folder of reports -> its log, in it or beside it."""
    return out.resolve().with_name(f"{out.resolve().name}.{LOG}") if beside else out / LOG


def read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a log, but one that was cut off."""
    if path.is_file():
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8", errors="replace"), newline="")):
            if None not in row.values() and None not in row:
                yield row


def own_document_only(notebook: Path) -> bool:
    """Whether a notebook asks the data for its own document alone: every `j.load` names it, and nothing else is asked.

    Other files that a notebook reads are not seen.
    """
    return _of_one(notebook.read_text(encoding="utf-8"))


@cache
def _of_one(notebook: str) -> bool:
    cells = json.loads(notebook)["cells"]
    try:
        code = ast.parse("\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"))
    except SyntaxError:
        return False
    chosen = {id(one.func.value) for one in ast.walk(code) if _of_own_document(one)}  # type: ignore[attr-defined]
    return all(id(one) in chosen or not _looks_further(one) for one in ast.walk(code))


def _of_own_document(node: ast.AST) -> bool:
    """Whether this is `j.documents().query("document_id == @document_id")`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "query"
        and [one.value for one in node.args if isinstance(one, ast.Constant)] == ["document_id == @document_id"]
    )


def _looks_further(node: ast.AST) -> bool:
    """Whether an expression may ask the data for other documents than the notebook's own."""
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return module.startswith("jianghan_lib") and not module.startswith("jianghan_lib.analysis")
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    named = [*node.args[1:], *(one.value for one in node.keywords if one.arg == "document")]
    own = any(isinstance(one, ast.Name) and one.id == "document_id" for one in named)
    return node.func.attr in ("sql", "documents") or (node.func.attr == "load" and not own)


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file of runs -> one row a run: document_id, notebook and name where given, and values of parameters.

    It is in UTF-8 or, as Excel saves it in China, in GB18030. An empty cell leaves the default.
    """
    from jianghan_lib.pipeline.collect import decoded

    reader = csv.DictReader(io.StringIO(decoded(path), newline=""), restkey="")
    found = []
    for number, row in enumerate(reader, 2):
        if stray := "".join(row.pop("", None) or "").strip():
            raise UsageError(
                f"{path.name}, row {number}: {stray!r} stands under no name: name its column in the first row"
            )
        found.append({name: value.strip() for name, value in row.items() if value})
    if not found:
        raise UsageError(f"{path.name}: no runs in it: give names of parameters in the first row, then one row a run")
    return found


def parameters(row: Mapping[str, str]) -> dict[str, str]:
    """A row of a file of runs -> the parameters of the notebooks in it, as typed."""
    return {name: value for name, value in row.items() if name not in ("document_id", NOTEBOOK, NAME, LANGUAGE)}
