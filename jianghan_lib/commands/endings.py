"""How the commands speak and end: nothing of a document steers the terminal; what is wrong is one line and the exit code."""

import atexit
import os
import re
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Any

import click

from jianghan_lib.base.errors import JianghanError, UsageError, one_line

# Signs that steer a terminal (C0 and C1 but tab and line end), and those that turn the direction of writing, and bytes that are no text.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def echo(text: str, err: bool = False, nl: bool = True) -> None:
    """Text to the terminal, signs that would steer it shown as escapes."""
    click.echo(STEERING.sub(lambda sign: ascii(sign.group())[1:-1], text), err=err, nl=nl)


# The exit code of a process that was told to end.
_told: list[int] = []


def end_when_told() -> None:
    """A process that is told to end (SIGTERM) ends as one that is interrupted: its workers and kernels with it."""
    signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not in the background, where it is ignored
        signal.signal(signal.SIGINT, _interrupt)
    atexit.register(_leave)  # before any other, so that it is called when all others were


def _end(number: int, _: object) -> None:
    _told.append(128 + number)
    sys.exit(128 + number)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _told.append(1)
    signal.default_int_handler(number, frame)


def _leave() -> None:
    """Leaves at once when told to: what Python still clears away takes a busy machine a second, and the system does it."""
    if _told:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(_told[0])


class Failure(click.ClickException):
    """An error of the package, shown in one line."""

    def __init__(self, error: Exception) -> None:
        super().__init__(one_line(error))

    def show(self, file: Any = None) -> None:
        echo(f"jianghan: {self.message}", err=True)


class WrongUse(Failure):
    """A name or value that is not one of the valid ones."""

    exit_code = 2


class Commands(click.Group):
    """Commands whose errors are one line without a traceback, where they are of the user's or the machine's doing."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise WrongUse(error) from error
        except BrokenPipeError:
            raise  # the reader of the output has enough, which click knows to end
        except (JianghanError, OSError, UnicodeError, MemoryError) as error:
            raise Failure(error) from error
