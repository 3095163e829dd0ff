"""What the reading machine makes of everything at hand, as one SHA-256 a piece: `python tests/manifest.py [--write]`."""

import hashlib
import json
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from test_wordings import cases, raw
from whole_way import built, raw_of

from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read
from jianghan_lib.specimens import Vices, generate

HERE = Path(__file__).parent
KEPT = Path(os.environ.get("MANIFEST", "/tmp/manifest.json"))
LAYOUTS = ("markdown", "pdftext", "bare", "budget")


def digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def specimen(job: tuple[str, int, bool]) -> dict[str, str]:
    layout, seed, clean = job
    text = generate(seed, layout, Vices.only() if clean else None).text
    with tempfile.TemporaryDirectory() as folder:
        name = f"{layout}-{seed}-{'clean' if clean else 'faults'}"
        records = raw_of(text, Path(folder))
        found = {f"{name}/raw": digest(records)}
        try:
            found[f"{name}/built"] = digest(built(text, Path(folder)))
        except Exception as error:  # a refusal is an outcome too
            found[f"{name}/built"] = f"{type(error).__name__}: {error}"
    return found


def document(path: Path) -> dict[str, str]:
    records = read_document(read(path))
    return {f"document/{path.name}": digest({name: [str(row) for row in rows] for name, rows in records.items()})}


def main() -> int:
    found = {
        f"data/{p.relative_to(HERE.parent / 'data')}": hashlib.sha256(p.read_bytes()).hexdigest()
        for folder in ("raw", "processed")
        for p in sorted((HERE.parent / "data" / folder).rglob("*"))
        if p.is_file()
    }
    found |= {f"figure/{p.name}": hashlib.sha256(p.read_bytes()).hexdigest() for p in (HERE / "figures").glob("*.png")}
    found["wordings"] = digest([raw(passage) for passage, _ in cases()])
    jobs = [(layout, seed, clean) for layout in LAYOUTS for seed in range(40) for clean in (True, False)]
    texts = sorted(Path(os.environ["JIANGHAN_DOCUMENTS"]).glob("*.txt"))
    with ProcessPoolExecutor(2) as pool:
        for one in pool.map(specimen, jobs, chunksize=8):
            found |= one
        for one in pool.map(document, texts):
            found |= one
    if "--write" in sys.argv:
        KEPT.write_text(json.dumps(found, indent=0, sort_keys=True))
        print(f"{len(found)} pieces")
        return 0
    kept = json.loads(KEPT.read_text())
    wrong = sorted(key for key in kept.keys() | found.keys() if kept.get(key) != found.get(key))
    print(f"{len(found)} pieces, {len(wrong)} differ", *wrong[:20], sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
