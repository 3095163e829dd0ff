"""A sheet of blocks and grids, as the layouts in markdown and of budgets fill it."""

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.paper import Cell, Paper, Prose


class Sheet(Paper):
    """A paper of blocks with a blank line after each."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self.hand = hand
        self.hashes = hand.pick(True, False)

    def heading(self, level: int, text: str) -> None:
        marks = "#" * level + " " if self.hashes and self.hand.rng.random() < 0.8 else ""
        strong = "**" if marks and self.hand.rng.random() < 0.2 else ""
        self.put(f"{marks}{strong}{text}{strong}")
        self.blank()

    def paragraph(self, prose: Prose) -> None:
        """A paragraph, now and then broken in two by a page."""
        self.prose.append(prose.text)
        text = self.hand.rough(prose.text)
        if len(text) > 60 and self.hand.vices.split_table and self.hand.rng.random() < 0.15:
            at = self.hand.rng.randint(25, len(text) - 25)
            at = _out_of_number(text, at)
            first = self.put(text[:at])
            self.blank()
            second = self.put(text[at:])
        else:
            at, first = len(text), self.put(text)
            second = first
        for claim in prose.claims:
            self.record(claim, first if claim.start < at else second, first if claim.end <= at else second)
        self.blank()

    def grid(self, lines: list[str], rows: list[list[Cell]]) -> None:
        """Header lines and rows of a table; a page break may leave a blank line among the rows."""
        self.headers[len(self.lines) + 1] = len(lines)
        for line in lines:
            self.put(line)
        at = self.hand.rng.randint(1, len(rows) - 1) if self.hand.vices.split_table and len(rows) > 12 else 0
        for number, row in enumerate(rows):
            if at and number == at:
                self.blank()
            self.row(row)
        self.blank()


def _out_of_number(text: str, at: int) -> int:
    """A place to break that is not inside a number or between it and its unit."""
    while at < len(text) and (text[at - 1].isdigit() or text[at - 1] in ".," or text[at] in " %.,，。"):
        at += 1
    return at


def cells(*texts: str | Cell, width: int = 6) -> list[Cell]:
    """Texts and cells -> a row filled up to a width."""
    row = [text if isinstance(text, Cell) else Cell(text) for text in texts]
    return row + [Cell()] * (width - len(row))
