"""Pages as other places print them, drawn here: turned, without outer rules, with broken figures, scanned, locked."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from jianghan_lib import style
from jianghan_lib.base.errors import JianghanError
from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read, scan

PAGE = (595, 842)
LEFT, ROW = 60, 24
TITLE = "一般公共预算财政拨款支出决算表"
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [["201", "一般公共服务支出", "12.50", "2.00", "10.50"], ["20106", "财政事务", "12.50", "2.00", "10.50"]]
EXPECTED = {("201", "total"): "12.50", ("201", "basic"): "2.00", ("201", "project"): "10.50"}
EXPECTED |= {("20106", measure): value for (_, measure), value in EXPECTED.items()}
Draw = Callable[[Canvas], None]


def table(
    canvas: Canvas, rows: list[list[str]], *, outer: bool = True, title: str = TITLE, widths=(80, 190, 90, 90, 90)
) -> None:
    """A ruled table with its title and unit; a line break in a cell is drawn as one."""
    if title:
        canvas.setFont("Noto", 14)
        canvas.drawString(150, 500, title)
        canvas.setFont("Noto", 9)
        canvas.drawString(400, 480, "单位：万元")
    canvas.setFont("Noto", 9)
    sides = [LEFT + sum(widths[:place]) for place in range(len(widths) + 1)]
    bottom = 470 - ROW * len(rows)
    for place in range(len(rows) + 1):
        canvas.line(sides[0], 470 - ROW * place, sides[-1], 470 - ROW * place)
    for side in sides if outer else sides[1:-1]:
        canvas.line(side, 470, side, bottom)
    for number, row in enumerate(rows):
        for side, text in zip(sides, row, strict=False):
            for line, part in enumerate(text.split("\n")):
                canvas.drawString(side + 3, 470 - ROW * number - 10 - 11 * line, part)


def printed(*pages: Draw, **options: object) -> bytes:
    """Pages after one with the title of a document and a figure."""
    pdfmetrics.registerFont(TTFont("Noto", str(style.font_file())))
    file = BytesIO()
    canvas = Canvas(file, pagesize=PAGE, invariant=1, **options)
    canvas.setFont("Noto", 16)
    canvas.drawString(LEFT, 700, "某市财政局2024年度部门决算")
    canvas.setFont("Noto", 9)
    canvas.drawString(LEFT, 600, "2024年度收入总计12.50万元，支出总计12.50万元。")
    for draw in pages:
        canvas.showPage()
        draw(canvas)
    canvas.save()
    return file.getvalue()


def cells_and_notes(data: bytes, folder: Path) -> tuple[dict[tuple[str, str], str], list[tuple[str, str, int | None]]]:
    path = folder / "some.pdf"
    path.write_bytes(data)
    records = read_document(read(path))
    cells = {(cell.code, cell.measure): cell.printed for cell in records["cells"]}
    notes = [(note.rule, note.printed, note.page) for note in records["notes"]]
    return cells, [note for note in notes if note[0] not in ("part_missing", "figure_not_read")]


def turned(angle: int) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*((PAGE[0], 0) if angle > 0 else (0, PAGE[1])))
        canvas.rotate(angle)
        table(canvas, [HEADER, *ROWS])

    return draw


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: table(canvas, [HEADER, *ROWS]),
        lambda canvas: table(canvas, [HEADER, *ROWS], outer=False),
        turned(90),
        turned(-90),
    ],
    ids=["ruled", "without outer rules", "turned left", "turned right"],
)
def test_a_table_is_read_however_it_is_ruled_and_turned(draw: Draw, tmp_path: Path) -> None:
    assert cells_and_notes(printed(draw), tmp_path) == (EXPECTED, [])


@pytest.mark.parametrize("angle", [45, 20, 0])
def test_a_watermark_is_no_text_of_the_table(angle: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [HEADER, *ROWS])
        canvas.translate(LEFT + 250, 425)
        canvas.rotate(angle)
        canvas.setFont("Noto", 40)
        canvas.setFillGray(0.8)
        canvas.drawCentredString(0, 0, "仅供公开使用")

    assert cells_and_notes(printed(draw), tmp_path) == (EXPECTED, [])


def test_a_table_goes_on_over_a_page_with_or_without_its_header(tmp_path: Path) -> None:
    first, second = [HEADER, ROWS[0]], [ROWS[1]]
    for rest in (second, [HEADER, *second]):
        pages = (lambda canvas: table(canvas, first), lambda canvas, rest=rest: table(canvas, rest, title=""))
        assert cells_and_notes(printed(*pages), tmp_path) == (EXPECTED, [])


@pytest.mark.parametrize(
    "rows",
    [
        [["科目编码", "科目名称", "总计", "上年数", "增减"], ["208", "社会保障和就业支出", "7.50", "3.00", "4.50"]],
        [["30101", "基本工资", "7.50", "3.00", "4.50"], ["30102", "津贴补贴", "7.50", "3.00", "4.50"]],
        [["甲", "1.10", "7.50", "3.00", "4.50"], ["乙", "2.20", "7.50", "3.00", "4.50"]],
    ],
)
def test_what_stands_on_the_next_page_is_another_table_where_its_title_is_lost(
    rows: list[list[str]], tmp_path: Path
) -> None:
    pages = printed(lambda canvas: table(canvas, [HEADER, *ROWS]), lambda canvas: table(canvas, rows, title=""))
    found, _ = cells_and_notes(pages, tmp_path)
    assert found == EXPECTED
    assert len(read_document(read(tmp_path / "some.pdf"))["other_tables"]) >= 3


def test_rows_with_names_do_not_go_on_with_figures_that_have_none(tmp_path: Path) -> None:
    groups = ["预算数", *["决算数"] * 4]
    header = ["合计", "合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"]
    figures, rows = ["6.00", "5.00", "1.00", "3.00", "1.00"], [["2010601", "行政运行", "7.50", "3.00", "4.50"]] * 2
    pages = printed(
        lambda canvas: table(canvas, [groups, header, figures], title="财政拨款“三公”经费支出决算表"),
        lambda canvas: table(canvas, rows, title=""),
    )
    cells_and_notes(pages, tmp_path)
    raw = read_document(read(tmp_path / "some.pdf"))
    assert [cell.printed for cell in raw["cells"]] == figures
    assert [cell.printed for cell in raw["other_tables"]] == ["7.50", "3.00", "4.50"] * 2


@pytest.mark.parametrize(
    ("numbers", "astray"), [((2, 3, 4, 5, 6, 7), []), ((2, 3, 4, 6, 7, 8), [5]), ((2, 3, 4, 1, 2, 3), [])]
)
def test_no_table_goes_on_where_a_page_is_missing(numbers: tuple[int, ...], astray: list[int], tmp_path: Path) -> None:
    """Pages behind the first, by the numbers printed at their feet; a part may be numbered from 1 again."""

    def numbered(number: int, rows: list[list[str]], title: str = "") -> Draw:
        def draw(canvas: Canvas) -> None:
            table(canvas, rows, title=title) if rows else None
            canvas.drawString(PAGE[0] / 2, 30, f"- {number} -")

        return draw

    first, second, third, *rest = numbers
    parts = [numbered(first, []), numbered(second, []), numbered(third, [HEADER, ROWS[0]], TITLE)]
    pages = printed(*parts, numbered(rest[0], [ROWS[1]]), *(numbered(number, []) for number in rest[1:]))
    found, notes = cells_and_notes(pages, tmp_path)
    assert [page for rule, _, page in notes if rule == "page_astray"] == astray
    assert found == ({place: value for place, value in EXPECTED.items() if place[0] == "201"} if astray else EXPECTED)
    assert len(read_document(read(tmp_path / "some.pdf"))["other_tables"]) == 3 * len(astray)


def test_a_row_without_a_rule_where_the_page_cuts_it_is_read(tmp_path: Path) -> None:
    widths, open_row = (80, 190, 90, 90, 90), ["20106", "财政事务", "12.50", "2.00", "10.50"]

    def draw(canvas: Canvas) -> None:
        table(canvas, [HEADER, ROWS[0]], widths=widths)
        for at, text in enumerate([*open_row, ""]):
            side = LEFT + sum(widths[:at])
            canvas.line(side, 470 - 2 * ROW, side, 470 - 3 * ROW)
            canvas.drawString(side + 3, 470 - 2 * ROW - 10, text)

    assert cells_and_notes(printed(draw), tmp_path) == (EXPECTED, [])


def test_figures_in_a_font_with_other_measures_stay_in_their_line(tmp_path: Path) -> None:
    low = TTFont("Low", str(style.font_file()))
    low.face.name, low.face.descent = b"LowSansSC", -900
    pdfmetrics.registerFont(low)

    def draw(canvas: Canvas) -> None:
        for at, (name, text) in enumerate([("Noto", "收入总计为"), ("Low", "62.29"), ("Noto", "万元。")]):
            canvas.setFont(name, 9)
            canvas.drawString(LEFT + 60 * at, 500, text)

    path = tmp_path / "some.pdf"
    path.write_bytes(printed(draw))
    assert [line.text for line in read(path).lines if line.page == 2] == ["收入总计为 62.29 万元。"]


def test_a_row_that_the_end_of_a_page_cuts_in_two_is_one(tmp_path: Path) -> None:
    first = [HEADER, ROWS[0], ["20106", "财政事务", "1234", "2.00", "12343.50"]]
    second = [HEADER, ["", "", "5.50", "", ""], ["2010601", "行政运行", "2.00", "2.00", ""]]
    widths = (80, 190, 36, 90, 90)
    pages = (
        lambda canvas: table(canvas, first, widths=widths),
        lambda canvas: table(canvas, second, title="", widths=widths),
    )
    found, notes = cells_and_notes(printed(*pages), tmp_path)
    totals = {code: value for (code, measure), value in found.items() if measure == "total"}
    assert (totals, notes) == ({"201": "12.50", "20106": "12345.50", "2010601": "2.00"}, [])


def test_codes_in_three_columns_may_print_only_what_is_new(tmp_path: Path) -> None:
    header = ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [
        header,
        ["201", "", "", "一般公共服务支出", "12.50", "2.00", "10.50"],
        ["", "06", "", "财政事务", "12.50", "2.00", "10.50"],
        ["", "", "01", "行政运行", "12.50", "2.00", "10.50"],
    ]
    found, notes = cells_and_notes(
        printed(lambda canvas: table(canvas, rows, widths=(30, 30, 30, 180, 80, 80, 80))), tmp_path
    )
    assert found == EXPECTED | {
        ("2010601", measure): value for (code, measure), value in EXPECTED.items() if code == "201"
    }
    assert notes == []


def test_a_figure_broken_over_lines_is_one_and_two_figures_are_never_one(tmp_path: Path) -> None:
    widths = (80, 190, 36, 90, 90)
    rows = [HEADER, ["201", "一般公共服务支出", "12345\n.50", "2.00", "12343.50"]]
    found, notes = cells_and_notes(printed(lambda canvas: table(canvas, rows, widths=widths)), tmp_path)
    assert (found["201", "total"], notes) == ("12345.50", [])
    rows = [HEADER, ["201", "一般公共服务支出", "15\n20", "2.00", "10.50"]]
    found, notes = cells_and_notes(printed(lambda canvas: table(canvas, rows)), tmp_path)
    assert (found["201", "total"], notes) == ("15 | 20", [("unreadable_number", "15 | 20", 2)])


def test_texts_of_cells_that_nearly_touch_at_their_rule_stay_apart(tmp_path: Path) -> None:
    header = ["科目编码", "科目名称", "合计", "基本支出数", "项目支出数"]
    rows = [["201", "一般公共服务支出", "3600", "1200.00", "2400.00"]]

    def draw(canvas: Canvas) -> None:
        table(canvas, [header, *rows], widths=(80, 190, 22, 47.5, 47.5))

    path = tmp_path / "some.pdf"
    path.write_bytes(printed(draw))
    found = [line.cells for line in read(path).lines if line.is_row]
    assert found == [tuple(header), *map(tuple, rows)]


def test_a_column_that_is_not_declared_is_kept_and_reported(tmp_path: Path) -> None:
    rows = [[*HEADER[:4], "其他费用"], ["201", "一般公共服务支出", "12.50", "2.00", "10.50"]]
    found, notes = cells_and_notes(printed(lambda canvas: table(canvas, rows)), tmp_path)
    assert found == {("201", "total"): "12.50", ("201", "basic"): "2.00", ("201", "unrecognised"): "10.50"}
    assert notes == [("columns_not_recognised", "其他费用", 2)]


def test_a_table_that_is_not_known_is_named(tmp_path: Path) -> None:
    rows = [["名称", "货物", "工程", "服务", "数量"], ["合计", "1.00", "2.00", "3.00", "4"]]
    _, notes = cells_and_notes(printed(lambda canvas: table(canvas, rows, title="政府采购情况表")), tmp_path)
    assert [rule for rule, _, _ in notes] == ["table_unknown"]


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *PAGE)


def test_a_scanned_page_is_named_and_a_scanned_file_refused_without_a_recogniser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "EXTRA", ("no_such_library",))
    found, notes = cells_and_notes(printed(picture, lambda canvas: table(canvas, [HEADER, *ROWS])), tmp_path)
    assert (found, notes) == (EXPECTED, [("page_scanned", "", 2)])
    file = BytesIO()
    canvas = Canvas(file, pagesize=PAGE)
    picture(canvas)
    canvas.save()
    path = tmp_path / "scan.pdf"
    path.write_bytes(file.getvalue())
    with pytest.raises(
        JianghanError, match=r"scan\.pdf: its only page is an image without text \(a scan\): install the extra `ocr`"
    ):
        read(path)


def test_a_locked_file_and_one_cut_off_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "some.pdf"
    path.write_bytes(printed(encrypt=StandardEncryption("secret")))
    with pytest.raises(JianghanError, match=r"some\.pdf: is encrypted: save it without a password first"):
        read(path)
    path.write_bytes(printed()[:300])
    with pytest.raises(JianghanError, match=r"some\.pdf: (is damaged|holds no text): is the file whole\?") as raised:
        read(path)
    assert "\n" not in str(raised.value)


def test_two_tables_that_share_a_rule_are_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [HEADER, *ROWS], widths=(80, 100, 90, 90, 90))
        canvas.translate(0, -3 * ROW)
        for side in (LEFT, LEFT + 450):
            canvas.line(side, 470, side, 470 - 2 * ROW)
        canvas.line(LEFT, 470 - ROW, LEFT + 450, 470 - ROW)
        canvas.drawString(LEFT + 100, 470 - 10, "政府性基金预算财政拨款收入支出决算表")
        canvas.drawString(LEFT + 400, 470 - 10 - ROW, "单位：万元")
        canvas.translate(0, -2 * ROW)
        rows = [["科目编码", "科目名称", "本年收入", "本年支出"], ["212", "城乡社区支出", "7.00", "7.00"]]
        table(canvas, rows, title="", widths=(60, 210, 90, 90))

    path = tmp_path / "some.pdf"
    path.write_bytes(printed(draw))
    cells = read_document(read(path))["cells"]
    assert [(cell.table, cell.code, cell.printed) for cell in cells if cell.code in ("201", "212")] == [
        *(("F05", "201", value) for value in ("12.50", "2.00", "10.50")),
        *(("F07", "212", value) for value in ("7.00", "7.00")),
    ]


def test_expenses_may_stand_in_rows(tmp_path: Path) -> None:
    rows = [
        ["项目", "行次", "预算数", "决算数"],
        ["（一）支出合计", "2", "5.00", "2.50"],
        ["1．因公出国（境）费", "3", "", ""],
        ["2．公务用车购置及运行维护费", "4", "3.00", "1.50"],
        ["（2）公务用车运行维护费", "6", "3.00", "1.50"],
        ["3．公务接待费", "7", "2.00", "1.00"],
        ["（1）国内接待费", "8", "—", "1.00"],
        ["机关运行经费", "9", "—", "30.00"],
    ]
    draw: Draw = lambda canvas: table(canvas, rows, title="财政拨款“三公”经费支出决算表", widths=(200, 40, 90, 90))  # noqa: E731
    path = tmp_path / "some.pdf"
    path.write_bytes(printed(draw))
    cells = read_document(read(path))["cells"]
    assert [(cell.panel, cell.measure, cell.printed) for cell in cells] == [
        ("budget", "total", "5.00"),
        ("outturn", "total", "2.50"),
        ("budget", "vehicles", "3.00"),
        ("outturn", "vehicles", "1.50"),
        ("budget", "vehicle_operation", "3.00"),
        ("outturn", "vehicle_operation", "1.50"),
        ("budget", "hospitality", "2.00"),
        ("outturn", "hospitality", "1.00"),
        ("outturn", "agency_operating", "30.00"),
    ]
