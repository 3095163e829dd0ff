"""Where a document is written: lines, and beside them the truth, each fact with the lines it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
TABLES = ("documents", "amounts", "completion", "changes", "projects", "mentions", "indicators", "statements")


@dataclass
class Truth:
    """What a document prints, as plain rows. `mentions` are the places where a project's money stands."""

    documents: list[Row] = field(default_factory=list)
    amounts: list[Row] = field(default_factory=list)
    completion: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    projects: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)

    def rows(self, table: str) -> list[Row]:
        """The rows of one table."""
        return getattr(self, table)


@dataclass(frozen=True)
class Claim:
    """A fact that a piece of text states: its table, its row, and the strings that print it."""

    table: str
    row: Row
    printed: tuple[str, ...]
    start: int = 0  # span in its prose
    end: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell of a table, with the fact it states."""

    text: str = ""
    claims: tuple[Claim, ...] = ()


class Prose:
    """A paragraph in the making: text, and the claims that spans of it make."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.claims: list[Claim] = []

    def __iadd__(self, text: str) -> "Prose":
        self.text += text
        return self

    def claim(self, table: str, start: int, printed: Sequence[str], **row: Any) -> None:
        """The text from start to here states this row."""
        self.claims.append(Claim(table, row, tuple(printed), start, len(self.text)))


@dataclass(frozen=True)
class Printed:
    """A printed document: its text, what is true of it, and the paragraphs that are our own prose."""

    text: str
    truth: Truth
    prose: tuple[str, ...]
    headers: dict[int, int] = field(default_factory=dict)  # first line of a table -> how many lines its header has

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line_of(self, table: str, /, **wanted: Any) -> int:
        """The line on which the first row of a table with these values stands."""
        for row in self.truth.rows(table):
            if all(row.get(key) == value for key, value in wanted.items()):
                return row["line"]
        raise KeyError(f"{table}: no row with {wanted}")


class Paper:
    """Lines of a document so far, and the truth so far."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.truth = Truth()
        self.prose: list[str] = []
        self.headers: dict[int, int] = {}

    def put(self, text: str, claims: Sequence[Claim] = ()) -> int:
        """One line; its claims stand on it. Gives the number of the line."""
        self.lines.append(text)
        number = len(self.lines)
        for claim in claims:
            self.record(claim, number, number)
        return number

    def record(self, claim: Claim, line: int, last_line: int) -> None:
        """A fact that stands on these lines."""
        self.truth.rows(claim.table).append(
            claim.row | {"printed_texts": claim.printed, "line": line, "last_line": last_line}
        )

    def blank(self, count: int = 1) -> None:
        self.lines.extend([""] * count)

    def row(self, cells: Sequence[Cell]) -> None:
        """A row of a table, cells between tabs."""
        self.put("\t".join(cell.text for cell in cells), [claim for cell in cells for claim in cell.claims])

    def finish(self) -> Printed:
        """The document, with one row for each project out of all its mentions."""
        self.truth.projects.extend(gather(self.truth.mentions))
        return Printed("\n".join(self.lines) + "\n", self.truth, tuple(self.prose), self.headers)


ORDER = ("narrative", "form", "summary", "report", "B10", "B12")
MONEY = (
    "initial_budget",
    "budget",
    "executed",
    "rate_printed",
    "score",
    "department_budget",
    "special_fund",
    "upper_transfer",
    "recurrence",
)


def gather(mentions: list[Row]) -> list[Row]:
    """Mentions of projects -> one row a project, with all that any of them prints."""
    names = list(dict.fromkeys(row["project"] for row in mentions))
    return [_one_project(name, [row for row in mentions if row["project"] == name]) for name in names]


def _one_project(name: str, rows: list[Row]) -> Row:
    """The mentions of a project -> its row; where several print a thing, the first source in order counts."""
    ranked = sorted(rows, key=lambda row: ORDER.index(row["source"]))
    values = {key: next((row[key] for row in ranked if row.get(key) is not None), None) for key in MONEY}
    sources = ";".join(source for source in ORDER if any(row["source"] == source for row in rows))
    first = min(rows, key=lambda row: row["line"])
    return {
        "project": name,
        **values,
        "sources": sources,
        "line": first["line"],
        "last_line": first["last_line"],
        "printed_texts": (first["printed_name"],),
    }
