"""`j.show`: a frame as people read it: headings and identifiers in words, numbers with their units, each figure with its place."""

import re
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from IPython.display import display

from jianghan_lib.base.places import PLACE, place_of, unmarked
from jianghan_lib.loading import KINDS, build, load, sql
from jianghan_lib.showing.shown import Note, Shown, Text
from jianghan_lib.showing.values import cell, heading, kind, known, label
from jianghan_lib.showing.values import text as said
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import LANGUAGES, current, word

# A column with this ending holds where the figure of the column before it is printed.
AT = "_at"
OF = f"document_id{AT}"  # the document of a row, shown or not: its findings are told of computed figures
# A row with this name is bold.
TOTAL = "total"
BOX = re.compile(r" [\d.,]+$")
# What is printed on a line, by the tables that hold its figures: the part of a document (none: a statutory table), and the
# column that says what it is about, of which these words say nothing.
PARTS = (("amounts", "", "table"), ("statements", "narrative", "topic"), ("indicators", "form", "subject"))
UNSPOKEN = frozenset({"", "amount", "class", "section", "item"})
CENTS = re.compile(r"\.\d")
LINES = re.compile(r"第(\d+)行")
FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
# The rule of the finding that says what stood there before a person corrected it.
CORRECTED = "correction_applied"
# Between the findings on one figure.
_BETWEEN = {"zh": "；", "en": "; "}
# A computed amount from here on is taken for the one that a finding names: fewer digits agree by chance.
LEAST = 100


def show(frame: pd.DataFrame | pd.Series, columns: Sequence[str] | None = None) -> None:
    """Shows a frame as a table, or these of its columns that it has; where a figure is printed stands in its column `<figure>_at`, and is told on hover.

    A figure without one is said to be computed; ※ marks a figure that a finding of the audit touches on the same line.
    Amounts in 万元 with two places, rates as percent. An empty frame is one line.
    """
    rows = _whose(_placed(flat(frame)))
    if columns is not None:
        wanted = [*(name for column in columns for name in (column, f"{column}{AT}")), OF]
        rows = rows[[name for name in dict.fromkeys(wanted) if name in rows]]
    display(table(rows, current()) if len(rows) else Text([phrase("no_rows", current())]))


def places(rows: pd.DataFrame) -> pd.Series:
    """Where each row is printed, by its line, page and box: `L549`, `p12 L30 72.0,101.2,130.5,110.0`, `text.pdf L30`."""
    there = rows.reindex(columns=["line", "page", "box"]).astype(object)
    there = there.where(there.notna(), "")
    found = [place_of(*at) if known(at[0]) else "" for at in there.itertuples(index=False)]
    return pd.Series(found, rows.index, dtype="str")


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their places: of one printed figure each (amounts, statements, reasons), the row's own is the figure's.

    A line is told with its page and, in a document of several files, with its file.
    """
    if "line" not in rows:
        return rows
    at = places(rows)
    lines = at.str.replace(BOX, "", regex=True)
    if not lines.str.fullmatch(r"L\d+|").all():
        rows = rows.assign(line=lines)
    missing = [name for name in ("amount", "rate", "stated_amount") if name in rows and f"{name}{AT}" not in rows]
    return rows.assign(**{f"{name}{AT}": at for name in missing}) if "printed" in rows else rows


def _whose(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of other documents than the notebook's, or of several: each place names the document that it is in."""
    if "document_id" not in rows or set(rows["document_id"]) <= {_about}:
        return rows
    ours = {name: list(map(_in, rows["document_id"], rows[name])) for name in rows.columns if name.endswith(AT)}
    return rows.assign(**ours, **{OF: rows["document_id"]})


def _in(document: str, at: Any) -> Any:
    """A place with the document that it is in, unless it names one."""
    return f"{document} {at}" if known(at) and not _of_document(at.split(" ")[0]) else at


def flat(frame: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """A frame, its index as columns where it has a meaning: names of rows, but not numbers without a name."""
    frame = frame.to_frame(frame.name or "amount") if isinstance(frame, pd.Series) else frame
    frame = pd.DataFrame(frame).rename_axis(columns=None)
    if frame.index.nlevels == 1 and frame.index.name is None:
        numbered = pd.api.types.is_integer_dtype(frame.index)
        return frame.reset_index(drop=True) if numbered else frame.reset_index(names="name")
    doubled = [name for name in frame.index.names if name in frame.columns]
    return frame.reset_index(level=[name for name in frame.index.names if name not in doubled]).reset_index(drop=True)


def table(frame: pd.DataFrame, lang: str) -> Shown:
    """A flat frame -> the table that a notebook shows."""
    kinds = shown_columns(frame.drop(columns=[name for name in frame.columns if name.endswith(AT)]), lang)
    records = frame.astype(object).to_dict("records")
    return Shown(
        [heading(name, kind, lang) for name, kind in kinds.items()],
        [[cell(name, record[name], kind, lang) for name, kind in kinds.items()] for record in records],
        [bool(kind) for kind in kinds.values()],
        [any(isinstance(record[name], str) and record[name] == TOTAL for name in kinds) for record in records],
        notes=_notes(records, kinds, lang),
        lang=lang,
    )


def shown_columns(frame: pd.DataFrame, lang: str) -> dict[str, str]:
    """The columns that are shown, and what each holds (`values.kind`, '' for text): none without any value or of the other language."""
    other = tuple(f"_{one}" for one in LANGUAGES if one != lang)
    names = [name for name in frame.columns if not name.endswith(other) and frame[name].map(known).any()]
    numbers = frame.select_dtypes("number").columns
    return {name: kind(name, frame[name].dtype) if name in numbers else "" for name in names}


def _notes(records: list[dict[Hashable, Any]], kinds: Mapping[str, str], lang: str) -> dict[tuple[int, int], Note]:
    """What is told of each amount, rate and score, by row and column."""
    _forget()
    placed = {name for name in kinds if name not in KINDS or f"{name}{AT}" in {*KINDS, *records[0]}}
    return {
        (row, place): note(record.get(name + AT), record[name], record.get(OF, record.get("document_id", "")), lang)
        for row, record in enumerate(records)
        for place, (name, kind) in enumerate(kinds.items())
        if kind in ("amount", "rate", "score") and name in placed and known(record[name])
    }


_seen = ""


def _forget() -> None:
    """What was read of another build is not remembered."""
    global _seen
    if (now := build()) != _seen:
        for cached in (_serious, _titles, _called, _of_document):
            cached.cache_clear()
    _seen = now


def note(at: Any, value: float, document: str, lang: str) -> Note:
    """The place of a figure -> what is told of it: table, page and line, and the findings of the audit there; or computed.

    A figure of another document is preceded by that one's id: `here-2023-final L12`.
    """
    place = PLACE.fullmatch(at) if isinstance(at, str) else None
    own = document or _about
    if place is None:
        return Note(phrase("computed", lang), _BETWEEN[lang].join(_of_computed(own, value, lang)), printed=False)
    page = word("on_page", lang).format(page=place["page"]) if place["page"] else ""
    text = word("on_line", lang).format(page=page, line=place["line"])
    file, line = place["file"] or "", int(place["line"])
    first, _, rest = file.partition(" ")
    here, inside = (first, rest) if file and (first == own or _of_document(first)) else (own, file)
    findings = _BETWEEN[lang].join(_findings(here, inside, line, value, lang))
    file = f"{_called(here, lang)} {inside}".strip() if file and here == first else file
    title = _titles(here, lang).get((inside, line), "") if here else ""
    return Note(text, findings, table=", ".join(filter(None, (file, title))))


# The document that a notebook is about (`j.use`), whose findings are marked.
_about = ""


def about(document: str) -> None:
    """The document whose findings mark the figures of frames that do not name their document themselves."""
    global _about
    _about = document


@cache
def _called(document: str, lang: str) -> str:
    """A document in words: its department, year and kind; read once for a build."""
    (facts,) = load("documents", document).astype(object).to_dict("records")
    year = cell("fiscal_year", facts["fiscal_year"], "numeral", lang) if known(facts["fiscal_year"]) else ""
    parts = (label(facts["department"], lang), f"{year}年" if year and lang == "zh" else year)
    return ("" if lang == "zh" else " ").join(filter(None, (*parts, said("kind", facts["kind"], lang))))


@cache
def _of_document(name: str) -> bool:
    """Whether a document has this name; a line (L549) and a page are none's. Read once for a build."""
    asked = "select 1 from documents where document_id = $name"
    return not PLACE.fullmatch(name) and not sql(asked, name=name).empty


@cache
def _serious(document: str) -> list[dict[Hashable, Any]]:
    """The findings of a document that are more than rounding, each with its file and line; read once for a build."""
    rows = load("findings", document)
    rows = rows[rows["severity"] != "rounding"]
    places = (unmarked(*at)[:2] for at in zip(rows["line"], rows["box"].fillna(""), strict=True))
    return [{**row, "place": place} for row, place in zip(rows.to_dict("records"), places, strict=True)]


@cache
def _titles(document: str, lang: str) -> dict[tuple[str, int], str]:
    """File and line -> what is printed there: a statutory table by its title, a form and whose it is, the text and its topic; read once for a build."""
    facts = load("documents", document).iloc[0]
    titles = dict(zip(facts["tables_found"].split(";"), facts["table_titles"].split(";"), strict=False))
    titles = {one: f"{one} {word(one, lang)}, {zh}" if lang == "en" and zh else zh for one, zh in titles.items()}
    found: dict[tuple[str, int], str] = {}
    for source, part, column in PARTS:
        rows = load(source, document)[[column, "line", "box"]].fillna("").drop_duplicates()
        for about, line, box in rows.itertuples(index=False):
            told = _of(word(part, lang), about, lang) if part else titles.get(about, "")
            found.setdefault(unmarked(line, box)[:2], told)
    return found


def _of(part: str, about: str, lang: str) -> str:
    """A part of a document, and what it is about: 文字说明：收支总计."""
    return part if about in UNSPOKEN else f"{part}{'：' if lang == 'zh' else ': '}{label(about, lang)}"


def _findings(document: str, file: str, line: int, value: float, lang: str) -> list[str]:
    """The messages of the findings that are about a figure on a line; those there that name no figure are about each."""
    rows = _serious(document) if document else []
    return [one[f"message_{lang}"] for one in rows if _named(one, file, line, value)]


def _named(finding: dict[Hashable, Any], file: str, line: int, value: float) -> bool:
    """Whether a finding is about a figure on a line: as printed, or corrected, there; or as what it is held against elsewhere."""
    if finding["place"] == (file, line):
        return _names(finding["expected" if finding["rule"] == CORRECTED else "printed"], value)
    against = finding["expected"] if str(line) in LINES.findall(finding["message_zh"]) else ""
    return finding["place"][0] == file and bool(FIGURES.search(against)) and _names(against, value)


def _of_computed(document: str, value: float, lang: str) -> list[str]:
    """The messages of the findings that name a computed amount to the cent, wherever they stand; a small one may be another."""
    rows = _serious(document) if document and abs(value) >= LEAST else []
    named = (one for one in rows if CENTS.search(one["printed"]))
    return [one[f"message_{lang}"] for one in named if _names(one["printed"], value)]


def _names(printed: str, value: float) -> bool:
    figures = [float(one.replace(",", "")) for one in FIGURES.findall(printed)]
    return not figures or any(abs(one - scaled) < 1e-6 for one in figures for scaled in (abs(value), abs(100 * value)))
