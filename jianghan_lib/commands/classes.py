"""The commands of a trainer, thin like those of `cli`, which has them among its own."""

from dataclasses import replace
from pathlib import Path

import click

from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.text import guarded
from jianghan_lib.base.writing import write_whole
from jianghan_lib.commands.endings import echo


@click.command("class")
@click.option("--learners", type=click.IntRange(1), help="How many learners.  [default: those of the roster, else 20]")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed and secret make the same class."
)
@click.option(
    "--secret", default="", help="Repeats a class: see trainer/secret.txt of it.  [default: a new one by chance]"
)
@click.option("--lessons", default="", metavar="N,N", help="Which lessons, such as 1,2,3,6.  [default: all]")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of lessons and slides.  [default: both]")
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text file of learners' names, one a line, with an ID number behind a comma.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="A new folder to fill.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes at the same time.")
def make_class(
    learners: int | None,
    seed: int,
    secret: str,
    lessons: str,
    lang: str | None,
    roster: Path | None,
    out: Path,
    workers: int,
) -> None:
    """Make what a class needs: lessons and an invented department for each learner, solutions and keys for the trainer.

    \b
    Examples:
        jianghan class --learners 20 --out my-class
        jianghan class --roster names.txt --lessons 1,2,3,6 --lang zh --out half-a-day
    """
    from secrets import token_hex

    from tqdm import tqdm

    from jianghan_lib.training.classes import Plan, make

    names = _names(roster) if roster else ()
    count = learners or len(names) or 20
    if names and len(names) != count:
        raise UsageError(f"{roster}: {len(names)} names for {count} learners: leave --learners out, or mend the roster")
    plan = Plan(seed, secret or token_hex(16), lang=lang or "", names=names)
    plan = replace(plan, lessons=_lessons(lessons)) if lessons else plan
    for _ in tqdm(make(out, count, plan, workers), total=count, unit="learner", leave=False, disable=None):
        pass
    echo(f"{count} learners in {out / 'learners'}; solutions, slides and keys in {out / 'trainer'}")
    echo(f"next: hand out the folders of the learners; when they are done, jianghan mark {out}")


def _names(roster: Path) -> tuple[str, ...]:
    """The names of a roster, without empty lines."""
    names = tuple(line.strip() for line in roster.read_text(encoding="utf-8-sig").splitlines() if line.strip())
    if not names:
        raise UsageError(f"{roster}: no names in it: write one a line")
    return names


def _lessons(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(one) for one in text.replace("，", ",").split(","))
    except ValueError:
        raise UsageError(f"--lessons {text}: give numbers with commas between, such as 1,2,3,6") from None


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--run", is_flag=True, help="Execute a copy of each notebook anew and compare its answers. It runs learners' code."
)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes at the same time.")
def mark(folder: Path, run: bool, workers: int) -> None:
    """Mark the saved notebooks of a class.

    Shows how many answers of each lesson are right, and writes every answer to trainer/marks.csv of the folder. A
    notebook that is missing, broken or about another learner's department is named. What looks as if an answer was not
    found by the learner is listed in trainer/suspicions.csv, for the trainer to judge; trainer/failures.csv counts which exercise
    was wrong how often, and how. trainer/feedback has a page for each learner, trainer/moodle.csv the grades as Moodle
    imports them. Without --run no notebook is executed.

    \b
    Example:
        jianghan mark my-class
    """
    from jianghan_lib.training import handing_back, marking

    handed_in = marking.collect(folder)
    suspicions = marking.suspicions(folder, run, handed_in, workers)
    marks = marking.noted(marking.mark(folder, handed_in), suspicions)
    names = handing_back.of_roster(folder, "name")
    told = {"marks": handing_back.called(marks, names), "suspicions": handing_back.called(suspicions, names)}
    for name, table in (told | {"failures": marking.failures(marks)}).items():
        write_whole(folder / "trainer" / f"{name}.csv", handing_back.BYTE_ORDER_MARK + guarded(table))
    handing_back.write(marks, folder)
    echo(handing_back.called(marking.summary(marks), names).to_string())
    for line in marking.problems(marks):
        echo(line, err=True)
    echo(f"next: hand back {folder / 'trainer' / 'feedback'}, a page a learner", err=True)
    if len(suspicions):
        echo(f"{len(suspicions)} suspicions to look at in {folder / 'trainer' / 'suspicions.csv'}", err=True)


COMMANDS = (make_class, mark)
