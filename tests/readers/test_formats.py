"""The same department printed as text, PDF, Word, Excel and web page gives the same records but for the positions."""

import re
from dataclasses import asdict, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import Workbook
from printers import print_as

from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read
from jianghan_lib.specimens import Generated, Vices, generate

POSITIONS = {"line", "page", "box"}
OF_THE_FILE = {"source_file", "source_sha256"}
LAYOUTS = ("markdown", "budget")
FORMS = ("html", "docx", "xlsx", "pdf")

# A header that slipped against its data is a fault of text; where cells are cells, it cannot be.
VICES = {"clean": Vices(), "vicious": replace(Vices.random(100), shifted_header=False, shifted_data=False)}

Records = dict[str, list[dict[str, Any]]]


def records_of(data: bytes, name: str, folder: Path) -> Records:
    """The bytes of a document -> its raw records, without positions and what the file is called."""
    path = folder / name
    path.write_bytes(data)
    return {
        kind: [
            {field: value for field, value in asdict(record).items() if field not in POSITIONS}  # type: ignore[call-overload]
            for record in found
            if getattr(record, "fact", "") not in OF_THE_FILE
        ]
        for kind, found in read_document(read(path)).items()
    }


@cache
def invented(seed: int, layout: str, vices: str) -> tuple[Generated, Records]:
    """A document and the records of its text."""
    document = generate(seed, layout, VICES[vices])
    with TemporaryDirectory() as folder:
        return document, records_of(document.text.encode(), "document.txt", Path(folder))


def compared(form: str, records: Records) -> Records:
    """Records as they are compared: the pages of a PDF say nothing of white space between Chinese characters."""
    if form != "pdf":
        return records
    return {
        kind: [
            {field: re.sub(r"\s", "", value) if isinstance(value, str) else value for field, value in record.items()}
            for record in found
        ]
        for kind, found in records.items()
    }


@pytest.mark.parametrize(("vices", "inside"), [("vicious", False), ("clean", True)])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_document_in_another_format_gives_the_same_records(
    form: str, layout: str, vices: str, inside: bool, tmp_path: Path
) -> None:
    """Title, form number, department and unit of money over the tables, or in their first rows, as those pasted from Excel have them."""
    document, printed = invented(1, layout, vices)
    assert printed["cells"] and printed["statements"] and printed["indicators"]
    got = records_of(print_as(form, document.printed, captions_inside=inside), f"document.{form}", tmp_path)
    assert compared(form, got) == compared(form, printed)


def test_a_table_of_one_row_does_not_take_its_row_number_for_an_amount(tmp_path: Path) -> None:
    rows = (
        "<td colspan=3>收入</td><td colspan=3>支出</td>",
        *(2 * "<td>项目</td><td>行次</td><td>金额</td>", 2 * "<td>栏次</td><td></td><td>1</td>"),
        "<td>一、一般公共预算财政拨款收入</td><td>1</td><td>500.00</td><td>一、一般公共服务支出</td><td>31</td><td></td>",
    )
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    page = f"<html><p>甲市乙局2024年度部门决算</p><p>收入支出决算总表</p><p>单位：万元</p><table>{table}</table>"
    cells = records_of(page.encode(), "page.html", tmp_path)["cells"]
    assert [(cell["panel"], cell["name"], cell["row"], cell["printed"]) for cell in cells] == [
        ("revenue", "一、一般公共预算财政拨款收入", 1, "500.00")
    ]


STACKED = (
    ["一般公共预算财政拨款支出决算表"],
    ["", "", "", "", "单位：万元"],
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "12.50", "2.00", "10.50"],
    ["政府性基金预算财政拨款支出决算表"],
    ["", "", "", "", "单位：万元"],
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["212", "城乡社区支出", "7.00", "3.00", "4.00"],
)


@pytest.mark.parametrize("form", ["txt", "html", "xlsx"])
def test_tables_without_a_gap_between_them_are_two(form: str, tmp_path: Path) -> None:
    title = "甲市乙局2024年度部门决算"
    book = Workbook()
    for number, cells in enumerate(([title], *STACKED), 1):
        book.active.append(cells)
        if len(cells) == 1:
            book.active.merge_cells(start_row=number, start_column=1, end_row=number, end_column=5)
    file = BytesIO()
    book.save(file)
    whole = "".join(
        f"<tr>{''.join(f'<td colspan={6 - len(cells) if len(cells) == 1 else 1}>{cell}</td>' for cell in cells)}</tr>"
        for cells in STACKED
    )
    data = {
        "txt": "\n".join([title, *("\t".join([*cells, *[""] * (5 - len(cells))]) for cells in STACKED)]).encode(),
        "html": f"<html><p>{title}</p><table>{whole}</table>".encode(),
        "xlsx": file.getvalue(),
    }[form]
    cells = records_of(data, f"document.{form}", tmp_path)["cells"]
    assert [(cell["table"], cell["code"], cell["measure"], cell["printed"]) for cell in cells] == [
        *(("F05", "201", *one) for one in (("total", "12.50"), ("basic", "2.00"), ("project", "10.50"))),
        *(("F07", "212", *one) for one in (("total", "7.00"), ("basic", "3.00"), ("project", "4.00"))),
    ]
