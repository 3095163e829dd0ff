"""What is no disclosure, or only part of one: a one-line error, or a partial result that says what is missing."""

import random
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from printers import print_as
from test_readers import patched
from whole_way import built

from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import ingest_here, read_document
from jianghan_lib.readers import read
from jianghan_lib.specimens import Vices, generate

WHOLE = generate(3, "markdown", Vices()).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"%PDF-1.7\x00\x01\xff", "is damaged: is the file whole?"),
        (b"\x00\x01\xff" * 100, "is not text in UTF-8 or GB18030"),
        ("今天天气很好。\n".encode() * 500, "is this a disclosure"),
        ("2024年度某局部门决算\n目录\n".encode(), "no figure of a budget or final account"),
        ("2024年度某局部门决算\n".encode() + b"1" * 300_000, "no figure of a budget or final account"),
    ],
    ids=["empty", "blank", "PDF", "binary", "prose", "title only", "one endless number"],
)
def test_what_is_no_disclosure_is_one_line(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "input.txt"
    path.write_bytes(data)
    with pytest.raises(JianghanError, match=message) as raised:
        ingest_here(path, "some-id", tmp_path / "raw")
    assert "\n" not in str(raised.value) and "input.txt" in str(raised.value)
    assert not (tmp_path / "raw").exists() or not any((tmp_path / "raw").glob("[!.]*"))


def test_a_missing_file_and_a_wrong_id_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(JianghanError, match="no such file"):
        ingest_here(tmp_path / "nowhere.txt", "some-id", tmp_path)
    with pytest.raises(UsageError, match="use 2 to 61 small letters, digits and hyphens"):
        ingest_here(tmp_path / "nowhere.txt", "../elsewhere", tmp_path)


@pytest.mark.parametrize(
    "repeated",
    [
        "1,",
        "支出合计1.00万元，占",
        "一般公共预算财政拨款1.00万元，",
        "(二)财政拨款情况\n收支总计1.00万元。\n",
        "\t收入决算表\t\n201\t教育\t1.00\n",
    ],
    ids=["digits", "shares", "funds", "headings", "titles"],
)
def test_a_text_that_repeats_itself_takes_no_more_than_its_length(repeated: str, tmp_path: Path) -> None:
    """Four times the text takes about four times the time, not sixteen."""
    seconds = []
    for length in (10_000, 40_000):
        path = tmp_path / f"{length}.txt"
        path.write_text(
            f"2024年度某局部门决算\n收入合计1.00万元。\n{repeated * (length // len(repeated))}", encoding="utf-8"
        )
        source = read(path)
        start = process_time()
        read_document(source)
        seconds.append(process_time() - start)
    assert seconds[1] < 10 * seconds[0] + 0.25


@pytest.mark.parametrize(
    ("head", "repeated"),
    [
        ("", "-"),
        ("", "|:"),
        ("", "<input "),
        ("", "<sup>"),
        ("", "~~"),
        ("", "^1"),
        ("", "决算表("),
        ("<html><body><p>甲", "\n"),
        ("", "<!---->"),
        ("<html><style>", "/* a,"),
        ("<html><style>", "{display:none;"),
        ('<html><p style="', "text-decoration:"),
    ],
)
def test_no_pattern_of_a_reader_takes_more_than_the_length(head: str, repeated: str, tmp_path: Path) -> None:
    """A line that almost is a rule of hyphens, markup or a title, ever longer; the last sign makes it none."""
    path, seconds = tmp_path / "input", []
    for length in (20_000, 200_000):
        path.write_text(f"{head}{repeated * (length // len(repeated))} 第 1 页", encoding="utf-8")
        start = process_time()
        with suppress(JianghanError):  # a page without text is refused; how long that takes is asked here
            read(path)
        seconds.append(process_time() - start)
    assert seconds[1] < 20 * seconds[0] + 0.5


def test_a_word_file_of_too_many_elements_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "input.docx"
    whole = print_as("docx", generate(1, "budget", Vices()).printed)
    path.write_bytes(
        patched(whole, "word/document.xml", lambda data: data.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 2_500_000))
    )
    with pytest.raises(JianghanError, match=r"input\.docx: word/document\.xml holds more than 2,500,000 tags"):
        read(path)


@pytest.mark.parametrize("number", ["²", "1" * 4400], ids=["raised", "without end"])
def test_what_stands_for_the_number_of_a_row_is_read_or_passed_over(number: str, tmp_path: Path) -> None:
    at = WHOLE.index("\t1\t")
    path = tmp_path / "input.txt"
    path.write_text(f"{WHOLE[:at]}\t{number}\t{WHOLE[at + 3 :]}", encoding="utf-8")
    assert "F01" in ingest_here(path, "some-id", tmp_path / "raw").found


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["GB18030", "UTF-8 with mark", "Windows line ends"],
)
def test_other_encodings_give_the_same_records(encode: Callable[[str], bytes], tmp_path: Path) -> None:
    plain, other = tmp_path / "plain.txt", tmp_path / "other.txt"
    plain.write_text(WHOLE, encoding="utf-8")
    other.write_bytes(encode(WHOLE))
    folders = [ingest_here(path, path.stem, tmp_path / "raw").folder for path in (plain, other)]
    for name in ("cells", "statements", "projects", "indicators", "notes"):
        assert (folders[0] / f"{name}.csv").read_bytes() == (folders[1] / f"{name}.csv").read_bytes()


def test_a_document_cut_off_says_which_parts_are_missing(tmp_path: Path) -> None:
    cut = WHOLE.index("公开 05 表")
    path = tmp_path / "cut.txt"
    path.write_bytes(WHOLE[:cut].encode()[:-2])
    result = ingest_here(path, "cut", tmp_path / "raw")
    assert result.missing[-2:] == ("narrative", "self_evaluation")
    assert {"F06", "F07", "F08", "F09"} <= set(result.missing)
    assert "not in the document:" in result.summary


def test_a_cut_within_a_character_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes(WHOLE.encode()[: len(WHOLE.encode()) // 2].rstrip(b"\n")[:-1])
    assert ingest_here(path, "cut", tmp_path / "raw").found


def test_a_failed_ingest_keeps_the_earlier_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(WHOLE, encoding="utf-8")
    bad.write_text("nothing", encoding="utf-8")
    folder = ingest_here(good, "kept", tmp_path / "raw").folder
    before = (folder / "cells.csv").read_bytes()
    with pytest.raises(JianghanError):
        ingest_here(bad, "kept", tmp_path / "raw")
    assert (folder / "cells.csv").read_bytes() == before


def test_an_unreadable_figure_is_a_finding_and_no_value(tmp_path: Path) -> None:
    rows = built(WHOLE, tmp_path)["amounts"]
    printed = next(row["printed"] for row in rows if row["table"] == "F01" and row["level"] == "subtotal")
    broken = printed.replace(",", "").replace(".", ".1.", 1)
    tables = built(WHOLE.replace(printed, broken, 1), tmp_path)
    cell = next(row for row in tables["amounts"] if row["printed"] == broken)
    finding = next(found for found in tables["findings"] if found["rule"] == "unreadable_number")
    assert (cell["amount"], finding["printed"], finding["severity"], finding["line"]) == (
        None,
        broken,
        "error",
        cell["line"],
    )


def test_a_result_of_digits_without_end_is_named(tmp_path: Path) -> None:
    endless = "9" * 30
    row = next(one for one in built(WHOLE, tmp_path)["indicators"] if one["actual"] is not None)
    lines = WHOLE.split("\n")
    lines[row["line"] - 1] = endless.join(lines[row["line"] - 1].rsplit(row["actual_printed"], 1))
    tables = built("\n".join(lines), tmp_path)
    found = [(one["printed"], one["line"]) for one in tables["findings"] if one["rule"] == "unreadable_number"]
    assert found == [(endless, row["line"])]


@pytest.mark.parametrize(("table", "code"), [("F03", "item"), ("F05", "class"), ("F06", "30201"), ("F02", "section")])
def test_nothing_is_made_of_the_sums_around_an_unreadable_figure(table: str, code: str, tmp_path: Path) -> None:
    clean = generate(3, "markdown", Vices()).text
    amounts = built(clean, tmp_path)["amounts"]
    cell = next(
        row for row in amounts if row["table"] == table and code in (row["level"], row["code"]) and row["amount"]
    )
    lines = clean.split("\n")
    at = cell["line"] - 1
    lines[at] = lines[at].replace(cell["printed"], cell["printed"].replace(".", "?."))
    found = [one for one in built("\n".join(lines), tmp_path)["findings"] if one["severity"] in ("error", "warning")]
    assert {one["rule"] for one in found} == {"unreadable_number"}


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ("docx", "word/document.xml"),
        ("docx", "word/numbering.xml"),
        ("docx", ""),
        ("xlsx", "xl/worksheets/sheet2.xml"),
        ("xlsx", "xl/styles.xml"),
        ("xlsx", ""),
        ("html", ""),
        ("pdf", ""),
        ("txt", ""),
    ],
)
def test_a_file_damaged_anywhere_is_read_or_refused_in_one_line(form: str, part: str, tmp_path: Path) -> None:
    """Nothing but JianghanError comes out, whatever a library makes of the bytes; thousands are in benchmarks/mutations.py."""
    document = generate(1, "budget", Vices()).printed
    short = replace(document, text="\n".join(document.lines[:80]))
    whole = short.text.encode() if form == "txt" else print_as(form, short)
    path = tmp_path / f"file.{form}"
    for seed in range(12):
        damage = _damage(random.Random(f"{form}{part}{seed}"))
        path.write_bytes(patched(whole, part, damage) if part else damage(whole))
        with suppress(JianghanError):
            build_document("damaged", read_document(read(path)))


def _damage(rng: random.Random) -> Callable[[bytes], bytes]:
    """Bytes changed, left out or doubled, and numbers that no file has."""

    def change(data: bytes) -> bytes:
        for _ in range(rng.randint(1, 4)):
            at, length = rng.randrange(len(data)), rng.randint(1, 200)
            number = data.find(b'="1', at)
            data = rng.choice(
                [
                    data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :],
                    data[:at] + data[at + length :],
                    data[:at] + data[at : at + length] + data[at:],
                    data[: number + 2] + rng.choice([b"-1", b"x", b"99999999999"]) + data[number + 3 :]
                    if number > 0
                    else data,
                ]
            )
        return data

    return change


BARE = """甲市乙局2024年度部门决算
2024年度收入总计12.50万元，支出总计12.50万元。
收入决算表
项目 本年收入
201 一般公共服务支出 12.50 12.50
20106 财政事务 12.50 12.50
"""


def test_a_table_of_lines_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    findings = built(BARE, tmp_path)["findings"]
    assert [(one["table"], one["line"]) for one in findings if one["rule"] == "table_not_read"] == [("F02", 3)]


def test_a_name_that_touches_its_amount_leaves_it_an_amount(tmp_path: Path) -> None:
    text = BARE.replace("项目 本年收入\n", "单位：万元\n").replace("财政事务 ", "财政事务")
    text = text.replace("收入决算表", "一般公共预算财政拨款支出决算表").replace("12.50 12.50", "12.50 2.00 10.50")
    amounts = built(text, tmp_path)["amounts"]
    assert [(one["name"], one["measure"], one["printed"]) for one in amounts if one["code"] == "20106"] == [
        ("财政事务", "total", "12.50"),
        ("财政事务", "basic", "2.00"),
        ("财政事务", "project", "10.50"),
    ]


def pdf_of(contents: bytes, *forms: bytes) -> bytes:
    """A PDF with one page of these contents; each form is named X in the one before, the first in the page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
    ]
    for number, content in enumerate((contents, *forms), 4):
        packed = zlib.compress(content, 9)
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)
        head = b"<</Length %d/Filter/FlateDecode%s>>" % (len(packed), form if number > 4 else b"")
        objects.append(head + b"stream\n" + packed + b"\nendstream")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.5\n" + body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf_of(b"/X Do", *[b"/X Do " * 10] * 9), "its forms draw each other more than 1,000,000 times"),
        (pdf_of(b"0 0 m 9 9 l S " * 3_000_000), "the contents of a page unfold to more than 32 MiB"),
        (pdf_of(b"/X Do", b"/X Do " * 3, b"0 0 m 9 9 l S"), "shows no text on any page"),
    ],
    ids=["forms", "contents", "harmless"],
)
def test_a_pdf_that_unfolds_without_end_is_refused_at_once(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "input.pdf"
    path.write_bytes(data)
    start = process_time()
    with pytest.raises(JianghanError, match=rf"input\.pdf: {message}"):
        read(path)
    assert process_time() - start < 3


def test_an_indicator_of_thirty_nines_is_built_and_named(tmp_path: Path) -> None:
    whole = generate(1, "markdown", Vices()).text
    row = next(one for one in built(whole, tmp_path)["indicators"] if one["attainment"] and one["actual_printed"])
    lines = whole.split("\n")
    at = row["line"] - 1
    lines[at] = lines[at].replace(row["actual_printed"], f"{'9' * 30}%", 1)
    tables = built("\n".join(lines), tmp_path)
    (found,) = [one for one in tables["indicators"] if one["line"] == row["line"]]
    assert (found["actual_printed"], found["actual"]) == (f"{'9' * 30}%", None)
    named = [one["printed"] for one in tables["findings"] if one["rule"] == "unreadable_number"]
    assert named == ["9" * 30]


def test_a_file_of_which_nothing_is_seen_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "input.html"
    path.write_text("<html><body><p style='display:none'>2024年度部门决算</p></body></html>", encoding="utf-8")
    with pytest.raises(JianghanError, match=r"input\.html: "):
        ingest_here(path, "some-id", tmp_path / "raw")
