"""Writing files so that nobody ever finds half of one under its final name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def writing_whole(path: Path) -> Iterator[TextIO]:
    """A UTF-8 file to write to, which appears under its name only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Text, in UTF-8, or bytes -> a file that appears under its name only when it is complete."""
    with writing_whole(path) as file:
        file.buffer.write(content.encode("utf-8") if isinstance(content, str) else content)
