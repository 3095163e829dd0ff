"""How the commands end when something is wrong: one line on stderr, and the exit code."""

from typing import Any

import click

from jianghan_lib.base.errors import JianghanError, UsageError


class Failure(click.ClickException):
    """An error of the package, shown in one line."""

    def __init__(self, error: JianghanError) -> None:
        super().__init__(str(error))

    def show(self, file: Any = None) -> None:
        click.echo(f"jianghan: {self.message}", err=True)


class WrongUse(Failure):
    """A name or value that is not one of the valid ones."""

    exit_code = 2


class Commands(click.Group):
    """Commands whose known errors are one line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except JianghanError as error:
            raise (WrongUse if isinstance(error, UsageError) else Failure)(error) from error
