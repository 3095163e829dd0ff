"""The commands: each a thin layer over a function that a notebook can call, imported when the command runs."""

import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.places import unmarked
from jianghan_lib.base.schema import SEVERITIES
from jianghan_lib.base.text import guarded
from jianghan_lib.commands import classes, keeping
from jianghan_lib.commands.endings import Commands, echo, end_when_told

if TYPE_CHECKING:
    import pandas as pd

    from jianghan_lib.pipeline.build import Built

# Where the work of ingest, build and run is done.
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Processes of this machine at the same time.",
)
SCHEDULER = click.option(
    "--scheduler", default="", metavar="ADDRESS", help="Work on a Dask cluster instead, such as tcp://10.0.0.1:8786."
)
FIRST = "First: jianghan ingest FILE, then jianghan run --build, which makes reports."
FINDING = "{severity}\t{rule}\t{table}\t{where}\t{at}line {line}\t{message}"


@click.group(
    cls=Commands, epilog=FIRST, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(version("jianghan-lib"), prog_name="jianghan")
def commands() -> None:
    """Chinese departments' budgets and final accounts as checked tables and reports."""


for command in (*keeping.COMMANDS, *classes.COMMANDS):
    commands.add_command(command)


@commands.command()
@click.argument(
    "given", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...|FOLDER"
)
@click.option("--id", "document_id", default="", help="Identifier of the document.  [default: proposed]")
@click.option(
    "--ids",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For a folder: CSV file with the columns file and document_id; files with one id are one document.",
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.  [default: data/raw]"
)
@click.option("--with-text", is_flag=True, help="Store the prose of the document too, on your own machine.")
@click.option("--again", is_flag=True, help="For a folder: read unchanged files again too.")
@WORKERS
@SCHEDULER
def ingest(
    given: tuple[Path, ...],
    document_id: str,
    ids: Path | None,
    out: Path | None,
    with_text: bool,
    again: bool,
    workers: int,
    scheduler: str,
) -> None:
    """Read a document, or all of a folder, into records as printed.

    PDF, Word (.docx), Excel (.xlsx), web pages, markdown and text; what a file is, is told by its content. Several files
    are those of one document, such as its tables beside its text, in the order given; places then name the file.

    \b
    Examples:
        jianghan ingest 2024部门决算.pdf
        jianghan ingest 2024部门决算.docx --id ID
        jianghan ingest 2024部门预算.pdf 2024预算表.xlsx --id ID
        jianghan ingest my-downloads --ids ids.csv
    """
    from jianghan_lib.pipeline import withheld

    for path in given:
        withheld.refuse_file(path)
    failed = 0
    if any(path.is_dir() for path in given):
        from jianghan_lib.pipeline import collect

        if len(given) > 1:
            raise UsageError("several files are one document: a folder goes alone")
        (path,) = given
        if document_id:
            raise UsageError("--id is for one file: give the ids of a folder's files with --ids")
        outcomes = collect.ingest_folder(
            path, ids, out=out, with_text=with_text, again=again, workers=scheduler or workers, progress=True
        )
        echo(collect.table(outcomes, collect.others(path)))
        for outcome in outcomes:
            if outcome.state == collect.FAILED:
                failed += 1
                echo(f"failed\t{outcome.file}\t{outcome.error}", err=True)
            elif outcome.ingested and outcome.ingested.replaced:
                echo(f"replaced\t{outcome.document_id}\t{outcome.ingested.replaced}", err=True)
    else:
        from jianghan_lib.pipeline.collect import ingest as read_one

        echo(read_one(given, document_id, out, with_text).summary)
    echo("next: jianghan build")
    sys.exit(1 if failed else 0)


@commands.command()
@click.argument("document_id")
@click.argument("what")
@keeping.LANG
def trace(document_id: str, what: str, lang: str) -> None:
    """Show where a value, code or name is printed.

    Its table, row, column and line; an amount in 元 is found where it is printed in 万元, and the other way. The printed
    lines are shown too when the document is at hand: its folder in JIANGHAN_DOCUMENTS, or ingested --with-text.

    \b
    Example:
        jianghan trace ID 10,238.96
        jianghan trace ID 102389600元 --lang en
        jianghan trace ID 2080102
    """
    from jianghan_lib.pipeline.trace import printed_lines
    from jianghan_lib.pipeline.trace import trace as find

    places = find(document_id, what, lang)
    if not places:
        raise JianghanError(f"{what!r} is not printed in {document_id}: give a figure, code or name as it stands there")
    for place in places:
        echo(str(place))
    shown: dict[int, str] = {}
    for place in places:
        before = place.line - unmarked(place.line, place.box)[1]  # of several files each has lines of its own
        lines = printed_lines(document_id, place.line)
        shown |= {number: f"{number - before:>6} | {text}" for number, text in lines if number not in shown}
    for number in sorted(shown):
        echo(shown[number])
    echo(f"next: where it was misread, jianghan correct {document_id} PLACE VALUE --reason TEXT", err=True)


@commands.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    help="Form of the tables.  [default: as they are; at first CSV, beyond 1,000 documents Parquet]",
)
@WORKERS
@SCHEDULER
def build(form: str | None, workers: int, scheduler: str) -> None:
    """Make the typed, checked tables of what was read.

    Of the records in data/raw it makes data/processed: only what changed.

    \b
    Examples:
        jianghan build
        jianghan build --format parquet
    """
    built = _build(form or "", scheduler or workers)
    for table, rows in built.counts.items():
        echo(f"{table}\t{rows}")
    echo("next: jianghan audit, jianghan run or jianghan lab")
    sys.exit(1 if built.failed else 0)


def _build(form: str, workers: int | str) -> "Built":
    """The tables made of what was read; documents that fail are named."""
    from jianghan_lib.pipeline import withheld
    from jianghan_lib.pipeline.build import build as make

    withheld.refuse_build()
    built = make(form, workers)
    for document, error in built.failed.items():
        echo(f"failed\t{document}\t{error}", err=True)
    return built


@commands.command()
@click.argument("query")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def sql(query: str, form: str) -> None:
    """Ask the tables by SQL.

    The dialect is DuckDB's; each table is there under its name.

    \b
    Examples:
        jianghan sql "select document_id, sum(gap) from projects group by all"
        jianghan sql "select * from findings where severity = 'error'" --format csv
    """
    from jianghan_lib import sql as ask

    _show(ask(query), form)
    if form == "table":
        echo("next: --format csv > FILE keeps the rows", err=True)


@commands.command()
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the sentences."
)
@click.option("--coverage", is_flag=True, help="Show what each rule looked at instead: passed, failed, not applicable.")
@click.option(
    "--unchecked",
    is_flag=True,
    help="List the printed figures that nothing repeats instead (minutes a document); with --coverage: count them.",
)
@click.option(
    "--severity", type=click.Choice(SEVERITIES), multiple=True, help="Only findings of this severity; may be repeated."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "reading"]),
    help="End with exit code 1 when a document contradicts itself so gravely or worse; reading: when something could not be read.",
)
def audit(
    ids: tuple[str, ...],
    form: str,
    lang: str,
    coverage: bool,
    unchecked: bool,
    severity: tuple[str, ...],
    fail_on: str | None,
) -> None:
    """Show the contradictions found in documents.

    Those of a document stand together, the gravest and largest first.

    \b
    Examples:
        jianghan audit
        jianghan audit ID --severity error --format csv > errors.csv
        jianghan audit --coverage
        jianghan audit --fail-on error
    """
    from jianghan_lib import load
    from jianghan_lib.pipeline import withheld
    from jianghan_lib.reports.batch import choose_documents

    chosen = withheld.allowed([str(document["document_id"]) for document in choose_documents(ids)], asked=bool(ids))
    findings = load("findings")
    findings = all_of_them = findings[findings["document_id"].isin(chosen)]
    findings = findings[findings["severity"].isin(severity or SEVERITIES)]
    if coverage and unchecked:
        from jianghan_lib.pipeline.review import counted

        _show(counted(chosen), form)
    elif coverage:
        checks = load("checks").drop(columns=["line", "page", "box"])
        _show(checks[checks["document_id"].isin(chosen)], form)
        echo("next: jianghan audit ID lists what did not agree", err=True)
    elif unchecked:
        from jianghan_lib.pipeline.review import unchecked as unrepeated

        _show(unrepeated(chosen), form)
        echo("next: jianghan trace ID FIGURE shows where it is printed", err=True)
    elif form == "table":
        from jianghan_lib.pipeline.review import shared

        alike = shared(findings, load("documents"))
        for one in cast(list[dict[str, Any]], alike.to_dict("records")):
            sentence = one[f"message_{lang}"]
            echo(f"{one['place']}, {one['documents']} documents: {one['severity']}\t{one['rule']}\t{sentence}")
        findings = findings.drop(index=[row for rows in alike["rows"] for row in rows])
        for document_id in chosen:
            _list(document_id, findings[findings["document_id"] == document_id], lang)
        echo("next: jianghan trace ID FIGURE shows where it is printed; jianghan run makes the reports", err=True)
    else:
        from jianghan_lib.pipeline.review import ranked

        _show(ranked(findings).sort_values("document_id", kind="stable"), form)
    _fail(all_of_them, fail_on or "")


def _fail(findings: "pd.DataFrame", fail_on: str) -> None:
    """Ends the command where a document contradicts itself so gravely, or where something could not be read."""
    told = findings[findings["about"] == ("reading" if fail_on == "reading" else "document")]
    if fail_on == "reading" and len(told):
        raise JianghanError(f"{len(told)} place{'' if len(told) == 1 else 's'} could not be read: see the list")
    worse = {"error": ["error"], "warning": ["error", "warning"]}.get(fail_on, [])
    count = int(told["severity"].isin(worse).sum())
    if count:
        raise JianghanError(
            f"{count} finding{'' if count == 1 else 's'} of severity {' or '.join(worse)}: see the list"
        )


def _list(document_id: str, findings: "pd.DataFrame", lang: str) -> None:
    """The contradictions of one document, a line each, the gravest and largest first; then what could not be read."""
    from jianghan_lib.pipeline.review import ranked

    unread = findings["about"] == "reading"
    told, lost = int((~unread).sum()), int(unread.sum())
    echo(f"{document_id}: {told} finding{'' if told == 1 else 's'}, {lost} place{'' if lost == 1 else 's'} not read")
    for finding in cast(list[dict[str, Any]], ranked(findings[~unread]).to_dict("records")):
        echo("  " + _finding(finding, lang))
    for finding in cast(list[dict[str, Any]], findings[unread].to_dict("records")):
        echo("  not read: " + _finding(finding, lang))


def _show(frame: "pd.DataFrame", form: str) -> None:
    """A frame as csv, json or an aligned table."""
    if form == "csv":
        echo(guarded(frame), nl=False)
    elif form == "json":
        echo(frame.to_json(orient="records", force_ascii=False))
    else:
        echo(frame.to_string(index=False))


@commands.command()
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option(
    "--notebook", "notebooks", multiple=True, metavar="NAME", help="A notebook to run; may be repeated.  [default: all]"
)
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the reports."
)
@WORKERS
@SCHEDULER
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the reports.  [default: reports]"
)
@click.option(
    "-p",
    "pairs",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Another parameter of the notebooks; may be repeated.",
)
@click.option(
    "--district",
    default="",
    help="Only departments with this in their name, or in that of their district, city or province; in Chinese or English.",
)
@click.option("--year", type=int, help="Only documents of this fiscal year.")
@click.option(
    "--kind", type=click.Choice(["final_account", "budget", "self_evaluation"]), help="Only documents of this kind."
)
@click.option("--build", "build_first", is_flag=True, help="Build first: after an ingest or a correction.")
@click.option("--pdf", is_flag=True, help="Print the dossier of each document as PDF, with an installed browser.")
@click.option("--word", is_flag=True, help="Make the dossier of each document as a Word file too.")
@click.option(
    "--for-web",
    is_flag=True,
    help="Leave only pages and workbooks in the folder: no executed notebooks, and log.csv beside it.",
)
@click.option("--again", is_flag=True, help="Make all reports anew, also those of which nothing has changed.")
@click.option(
    "--parameters",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A CSV file with one row a run: document_id, notebook, name, and parameters by their names.",
)
def run(
    ids: tuple[str, ...],
    notebooks: tuple[str, ...],
    lang: str,
    workers: int,
    scheduler: str,
    out: Path | None,
    pairs: tuple[tuple[str, str], ...],
    district: str,
    year: int | None,
    kind: str | None,
    build_first: bool,
    pdf: bool,
    word: bool,
    for_web: bool,
    again: bool,
    parameters: Path | None,
) -> None:
    """Execute notebooks and make reports of them.

    Without a name, every notebook for every document. A notebook that fails is kept with its traceback, and the
    others still run. A report of which nothing has changed since it was made is kept. FOLDER/log.csv says what was run.
    Reports of documents that are no longer in the collection are removed.

    \b
    Examples:
        jianghan run
        jianghan run ID --notebook budget_completion --lang en --out my-reports
        jianghan run --build
        jianghan run --district NAME --year 2024 --kind final_account
        jianghan run --parameters runs.csv --out trials
    """
    from jianghan_lib.base import paths
    from jianghan_lib.reports import batch

    given = _typed(batch.choose_notebooks(notebooks), dict(pairs))
    unbuilt = _build("", scheduler or workers).failed if build_first else {}
    runs = batch.run(
        ids, notebooks, lang=lang, workers=scheduler or workers, out=out, parameters=given, progress=True, as_pdf=pdf, as_word=word,
        for_web=for_web, district=district, year=year, kind=kind or "", again=again, given=parameters,
    )  # fmt: skip
    failed = [result for result in runs if not result.ok]
    for result in failed:
        echo(f"failed\t{result.document_id}\t{result.notebook}\t{result.error}", err=True)
    kept = sum(result.kept for result in runs)
    same = f", {kept} kept as nothing of theirs changed (--again makes all)" if kept else ""
    made = f"{len(runs) - len(failed) - kept} of {len(runs)} reports made{same}"
    folder = out or paths.reports_dir()
    echo(f"{made}: {folder / 'index.html'}")
    pages = [result.html for result in runs if result.ok]
    echo(f"next: open {pages[0] if len(pages) == 1 else folder / 'index.html'} in a browser")
    sys.exit(1 if failed or unbuilt else 0)


@commands.command()
@click.option("--update", is_flag=True, help="Execute them anew and store what they show.")
@WORKERS
def golden(update: bool, workers: int) -> None:
    """Compare or renew the committed outputs of notebooks.

    Without an option nbval executes the notebooks and compares every output with the committed one.

    \b
    Examples:
        jianghan golden
        jianghan golden --update
    """
    from jianghan_lib.reports import golden as reference

    if not update:
        sys.exit(1 if reference.compare(workers) else 0)
    failures = reference.update(workers, progress=True)
    for failure in failures:
        echo(f"failed\t{failure}", err=True)
    echo("next: git diff notebooks")
    sys.exit(1 if failures else 0)


@commands.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[JUPYTERLAB OPTION ...]")
def lab(options: tuple[str, ...]) -> None:
    """Open JupyterLab on the notebooks, with start_here.ipynb.

    \b
    Examples:
        jianghan lab
        jianghan lab --no-browser --port 8890
    """
    from jianghan_lib.base import paths
    from jianghan_lib.lab.start import command, environment

    sys.exit(subprocess.run(command(options), cwd=paths.notebooks_dir(), env=environment(), check=False).returncode)


def _typed(notebooks: list[Path], pairs: Mapping[str, str]) -> dict[str, object]:
    """Values as typed for parameters -> values of the types that the notebooks declare."""
    from jianghan_lib.reports import parameters

    given: dict[str, object] = {}
    for notebook in notebooks:
        given.update(parameters.from_text(notebook, pairs))
    return given


def _finding(finding: Mapping[str, Any], lang: str) -> str:
    file, line, _ = unmarked(finding["line"], str(finding["box"] or ""))
    at = f"{file} " if file else ""
    return FINDING.format(**{**finding, "at": at, "line": line, "message": finding[f"message_{lang}"]})


def main() -> None:
    """The console script: UTF-8 whatever the terminal's locale says, then the commands."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    end_when_told()
    commands(prog_name="jianghan")


if __name__ == "__main__":
    main()
