"""Scans: a page that is only an image is recognised where the libraries for it are installed, and named where they are not."""

import logging
import os
from copy import copy
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_pdf_layouts import EXPECTED, HEADER, PAGE, ROWS, cells_and_notes, printed, table

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers import pdf_pages, read, scan
from jianghan_lib.readers.blocks import Char
from jianghan_lib.readers.pdfium import Drawn
from jianghan_lib.readers.rules import Rules

RECOGNISER = scan._recogniser
RECOGNISED: dict[str, Any] = {}


def recognised(image: Any, **options: Any) -> Any:
    """What the recogniser sees on an image, which it is asked once: that takes seconds, and several tests look at one page."""
    key = sha256(image.tobytes()).hexdigest()
    if key not in RECOGNISED:
        RECOGNISED[key] = RECOGNISER()(image, **options)
    return copy(RECOGNISED[key])


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_recogniser", lambda: recognised)


def photographed(data: bytes, *, skew: float = 0.0, pages: slice = slice(None), scale: float = 1.0) -> bytes:
    """A PDF whose pages (or some of them) are images of those of another one, put in crooked, or on larger pages."""
    file = BytesIO()
    size = (scale * PAGE[0], scale * PAGE[1])
    canvas = Canvas(file, pagesize=size, invariant=1)
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages[pages]:
            image = page.to_image(resolution=150).original.convert("L")
            canvas.drawImage(ImageReader(image.rotate(skew, fillcolor=255)), 0, 0, *size)
            canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def table_of_two_rows() -> bytes:
    return printed(lambda canvas: table(canvas, [HEADER, *ROWS]))


def test_a_crooked_scan_gives_its_figures_with_their_places_and_says_so(
    table_of_two_rows: bytes, tmp_path: Path
) -> None:
    found, notes = cells_and_notes(photographed(table_of_two_rows, skew=0.6), tmp_path)
    assert found == EXPECTED
    assert [(rule, page) for rule, _, page in notes if rule.startswith("page")] == [
        ("page_recognised", 1),
        ("page_recognised", 2),
    ]
    rows = [line for line in read(tmp_path / "some.pdf").lines if line.is_row]
    figure = rows[1].boxes[2]
    assert figure is not None and rows[1].cells[2] == "12.50"
    assert figure == pytest.approx((330, 396, 420, 420), abs=4)  # the cell as it is drawn, the page put straight


def test_an_image_whose_dots_are_points_is_read_and_its_places_are_those_of_the_page(
    table_of_two_rows: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "some.pdf"
    path.write_bytes(photographed(table_of_two_rows, scale=3, pages=slice(1, 2)))
    rows = [line for line in read(path).lines if line.is_row]
    assert [list(line.cells) for line in rows][1:] == ROWS
    assert rows[1].boxes[2] == pytest.approx((990, 1188, 1260, 1260), abs=12)


def test_strokes_are_no_rules(tmp_path: Path) -> None:
    rows = [
        ["201", "一般公共服务支出", "-12.50", "-2.00", "-10.50"],
        ["2010602", "一般行政管理事务", "-3.20", "", "-3.20"],
    ]
    path = tmp_path / "some.pdf"
    path.write_bytes(photographed(printed(lambda canvas: table(canvas, [HEADER, *rows])), skew=0.6, pages=slice(1, 2)))
    assert [list(line.cells) for line in read(path).lines if line.is_row][1:] == rows


def test_a_sign_that_is_not_sure_makes_a_figure_that_is_not_used(
    table_of_two_rows: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sure = scan._recogniser()

    def unsure(*args: Any, **options: Any) -> Any:
        seen = sure(*args, **options)
        seen.word_results = tuple(
            tuple((text, 0.4 if text == "5" else score, corners) for text, score, corners in words)
            for words in seen.word_results
        )
        return seen

    monkeypatch.setattr(scan, "_recogniser", lambda: unsure)
    found, notes = cells_and_notes(photographed(table_of_two_rows, skew=0.6), tmp_path)
    assert found[("201", "total")] == "12.5?0"
    assert ("unreadable_number", "12.5?0", 2) in notes


def test_ink_in_a_cell_that_is_not_read_is_no_empty_cell(
    table_of_two_rows: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = scan._signs

    def without_one(image: Any) -> list[Char]:
        return [char for char in seen(image) if not (330 < char["x0"] < 420 and 396 < char["mid"] < 420)]

    monkeypatch.setattr(scan, "_signs", without_one)
    found, notes = cells_and_notes(photographed(table_of_two_rows, skew=0.6), tmp_path)
    assert set(found[("201", "total")].split()) <= {"?" * count for count in range(1, 6)}
    assert [printed for rule, printed, _ in notes if rule == "unreadable_number"] == [found[("201", "total")]]


def test_a_blank_page_is_no_scan(tmp_path: Path) -> None:
    path = tmp_path / "some.pdf"
    path.write_bytes(photographed(printed(lambda canvas: None)))
    assert [problem.rule for problem in read(path).problems] == ["page_recognised"]


def test_without_the_libraries_a_scanned_page_is_named(
    table_of_two_rows: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "EXTRA", ("no_such_library",))
    path = tmp_path / "some.pdf"
    path.write_bytes(photographed(table_of_two_rows))
    with pytest.raises(JianghanError, match=r"some\.pdf: its 2 pages are images .*: install the extra `ocr`"):
        read(path)


def test_libraries_that_are_not_whole_leave_a_page_a_scan(
    table_of_two_rows: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(scan, "_recogniser", broken)
    path = tmp_path / "some.pdf"
    path.write_bytes(photographed(table_of_two_rows))
    with pytest.raises(JianghanError, match=r"some\.pdf: its 2 pages are images"):
        read(path)


def test_pages_of_which_nothing_can_be_read_count_among_those_looked_at(
    table_of_two_rows: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []

    def nothing(page: Any, seen: Drawn) -> tuple[list[Char], Rules]:
        looked_at.append(seen.number)
        return [], ([], [])

    monkeypatch.setattr(pdf_pages, "MOST_RECOGNISED", 1)
    monkeypatch.setattr(scan, "recognise", nothing)
    sheets = pdf_pages.read_sheets("some.pdf", photographed(table_of_two_rows))
    assert looked_at == [1]
    assert [sheet.problem for sheet in sheets] == ["", "page_scanned"]


def test_the_recogniser_neither_reports_nor_fetches(tmp_path: Path) -> None:
    scan.keep_off_the_network()
    from rapidocr.utils.download_file import DownloadFile, DownloadFileInput

    with pytest.raises(JianghanError, match=r"the recogniser lacks model\.onnx: install the extra `ocr` again"):
        DownloadFile.run(
            DownloadFileInput("http://localhost:9/model.onnx", tmp_path / "model.onnx", logging.getLogger())
        )
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
