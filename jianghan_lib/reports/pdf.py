"""Pages as PDF, printed by a browser that is installed: Chromium, Chrome or Edge."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from jianghan_lib.base.errors import JianghanError, UsageError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
SECONDS = 120


def browser() -> str:
    """The program of a browser that prints; UsageError where none is installed."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise UsageError("no browser to print PDF with: install Chromium, Chrome or Edge, or leave out --pdf")
    return found


def write(page: Path) -> Path:
    """A page -> the same as PDF beside it; JianghanError where the browser makes none."""
    target = page.with_suffix(".pdf")
    target.unlink(missing_ok=True)
    with TemporaryDirectory() as profile:
        options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}"]
        options += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser(), *options, f"--print-to-pdf={target.resolve()}", page.resolve().as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise JianghanError(f"{page.name}: the browser made no PDF ({type(problem).__name__}): try again") from None
    if not target.is_file():
        raise JianghanError(f"{page.name}: the browser made no PDF: open the page in a browser and print it there")
    return target
