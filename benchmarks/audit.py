"""How much the audit finds, and how fast: contradictions of each kind planted in invented documents, false alarms on
clean ones, and how time grows with the number of documents.

python benchmarks/audit.py [DOCUMENTS]    (default 40; each kind is planted in so many documents of each layout)
"""

import os
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from whole_way import built

from jianghan_lib.pipeline.build import build
from jianghan_lib.pipeline.ingest import ingest_here
from jianghan_lib.specimens import Vices, generate
from jianghan_lib.specimens.contradictions import CONTRADICTIONS

# So many documents differ; the others of a large collection are copies of them.
DISTINCT = 30
GROWTH = (100, 1000, 10000)
LAYOUTS = ("markdown", "pdftext", "budget")


def serious(text: str, folder: Path) -> list[dict[str, Any]]:
    """The findings that are errors or warnings."""
    return [one for one in built(text, folder)["findings"] if one["severity"] in ("error", "warning")]


def recall(layout: str, kind: str, count: int, folder: Path) -> tuple[int, int]:
    """How many slips of a kind were planted, and how many were found at their place."""
    slips = [CONTRADICTIONS[kind](generate(seed, layout, Vices()), random.Random(seed)) for seed in range(count)]
    planted = [slip for slip in slips if slip is not None]
    return len(planted), sum(slip.found_by(serious(slip.text, folder)) for slip in planted)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for layout in LAYOUTS:
            alarms = sum(len(serious(generate(seed, layout, Vices()).text, folder)) for seed in range(count))
            print(f"{layout}: {count} clean documents, {alarms} false alarms")
            for kind in CONTRADICTIONS:
                planted, found = recall(layout, kind, count, folder)
                if planted:
                    print(f"{layout}: {kind}: {found} of {planted} found")
    for documents in GROWTH:
        spent, memory = build_of(documents)
        print(
            f"build of {documents} documents: {spent:.1f} s, {spent / documents * 1000:.0f} ms each, {memory:.0f} MiB"
        )


def build_of(documents: int) -> tuple[float, float]:
    """CPU seconds to make, check and store the tables of so many documents, and the most memory used so far."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["JIANGHAN_DATA"] = name
        raw, file = Path(name) / "raw", Path(name) / "document.txt"
        raw.mkdir()
        for number in range(documents):
            if number < DISTINCT:
                file.write_text(generate(number, LAYOUTS[number % len(LAYOUTS)], Vices()).text, encoding="utf-8")
                ingest_here(file, f"document-{number:05d}")
            else:
                shutil.copytree(raw / f"document-{number % DISTINCT:05d}", raw / f"document-{number:05d}")
        start = time.process_time()
        build()
        return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
