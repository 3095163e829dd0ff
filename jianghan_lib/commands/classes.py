"""The commands of a trainer, thin like those of `cli`, which has them among its own."""

from pathlib import Path

import click

from jianghan_lib.base.files import write_whole
from jianghan_lib.commands.endings import echo, guarded


@click.command("class")
@click.option("--learners", type=click.IntRange(1, 99), default=20, show_default=True, help="How many learners.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed makes the same class."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="A new folder to fill.")
def make_class(learners: int, seed: int, out: Path) -> None:
    """Make what a class needs: lessons and an invented department for each learner, solutions and keys for the trainer.

    \b
    Example:
        jianghan class --learners 20 --seed 1 --out my-class
    """
    from tqdm import tqdm

    from jianghan_lib.training.classes import make

    for _ in tqdm(make(out, learners, seed), total=learners, unit="learner", leave=False, disable=None):
        pass
    echo(f"{learners} learners in {out / 'learners'}; solutions, slides and keys in {out / 'trainer'}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--run", is_flag=True, help="Execute a copy of each notebook anew and compare its answers. It runs learners' code."
)
def mark(folder: Path, run: bool) -> None:
    """Mark the saved notebooks of a class.

    Shows how many answers of each lesson are right, and writes every answer to trainer/marks.csv of the folder. A
    notebook that is missing, broken or about another learner's department is named. What looks as if an answer was not
    found by the learner is listed in trainer/suspicions.csv, for the trainer to judge. Without --run no notebook is executed.

    \b
    Example:
        jianghan mark my-class
    """
    from jianghan_lib.training import marking

    marks = marking.mark(folder)
    write_whole(folder / "trainer" / "marks.csv", guarded(marks))
    suspicions = marking.suspicions(folder, run)
    write_whole(folder / "trainer" / "suspicions.csv", guarded(suspicions))
    echo(marking.summary(marks).to_string())
    for line in marking.problems(marks):
        echo(line, err=True)
    if len(suspicions):
        echo(f"{len(suspicions)} suspicions to look at in {folder / 'trainer' / 'suspicions.csv'}", err=True)


COMMANDS = (make_class, mark)
