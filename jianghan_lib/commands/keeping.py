"""The commands that keep a collection: what changed in it, and what a person corrects."""

import sys
from pathlib import Path

import click

from jianghan_lib.base.text import guarded
from jianghan_lib.commands.endings import echo

LANG = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the words."
)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--format", "form", type=click.Choice(["table", "csv", "html"]), default="table", show_default=True)
@LANG
@click.option("--exit-code", is_flag=True, help="End with exit code 1 when anything differs, for scripts.")
def diff(old: Path, new: Path, form: str, lang: str, exit_code: bool) -> None:
    """Show what changed between two data folders.

    Documents new, gone or published anew; figures that differ, old and new beside each other, with the places where they
    are printed; findings of the audit and corrections that are new or gone. Both folders must be built.

    \b
    Examples:
        jianghan diff data-of-last-month data
        jianghan diff old new --format csv > changes.csv
        jianghan diff old new --format html > changes.html
    """
    from jianghan_lib.reports import comparing, pages

    changes = comparing.diff(old, new, lang)
    if form == "html":
        echo(comparing.page(changes, old, new, lang), nl=False)
    elif form == "csv":
        echo(guarded(changes), nl=False)
    else:
        echo("\n".join(comparing.listed(changes, old, new, lang)) or pages.LABELS[lang]["diff_none"])
    echo(comparing.summary(changes, lang), err=form != "table")
    if len(changes):
        echo("next: jianghan run makes the reports of what changed anew", err=True)
    sys.exit(1 if exit_code and len(changes) else 0)


@click.command(context_settings={"ignore_unknown_options": True})  # a value may be negative
@click.argument("document_id")
@click.argument("place")
@click.argument("value")
@click.option("--reason", required=True, help="Why, for whoever reads the report.")
@click.option("--printed", default="", help="The figure that stands there, where the place holds several.")
@click.option("--nth", type=click.IntRange(1), default=None, help="Which of several, counted as they are listed.")
@click.option("--by", default="", help="Who corrects it.  [default: the user of this machine]")
def correct(document_id: str, place: str, value: str, reason: str, printed: str, nth: int | None, by: str) -> None:
    """Correct a figure of a document by hand.

    PLACE is a line as reports and `jianghan trace` name it (675, 第675行, p12 L30), VALUE what should be printed there. The
    next build applies it, and reports say so. Writes a row of data/raw/ID/corrections.csv: what stood there, what
    should, who says so, when and why. A correction that no longer fits the document makes the build say so: nothing is
    corrected silently.

    \b
    Examples:
        jianghan correct ID 第549行 28.40 --reason "misprint: the table has 28.40"
        jianghan correct ID "page 12, line 30" 1,204.00 --printed 1,240.00 --reason "digits turned round"
    """
    from jianghan_lib.pipeline import corrections

    row = corrections.correct(document_id, place, value, printed=printed, nth=nth or 0, reason=reason, by=by)
    echo(f"{document_id} {place}: {row['printed']} -> {row['corrected']} ({row['by']}, {row['date']}: {row['reason']})")
    echo(f"next: jianghan run {document_id} --build")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID ...")
def remove(ids: tuple[str, ...]) -> None:
    """Take documents out of the collection.

    Their records and corrections go too; reports that were made stay.

    \b
    Examples:
        jianghan remove ID && jianghan build
    """
    from jianghan_lib.pipeline.collect import remove as take_out

    take_out(ids)
    echo(f"removed: {', '.join(ids)}\nnext: jianghan build")


@click.command()
@click.argument("old")
@click.argument("new")
def rename(old: str, new: str) -> None:
    """Give a document another id.

    Reports that were made under the old one stay.

    \b
    Examples:
        jianghan rename OLD NEW && jianghan build
    """
    from jianghan_lib.pipeline.collect import rename as call

    call(old, new)
    echo(f"{old} -> {new}\nnext: jianghan build")


COMMANDS = (diff, correct, remove, rename)
