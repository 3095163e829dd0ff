"""JupyterLab and a report as a person sees them, in a real browser without a window."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from jianghan_lib.base import paths
from jianghan_lib.lab import start
from jianghan_lib.reports import pages

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
        "全口径,6689.82,5357.93,12047.75,1808.79,10238.96"
    )
