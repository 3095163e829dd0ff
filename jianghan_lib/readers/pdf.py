"""PDF -> lines: the text of each page from top to bottom, ruled tables as rows with their merged cells, each with its box."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers.blocks import BREAK, Line, Problem, Source, is_page_number, make_source, page_number
from jianghan_lib.readers.pdf_pages import read_sheets
from jianghan_lib.readers.ruled import Part, Sheet, Text, goes_on, rows_of, separate

# How near to the upper or lower end of a page, in points, its running lines stand, and on how many pages at least.
MARGIN, FEWEST_REPEATED = 75.0, 4
# So many pages, and so large a part of them, follow each other by their numbers where pages are numbered at all.
FEWEST_NUMBERED, MOSTLY = 4, 0.6


def read(name: str, data: bytes) -> Source:
    """The bytes of a PDF -> its lines; pages that are scans or cannot be decoded are problems of the source.

    Raises JianghanError for a file that is encrypted, damaged, too long, or has no text on any page.
    """
    sheets = read_sheets(name, data)
    if not any(sheet.pieces for sheet in sheets):
        scanned = any(sheet.problem == "page_scanned" for sheet in sheets)
        pages = f"its {len(sheets)} pages are images" if len(sheets) > 1 else "its only page is an image"
        what = f"{pages} without text (a scan): install the extra `ocr` (see README), or run OCR on it first"
        raise JianghanError(f"{name}: {what if scanned else 'shows no text on any page: is the file whole?'}")
    astray = _astray(sheets)
    lines = _lines(sheets, astray)
    problems = [_problem(sheet, sheet.problem, lines) for sheet in sheets if sheet.problem]
    problems += [_problem(sheet, "page_astray", lines) for sheet in sheets if sheet.number in astray]
    problems += [replace(_problem(sheet, "figure_cut", lines), printed=str(sheet.cut)) for sheet in sheets if sheet.cut]
    return make_source(name, data, lines, problems)


def _lines(sheets: Sequence[Sheet], astray: Collection[int]) -> list[Line]:
    """The lines of all pages; tables that go on over a page stand together, without what runs along all pages."""
    running = _running(sheets)
    lines: list[Line] = []
    parts: list[Part] = []
    for sheet in sheets:
        if sheet.number in astray:
            lines += [*rows_of(parts), Line(0, BREAK, page=sheet.number)]
            parts = []
        for piece in (one for held in sheet.pieces for one in ([held] if isinstance(held, Text) else separate(held))):
            if isinstance(piece, Text):
                if is_page_number(piece.text) or _key(sheet, piece) in running:
                    continue
                lines += [*rows_of(parts), Line(0, piece.text, page=sheet.number, box=piece.box)]
                parts = []
            elif goes_on(parts, sheet.number, piece):
                parts.append((sheet.number, piece))
            else:
                lines += rows_of(parts)
                parts = [(sheet.number, piece)]
    return lines + rows_of(parts)


def _key(sheet: Sheet, piece: Text) -> tuple[bool, str] | None:
    """What a line at the margin of a page says, its numbers aside; None for one that is no running line."""
    upper, lower = piece.box[3] < MARGIN, piece.box[1] > sheet.height - MARGIN
    title = re.search(r"表\s*$|单位\s*[:：]", piece.text)
    return (upper, re.sub(r"[\d\s]+", "", piece.text)) if (upper or lower) and not title else None


def _running(sheets: Sequence[Sheet]) -> set[tuple[bool, str]]:
    """The lines that run along the pages, above or below."""
    keys = Counter(
        key
        for sheet in sheets
        for key in {_key(sheet, piece) for piece in sheet.pieces if isinstance(piece, Text)}
        if key
    )
    return {key for key, count in keys.items() if count >= max(FEWEST_REPEATED, len(sheets) / 2)}


def _astray(sheets: Sequence[Sheet]) -> set[int]:
    """The pages that do not follow the one before by the numbers printed on both, in a file whose pages mostly do.

    A part of a document may be numbered from 1 again.
    """
    both = [(sheet, _printed(before), _printed(sheet)) for before, sheet in pairwise(sheets)]
    steps = {sheet.number: after - before for sheet, before, after in both if before and after and after > 1}
    following = {number for number, step in steps.items() if step == 1}
    numbered = len(following) >= max(FEWEST_NUMBERED, MOSTLY * len(steps))
    return steps.keys() - following if numbered else set()


def _printed(sheet: Sheet) -> int | None:
    """The number at the foot of a page, or at its head."""
    texts = [piece for piece in sheet.pieces if isinstance(piece, Text)]
    margins = (piece for piece in reversed(texts) if piece.box[1] > sheet.height - MARGIN or piece.box[3] < MARGIN)
    return next((number for piece in margins if (number := page_number(piece.text))), None)


def _problem(sheet: Sheet, rule: str, lines: Sequence[Line]) -> Problem:
    """What is wrong with a page, at the last line above it."""
    above = [number for number, line in enumerate(lines, 1) if line.page is not None and line.page <= sheet.number]
    return Problem(rule, f"{sheet.number}", "", above[-1] if above else 1, sheet.number)
