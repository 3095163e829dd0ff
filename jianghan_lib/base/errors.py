"""Errors: each is one line that says what is wrong, where, and what to do about it."""


class JianghanError(Exception):
    """Something could not be done; the message says what, where, and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it in a notebook: the line, and no traceback."""
        return [f"{type(self).__name__}: {one_line(self)}"]


class UsageError(JianghanError):
    """A name or value that the caller gave is not one of the valid ones."""


def one_line(problem: BaseException) -> str:
    """An exception -> one line: the message of one of ours, what the system refused and where; else its kind and first line."""
    lines = str(problem).strip().splitlines()
    if isinstance(problem, OSError) and problem.strerror and not isinstance(problem, ConnectionError | TimeoutError):
        where = problem.filename2 or problem.filename
        return f"{f'{where}: ' if where else ''}{problem.strerror.lower()}: look at the rights and the room on the disk, and try again"
    if isinstance(problem, JianghanError):
        return " ".join(lines)
    return f"{type(problem).__name__}: {lines[0]}" if lines else type(problem).__name__


def unknown(what: str, given: object, valid: object) -> UsageError:
    """The error for a name that is not among the valid ones, which it lists."""
    names = ", ".join(str(name) for name in valid) if not isinstance(valid, str) else valid  # type: ignore[attr-defined]
    return UsageError(f"unknown {what} {given!r}: {f'choose one of {names}' if names else 'there are none yet'}")
