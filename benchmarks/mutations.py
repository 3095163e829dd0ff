"""Documents spoiled by chance, of every format: each must end in a result or in one line, within limits of time and memory.

python benchmarks/mutations.py [--workers N] [--first N] [NUMBER [FORMAT ...]]

NUMBER (2,000) mutations of each format, from the number `--first` on; the formats are text, docx, xlsx, html and pdf.
Exit 1 where one ends otherwise: it is printed with its number, by which it is made again.
"""

import argparse
import random
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from printers import print_as  # noqa: E402

from jianghan_lib.base.errors import JianghanError  # noqa: E402
from jianghan_lib.base.workers import Service, results  # noqa: E402
from jianghan_lib.pipeline import store  # noqa: E402
from jianghan_lib.pipeline.build import build_document  # noqa: E402
from jianghan_lib.pipeline.ingest import stage  # noqa: E402
from jianghan_lib.specimens import Vices, generate  # noqa: E402

FORMATS = ("text", "docx", "xlsx", "html", "pdf")
# Seconds of the processor, and of the clock where other programs are at work too; bytes.
SECONDS, WAITING, MEMORY = 20.0, 120.0, 2**30
# What a hand, a program or a broken transfer puts into a document: numbers without end, signs that steer, markup left open.
PIECES = (
    *(b"-1", b"99999999999", b"9" * 40, b"1" * 4400, b"0.0.0", b"%", b"-", b"-" * 60, b"\x00", b"\xff\xfe", b"\r", b"\t" * 3000),
    *("²".encode(), "①".encode(), "（".encode(), "万元".encode(), "合计".encode(), "\u200b".encode(), "\u202e".encode()),
    *(b"<", b">", b"<td>", b"</tr>", b"<table>" * 50, b"<!--", b"|" * 200, b"&#x110000;", b"&amp;", b'="', b"~~", b"^1^"),
    *(b"\n", b"\n" * 500, b"obj", b"endstream", b" 0 R", b"<<", b">>", b"(", b"Do ", b"q " * 2000, b"BT ", b"colspan='999999'"),
)  # fmt: skip
NUMBERS = (b"0", b"-1", b"1", b"2", b"99", b"16384", b"1048576", b"99999999999", b"9" * 400, b"x", b"1.5", b"")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&(?!\\w+;)")
Change = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class Job:
    """A mutation: its number makes the document and what is done to it."""

    form: str
    number: int
    folder: str


@dataclass(frozen=True)
class Ending:
    """How a mutation ended: `read`, or the line; whether that is how one may end; seconds, and the process's peak of memory."""

    number: int
    said: str
    good: bool
    seconds: float
    peak: int


def document(form: str, number: int) -> bytes:
    """A format and a number -> a spoiled document, always the same."""
    chance = random.Random(f"{form} {number}")
    whole = original(form, chance.choice(("markdown", "budget")), number % 7)
    change = chance.choice([one for one in CHANGES[form] for _ in range(1 if one is spoiled else 3)])
    return change(whole, chance)


_originals: dict[tuple[str, str, int], bytes] = {}


def original(form: str, layout: str, seed: int) -> bytes:
    key = (form, layout, seed)
    if key not in _originals:
        made = generate(seed, layout, Vices())
        _originals[key] = made.text.encode() if form == "text" else print_as(form, made.printed)
    return _originals[key]


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """Bytes with one to six of them changed, left out, doubled, moved, or with a piece put in."""
    for _ in range(chance.randint(1, 6)):
        data = chance.choice((_flipped, _left_out, _doubled, _moved, _pieced, _pieced, _cut))(data or b" ", chance)
    return data


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    at = chance.randrange(len(data))
    return at, at + chance.choice((1, 3, 20, 200, 3000))


def _flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _left_out(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _moved(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    rest, at = data[:start] + data[end:], chance.randrange(len(data))
    return rest[:at] + data[start:end] + rest[at:]


def _pieced(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(PIECES) + data[at:]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) // 2, len(data) + 1)]


def words_spoiled(data: bytes, chance: random.Random) -> bytes:
    """Text of which characters, not bytes, are spoiled."""
    text = data.decode("utf-8", errors="replace")
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text) or 1)
        end = start + chance.choice((1, 3, 20, 200))
        piece = chance.choice(PIECES).decode("utf-8", errors="replace").replace("\0", "")
        text = text[:start] + chance.choice((piece, "", text[start:end] * 2, text[start:end][::-1])) + text[end:]
    return text.encode()


def fields_spoiled(data: bytes, chance: random.Random) -> bytes:
    """Markup that stays well-formed: one to six of its texts and numbers are spoiled."""
    found = list(re.finditer(rb">([^<>]+)<|=\"(\d+)\"", data))
    for one in sorted(chance.sample(found, min(len(found), chance.randint(1, 6))), key=re.Match.start, reverse=True):
        group = 1 if one[1] else 2
        made = chance.choice(NUMBERS) if group == 2 else words_spoiled(one[1], chance)
        made = (
            _FORBIDDEN.sub("", made.decode()).replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").encode()
        )
        data = data[: one.start(group)] + made + data[one.end(group) :]
    return data


def part_spoiled(data: bytes, chance: random.Random) -> bytes:
    """A package of which the content of one part is spoiled."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        parts = [one.filename for one in old.infolist() for _ in range(1 + one.file_size // 5000)]
        chosen = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        change = chance.choice((spoiled, fields_spoiled, fields_spoiled, fields_spoiled))
        for name in old.namelist():
            new.writestr(name, change(old.read(name), chance) if name == chosen else old.read(name))
    return made.getvalue()


def stream_spoiled(data: bytes, chance: random.Random) -> bytes:
    """A PDF of which the unpacked content of one stream is spoiled."""
    found = [at for at in _streams(data)]
    start, end = chance.choice(found)
    try:
        content = zlib.compress(spoiled(zlib.decompress(data[start:end]), chance))
    except zlib.error:
        content = spoiled(data[start:end], chance)
    return data[:start] + content + data[end:]


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while (start := data.find(b"stream\n", at)) >= 0:
        end = data.find(b"endstream", start)
        yield start + 7, end
        at = end + 9


CHANGES: dict[str, tuple[Change, ...]] = {
    "text": (spoiled, words_spoiled),
    "html": (spoiled, fields_spoiled),
    "docx": (spoiled, part_spoiled),
    "xlsx": (spoiled, part_spoiled),
    "pdf": (spoiled, stream_spoiled),
}


def work(job: Job) -> Ending:
    """A mutation, read and built in this process, as `ingest` and `build` do."""
    path = Path(job.folder) / f"{job.form}-{job.number}.txt"
    folder = path.with_suffix("")
    path.write_bytes(document(job.form, job.number))
    started, good = time.process_time(), True
    try:
        stage(path, folder)
        build_document("mutation", store.read_raw(folder))
        said = "read"
    except JianghanError as refused:
        said, good = str(refused), "\n" not in str(refused)
    except Exception as problem:
        where = problem.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else ""
        said, good = f"{type(problem).__name__}: {problem} ({place})", False
    path.unlink()
    seconds = time.process_time() - started
    return Ending(job.number, said, good and seconds < SECONDS, seconds, _peak())


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def lost(job: Job, error: str, seconds: float) -> Ending:
    return Ending(job.number, error, False, seconds, 0)


MUTATIONS = Service(work, lost, WAITING)


def endings(form: str, numbers: range, workers: int = 2) -> Iterator[Ending]:
    """Mutations of a format -> how each ended."""
    with tempfile.TemporaryDirectory() as folder:
        for _, ending in results([Job(form, number, folder) for number in numbers], workers, MUTATIONS):
            yield ending


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int, nargs="?", default=2000)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args(arguments)
    bad = 0
    for form in given.formats or FORMATS:
        found, peak = Counter[str](), 0
        slowest = Ending(0, "", True, 0, 0)
        for one in endings(form, range(given.first, given.first + given.number), given.workers):
            if not one.good or (one.peak > MEMORY >= peak):
                bad += 1
                print(f"{form} {one.number}: {one.said}; {one.seconds:.1f} s, {one.peak >> 20} MiB", flush=True)
            found["read" if one.said == "read" else "a line" if one.good else "BAD"] += 1
            slowest, peak = max(slowest, one, key=lambda each: each.seconds), max(peak, one.peak)
        counts = ", ".join(f"{count} {what}" for what, count in found.most_common())
        print(
            f"{form}: {counts}; slowest {slowest.seconds:.1f} s ({slowest.number}), peak {peak >> 20} MiB", flush=True
        )
    return 1 if bad else 0


if __name__ == "__main__":
    from mutations import main as run  # under its name, so that worker processes find what they do

    sys.exit(run(sys.argv[1:]))
