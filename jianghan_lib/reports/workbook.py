"""The tables of a document, its statutory tables as printed among them, as an Excel workbook: formatted, with units, and notes on the first sheet."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.base.text import width
from jianghan_lib.base.writing import write_whole
from jianghan_lib.forms.tables.layouts import LAYOUT
from jianghan_lib.pipeline.trace import in_words
from jianghan_lib.reports import pages
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import terms, word

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

# The processed tables that are sheets of their own; the amounts are those of the statutory tables as printed.
TABLES = ("completion", "changes", "projects", "indicators", "reasons", "other_tables", "findings")
# The number format of a column by what it holds (see `values.kind`); of a text the one that keeps it a text.
FORMATS = {
    "amount": "#,##0.00",
    "rate": "0.0%",
    "count": "#,##0",
    "statistic": "0.000",
    "numeral": "0",
    "points": "+0.0;-0.0;0.0",
    "": "@",
}
NARROWEST, WIDEST = 8, 36
BOLD: Mapping[str, Any] = {"name": "Calibri", "size": 11, "bold": True}
# Columns of sentences, which have more room than names, and columns that stand behind all others.
SENTENCES, WIDEST_SENTENCE = ("message_zh", "message_en", "text"), 60
LAST = ["touches", "about"]
# How wide the notes are, and how wide the columns of one printed page together, so that they can be read.
NOTES_WIDTH, READABLE = 100, 200
# How high a line of a row is, in points.
LINE = 15
# The number of the paper, and how much of a heading a printed page has room for.
A4, LONGEST_HEADER = 9, 100
# How wide a heading makes a column at most.
LONGEST_HEADING = 12
# What stands before the name of a column that is in a panel, the columns that name a row, those of its place, and whether it is the sum of others.
OF, LABELS, PLACE, SUM = "|", ("code", "name"), "place", "is_sum"
# Measures by the words that they have in a table of their own: `budget` alone is the budget of the year, `outturn` that of expenditure.
CALLED = {"budget": "budgeted", "outturn": "panel_outturn"}
TOTALS = ("total", "subtotal")
# How long the codes of classes and sections are: of rows that others are parts of.
CODES = (3, 5)
# Columns whose word depends on the table that they stand in.
RENAMED = {"project": "name", "subject": "indicator_of"}
# A column with this ending holds where the figure of the column before it is printed.
AT = "_at"
# Excel refuses longer names of sheets, and these signs in them.
LONGEST_NAME, REFUSED = 31, str.maketrans("", "", "[]:*?/\\")
# Columns of the data, by name: what they mean, and whether a number of theirs is money.
FIELDS = {field.name: field for table in PROCESSED.values() for field in table.fields}
# What an Office file says of when it was made.
MADE = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
NOTES = (
    "workbook_unit",
    "workbook_rates",
    "workbook_missing",
    "workbook_total",
    "workbook_source",
    "workbook_findings",
)


def write(facts: Mapping[str, Any], folder: Path, lang: str) -> Path:
    """A row of `documents` and the folder of its reports -> `workbook.xlsx` in it."""
    from jianghan_lib import load

    tables = {name: load(name, str(facts["document_id"])) for name in (*TABLES, "amounts")}
    write_whole(folder / f"{pages.WORKBOOK}.xlsx", book(tables, pages.facts_line(facts, lang), lang))
    return folder / f"{pages.WORKBOOK}.xlsx"


def sheets(tables: "Mapping[str, pd.DataFrame]", lang: str) -> "Iterator[tuple[str, pd.DataFrame]]":
    """The sheets in order, each with its name: the processed tables, then each statutory table as printed."""
    for name in TABLES:
        frame = _placed(tables[name], lang).drop(columns=["document_id", "rule"], errors="ignore")
        frame = frame[[*frame.columns.difference(LAST, sort=False), *frame.columns.intersection(LAST)]]
        if "lowest" in frame:
            frame[SUM] = frame["lowest"].astype("object").isin([False])
        yield word(f"sheet_{name}", lang), frame.rename(columns=RENAMED)
    for table, rows in tables["amounts"].groupby("table", sort=False):
        yield f"{table} {word(str(table), lang)}", printed(_placed(rows, lang))


def _placed(rows: "pd.DataFrame", lang: str) -> "pd.DataFrame":
    """Rows with the places of their figures in words, and with their own: page and line."""
    from jianghan_lib.showing.tables import places

    own = [in_words(one, lang) for one in places(rows)]
    said = {name: [in_words(one, lang) for one in rows[name]] for name in rows.columns if name.endswith(AT)}
    return rows.assign(**said, place=own).drop(columns=["page", "box"])


def printed(rows: "pd.DataFrame") -> "pd.DataFrame":
    """The amounts of a statutory table -> its rows in the printed order, with code, name and place, a column for each measure.

    Its panels stand beside each other, as printed; where their rows have names of their own, each panel has its names.
    """
    import pandas as pd

    codes = set(rows["code"])
    above = {code[:length] for code in codes for length in CODES if len(code) > length}
    rows = rows.assign(**{SUM: rows["level"].isin(TOTALS) | rows["code"].isin(above)}).sort_values(["line", "row"])
    panels = [one for one in LAYOUT[str(rows["table"].iloc[0])].panels if one in set(rows["panel"])]
    shared = rows.groupby("row").agg({"name": "nunique", "panel": "nunique"}).max()
    apart = len(panels) > 1 and (shared["panel"] == 1 or shared["name"] > 1)
    nth = rows.groupby(["panel", "line"])["row"].rank("dense") if apart else rows["row"]
    lines: dict[tuple[object, ...], dict[str, Any]] = {}
    for one in rows.assign(nth=nth).to_dict("records"):
        of = f"{one['panel']}{OF}" if len(panels) > 1 else ""
        named = {f"{of if apart else ''}{name}": one[name] for name in LABELS}
        key = (one["line"], one["nth"], *(() if apart else named.values()))
        line = lines.setdefault(key, {SUM: False, PLACE: one[PLACE]})
        line |= {
            **named,
            SUM: line[SUM] or one[SUM],
            f"{of}{CALLED.get(one['measure'], one['measure'])}": one["amount"],
        }
    columns: list[str] = []
    for panel in panels:
        of = f"{panel}{OF}" if len(panels) > 1 else ""
        measures = rows[rows["panel"] == panel].groupby("measure")["position"].min().sort_values(kind="stable").index
        columns += [f"{of if apart else ''}{name}" for name in LABELS if apart or not columns]
        columns += [f"{of}{CALLED.get(name, name)}" for name in measures]
    return pd.DataFrame(lines.values())[[*columns, PLACE, SUM]]


def book(tables: "Mapping[str, pd.DataFrame]", heading: str, lang: str) -> bytes:
    """The tables of one document -> a workbook as bytes; a sheet for each that has rows."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    notes = made.create_sheet(phrase("sheet_notes", lang))
    listed = []
    for name, frame in sheets(tables, lang):
        if len(frame):
            sheet = made.create_sheet(name.translate(REFUSED)[:LONGEST_NAME])
            _fill(sheet, frame, lang)
            listed.append(f"{sheet.title}: {len(frame)}")
    for sheet in made.worksheets:
        _printing(sheet, heading.rpartition(" · ")[0])
    _notes(notes, [heading, *(phrase(one, lang) for one in NOTES), phrase("workbook_sheets", lang), *listed])
    buffer = BytesIO()
    made.save(buffer)
    return undated(buffer)


def undated(office: BytesIO) -> bytes:
    """A workbook or Word file -> the same without the time of its making: the same data give the same bytes."""
    same = BytesIO()
    with ZipFile(office) as dated, ZipFile(same, "w") as plain:
        for name in dated.namelist():
            plain.writestr(ZipInfo(name), MADE.sub(b"", dated.read(name)), ZIP_DEFLATED)
    return same.getvalue()


def _notes(sheet: "Worksheet", lines: list[str]) -> None:
    from openpyxl.styles import Alignment, Font

    for place, line in enumerate(lines, start=1):
        _put(sheet, place, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(**BOLD)
    sheet.column_dimensions["A"].width = NOTES_WIDTH
    for row in sheet.iter_rows():
        _heighten(sheet, row)


def _fill(sheet: "Worksheet", frame: "pd.DataFrame", lang: str) -> None:
    """A frame as a sheet: headings with units that stay in sight, numbers as numbers, sums bold, columns as wide as needed."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sums = frame[SUM] if SUM in frame else [False] * len(frame)
    columns = _columns(frame.drop(columns=SUM, errors="ignore"), lang)
    for place, (name, kind) in enumerate(columns.items(), start=1):
        cell = _put(sheet, 1, place, _heading(name, kind, lang))
        cell.font, cell.fill = Font(**BOLD), PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment("right" if kind else "left", "center", wrap_text=True, indent=0 if kind else 1)
    for at, (record, bold) in enumerate(zip(frame.to_dict("records"), sums, strict=True), start=2):
        for place, (name, kind) in enumerate(columns.items(), start=1):
            cell = _put(sheet, at, place, _value(name.rpartition(OF)[2], record[name], kind, lang))
            cell.number_format = FORMATS.get(kind, "General")
            if bold:
                cell.font = Font(**BOLD)
            cell.alignment = Alignment("right" if kind else "left", "top", indent=0 if kind else 1)
    for place, name in enumerate(columns, start=1):
        widest = WIDEST_SENTENCE if name in SENTENCES else WIDEST
        wide = sheet.column_dimensions[get_column_letter(place)].width = min(_width(sheet, place), widest)
        for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place) if wide == widest else ():
            cell.alignment = Alignment("left", "top", wrap_text=True, indent=1)
    for row in sheet.iter_rows():
        _heighten(sheet, row)
    sheet.freeze_panes = "A2"
    # Of a table with codes and names both stand on each of its printed pages.
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B" if [*columns][:2] == [*LABELS] else "A:A"
    sheet.auto_filter.ref = sheet.dimensions


def _columns(frame: "pd.DataFrame", lang: str) -> dict[str, str]:
    """The columns that are shown, with the panels that they stand in, and what each holds."""
    from jianghan_lib.showing.tables import shown_columns

    each = ((name, frame[[name]].set_axis([name.rpartition(OF)[2]], axis=1)) for name in frame.columns)
    return {name: kind for name, column in each for kind in shown_columns(column, lang).values()}


def _printing(sheet: "Worksheet", heading: str) -> None:
    """A sheet as it is printed: A4 on its side, as wide as few pages as can be read, what it is about on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    whole = sum(column.width for column in sheet.column_dimensions.values())
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = -(-int(whole) // READABLE), 0
    # In a header & begins a code, and && is the sign.
    sheet.oddHeader.left.text = heading[:LONGEST_HEADER].replace("&", "&&")
    sheet.oddHeader.right.text, sheet.oddFooter.center.text = "&A", "&P / &N"


def _heading(name: str, kind: str, lang: str) -> str:
    """The word of a column with its panel and its unit; of a column of the data that has no word, its meaning in the schema."""
    from jianghan_lib.showing.values import heading

    panel, _, name = name.rpartition(OF)
    if panel:
        return f"{word(f'panel_{panel}', lang)}\n{_heading(name, kind, lang)}"
    if name == PLACE or name.endswith(AT):
        of = name.removesuffix(AT) if name.endswith(AT) else ""
        return f"{word(of, lang)}\n{pages.LABELS[lang]['place']}".strip()
    if name not in terms() and name in FIELDS:
        return FIELDS[name].zh if lang == "zh" else FIELDS[name].en
    return heading(name, kind, lang)


def _value(name: str, value: Any, kind: str, lang: str) -> Any:
    """A value of a frame as Excel takes it: numbers as they are, identifiers in words, nothing where nothing is known."""
    from jianghan_lib.showing.values import cell, known

    if not known(value):
        return None
    if isinstance(value, bool | str):
        return cell(name, value, kind, lang)
    if kind == "points":  # in percentage points, as the heading says
        value = 100 * value
    return round(float(value), 6) if isinstance(value, float) else int(value)


def _put(sheet: "Worksheet", row: int, column: int, value: Any) -> Any:
    """Writes a cell; text is text, also where it begins like a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = sheet.cell(row, column, text)
    if isinstance(text, str):
        cell.data_type, cell.quotePrefix = "s", text[:1] in ("=", "+", "-", "@")
    return cell


def _heighten(sheet: "Worksheet", row: "tuple[Any, ...]") -> None:
    """A row as high as its broken cells: not every program fits the one to the other."""
    lines = [
        _lines(str(cell.value), sheet.column_dimensions[cell.column_letter].width)
        for cell in row
        if cell.value is not None and cell.alignment.wrap_text
    ]
    sheet.row_dimensions[row[0].row].height = LINE * max(lines, default=1)


def _lines(text: str, columns: float) -> int:
    """How many lines a text has in a column; words are not broken, so that one more may be needed."""
    needed = [max(1, -(-width(line) // int(columns - 1))) for line in text.split("\n")]
    return sum(lines + (lines > 1 and " " in text) for lines in needed)


def _width(sheet: "Worksheet", column: int) -> float:
    """As wide as its longest text, a Chinese character counting two; a heading has its lines, a long one is broken."""
    texts = [str(cell.value) for (cell,) in sheet.iter_rows(min_col=column, max_col=column) if cell.value is not None]
    heads = (min(width(line), LONGEST_HEADING) + 2 for line in texts[0].split("\n"))
    return max([NARROWEST, *(width(text) + 2 for text in texts[1:]), *heads])
