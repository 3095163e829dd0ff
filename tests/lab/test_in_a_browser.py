"""JupyterLab and a report as a person sees them, in a real browser without a window."""

import base64
import os
import re
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from fontTools.ttLib import TTFont
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from playwright.sync_api import Page, expect, sync_playwright

from jianghan_lib import documents
from jianghan_lib.base import paths
from jianghan_lib.lab import start
from jianghan_lib.pipeline import store
from jianghan_lib.reports import comparing, dossier, index, pages, pdf
from jianghan_lib.training import handing_back

# Seconds each, so `make browser` and continuous integration run them, not `make test`.
pytestmark = pytest.mark.long
SECONDS = 60
expect.set_options(timeout=1000 * SECONDS)
AS_ROOT = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest.fixture
def page(browser: str) -> Iterator[Page]:
    """A page of a browser that is installed."""
    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=browser, args=AS_ROOT)
        page = opened.new_page()
        page.set_default_timeout(1000 * SECONDS)
        yield page
        opened.close()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """JupyterLab on a copy of the notebooks, as `jianghan lab` starts it -> its address."""
    folder = shutil.copytree(paths.notebooks_dir(), tmp_path / "notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        name: str(tmp_path / name) for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
    }
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"), "JIANGHAN_DATA": str(paths.REPOSITORY / "data")}
    options = ["--no-browser", f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            start.command(options), cwd=folder, env={**start.environment(), **own}, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(SECONDS)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Until the server answers."""
    for _ in range(10 * SECONDS):
        try:
            urlopen(f"{address}/api", timeout=1)
            return
        except (URLError, OSError):
            assert server.poll() is None
            sleep(0.1)


def run_all(page: Page, attempts: int = 3) -> None:
    """Run > Run All Cells, until a table that pages is there; anew where no cell ran: JupyterLab was not yet connected."""
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    table = page.locator("table.dataTable").first
    if attempts == 1:
        expect(table).to_be_attached()
        return
    try:
        expect(table).to_be_attached(timeout=1000 * SECONDS / 3)
    except AssertionError:
        run_all(page, attempts - 1)


def test_tables_page_in_jupyterlab_also_after_a_reload(lab: str, page: Page) -> None:
    page.goto(lab)
    expect(page.get_by_role("tab", name="start_here.ipynb")).to_be_visible()
    page.goto(f"{lab}/lab/tree/explore.ipynb")
    run_all(page)
    page.reload()
    run_all(page)
    assert page.get_by_text("Jupyter news").count() == 0
    assert "Loading ITables" not in page.locator(".jp-NotebookPanel:visible").inner_text()


def test_a_notebook_for_another_kind_of_document_ends_in_one_line(lab: str, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "notebooks" / "budget_completion.ipynb"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("jianghan-2024-final", "dongxihu-2025-budget"), encoding="utf-8")
    page.goto(f"{lab}/lab/tree/budget_completion.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text("Restart Kernel and Run All Cells…", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    notebook = page.locator(".jp-NotebookPanel:visible")
    expect(notebook.get_by_text("budget_structure.ipynb").first).to_be_visible()
    assert "Traceback" not in notebook.inner_text() and notebook.locator(".jp-OutputArea-output").count() == 1


def test_a_click_under_a_table_of_a_report_brings_its_data(page: Page, tmp_path: Path) -> None:
    notebook = nbformat.read(paths.notebooks_dir() / "budget_completion.ipynb", as_version=4)
    report = tmp_path / "report.html"
    report.write_text(pages.page(notebook, pages.Heading("zh", "题", "", ())), encoding="utf-8")
    page.goto(report.as_uri())
    links = page.get_by_role("link", name="下载本表数据（CSV）")
    with page.expect_download() as brought:
        page.get_by_role("link", name="下载本图数据（CSV）").first.click()
    rows = Path(brought.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows == ["名称,金额（万元）", "年初预算,6689.82", "全年预算,12047.75", "支出决算,10238.96"]
    with page.expect_download() as brought:
        links.first.click()
    rows = Path(brought.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert brought.value.suggested_filename.endswith(".csv")
    assert rows[0].startswith("口径,年初预算") and rows[1].startswith(
        "文件所述总额,6689.82,5357.93,12047.75,1808.79,10238.96"
    )


# The width of the text on A4, upright and across, in pixels of the browser: 182 and 269 millimetres.
UPRIGHT, ACROSS = 688, 1016
HELD, PLANNED = "jianghan-2024-final", "wanli-2025-budget"
ABOUT_ALL = ("collection", "models")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of page, by name: of each notebook that reports are made of, index, dossier, what changed, a learner's."""
    lang, out = "zh", tmp_path_factory.mktemp("pages")  # the English ones are of the same templates
    facts = {row["document_id"]: row for row in documents().to_dict("records")}
    shutil.copytree(paths.golden_dir() / HELD, out / HELD)
    dossier.write(facts[HELD], out / HELD, sorted((out / HELD).glob("*.ipynb")), lang, dossier.gravest(HELD, lang))
    tops = {
        path: pages.heading(facts[name], path, [path], lang)
        for name in (HELD, PLANNED)
        for path in sorted((paths.golden_dir() / name).glob("*.ipynb"))
    }
    together = [paths.notebooks_dir() / f"{name}.ipynb" for name in ABOUT_ALL]
    tops |= {path: pages.collection_heading(path, together, lang) for path in together}
    for path, top in tops.items():
        folder = out / (store.COLLECTION if path in together else path.parent.name)
        folder.mkdir(exist_ok=True)
        shown = pages.page(nbformat.read(path, as_version=4), top)
        (folder / f"{path.stem}.html").write_text(shown, encoding="utf-8")
    index.write_index([], out, lang)
    rows = [
        [HELD, "changed", "completion", "all · total", "outturn", Decimal(1), Decimal(2), Decimal(1), "L5", "p1 L6"]
    ]
    data = paths.data_dir()
    changes = comparing.page(pd.DataFrame(rows, columns=comparing.COLUMNS), data, data, lang)
    (out / "changes.html").write_text(changes, encoding="utf-8")
    marks = {"learner": "01", "lesson": 1, "exercise": "1.1", "answer": "3", "right": False, "score": 0.0, "problem": "", "override": "",
             "sentence_zh": "再看一看。", "sentence_en": "Look again."}  # fmt: skip
    ways = {"1.1": f"answer = {'4' * 90}"}
    (learner,) = handing_back.pages(pd.DataFrame([marks]), {"01": "甲"}, ways, {1: "课"}).values()
    (out / "learner.html").write_text(learner, encoding="utf-8")
    return {path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*.html"))}


def test_a_page_has_no_fault_that_axe_finds_and_asks_for_nothing(page: Page, made: dict[str, Path]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    one_of_each = {path.name: path for path in made.values()}
    for path in one_of_each.values():
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for width in (1280, 390):  # a screen, a phone
            page.set_viewport_size({"width": width, "height": 844})
            found = Axe().run(page)
            assert not found.violations_count, f"{path.name} at {width}: {found.generate_report()}"
        if path.name == "learner.html":  # with its solutions open
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {address.partition(":")[0] for address in asked} <= {"file", "data"}
    assert {"index.html", "dossier.html", "collection.html", "changes.html", "learner.html"} <= one_of_each.keys()


def test_no_table_is_cut_at_the_edge_of_the_paper(page: Page, made: dict[str, Path]) -> None:
    """A list of codes without a blank once pushed the explanations off the page."""
    page.emulate_media(media="print")
    for name, path in made.items():
        upright = name != "index.html"
        page.set_viewport_size({"width": UPRIGHT if upright else ACROSS, "height": 900})
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        tables = page.locator("table").all()
        wide = [table.evaluate("one => one.getBoundingClientRect().right") for table in tables]
        assert max(wide, default=0) <= (UPRIGHT if upright else ACROSS) + 1, name


def test_every_page_carries_each_sign_that_it_shows(made: dict[str, Path]) -> None:
    for name, path in made.items():
        text = path.read_text(encoding="utf-8")
        face = re.search(r"@font-face .*url\(data:font/woff;base64,([^)]+)\)", text)
        if face is None:
            assert path.stem == "learner"  # in the fonts of the reader's machine
            continue
        drawn = TTFont(BytesIO(base64.b64decode(face[1]))).getBestCmap().keys()
        said = re.findall(r"content: \"([^\"]*)\"", text)  # what runs above a printed page, letters written as they are
        shown = unescape(re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL))
        missing = {sign for sign in shown + "".join(said) if ord(sign) not in drawn and not sign.isspace()}
        assert not missing, f"{name}: no glyph for {sorted(missing)}"


class Glyphs(PDFTextDevice):
    """Counts the glyphs of a PDF, by the number each has in its font: 0 is the box that stands for a missing one."""

    def __init__(self) -> None:
        super().__init__(PDFResourceManager())
        self.drawn: Counter[int] = Counter()

    def render_char(self, *told: Any) -> float:
        self.drawn[told[5]] += 1
        return 0.0


@pytest.mark.parametrize("name", [f"{HELD}/dossier.html", "collection/collection.html", "index.html"])
def test_no_printed_page_shows_a_box_in_place_of_a_sign(name: str, browser: str, made: dict[str, Path]) -> None:
    glyphs = Glyphs()
    with pdf.write(made[name]).open("rb") as printed:
        for sheet in PDFPage.get_pages(printed):
            PDFPageInterpreter(glyphs.rsrcmgr, glyphs).process_page(sheet)
    assert glyphs.drawn.total() > 100 and glyphs.drawn[0] == 0


def test_a_table_about_all_documents_sorts_at_a_click(page: Page, made: dict[str, Path]) -> None:
    page.goto(made["collection/collection.html"].as_uri())
    table = page.locator("table", has=page.locator("th", has_text=re.compile("^(差额|gap)", re.IGNORECASE))).first
    gaps = table.locator("td:nth-child(6)")
    largest_first = gaps.all_inner_texts()
    assert largest_first[0] == "7,465.29"
    heading = table.locator("th:nth-child(6)")
    heading.click()
    assert gaps.all_inner_texts() == largest_first[::-1] and heading.get_attribute("aria-sort") == "ascending"
    heading.press("Enter")
    assert gaps.all_inner_texts() == largest_first


def test_what_is_not_printed_comes_last_whichever_way_a_table_is_sorted(page: Page, made: dict[str, Path]) -> None:
    page.goto(made["index.html"].as_uri())
    heading = page.locator("th", has_text=re.compile("^(完成率|Completion rate)$"))
    at = heading.evaluate("one => one.cellIndex + 1")
    both = []
    for _ in ("up", "down"):
        heading.click()
        both.append([one.split()[0] for one in page.locator(f"tbody td:nth-child({at})").all_inner_texts()])
    assert both == [["153.1%", "—"], ["153.1%", "—"]]  # a final account and a budget
