"""Text as it comes out of a PDF: a blank line after each line, paragraphs wrapped, pages that begin with a space."""

from collections.abc import Sequence

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.paper import Claim, Paper, Prose

WIDTH = 58  # half-width columns of a line of prose
PAGE = 23  # lines of a page
NO_START = "，。、；：！？）》”’%,.;:)"


def columns(text: str) -> int:
    """Half-width columns that a text takes."""
    return sum(1 if ord(char) < 0x2000 else 2 for char in text)


def wrap(text: str, width: int = WIDTH, *, break_numbers: bool = False) -> list[tuple[int, int]]:
    """Spans of the lines of a text: no line begins with a closing mark, or, unless asked, within a number."""
    spans, start = [], 0
    while start < len(text):
        end, used = start, 0
        while end < len(text) and used + columns(text[end]) <= width:
            used += columns(text[end])
            end += 1
        end = _tidy(text, start, end, break_numbers=break_numbers)
        spans.append((start, end))
        start = end
    return spans


def _tidy(text: str, start: int, end: int, *, break_numbers: bool) -> int:
    """The end of a line moved to where a line may end."""
    if end >= len(text):
        return end
    if not break_numbers:
        at = end
        while at > start + 1 and _in_number(text, at):
            at -= 1
        end = at if at > start + 1 else end
    while end < len(text) and text[end] in NO_START and not (break_numbers and _in_number(text, end)):
        end += 1
    return end


def _in_number(text: str, at: int) -> bool:
    """Whether a number goes on from before this place."""
    return (text[at - 1].isdigit() or text[at - 1] in ".,") and (text[at].isdigit() or text[at] in ".,%")


class Pages(Paper):
    """A paper of pages."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self.hand = hand
        self.page = hand.rng.randint(1, 9)
        self.used = 0

    def new_page(self) -> None:
        """The next line begins a page."""
        self.used = PAGE

    def flow(self, text: str, claims: Sequence[Claim] = (), *, tight: bool = False, prose: bool = False) -> int:
        """One line, a blank one before it (tight: none); a page begins with a space, within prose after a number."""
        numbered = prose and self.hand.vices.page_numbers and self.used == PAGE // 2
        if self.used >= PAGE:
            self.page, self.used, text = self.page + 1, 0, f" {text}"
        elif numbered and self.hand.rng.random() < 0.5:
            self.blank(3)
            self.put(self.hand.pick(str(self.page), f"— {self.page} —"))
            self.blank()
        elif self.lines and not tight:
            self.blank()
        self.used += 1
        return self.put(text, claims)

    def heading(self, text: str) -> None:
        for start, end in wrap(text):
            self.flow(text[start:end])

    def paragraph(self, prose: Prose) -> None:
        """A paragraph over its lines; each claim stands on the lines of its span."""
        self.prose.append(prose.text)
        text = self.hand.rough(prose.text)
        broken = self.hand.vices.broken_numbers and self.hand.rng.random() < 0.5
        spans = wrap(text, break_numbers=broken)
        numbers = [
            self.flow(text[start:end].rstrip() or text[start:end], prose=start > 0 and not _in_number(text, start))
            for start, end in spans
        ]
        for claim in prose.claims:
            at = [
                number
                for number, (start, end) in zip(numbers, spans, strict=True)
                if start < max(claim.end, claim.start + 1) and claim.start < end
            ]
            self.record(claim, at[0], at[-1])

    def cell(self, text: str, width: int, claims: Sequence[Claim] = (), *, tight_first: bool = False) -> None:
        """A cell wrapped over its lines, blank ones between."""
        for number, (start, end) in enumerate(wrap(text, width)):
            self.flow(text[start:end], claims if number == 0 else (), tight=tight_first and number == 0)
