"""How fast documents are read: MB/s for each document given, and how time grows from 1 to 100 times its length.

python benchmarks/ingest.py FILE [FILE ...]
"""

import sys
import tempfile
import time
from pathlib import Path

from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read

GROWTH = (1, 10, 100)


def seconds(path: Path) -> float:
    """CPU seconds to read one file into records."""
    start = time.process_time()
    read_document(read(path))
    return time.process_time() - start


def main(files: list[str]) -> None:
    for name in files:
        path = Path(name)
        size = path.stat().st_size / 1e6
        best = min(seconds(path) for _ in range(3))
        print(f"{path.name}: {size:.3f} MB in {best:.3f} s, {size / best:.2f} MB/s")
    longest = max(map(Path, files), key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory() as folder:
        for times in GROWTH:
            long = Path(folder) / f"{times}.txt"
            long.write_bytes(longest.read_bytes() * times)
            spent = seconds(long)
            print(f"{longest.name} x{times}: {spent:.2f} s, {long.stat().st_size / 1e6 / spent:.2f} MB/s")


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
