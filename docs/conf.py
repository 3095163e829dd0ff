"""Sphinx: the documentation, from the pages here, the notebooks, the docstrings and what the package declares."""

from pathlib import Path

from jianghan_lib import __version__, documentation

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
# Nothing is executed here, and nothing is asked of a network: the notebooks hold what they show.
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 2
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "description"
default_role = "code"


def plain(app, what, name, obj, options, lines):
    """Docstrings are plain text: bars in them are no markup."""
    lines[:] = [line.replace("|", "\\|") for line in lines]


def setup(app):
    """Connects the above."""
    app.connect("autodoc-process-docstring", plain)
