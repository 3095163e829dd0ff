"""How blind the audit is: one digit of one printed figure changed at random, and what the audit then says of it.

python benchmarks/digits.py [FILE ...] [--trials N] [--seed S] [--specimens N] [--by kind|part] [--kinds KIND ...]

FILE is a text as the readers give it (the documents in $JIANGHAN_DOCUMENTS are such); --specimens adds so many invented
documents of each layout. A change is told at the place (an error or warning on its line, or one that names the line),
elsewhere, only as rounding or notice, or not at all. Behind these: the trials not told at the place on a figure that
nothing repeats (as `jianghan audit --unchecked` lists it: with another first digit nothing is said of it), of all trials;
and what is told at the place of the trials that are left.
"""

import argparse
import os
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from whole_way import built, raw_of

from jianghan_lib.forms.records import Raw
from jianghan_lib.pipeline.review import nothing_repeats
from jianghan_lib.specimens import LAYOUTS, Vices, generate

OUTCOMES = ("place", "elsewhere", "mild", "nothing")
SERIOUS = ("error", "warning")
ALONE, CHECKED, KINDS = "unchecked", "of checked", ("table", "narrative", "project", "other")
Finding = Mapping[str, Any]


@dataclass(frozen=True)
class Printed:
    """A figure of a document: its kind (table cell, narrative, project, cell of a table that no form knows), the part that prints it, where and how."""

    kind: str
    part: str
    line: int
    printed: str


def figures(raw: Raw) -> Iterator[Printed]:
    """The printed figures of a document that a digit can be changed in, each place once."""
    found = [Printed("table", one.table, one.line, one.printed) for one in raw["cells"]]
    found += [Printed("narrative", one.topic, one.line, one.printed) for one in raw["statements"]]
    found += [Printed("project", f"{one.source} {one.fact}", one.line, one.printed) for one in raw["projects"]]
    found += [Printed("other", "other_tables", one.line, one.printed) for one in raw["other_tables"]]
    for one in dict.fromkeys(found):
        if sum(sign.isdigit() for sign in one.printed) > 1:
            yield one


def changed(text: str, one: Printed, rng: random.Random) -> str | None:
    """The text with one digit of the figure changed, the first one never to nought; None where its line does not print it."""
    lines = text.split("\n")
    figure = re.search(r"[\d,.]+", one.printed)
    places = (
        list(re.finditer(rf"(?<![\d.,]){re.escape(figure[0])}(?![\d,]|\.\d)", lines[one.line - 1])) if figure else []
    )
    if not places:
        return None
    at, line = rng.choice(places).start(), lines[one.line - 1]
    digits = [place for place, sign in enumerate(figure[0]) if sign.isdigit()] if figure else []
    place = at + rng.choice(digits)
    wrong = rng.choice([sign for sign in "0123456789" if sign != line[place] and (sign != "0" or place > at)])
    lines[one.line - 1] = line[:place] + wrong + line[place + 1 :]
    return "\n".join(lines)


def outcome(line: int, before: Sequence[Finding], after: Sequence[Finding]) -> str:
    """What the audit says after the change that it did not say before."""
    known = Counter(one["message_zh"] for one in before)
    new = [one for one in after if not known[one["message_zh"]]]
    serious = [one for one in new if one["severity"] in SERIOUS]
    named = re.compile(rf"第(?:[\d、]*[^\d])?{line}(?:、[\d、]*)?行")
    if any(one["line"] == line or named.search(one["message_zh"]) for one in serious):
        return "place"
    return "elsewhere" if serious else "mild" if new else "nothing"


def trials(
    name: str, text: str, count: int, rng: random.Random, folder: Path, kinds: Sequence[str]
) -> Iterator[tuple[Printed, str, bool]]:
    """So many changes of one document, its kinds of figures in turn, what was said of each, and whether nothing repeats it."""
    by_kind: dict[str, list[Printed]] = defaultdict(list)
    raw = raw_of(text, folder)
    for one in figures(raw):
        if one.kind in kinds:
            by_kind[one.kind].append(one)
    before = built(text, folder)["findings"]
    printed = sorted(by_kind)
    for number in range(count if printed else 0):
        one = rng.choice(by_kind[printed[number % len(printed)]])
        wrong = changed(text, one, rng)
        if wrong is None:
            continue
        told = outcome(one.line, before, built(wrong, folder)["findings"])
        alone = told != "place" and nothing_repeats(raw, one.line, one.printed)
        if told != "place":
            print(f"{told:9} {name} L{one.line} {one.kind} {one.part} {one.printed} {ALONE * alone}", file=sys.stderr)
        yield one, told, alone


def table(counts: Mapping[str, Counter[str]]) -> str:
    """The outcomes of each kind as rows, in percent."""
    names = (*OUTCOMES, ALONE, CHECKED)
    rows = [f"{'':32}{'trials':>8}" + "".join(f"{name:>11}" for name in names)]
    for kind, found in sorted(counts.items()):
        whole = sum(found[name] for name in OUTCOMES)
        rates = [found[name] / whole for name in names[:-1]]
        rates.append(found["place"] / (whole - found[ALONE]) if whole > found[ALONE] else 0.0)
        rows.append(f"{kind:32}{whole:8}" + "".join(f"{rate:11.1%}" for rate in rates))
    return "\n".join(rows)


def documents(files: Sequence[Path], specimens: int, seed: int) -> Iterator[tuple[str, str]]:
    """The texts to try: files, and invented documents of each layout."""
    for path in files:
        yield path.stem[:12], path.read_text(encoding="utf-8")
    for layout in LAYOUTS if specimens else ():
        for number in range(seed * 1000, seed * 1000 + specimens):
            yield f"{layout}-{number}", generate(number, layout, Vices()).text


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--trials", type=int, default=500, help="over all documents")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--specimens", type=int, default=0, help="invented documents of each layout")
    options.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    options.add_argument("--by", choices=("kind", "part"), default="kind")
    chosen = options.parse_args()
    folder = os.environ.get("JIANGHAN_DOCUMENTS", "")
    files = chosen.files or (sorted(Path(folder).glob("*.txt")) if folder and not chosen.specimens else [])
    texts = list(documents(files, chosen.specimens, chosen.seed))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as name:
        for document, text in texts:
            rng = random.Random(f"{chosen.seed} {document}")
            each = -(-chosen.trials // len(texts))
            for one, told, alone in trials(document, text, each, rng, Path(name), chosen.kinds):
                for key in (one.kind if chosen.by == "kind" else f"{one.kind} {one.part}", "all"):
                    counts[key].update([told, *[ALONE] * alone])
    print(table(counts))


if __name__ == "__main__":
    main()
