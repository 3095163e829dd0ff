"""How fast PDFs are read: seconds a page, beside the bare library's own extraction of tables from the same file.

python benchmarks/pdf.py FILE [FILE ...]
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from jianghan_lib.readers import read

TIMES = 3


def bare(path: Path) -> int:
    """The tables of a file as the library extracts them; returns the number of pages."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def seconds(work: Callable[[Path], object], path: Path) -> float:
    """The least CPU seconds of a few runs."""
    spent = []
    for _ in range(TIMES):
        start = time.process_time()
        work(path)
        spent.append(time.process_time() - start)
    return min(spent)


def main(files: list[str]) -> None:
    for path in map(Path, files):
        pages = bare(path)
        ours, library = seconds(read, path) / pages, seconds(bare, path) / pages
        print(f"{path.name}: {pages} pages, {ours:.3f} s a page; bare tables {library:.3f}; ratio {ours / library:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
