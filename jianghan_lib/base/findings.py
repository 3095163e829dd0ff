"""One contradiction, or one failure to read, as a row of the table `findings`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Protocol

from jianghan_lib.base.money import show
from jianghan_lib.base.paths import declared
from jianghan_lib.base.schema import PROCESSED

# Tables that are made of whole parts of the document, beside single lines: what is wrong in a part puts their figures in doubt.
MADE_OF = {
    "completion": ("F05", "B02", "B03", "B05-1"),
    "projects": ("F03", "F05", "B10", "B11", "B12", "form", "summary", "report", "department_form"),
}


class Printed(Protocol):
    """What stands on a line, perhaps of a page."""

    @property
    def line(self) -> int: ...

    @property
    def page(self) -> int | None: ...


# What a finding is at: a record, or a row of a table.
At = Printed | Mapping[str, Any]


def standing(at: At) -> tuple[int, int | None]:
    """The line and page at which a row or record stands."""
    return (at["line"], at.get("page")) if isinstance(at, Mapping) else (at.line, at.page)


def finding(
    document: str,
    rule: str,
    severity: str,
    table: str,
    where: str,
    at: At,
    *,
    printed: str = "",
    expected: str | Decimal = "",
    difference: Decimal | None = None,
    unit: str = "",
    zh: str,
    en: str,
    about: str = "document",
    touches: Sequence[str] = (),
) -> dict[str, Any]:
    """A row of `findings` at the place of a row or record; see `schema.PROCESSED["findings"]` for what each column holds."""
    assert about == "document" or severity != "error", "a failure to read is no error of the document"
    line, page = standing(at)
    return {
        "document_id": document,
        "about": about,
        "rule": rule,
        "severity": severity,
        "touches": ";".join(touches),
        "table": table,
        "where": where,
        "printed": printed,
        "expected": show(expected) if isinstance(expected, Decimal) else expected,
        "difference": difference,
        "unit": unit,
        "message_zh": zh,
        "message_en": en,
        "line": int(str(line)),
        "page": page or None,
    }


@dataclass(frozen=True)
class Message:
    """A row of a wing's messages.csv, where `{name}` stands for a value; a rule of the audit says itself what it touches."""

    message: str
    severity: str
    zh: str
    en: str
    about: str = "document"
    touches: str = ""

    @property
    def rule(self) -> str:
        """The rule that its findings bear: of several messages of one rule, the part before the stroke."""
        return self.message.partition("/")[0]


@cache
def messages(wing: str = "base") -> Mapping[str, Message]:
    """What reading and building say, or what the rules of the audit do: by name, in the order of the file."""
    return {row["message"]: Message(**row) for row in declared(f"{wing}/messages.csv")}


def noted(
    document: str, message: str, table: str, where: str, at: At, *, printed: str = "", expected: str = "", **words: Any
) -> dict[str, Any]:
    """A finding in the words of messages.csv, where `{name}` stands for a value given here, or for its line and page."""
    told, (line, page) = messages()[message], standing(at)
    words |= {"where": where, "printed": printed, "expected": expected, "line": line, "page": page}
    return finding(
        document,
        told.rule,
        told.severity,
        table,
        where,
        at,
        printed=printed,
        expected=expected,
        about=told.about,
        touches=told.touches.split(";") if told.touches else (),
        zh=told.zh.format(**words),
        en=told.en.format(**words),
    )


def complete(findings: Sequence[dict[str, Any]], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """`touches` of each finding: the tables that its rule names, that its part makes, that have a row on its line."""
    lines = {name: {row["line"] for row in rows} for name, rows in tables.items() if name != "findings"}
    for one in findings:
        named = one["touches"].split(";")
        found = [
            name
            for name in PROCESSED
            if name in named or one["table"] in MADE_OF.get(name, ()) or one["line"] in lines.get(name, ())
        ]
        one["touches"] = ";".join(found)
