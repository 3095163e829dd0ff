"""Killing a process at its n-th change of a file: an audit hook makes it exact."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def killed_at_every_change(action: Callable[[], object], prepare: Callable[[], object], step: int = 1) -> Iterator[int]:
    """Prepares, kills the action at its first change of a file, gives 1; then at its second, ... until it comes to its end.

    With a step, at every so many changes only.
    """
    for number in range(1, 1000, step):
        prepare()
        if not _killed(action, number):
            return
        yield number
    raise AssertionError("the action does not end")


def _killed(action: Callable[[], object], number: int) -> bool:
    """Whether a child process that does the action was killed before its end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _kill_at(number)
            action()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the action failed"
    return False


def _kill_at(number: int) -> None:
    left = number

    def hook(event: str, given: tuple[Any, ...]) -> None:
        nonlocal left
        if event in CHANGES or (event == "open" and isinstance(given[2], int) and given[2] & WRITES):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
