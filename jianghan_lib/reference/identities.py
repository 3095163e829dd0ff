"""What the forms say of two figures: one is the other, or a part of it. Read by the placement of cells, the years and the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jianghan_lib.base.paths import declared

NARRATIVE = "narrative"


@dataclass(frozen=True)
class Place:
    """Where a figure stands: table, panel, row and measure.

    A row is `total`, `subtotal`, a code, a name without its number, `code` for every code, `name` for every name that
    both print once, or `class` for every class by its name. In the narrative it is the topic, and the measure its role,
    empty for the level of the year.
    """

    table: str
    panel: str
    row: str
    measure: str


@dataclass(frozen=True)
class Identity:
    """Two places whose figures are equal, or of which the left is within the right; the rule that compares them, if any."""

    rule: str
    left: Place
    relation: Literal["=", "<="]
    right: Place
    source: str


@cache
def identities(*rules: str) -> tuple[Identity, ...]:
    """The rows of the file, or those that some rules compare."""
    rows = map(_identity, declared("reference/identities.csv"))
    return tuple(row for row in rows if not rules or row.rule in rules)


def _identity(row: Mapping[str, str]) -> Identity:
    left, right = (
        Place(*(row[f"{side}_{part}"] for part in ("table", "panel", "row", "measure"))) for side in ("left", "right")
    )
    relation = row["relation"]
    assert relation in ("=", "<="), f"identities.csv: unknown relation {relation!r}"
    return Identity(row["rule"], left, relation, right, row["source"])  # type: ignore[arg-type]


@cache
def told(*rules: str) -> Mapping[tuple[str, str], tuple[Place, ...]]:
    """Topic and role of the narrative -> the cells that repeat the figure, the first that is printed to be taken."""
    found: dict[tuple[str, str], tuple[Place, ...]] = {}
    for one in identities(*rules):
        if one.left.table == NARRATIVE:
            key = (one.left.row, one.left.measure)
            found[key] = (*found.get(key, ()), one.right)
    return found
