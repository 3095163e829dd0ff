"""Each chosen notebook for each chosen document, in parallel: the failures are named, the rest is done."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError, one_line, unknown
from jianghan_lib.base.workers import Service, results
from jianghan_lib.base.writing import LOCK, locked, write_whole
from jianghan_lib.pipeline import store
from jianghan_lib.reports import WARM, dossier, execution, index, pages, pdf, word, workbook
from jianghan_lib.reports import parameters as signature
from jianghan_lib.reports import runs as log
from jianghan_lib.reports.execution import Job, Result, Run
from jianghan_lib.translation import translated

Kept = TypeVar("Kept")
NOTEBOOKS = Service(execution.execute, execution.lost, prepare=execution.prepare, preloaded=(WARM,))

# A notebook with this parameter is about one document; another is about all of them together.
DOCUMENT = "document_id"
LANGUAGE = "lang"
# The guide to the notebooks and the notebook with menus make no report.
NO_REPORT = {"start_here", "explore"}
# How a run may be called: a part of the name of a folder.
NAMED = re.compile(r"[A-Za-z0-9_-]{1,40}")


def run(
    documents: Sequence[str] | None = None,
    notebooks: Sequence[str] | None = None,
    *,
    lang: str = "zh",
    workers: int | str = 2,
    out: Path | None = None,
    parameters: Mapping[str, object] | None = None,
    progress: bool = False,
    as_pdf: bool = False,
    as_word: bool = False,
    for_web: bool = False,
    district: str = "",
    year: int | None = None,
    kind: str = "",
    again: bool = False,
    given: Path | None = None,
) -> list[Run]:
    """Executes notebooks (default: all) for documents (default: all) into `<out>/<document_id>/`, with an index.

    `district` (a part of a name), `year` and `kind` leave out other documents.
    Notebooks about the whole collection go into `<out>/collection/`; they run where no document is named, or where they
    are named themselves. Each document also gets a dossier, which joins its reports, as PDF too with `as_pdf`, as a
    Word file with `as_word`, and a workbook of its tables. `for_web` leaves only what is for readers: no notebook, and
    the log beside the folder (`<out>.log.csv`). Reports of documents that are no longer in the collection are removed.
    Reports are kept whose package, notebook, parameters and data are those that they were made of, unless `again`; so
    a run that was killed goes on where it was. `log.csv` in the folder has a row for each report that was made. `given`
    is a CSV file with a row for each run: document_id, notebook, name, and columns of parameters (`runs.rows`).
    `workers` is the number of processes, or the address of a Dask scheduler.
    Names and values are checked before anything is executed: UsageError. A notebook that fails is left there as
    `<notebook>.failed.ipynb`, with its traceback, and is not `ok` in the list that is returned; the others still run.
    """
    folder = (Path(out) if out else paths.reports_dir()).absolute()
    if as_pdf:
        pdf.browser()
    chosen, about_all = choose_notebooks(notebooks), collection_notebooks()
    each = [notebook for notebook in chosen if notebook not in about_all.values()]
    wanted = [one for one in about_all.values() if one in chosen or not (documents or notebooks)]
    district = in_chinese(district)
    rows = {str(row[DOCUMENT]): row for row in choose_documents(documents, district, year, kind)}
    if store.COLLECTION in rows:  # of an earlier version, which did not refuse it
        store.check_id(store.COLLECTION, "document_id")
    filters = {name: value for name, value in (("district", district), ("year", year), ("kind", kind)) if value}
    if given:
        if parameters:
            raise UsageError(
                f"{given.name}: -p is not for a file of runs: give {next(iter(parameters))!r} a column in it"
            )
        jobs = [job for row in _numbered(log.rows(given)) for job in _row_jobs(row, rows, notebooks, lang)]
    else:
        jobs = report_jobs(list(rows.values()), each, lang, parameters or {})
        jobs += collection_jobs(wanted, lang, {} if each else parameters or {}, filters)
    if notebooks and rows and not jobs:
        kinds = ", ".join(sorted({str(row["kind"]) for row in rows.values()}))
        names = ", ".join(notebook.stem for notebook in chosen)
        raise UsageError(f"{names}: not for documents of the kind {kinds}: without --notebook you get what is")
    _check_documents(jobs)
    with locked(folder):
        made = log.Made(folder, for_web)
        made.clear(_known())
        books = {
            job.place: Book(rows[job.document_id], folder / job.place, lang, as_pdf, as_word)
            for job in jobs
            if job.document_id
        }
        # A book that is not there yet is joined of notebooks: where none was left, they are executed anew.
        bare = {place for place, book in books.items() if book.missing() and not made.notebooks(place)}
        kept = {at: run for at, run in ({} if again else made.kept(jobs)).items() if jobs[at].place not in bare}
        waiting = [job for at, job in enumerate(jobs) if at not in kept]
        done = iter(execute(waiting, workers, lambda result: _noted(result, made), progress))
        runs = [kept.get(at) or next(done) for at in range(len(jobs))]
        stale = {job.place for job in waiting}
        waiting_books = [
            replace(book, notebooks=tuple(made.notebooks(place)))
            for place, book in books.items()
            if place in stale or book.missing()
        ]
        runs += _write_books(waiting_books, workers)
        runs += _write_index(runs, folder, lang)
        if for_web:
            _without_notebooks(made)
    return runs


@dataclass(frozen=True)
class Book:
    """What is made of all reports of a document together: dossier and workbook, and the dossier for print."""

    facts: Mapping[str, Any]
    folder: Path
    lang: str
    as_pdf: bool
    as_word: bool
    notebooks: tuple[Path, ...] = ()

    def files(self) -> dict[str, Callable[[], object]]:
        """The names of its files, each with what makes it."""
        facts, folder, lang = self.facts, self.folder, self.lang
        page = folder / f"{pages.DOSSIER}.html"
        document = str(facts[DOCUMENT])
        made: dict[str, Callable[[], object]] = {
            page.name: lambda: dossier.write(facts, folder, self.notebooks, lang, dossier.gravest(document, lang)),
            f"{pages.WORKBOOK}.xlsx": lambda: workbook.write(facts, folder, lang),
        }
        if self.as_pdf:
            made[f"{pages.DOSSIER}.pdf"] = lambda: page.is_file() and pdf.write(page)
        if self.as_word:
            made[f"{pages.DOSSIER}.docx"] = lambda: word.write(
                facts, folder, self.notebooks, lang, dossier.gravest(document, lang)
            )
        return made

    def missing(self) -> bool:
        """Whether one of its files is not there."""
        return not all((self.folder / name).is_file() for name in self.files())

    def write(self) -> list[Run]:
        """Makes them -> those that could not be made, which are not there then, each with its error in one line."""
        return [lost for name, make in self.files().items() if (lost := self._made(name, make))]

    def _made(self, name: str, make: Callable[[], object]) -> Run | None:
        try:
            make()
        except Exception as problem:  # the others are still made
            return self.lost(name, one_line(problem))
        return None

    def lost(self, name: str, error: str) -> Run:
        """One that could not be made: what an earlier run left is not taken for it."""
        file = self.folder / name
        with suppress(OSError):
            file.unlink(missing_ok=True)
        return Run(str(self.facts[DOCUMENT]), name, file, file, False, error, 0.0)


def _write_books(books: Sequence[Book], workers: int | str) -> list[Run]:
    """Dossiers and workbooks, as many at a time as there are workers -> those that could not be made."""
    from tqdm import tqdm

    with closing(results(books, workers, BOOKS)) as ready:
        failed = dict(tqdm(ready, total=len(books), desc="dossiers and workbooks", unit="document", disable=None))
    return [run for at in sorted(failed) for run in failed[at]]


def _lost_book(book: Book, error: str, _: float) -> list[Run]:
    return [book.lost(name, error) for name in book.files() if not (book.folder / name).is_file()]


BOOKS = Service(Book.write, _lost_book, preloaded=(WARM,))


def _write_index(runs: Sequence[Run], folder: Path, lang: str) -> list[Run]:
    """The index of what was made -> itself as a run that failed, where it could not be written."""
    page = folder / "index.html"
    try:
        index.write_index(runs, folder, lang)
    except OSError as problem:  # what became of the reports is still told
        return [Run("", page.name, page, page, False, one_line(problem), 0.0)]
    return []


def _noted(result: Result, made: log.Made) -> Run:
    run = _keep(result, made.out)
    try:
        made.note(result.job, run)
    except OSError as problem:  # the other reports are still made
        return replace(run, ok=False, error=run.error or one_line(problem))
    return run


def _numbered(found: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of a file of runs -> the same, each with a name where several are of the same document and notebook."""
    kinds = Counter((row.get(DOCUMENT), row.get(log.NOTEBOOK)) for row in found)
    many = {one for one, count in kinds.items() if count > 1}
    return [
        {log.NAME: str(number) if (row.get(DOCUMENT), row.get(log.NOTEBOOK)) in many else "", **row}
        for number, row in enumerate(found, 1)
    ]


def _row_jobs(
    row: Mapping[str, str], documents: Mapping[str, dict[str, Any]], notebooks: Sequence[str] | None, lang: str
) -> list[Job]:
    """A row of a file of runs -> its jobs: its notebook or those that are chosen, for its document or for all."""
    name, lang = row.get(log.NAME, ""), row.get(LANGUAGE, lang)
    if name and not NAMED.fullmatch(name):
        raise UsageError(f"{log.NAME} {name!r}: a run is called by letters, digits, - and _")
    chosen = choose_notebooks([row[log.NOTEBOOK]] if log.NOTEBOOK in row else notebooks)
    own = [documents[name] for name in _named([row[DOCUMENT]] if DOCUMENT in row else None, documents)]
    typed: dict[str, object] = {}
    for notebook in chosen:
        typed |= signature.from_text(notebook, log.parameters(row))
    about_all = [one for one in chosen if one in collection_notebooks().values()]
    if about_all and DOCUMENT in row:
        raise UsageError(
            f"{about_all[0].stem} is about all documents: leave {DOCUMENT} empty in its row, which has {row[DOCUMENT]!r}"
        )
    each = [one for one in chosen if one not in about_all]
    jobs = [*report_jobs(own, each, lang, typed), *collection_jobs(about_all, lang, typed)]
    return [replace(job, name=name) for job in jobs]


def _without_notebooks(made: log.Made) -> None:
    """Removes what is not for readers: the lock, and the executed notebooks that runs made, but those that failed."""
    places = {Path(report).parent.name for report in made.logged}
    for file in [made.out / LOCK, *(one for place in places for one in made.notebooks(place))]:
        with suppress(OSError):  # a system may not let go of an open file, and then removes it itself
            file.unlink(missing_ok=True)


def execute(
    jobs: Sequence[Job], workers: int | str, keep: Callable[[Result], Kept], progress: bool = False
) -> list[Kept]:
    """Jobs -> what `keep` makes of each result, in the order of the jobs; `keep` is called as each result is ready."""
    from tqdm import tqdm

    kept: dict[int, Kept] = {}
    quiet = not (progress and sys.stderr.isatty())
    with (
        TemporaryDirectory() as trails,
        closing(
            results([replace(job, trail=Path(trails, str(at))) for at, job in enumerate(jobs)], workers, NOTEBOOKS)
        ) as ready,
        tqdm(total=len(jobs), desc="notebooks", unit="notebook", disable=quiet) as bar,
    ):
        for position, result in ready:
            kept[position] = keep(result)
            bar.set_postfix_str(f"{jobs[position].document_id} {jobs[position].notebook.stem}".strip(), refresh=False)
            bar.update()
    return [kept[position] for position in range(len(jobs))]


def all_notebooks() -> dict[str, Path]:
    """The notebooks that are about one document, by name."""
    found = sorted(paths.notebooks_dir().glob("*.ipynb"))
    return {path.stem: path for path in found if DOCUMENT in signature.read(path) and path.stem not in NO_REPORT}


def collection_notebooks() -> dict[str, Path]:
    """The notebooks that are about the whole collection and make a report, by name."""
    found = sorted(paths.notebooks_dir().glob("*.ipynb"))
    return {path.stem: path for path in found if path.stem not in all_notebooks() and path.stem not in NO_REPORT}


def choose_notebooks(names: Sequence[str] | None) -> list[Path]:
    """Names of notebooks, or none for all that are about a document -> their files; UsageError for an unknown one."""
    each = all_notebooks()
    known = {**each, **collection_notebooks()} if names else each
    return [known[name] for name in _chosen("notebook", names, list(known))]


def in_chinese(place: str) -> str:
    """A place as an English reader writes it (Wuhan, jiangan district) -> its Chinese name, where it is the one place of documents so called."""
    from jianghan_lib import documents

    asked = place.casefold().replace("'", "")
    if not asked or not place.isascii():
        return place
    rows = documents()
    names = {*rows["district"], *rows["region"].str.findall("[^省市区州县]+[省市区州县]").explode().dropna()} - {""}
    found = [name for name in names if translated(name).casefold().replace("'", "").startswith(asked)]
    return found[0] if len(found) == 1 else place


def choose_documents(
    ids: Sequence[str] | None, district: str = "", year: int | None = None, kind: str = ""
) -> list[dict[str, Any]]:
    """Identifiers of documents, or none for all, and filters -> their rows of `documents`.

    `district` is a part of the name of the department, its district, city or province, `kind` final_account, budget or self_evaluation.
    UsageError for an unknown identifier, and where no document is left.
    """
    from jianghan_lib import documents

    rows = documents().set_index(DOCUMENT, drop=False)
    rows = rows.loc[_named(ids, dict.fromkeys(rows.index))]
    of = sum(rows[name].str.contains(district, regex=False) for name in ("region", "district", "department")) > 0
    found = rows[of & ((rows["fiscal_year"] == year) | (year is None)) & ((rows["kind"] == kind) | (kind == ""))]
    if len(rows) and found.empty:
        asked = ", ".join(str(one) for one in (district, year, kind) if one)
        there = "select distinct district, fiscal_year, kind from documents"
        raise UsageError(f'no document is of {asked}: `jianghan sql "{there}"` or start_here.ipynb show what there is')
    return cast(list[dict[str, Any]], found.to_dict("records"))


def _named(ids: Sequence[str] | None, known: Collection[str]) -> list[str]:
    """These documents, all where none is named."""
    if waiting := [name for name in ids or () if name not in known and name in store.raw_documents()]:
        raise UsageError(f"{waiting[0]!r} was ingested but its tables are not made yet: run `jianghan build`")
    return _chosen("document", ids, known)


def report_jobs(
    documents: Sequence[Mapping[str, Any]], notebooks: Sequence[Path], lang: str, given: Mapping[str, object]
) -> list[Job]:
    """Every notebook for every document that it is for, with its parameters checked -> jobs that make a page each."""
    if lang not in pages.LABELS:
        raise unknown("language", lang, pages.LABELS)
    if own := sorted({DOCUMENT, LANGUAGE} & set(given)):
        raise UsageError(
            f"{own[0]!r} is not set with -p: name the documents as arguments (run ID ...), the language with --lang"
        )
    return [
        Job(
            str(document[DOCUMENT]),
            notebook,
            _parameters(notebook, {**given, DOCUMENT: str(document[DOCUMENT])}, lang),
            pages.heading(document, notebook, suiting(notebooks, document), lang),
        )
        for document in documents
        for notebook in suiting(notebooks, document)
    ]


def _known() -> Mapping[str, None]:
    """The documents of the collection."""
    from jianghan_lib import documents

    return dict.fromkeys(documents()[DOCUMENT])


def _check_documents(jobs: Sequence[Job]) -> None:
    """Parameters that name documents name some that are there: UsageError."""
    known = _known()
    for job in jobs:
        signature.check_documents(job.notebook, job.parameters, known)


def suiting(notebooks: Sequence[Path], document: Mapping[str, Any]) -> list[Path]:
    """The notebooks that are for the kind of a document: those that declare it, or declare none."""
    return [one for one in notebooks if not (kinds := signature.kinds(one)) or document["kind"] in kinds]


def collection_jobs(
    notebooks: Sequence[Path], lang: str, given: Mapping[str, object], filters: Mapping[str, object] | None = None
) -> list[Job]:
    """Notebooks about the whole collection -> jobs that make a page each; filters go to those that declare them."""
    return [
        Job(
            "",
            notebook,
            _parameters(notebook, {**_declared(notebook, filters or {}), **given}, lang),
            pages.collection_heading(notebook, notebooks, lang),
        )
        for notebook in notebooks
    ]


def _declared(notebook: Path, filters: Mapping[str, object]) -> dict[str, object]:
    declared = signature.read(notebook)
    return {name: value for name, value in filters.items() if name in declared}


def _chosen(what: str, names: Sequence[str] | None, known: Collection[str]) -> list[str]:
    """Names, each once and in order, or all known ones; UsageError for an unknown one, or where none is known."""
    if not known:
        raise UsageError(f"there is no {what} to run: add one first (see README.md)")
    for name in names or ():
        if name not in known:
            raise unknown(what, name, known)
    return list(dict.fromkeys(names or known))


def _parameters(notebook: Path, given: Mapping[str, object], lang: str) -> dict[str, object]:
    """What is given to a notebook, checked; the language only where it takes one."""
    full = {**given, LANGUAGE: lang} if LANGUAGE in signature.read(notebook) else dict(given)
    signature.check(notebook, full)
    return full


def _keep(result: Result, out: Path) -> Run:
    """A result -> its files under their final names, and none of an earlier run that could be taken for them."""
    job, folder = result.job, out / result.job.place
    files = {suffix: folder / f"{job.notebook.stem}{suffix}" for suffix in log.OF_NOTEBOOK}
    texts = {log.TRACEBACK: result.notebook} if result.error else {".ipynb": result.notebook, ".html": result.page}
    error = result.error
    try:
        for suffix, file in files.items():
            if text := texts.get(suffix):
                write_whole(file, text)
            else:
                file.unlink(missing_ok=True)
    except OSError as problem:  # the other reports are still made
        error = error or one_line(problem)
    return Run(
        job.document_id,
        job.notebook.stem,
        files[".ipynb"],
        files[".html"],
        not error,
        error,
        result.seconds,
    )
