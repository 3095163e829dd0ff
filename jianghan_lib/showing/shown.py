"""Tables as they are read: text in cells, with what is told of each figure, as plain text and as HTML that runs nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from jianghan_lib.base.text import wrap
from jianghan_lib.showing.wording import phrase

# Behind a figure that a finding touches.
MARK = "※"
# Columns of text in which a heading is broken, a Chinese character being two.
HEADING_WIDTH = 14
# Shown in print only: the reports' style sheet has the class, everything else the style.
PRINT_ONLY = 'class="source" style="display:none"'


@dataclass(frozen=True)
class Note:
    """What is told of a figure: where it is printed (or that it is computed), in which document and table, the findings that touch it."""

    source: str
    findings: str = ""
    printed: bool = True
    table: str = ""


@dataclass(frozen=True)
class Shown:
    """A table as it is read: headings, rows of text, which columns are numbers and which rows are totals."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[bool]
    bold: Sequence[bool]
    caption: str = ""
    notes: Mapping[tuple[int, int], Note] = field(default_factory=dict)
    lang: str = "zh"

    def __repr__(self) -> str:
        """Plain text, columns apart by a bar."""
        lines = [" | ".join(row).replace("\n", " ") for row in (self.headings, *self.rows)]
        return "\n".join([self.caption, *lines] if self.caption else lines)

    def _repr_html_(self) -> str:
        head = "".join(self._cell("th", text, number) for text, number in zip(self.headings, self.numbers, strict=True))
        body = "".join(f"<tr>{self._row(place)}</tr>\n" for place in range(len(self.rows)))
        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        table = f"<table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"
        return table + self._footnotes()

    def _row(self, place: int) -> str:
        cells = enumerate(zip(self.rows[place], self.numbers, strict=True))
        return "".join(
            self._cell("td", text, number, self.bold[place], self.notes.get((place, column)))
            for column, (text, number) in cells
        )

    @property
    def _sources(self) -> list[tuple[str, str]]:
        """The places named in the table and the printed tables they are in, each once: the numbers of its footnotes."""
        return list(dict.fromkeys((note.source, note.table) for note in self.notes.values() if note.printed))

    def _footnotes(self) -> str:
        """Where the figures are printed, for those who read on paper; and the findings that touch them."""
        groups: dict[str, list[str]] = {}
        for number, (source, table) in enumerate(self._sources, start=1):
            groups.setdefault(table, []).append(f"{number} {source}")
        listed = [f"{'; '.join(places)} ({table})" if table else "; ".join(places) for table, places in groups.items()]
        found = dict.fromkeys(note.findings for note in self.notes.values() if note.findings)
        texts = [phrase("sources", self.lang, names="; ".join(listed))] if listed else []
        texts += [phrase("touched", self.lang, mark=MARK, names="; ".join(found))] if found else []
        return "".join(f"<p {PRINT_ONLY}>{escape(text)}</p>" for text in texts)

    def _noted(self, note: Note | None) -> tuple[str, str]:
        """What a cell says on hover, and the signs behind its figure: a mark on screen, a number in print."""
        if note is None:
            return "", ""
        title = "\n".join(
            filter(None, (f"{note.table} {note.source}".strip(), f"{MARK} {note.findings}" if note.findings else ""))
        )
        number = f"<sup {PRINT_ONLY}>{self._sources.index((note.source, note.table)) + 1}</sup>" if note.printed else ""
        return f' title="{escape(title)}"', (f"<sup>{MARK}</sup>" if note.findings else "") + number

    def _cell(self, tag: str, text: str, number: bool, bold: bool = False, note: Note | None = None) -> str:
        # JupyterLab aligns every cell to the right, the reports every cell without this class to the left.
        kind = 'class="number"' if number else 'style="text-align: left"'
        kind += ' scope="col"' if tag == "th" else ""
        lines = [wrap(line, HEADING_WIDTH, 9) for line in text.splitlines()] if tag == "th" else [text]
        safe = escape("\n".join(lines)).replace("\n", "<br>")
        # The reports take what looks like a number for one: a code is none.
        mark = "b" if bold else "span" if not number and text.lstrip("+-")[:1].isdigit() else ""
        title, signs = self._noted(note)
        return f"<{tag} {kind}{title}>{f'<{mark}>{safe}</{mark}>' if mark and safe else safe}{signs}</{tag}>"


@dataclass(frozen=True)
class Text:
    """Sentences, a paragraph each."""

    paragraphs: Sequence[str]

    def __repr__(self) -> str:
        return "\n".join(self.paragraphs)

    def _repr_html_(self) -> str:
        return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
