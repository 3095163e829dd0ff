"""Where a figure is printed, as one short text: `L549`, `p12 L30 72.0,101.2,130.5,110.0`, or `tables.pdf p12 L30 ...`."""

import re

# The place as reports print it; a box behind it holds no space.
PLACE = re.compile(r"(?:(?P<file>.+?) )??(?:p(?P<page>\d+) )?L(?P<line>\d+)(?: \S+)?")
# What stands before a box in a document of several files: the file, and the line there.
_FILE = re.compile(r"\[(?P<file>.+) L(?P<line>\d+)\](?: (?P<box>.+))?")


def marked(file: str, box: str) -> str:
    """A box of a document of several files: `[tables.pdf L30] 72.0 101.2 130.5 110.0`; as it is where no file is named."""
    return f"[{file}] {box}".rstrip() if file else box


def unmarked(line: int, box: str) -> tuple[str, int, str]:
    """A line of a document and the box there -> the file, empty where there is one only, the line in it, and the box."""
    found = _FILE.fullmatch(box)
    return (found["file"], int(found["line"]), found["box"] or "") if found else ("", line, box)


def place_of(line: int, page: int | None, box: str) -> str:
    """A line, its page and the box there -> the place as one short text."""
    file, line, box = unmarked(line, box)
    return " ".join(filter(None, (file, f"p{page}" if page else "", f"L{line}", ",".join(box.split()))))
