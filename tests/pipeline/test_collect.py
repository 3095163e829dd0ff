"""A folder of documents: ids, what is unchanged, files that claim one id, and files that are no documents or do harm."""

import gzip
import resource
import sys
import time
from functools import cache
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from click.testing import CliRunner
from printers import print_as
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas
from test_readers import patched

from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.places import PLACE, place_of
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline import collect, store
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.collect import FAILED, PART, READ, SAME, UNCHANGED, Outcome, find, ingest_folder, read_ids
from jianghan_lib.pipeline.ingest import ingest_here
from jianghan_lib.readers import read
from jianghan_lib.reference import identifiers
from jianghan_lib.specimens import Vices, generate

ONE, OTHER = (generate(seed, "markdown", Vices()) for seed in (1, 2))
ONE_ID, OTHER_ID = "yangpu-minzhengju-2022-final", "yanta-shengtaihuanjingju-benji-2023-final"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MOST_SECONDS, MOST_MEMORY = 60, 1 << 30
UNIT = 1 if sys.platform == "darwin" else 1024


@cache
def printed(form: str) -> bytes:
    """The one document as a file, or the other as a book of Excel."""
    return print_as(form, (OTHER if form == "xlsx" else ONE).printed)


def states(outcomes: list[Outcome]) -> dict[str, tuple[str, str]]:
    return {one.file: (one.state, one.document_id) for one in outcomes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents in three formats, one of them twice."""
    folder = tmp_path / "downloads"
    (folder / "2023").mkdir(parents=True)
    (folder / "决算.docx").write_bytes(printed("docx"))
    (folder / "2023" / "决算.xls").write_bytes(printed("xlsx"))
    (folder / "2023" / "copy.docx").write_bytes(printed("docx"))
    (folder / "决算.html").write_bytes(printed("html"))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "~$决算.docx").write_bytes(b"lock")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.txt").write_text("x")
    return folder


def test_a_folder_is_read_once_and_each_id_belongs_to_one_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "raw"
    first = ingest_folder(folder, out=out)
    assert states(first) == {
        "2023/copy.docx": (READ, ONE_ID),
        "2023/决算.xls": (READ, OTHER_ID),
        "决算.docx": (SAME, ""),
        "决算.html": (FAILED, ""),
    }
    assert first[3].error == (
        f"its id would be {ONE_ID}, which is that of 2023/copy.docx: give it another in a CSV file (--ids)"
    )
    assert [(one.ingested.found, one.findings) for one in first[:2] if one.ingested] == [
        (("F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09"), 0)
    ] * 2
    assert sorted(path.name for path in out.glob("[!.]*")) == [ONE_ID, OTHER_ID]

    (folder / "ids.csv").write_text("file,document_id\n决算.html,as-a-page\n", encoding="utf-8-sig")
    again = ingest_folder(folder, folder / "ids.csv", out=out)
    assert [one.state for one in again] == [UNCHANGED, UNCHANGED, SAME, READ]
    assert sorted(path.name for path in out.glob("[!.]*")) == ["as-a-page", ONE_ID, OTHER_ID]
    assert store.read_raw(out / "as-a-page")["cells"]

    (folder / "ids.csv").write_text("file,document_id\n2023/copy.docx,renamed\n", encoding="utf-8")
    renamed = ingest_folder(folder, folder / "ids.csv", out=out)
    assert states(renamed)["2023/copy.docx"] == (UNCHANGED, "renamed")
    assert sorted(path.name for path in out.glob("[!.]*")) == ["as-a-page", "renamed", OTHER_ID]


def test_one_document_read_from_python_is_bounded_as_those_of_a_folder_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hungry(*_: object) -> None:
        raise MemoryError

    limits: list[tuple[float, int]] = []
    monkeypatch.setattr(collect, "bounded", lambda *given: limits.append(given))
    monkeypatch.setattr(collect, "stage", hungry)
    monkeypatch.setattr(
        collect, "results", lambda jobs, _, service: ((at, service.work(job)) for at, job in enumerate(jobs))
    )
    with pytest.raises(JianghanError, match=r"^some\.txt: needs more than 1 GiB of memory: is this a disclosure\?$"):
        collect.ingest(tmp_path / "some.txt", "some-id", tmp_path / "raw")
    assert limits == [(collect.PROCESSOR, collect.MEMORY)]


def test_what_does_harm_costs_one_line_and_bounded_time_and_memory(tmp_path: Path) -> None:
    bad = {
        "old.doc": (OLE + "WordDocument".encode("utf-16-le"), "is an old Word file (.doc): open it and save it as .docx"),
        "old.xls": (OLE + "Workbook".encode("utf-16-le"), "is an old Excel file (.xls): open it and save it as .xlsx"),
        "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted: open it with its password"),
        "cut.docx": (printed("docx")[: len(printed("docx")) // 2], "is damaged or cut off: download it again"),
        "cut.xlsx": (printed("xlsx")[:-30], "is damaged or cut off: download it again"),
        "half.docx": (patched(printed("docx"), "word/document.xml", lambda xml: xml[: len(xml) // 2]), "is damaged or cut off"),
        "bomb.docx": (
            patched(printed("docx"), "word/document.xml", lambda xml: xml + b" " * (150 << 20)),
            "word/document.xml unpacks to 150 MiB",
        ),
        "entities.docx": (
            patched(printed("docx"), "word/document.xml", lambda xml: xml.replace(b"<w:doc", b'<!DOCTYPE a [<!ENTITY a "a">]><w:doc')),
            "word/document.xml declares entities",
        ),
        "entities.xlsx": (
            patched(printed("xlsx"), "xl/workbook.xml", lambda xml: b'<!DOCTYPE a [<!ENTITY a "a">]>' + xml),
            "xl/workbook.xml declares entities",
        ),
        "wide.xlsx": (
            patched(printed("xlsx"), "xl/worksheets/sheet1.xml", lambda xml: _with_rows(xml, b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>', 9)),
            "holds more than 1,000 columns or 500,000 cells",
        ),
        "spans.html": (
            b"<html><table>" + b"<tr><td colspan=9999 rowspan=65000>1</td></tr>" * 5000,
            "holds a table of more than 500,000 cells",
        ),
        "deep.html": (b"<html>" + b"<div>" * 100_000, "whole"),  # nested too deeply to be read whole; libxml2 before 2.13 can
        "archive.docx": (patched(printed("docx"), "", bytes).replace(b"word/document", b"ward/document"), "is an archive"),
        "packed.pdf": (gzip.compress(printed("pdf")), "is an archive: unpack it and give the documents in it"),
        "book.xlsx": (patched(printed("xlsx"), "", bytes).replace(b"xl/workbook.xml", b"xl/workbook.bin"), "is a binary Excel file"),
        "picture.pdf": (b"\xff\xd8\xff\xe0\x00\x01" * 100, "is a picture: have its text recognised and give that"),
        "letter.rtf": (b"{\\rtf1 2024}", "is an RTF file: open it and save it as .docx"),
        "locked.pdf": (pages(2, encrypt=StandardEncryption("secret", strength=128)), "is encrypted"),
        "cut.pdf": (printed("pdf")[: len(printed("pdf")) // 2], "is damaged"),
        "long.pdf": (pages(2000), "has 2,000 pages, more than 1,000"),
        "noise.txt": (b"\x00\x01\xff" * 100, "is not text in UTF-8 or GB18030"),
        "letter.txt": ("今天天气很好。".encode() * 100, "is this a disclosure"),
    }  # fmt: skip
    good = {
        "empty rows.xlsx": patched(
            printed("xlsx"), "xl/worksheets/sheet1.xml", lambda xml: _with_rows(xml, b'<row r="%d"/>', 50_000)
        ),
        "scripts.html": printed("html"),
    }
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name, data in {**{name: data for name, (data, _) in bad.items()}, **good}.items():
        (folder / name).write_bytes(data)
    started = time.monotonic()
    outcomes, memory = in_a_process_of_its_own(folder, tmp_path / "raw")
    assert time.monotonic() - started < MOST_SECONDS
    assert memory < MOST_MEMORY
    for name, (_, message) in bad.items():
        assert outcomes[name].state == FAILED
        assert outcomes[name].error.startswith(f"{name}: ") and message in outcomes[name].error
        assert "\n" not in outcomes[name].error
    assert {name: outcomes[name].document_id for name in good} == {
        "empty rows.xlsx": OTHER_ID,
        "scripts.html": ONE_ID,
    }
    assert sorted(path.name for path in (tmp_path / "raw").glob("[!.]*")) == [ONE_ID, OTHER_ID]


def in_a_process_of_its_own(folder: Path, out: Path) -> tuple[dict[str, Outcome], int]:
    """Outcomes by file, and the most bytes that a process of theirs held: other tests' processes do not count."""
    pipe, other = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_ingest_and_tell, args=(other, folder, out))
    process.start()
    outcomes, memory = pipe.recv()
    process.join()
    return outcomes, memory


def _ingest_and_tell(pipe: Connection, folder: Path, out: Path) -> None:
    outcomes = {one.file: one for one in ingest_folder(folder, out=out)}
    pipe.send((outcomes, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * UNIT))


def pages(count: int, text: str = "1", script: str = "", encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF of pages with a line each, encrypted or with a script that runs when it is opened."""
    file = BytesIO()
    canvas = Canvas(file, encrypt=encrypt)
    for _ in range(count):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    if script:
        action = {"S": PDFName("JavaScript"), "JS": PDFString(script)}
        canvas._doc.Catalog.OpenAction = PDFDictionary(action)
    canvas.save()
    return file.getvalue()


def test_a_script_in_a_pdf_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "script.pdf"
    path.write_bytes(pages(2, "12.50", "while (true) {}"))
    assert [line.text for line in read(path).lines] == ["12.50", "12.50"]


def _with_rows(sheet: bytes, row: bytes, last: int) -> bytes:
    """A sheet that says it is as large as can be, with rows of one kind up to a number after its own."""
    own = sheet.count(b"<row ")
    count = row.count(b"%d")
    rows = b"".join(row % ((number,) * count) for number in range(own + 1, max(last, own + 1) + 1))
    start = sheet.index(b"<dimension")
    end = sheet.index(b"/>", start) + 2
    sized = sheet[:start] + b'<dimension ref="A1:XFD1048576"/>' + sheet[end:]
    return sized.replace(b"</sheetData>", rows + b"</sheetData>")


def test_a_folder_without_documents_and_wrong_lists_of_ids_are_one_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(JianghanError, match="no documents in it"):
        find(tmp_path / "empty")
    ids = tmp_path / "ids.csv"
    for text, message in {
        "name,id\n": "columns are",
        "file,document_id\n决算.docx,Big\n": "row 2: document_id 'Big': use 2 to 61 small letters",
        "file,document_id\n决算.docx\n": "row 2: document_id '': use 2 to 61 small letters",
        "file;document_id\n决算.docx;aa\n": "a comma between",
        "file,document_id\n不在.docx,aa\n": "is no document of the folder",
        "file,document_id\n决算.docx,aa\n决算.docx,ab\n": "file '决算.docx' stands in two rows",
    }.items():
        ids.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=message):
            read_ids(ids, find(folder))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_ids_is_read_as_excel_saves_it(encoding: str, tmp_path: Path) -> None:
    ids = tmp_path / "ids.csv"
    ids.write_bytes("file,document_id\r\n各局\\决算.docx , aa\r\n".encode(encoding))
    assert read_ids(ids, ["各局/决算.docx"]) == {"各局/决算.docx": "aa"}


def test_one_file_gets_an_id_of_its_own_and_never_that_of_another(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "raw"
    assert ingest_here(folder / "决算.docx", out=out).document_id == ONE_ID
    assert ingest_here(folder / "决算.docx", out=out).document_id == ONE_ID
    with pytest.raises(UsageError, match=f"{ONE_ID} is the id of 决算.docx: give another with --id"):
        ingest_here(folder / "决算.html", out=out)
    assert ingest_here(folder / "决算.html", ONE_ID, out=out).facts["source_file"] == "决算.html"
    assert [path.name for path in out.glob("[!.]*")] == [ONE_ID]


def test_the_command_ends_with_a_table_and_exit_1_if_a_file_failed(folder: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(commands, ["ingest", str(folder), "--out", str(tmp_path / "raw")])
    header, *rows, others, last = shown.stdout.splitlines()
    assert others == "not looked at: files that end in .jpg"
    assert header.split() == ["file", "recognised", "as", "id", "tables", "missing", "findings", "unread", "seconds"]
    assert [row.split()[0] for row in rows] == ["2023/copy.docx", "2023/决算.xls", "决算.docx", "决算.html"]
    assert rows[0].split()[1:7] == [ONE.facts.department, "2022", "final_account", ONE_ID, "9", "-"]
    assert (last, shown.exit_code) == ("next: jianghan build", 1)
    assert shown.stderr.startswith("failed\t决算.html\tits id would be")
    refused = CliRunner().invoke(commands, ["ingest", str(folder), "--id", "a-b"])
    assert (refused.exit_code, refused.stderr) == (
        2,
        "jianghan: --id is for one file: give the ids of a folder's files with --ids\n",
    )


@pytest.mark.parametrize(
    ("department", "title", "scope", "proposed"),
    [
        ("武汉市江汉区财政局", "", "department", "jianghan-caizhengju-2024-final"),
        ("重庆市长寿区行政审批局", "", "department", "changshou-xingzhengshenpiju-2024-final"),
        ("成都市民政局", "", "unit", "chengdu-minzhengju-benji-2024-final"),
        ("鼓楼区司法局", "南京市鼓楼区司法局2024年度部门决算", "department", "nanjing-gulou-sifaju-2024-final"),
        ("中国共产党某某某某某某某某委员会办公室", "", "department", "zggcdmmmmmmmmwyhbgs-2024-final"),
        ("上海市普陀区人民政府某某街道办事处", "", "department", "shanghai-putuo-moumoujiedao-2024-final"),
    ],
)
def test_an_id_is_made_of_place_department_year_and_kind(
    department: str, title: str, scope: str, proposed: str
) -> None:
    assert identifiers.propose(department, title, "final_account", scope, "2024") == proposed


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A document in two files, as many are published: its tables, and its text with the title."""
    folder = tmp_path / "parts"
    folder.mkdir()
    lines = ONE.text.splitlines(keepends=True)
    begin, end = (
        next(at for at, line in enumerate(lines[30:], 30) if line.startswith(part)) for part in ("第二", "第三")
    )
    (folder / "文字.txt").write_text("".join(lines[:begin] + lines[end:]), encoding="utf-8")
    (folder / "表.txt").write_text("".join(lines[begin:end]), encoding="utf-8")
    return folder


def test_files_of_one_document_are_read_together_and_places_name_the_file(parts: Path, tmp_path: Path) -> None:
    names = ("表.txt", "文字.txt")
    whole = parts / "whole.txt"
    whole.write_text(ONE.text, encoding="utf-8")
    for files, name in (([whole], "whole"), ([parts / name for name in names], "both")):
        ingest_here(files, name, tmp_path / "raw")
    raw, both = (build_document("aa", store.read_raw(tmp_path / "raw" / name)) for name in ("whole", "both"))
    keys = ("table", "panel", "row", "measure", "topic", "role", "item", "year", "amount", "printed")
    for table in ("amounts", "statements", "changes", "projects", "indicators"):
        assert sorted(str([one.get(key) for key in keys]) for one in both[table]) == sorted(
            str([one.get(key) for key in keys]) for one in raw[table]
        )
    assert [(one["rule"], one["severity"]) for one in both["findings"]] == [
        (one["rule"], one["severity"]) for one in raw["findings"]
    ]
    (document,) = both["documents"]
    assert document["source_file"] == "; ".join(names)
    assert len(document["source_sha256"].split("; ")) == 2
    text = {name: (parts / name).read_text(encoding="utf-8").splitlines() for name in names}
    for one in both["changes"]:
        place = PLACE.fullmatch(one["amount_at"])
        assert place and place["file"] == "文字.txt"
        assert f"{one['amount']}" in text[place["file"]][int(place["line"]) - 1]
    for one in both["amounts"]:
        place = PLACE.fullmatch(place_of(one["line"], one["page"], one["box"]))
        assert place and one["printed"] in text["表.txt"][int(place["line"]) - 1]


def test_files_with_one_id_in_the_list_are_one_document(parts: Path, tmp_path: Path) -> None:
    out = tmp_path / "raw"
    ids = tmp_path / "ids.csv"
    ids.write_text("file,document_id\n文字.txt,both\n表.txt,both\n", encoding="utf-8")
    assert states(ingest_folder(parts, ids, out=out)) == {"文字.txt": (READ, "both"), "表.txt": (PART, "both 文字.txt")}
    assert states(ingest_folder(parts, ids, out=out))["文字.txt"] == (UNCHANGED, "both")
    assert store.read_facts(out / "both")["source_file"] == "文字.txt; 表.txt"
    with pytest.raises(UsageError, match=r"both is made of 文字.txt; 表.txt: give all of its files, or another --id"):
        ingest_here(parts / "文字.txt", "both", out)
    assert ingest_here([parts / "表.txt", parts / "文字.txt"], "both", out).facts["source_file"] == "表.txt; 文字.txt"


def test_files_that_are_not_of_one_document_are_not_joined(folder: Path, parts: Path, tmp_path: Path) -> None:
    with pytest.raises(JianghanError, match=r"决算.docx: says what 决算.html says: leave it out"):
        ingest_here([folder / "决算.docx", folder / "决算.html"], "aa", tmp_path / "raw")
    with pytest.raises(
        JianghanError, match=r"决算.docx of 2022年决算, 决算.xls of 2023年决算: are disclosures of their own"
    ):
        ingest_here([folder / "决算.docx", folder / "2023" / "决算.xls"], "aa", tmp_path / "raw")
    shown = CliRunner().invoke(commands, ["ingest", str(folder), str(parts)])
    assert (shown.exit_code, shown.stderr) == (2, "jianghan: several files are one document: a folder goes alone\n")


def test_the_folder_of_the_reports_on_all_documents_is_no_id(data: Path, tmp_path: Path) -> None:
    (data / "raw" / "one-2024-final").mkdir(parents=True)
    (data / "raw" / "one-2024-final" / "document.csv").touch()
    (tmp_path / "a.txt").touch()
    other = "is the folder of the reports on all documents: choose another id, such as wuhan-2024-final"
    for asked, where in (
        (["ingest", str(tmp_path / "a.txt"), "--id", "collection"], "--id"),
        (["rename", "one-2024-final", "collection"], "new id"),
    ):
        shown = CliRunner().invoke(commands, asked)
        assert (shown.exit_code, shown.stderr) == (2, f"jianghan: {where} 'collection': {other}\n")


def test_documents_are_renamed_and_removed_whole(data: Path) -> None:
    for name in ("one-2024-final", "two-2024-final"):
        (data / "raw" / name).mkdir(parents=True)
        (data / "raw" / name / "document.csv").write_text(name)
    collect.rename("one-2024-final", "new-2024-final")
    assert (data / "raw" / "new-2024-final" / "document.csv").read_text() == "one-2024-final"
    for old, new in (("one-2024-final", "a-2024"), ("new-2024-final", "two-2024-final"), ("new-2024-final", "../a")):
        with pytest.raises(UsageError):
            collect.rename(old, new)
    with pytest.raises(UsageError, match="unknown document 'nowhere'"):
        collect.remove(["two-2024-final", "nowhere"])
    collect.remove(["two-2024-final"])
    assert [path.name for path in (data / "raw").glob("[!.]*")] == ["new-2024-final"]
