"""How fast PDFs are read: CPU seconds a page of our reader, beside pdfplumber's text and tables of the same pages, in one run.

python benchmarks/pdf.py FILE [FILE ...]
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import pdfplumber

from jianghan_lib.readers import read

TIMES = 3


def bare(path: Path) -> int:
    """The text and the tables of a file as pdfplumber gives them; returns the number of pages."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
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
    rows = []
    for path in map(Path, files):
        pages = bare(path)
        ours, theirs = seconds(read, path) / pages, seconds(bare, path) / pages
        rows.append((ours, theirs))
        print(f"{path.name}: {pages} pages, {ours:.4f} s a page; pdfplumber {theirs:.4f}; ratio {ours / theirs:.2f}")
    ours, theirs = (mean(column) for column in zip(*rows, strict=True))
    ratio = mean(own / other for own, other in rows)
    print(
        f"mean of {len(rows)}: {ours:.4f} s a page; pdfplumber {theirs:.4f}; ratio {ours / theirs:.2f}, mean ratio {ratio:.2f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
