"""The page of a PDF as a person sees it: what is invisible, aside, pale, printed twice or raised is no text of the table."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_pdf_layouts import EXPECTED, HEADER, LEFT, PAGE, ROWS, cells_and_notes, printed, table

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers import read, scan

Draw = Callable[[Canvas], None]


def invisible(canvas: Canvas) -> None:
    canvas.saveState()
    text = canvas.beginText(LEFT + 275, 435)
    text.setTextRenderMode(3)
    text.textOut("99.99")
    canvas.drawText(text)
    canvas.restoreState()


def outside(canvas: Canvas) -> None:
    for place in ((-60, 435), (PAGE[0] + 5, 435), (LEFT + 275, PAGE[1] + 4), (LEFT + 275, -30)):
        canvas.drawString(*place, "99.99")


def cropped(canvas: Canvas) -> None:
    canvas.setCropBox((0, 100, PAGE[0], 600))
    canvas.drawString(LEFT, 700, "一般公共预算财政拨款支出决算表 99.99")
    canvas.drawString(LEFT, 50, "99.99")


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(LEFT + 275, 428, "99.99")
    canvas.setFillGray(0)


def on_its_own_colour(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.2, 0.4, 0.6)
    canvas.rect(LEFT + 1, 200, 200, 40, stroke=0, fill=1)
    canvas.drawString(LEFT + 10, 210, "合计 99.99")
    canvas.setFillGray(0)


def watermark(canvas: Canvas) -> None:
    canvas.setFont("Noto", 9)
    canvas.setFillGray(0.9)
    for place in range(12):
        canvas.drawString(20 + 130 * (place % 4), 350 + 45 * (place // 4), "420103 2025")
    canvas.setFillGray(0)


def thin(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillAlpha(0.1)
    canvas.drawString(LEFT + 272, 432, "420103 2025")
    canvas.restoreState()


@pytest.mark.parametrize("more", [invisible, outside, cropped, white, on_its_own_colour, watermark, thin])
def test_what_is_not_seen_is_no_text_of_the_page(more: Draw, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [HEADER, *ROWS])
        more(canvas)

    assert cells_and_notes(printed(draw), tmp_path) == (EXPECTED, [])
    assert not [
        line.text for line in read(tmp_path / "some.pdf").lines if "99.99" in line.text or "420103" in line.text
    ]


def test_a_page_without_ink_shows_no_text(tmp_path: Path) -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=PAGE)
    canvas.setFillGray(1)
    canvas.drawString(100, 100, "12.50")
    canvas.save()
    (tmp_path / "some.pdf").write_bytes(file.getvalue())
    with pytest.raises(JianghanError, match=r"some\.pdf: shows no text on any page"):
        read(tmp_path / "some.pdf")


def test_white_text_on_a_dark_ground_is_seen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.2)
        canvas.rect(LEFT, 446, 540 - LEFT + 60, 24, stroke=0, fill=1)
        canvas.setFillGray(1)
        for place, text in zip((0, 80, 270, 360, 450), HEADER, strict=True):
            canvas.drawString(LEFT + place + 3, 456, text)
        canvas.setFillGray(0)
        table(canvas, [[""] * 5, *ROWS])

    def set_font(canvas: Canvas) -> None:
        canvas.setFont("Noto", 9)
        draw(canvas)

    assert cells_and_notes(printed(set_font), tmp_path) == (EXPECTED, [])


@pytest.mark.parametrize("shift", [0.3, 0.8, 1.5])
def test_text_printed_twice_is_read_once(shift: float, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["201", "一般公共服务支出", "11.00", "1.11", "9.89"]]
        table(canvas, [HEADER, *rows])
        canvas.translate(shift, -shift)
        table(canvas, [HEADER, *rows])

    found, notes = cells_and_notes(printed(draw), tmp_path)
    assert (found, notes) == (
        {("201", "total"): "11.00", ("201", "basic"): "1.11", ("201", "project"): "9.89"},
        [],
    )


@pytest.mark.parametrize("drawn_as", ["line", "rect"])
def test_what_a_stroke_runs_through_is_left_out_and_named(drawn_as: str, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [HEADER, *[[cell.replace("12.50", "99.12.50") for cell in row] for row in ROWS[:1]], ROWS[1]])
        start, wide = LEFT + 273, canvas.stringWidth("99.", "Noto", 9)
        if drawn_as == "line":
            canvas.line(start, 439, start + wide, 439)
        else:
            canvas.rect(start, 438.7, wide, 0.6, stroke=0, fill=1)
        canvas.line(LEFT, 100, LEFT + 300, 100)  # a rule below a text that it touches is none
        canvas.drawString(LEFT, 101, "合计数")

    assert cells_and_notes(printed(draw), tmp_path) == (EXPECTED, [("text_struck", "99.", 2)])


@pytest.mark.parametrize("mark", ["1", "12", "[1]", "*"])
def test_a_raised_mark_of_a_note_is_no_digit(mark: str, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [HEADER, *ROWS])
        canvas.setFont("Noto", 5)
        canvas.drawString(LEFT + 273 + canvas.stringWidth("12.50", "Noto", 9), 439, mark)

    assert cells_and_notes(printed(draw), tmp_path) == (EXPECTED, [])


def test_a_raised_figure_behind_a_unit_is_a_power(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Noto", 10)
        canvas.drawString(LEFT, 500, "办公用房面积50m")
        canvas.setFont("Noto", 6)
        canvas.drawString(LEFT + canvas.stringWidth("办公用房面积50m", "Noto", 10), 504, "2")

    path = tmp_path / "some.pdf"
    path.write_bytes(printed(draw))
    assert read(path).lines[-1].text == "办公用房面积50m²"


def test_a_picture_with_an_invisible_layer_of_text_is_a_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 84), 255)), 0, 0, *PAGE)
        invisible(canvas)

    monkeypatch.setattr(scan, "EXTRA", ("no_such_library",))
    path = tmp_path / "some.pdf"
    path.write_bytes(printed(draw))
    source = read(path)
    assert [(one.rule, one.page) for one in source.problems] == [("page_scanned", 2)]
    assert "99.99" not in "".join(line.text for line in source.lines)


def test_a_table_without_rules_is_read_by_the_white_space_between_its_columns(tmp_path: Path) -> None:
    rows = [
        ("201", "一般公共服务支出", "1,234,500", "1,000,000", "234,500"),
        ("210", "卫生健康支出", "20,000", "", "20,000"),
        ("", "合计", "1,254,500", "1,000,000", "254,500"),
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Noto", 9)
        canvas.drawString(200, 500, "一般公共预算财政拨款支出决算表")
        canvas.drawString(480, 486, "单位：元")
        canvas.drawCentredString(95, 470, "项目")
        canvas.drawCentredString(430, 470, "本年支出")
        heads = zip((60, 160, 305, 420, 535), ("科目编码", "科目名称", "合计", "基本支出", "项目支出"), strict=True)
        for place, text in heads:
            canvas.drawCentredString(place, 456, text)
        for at, (code, name, *figures) in enumerate(rows):
            canvas.drawString(50, 440 - 14 * at, code)
            canvas.drawString(110, 440 - 14 * at, name)
            for place, figure in zip((330, 445, 560), figures, strict=True):
                canvas.drawRightString(place, 440 - 14 * at, figure)

    (tmp_path / "some.pdf").write_bytes(printed(draw))
    found = [line.cells for line in read(tmp_path / "some.pdf").lines if line.is_row]
    assert found == [
        ("项目", "", "本年支出", "", ""),
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        *rows,
    ]


@pytest.mark.parametrize("edge", [(0, 0, LEFT + 381, PAGE[1]), (0, 430, PAGE[0], PAGE[1]), (LEFT + 4, 0, *PAGE)])
def test_a_figure_that_the_edge_of_the_page_cuts_in_two_is_no_figure_and_named(
    edge: tuple[float, float, float, float], tmp_path: Path
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox(edge)
        canvas.drawString(LEFT, 427, "1,234,567.50")
        canvas.drawString(LEFT + 360, 480, "7,654,321.50")
        canvas.drawString(LEFT + 100, 480, "12.50")

    (tmp_path / "some.pdf").write_bytes(printed(draw))
    source = read(tmp_path / "some.pdf")
    assert "12.50" in " ".join(line.text for line in source.lines).split()
    whole = {"1,234,567.50", "7,654,321.50", "12.50"}
    assert {
        word for line in source.lines for word in line.text.split() if word[:1].isdigit() and "年" not in word
    } < whole
    assert [(one.rule, one.printed) for one in source.problems] == [("figure_cut", "1")]
