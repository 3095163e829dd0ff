"""A web page of the document, as a site serves it: scripts, styles and a menu around it."""

from collections.abc import Sequence
from html import escape

from .blocks import Block, Paragraph, Table

HEAD = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="{charset}"><title>信息公开</title>
<style>td {{ border: 1px solid }}</style><script>document.write("2099年度某局部门决算")</script></head><body>
<nav><ul><li>首页</li><li>政务公开</li></ul></nav>
<table><tr><td><div class="TRS_Editor">
"""
FOOT = "</div></td></tr></table>\n<script>var total = '9,999.99';</script></body></html>\n"


def print_page(found: Sequence[Block], charset: str = "utf-8") -> bytes:
    """Blocks -> the bytes of a web page."""
    body = "\n".join(map(_block, found))
    return (HEAD.format(charset=charset) + body + FOOT).encode(charset, "xmlcharrefreplace")


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    tag = f"h{block.level}" if block.level else "p"
    return f"<{tag}><span>{_text(block)}</span></{tag}>"


def _text(block: Paragraph) -> str:
    half = len(block.text) // 2
    return f"{escape(block.text[:half])}</span><span>{escape(block.text[half:])}"


def _table(table: Table) -> str:
    rows = []
    for row in range(table.height):
        cells = [
            f"<td{_span('colspan', cell.columns)}{_span('rowspan', cell.rows)}>\n  <p>{escape(cell.text) or '&nbsp;'}</p>\n</td>"
            for cell in table.cells
            if cell.row == row
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>\n<tbody>{''.join(rows)}</tbody></table>"


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""
