"""Writing files so that nobody ever finds half of one under its final name."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Text -> a UTF-8 file that appears under its name only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
