"""Sphinx: the documentation, from the pages here, the notebooks, the docstrings and what the package declares."""

import re
from pathlib import Path

from sphinx.search import languages
from sphinx.search.en import SearchEnglish

from jianghan_lib import __version__
from jianghan_lib.reports import documentation

documentation.write(Path(__file__).parent / "_made")

project = "jianghan_lib"
author = "jianghan_lib"
release = __version__
language = "zh_CN"
extensions = ["myst_nb", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "jianghan_lib"
html_show_copyright = False
html_copy_source = False
# A page opened from a folder may not fetch others, from which the summaries would be made.
html_show_search_summary = False
# Nothing is executed here, and nothing is asked of a network: the notebooks hold what they show.
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 2
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "description"
default_role = "code"

# What is found: words of Latin letters, and Chinese by each two signs that follow each other.
PIECES = r"[A-Za-z0-9_]+|[\u4e00-\u9fff](?=([\u4e00-\u9fff]?))"


class TwoSigns(SearchEnglish):
    """The search of Sphinx for Chinese needs a library that cuts words; two signs need none, and find the same."""

    lang = "zh"
    js_splitter_code = f"""
function splitQuery(query) {{
    return [...query.matchAll(/{PIECES}/g)].map((found) => found[0] + (found[1] || "")).filter((one) => one.length > 1);
}}
"""

    def split(self, input):
        return [found[0] + (found[1] or "") for found in re.finditer(PIECES, input)]


languages["zh_CN"] = TwoSigns


def plain(app, what, name, obj, options, lines):
    """Docstrings are plain text: bars in them are no markup."""
    lines[:] = [line.replace("|", "\\|") for line in lines]


# What a reader of screens asks of the theme's pages: the level of a heading, a name of each of two asides, and what scrolls by keys.
TOLD = {
    ' role="heading">': ' role="heading" aria-level="2">',
    '<aside class="sidebar-drawer': '<aside aria-label="目录 / Contents" class="sidebar-drawer',
    '<aside class="toc-drawer': '<aside aria-label="本页 / This page" class="toc-drawer',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    "<pre>": '<pre tabindex="0">',
}


def told(app, error):
    """Writes TOLD into the pages that were made; one that has it already stays."""
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for before, after in TOLD.items():
            text = text.replace(before, after)
        page.write_text(text, encoding="utf-8")


def setup(app):
    """Connects the above."""
    app.connect("autodoc-process-docstring", plain)
    app.connect("build-finished", told)
