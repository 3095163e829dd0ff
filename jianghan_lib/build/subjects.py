"""Subjects of the functional classification by name: the narrative names them, the tables of the same document give codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jianghan_lib.base.rows import AmountRow
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.reference.classification import official

LATEST = 9999
# A name that a cell of the form cut short: how much of it must be left, and how much may be missing.
LEAST_LEFT, MOST_CUT = 8, 4


@dataclass(frozen=True)
class Subjects:
    """Codes and names that the tables of one document print; a code may have several names."""

    names: Mapping[str, frozenset[str]]

    def code(self, path: Sequence[str]) -> str:
        """Names from the class down -> the code, or empty where the names fit none or several."""
        if not path[0]:  # an item that the narrative names without what stands above it
            found = _matching(path[-1], {code: names for code, names in self.names.items() if len(code) == 7})
            return found[0] if len(found) == 1 else ""
        codes = self._classes(path[0])
        for name in path[1:]:
            wanted = len(next(iter(codes), "")) + 2
            within = [code for code in self.names if len(code) == wanted and code[:-2] in codes]
            codes = set(_matching(name, {code: self.names[code] for code in within}))
        return next(iter(codes)) if len(codes) == 1 else ""

    def codes(self, path: Sequence[str]) -> str:
        """As `code`; for two items named in one statement (甲、乙) their codes separated by `;`."""
        found = self.code(path)
        if found or len(path) < 3 or "、" not in path[-1]:
            return found
        several = [self.code((*path[:-1], name)) for name in path[-1].split("、")]
        return ";".join(several) if all(several) else ""

    def _classes(self, name: str) -> set[str]:
        printed = {code: names for code, names in self.names.items() if len(code) == 3}
        return set(_matching(name, printed)) or set(
            _matching(name, {code: frozenset({known}) for code, known in classes().items()})
        )


def from_amounts(amounts: Iterable[AmountRow]) -> Subjects:
    """Rows of `amounts` -> the codes and names of the functional classification that they print."""
    names: dict[str, set[str]] = {}
    tables: dict[str, set[str]] = {}
    for row in amounts:
        code = row.code
        if code.startswith("2") and len(code) in (3, 5, 7) and row.table not in ("B02", "B05-2"):
            names.setdefault(code, set()).add(row.name)
            tables.setdefault(code, set()).add(row.table)
    known = {code: frozenset(found) for code, found in names.items()}
    return Subjects({code: found for code, found in known.items() if not _mistyped(code, known, tables)})


def _mistyped(code: str, names: Mapping[str, frozenset[str]], tables: Mapping[str, set[str]]) -> bool:
    """Whether more tables print each name of this code with another code of the same section."""
    better = [
        other for other in names if other[:-2] == code[:-2] and other != code and len(tables[other]) > len(tables[code])
    ]
    return len(code) == 7 and names[code] <= {name for other in better for name in names[other]}


@cache
def classes() -> Mapping[str, str]:
    """The classes of the official functional classification, whose names have stood for years: code -> name."""
    return {code: name for code, name in official(LATEST).items() if len(code) == 3 and code.startswith("2")}


def _matching(name: str, known: Mapping[str, frozenset[str]]) -> list[str]:
    """Codes whose printed name is this one: exactly, but for 支出 at the end, as one cut short, or as the only one that contains it."""
    wanted = _bare(name)
    tests = (
        lambda other: other == wanted,
        lambda other: len(other) >= LEAST_LEFT and wanted.startswith(other) and len(wanted) - len(other) <= MOST_CUT,
        lambda other: other.endswith(wanted) or (len(wanted) >= LEAST_LEFT and other.startswith(wanted)),
    )
    for test in tests:
        found = [code for code, names in known.items() if any(test(_bare(other)) for other in names)]
        if len(found) == 1:
            return found
        if found:
            return []
    return []


def _bare(name: str) -> str:
    text = label(name)
    return text.removesuffix("支出").removesuffix("支") if len(text) > 4 else text
