"""The hand that writes: how figures and phrases of a document look, by its vices and a seed."""

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jianghan_lib.specimens.model import Item, Project, percent, rounded
from jianghan_lib.specimens.paper import Cell, Claim, Prose
from jianghan_lib.specimens.vices import Vices
from jianghan_lib.specimens.vocabulary import FITTING, REASONS

FULL_TO_HALF = str.maketrans("，：；", ",:;")
BRACKETS = str.maketrans("（）", "()")


def _next(word: str, words: Sequence[str]) -> str:
    """The word behind one of these words, round."""
    return words[(words.index(word) + 1) % len(words)]


class Hand:
    """Prints numbers and phrases the same way for the same seed."""

    def __init__(self, seed: str, vices: Vices, year: int, places: int = 1, *, fits: bool = False) -> None:
        self.rng = random.Random(f"hand-{seed}")
        self.vices = vices
        self.year = year
        self.places = places
        self.fits = fits
        self.full = False  # zeros stand even in columns that the department never fills
        self.forms = {
            "up": self.pick("增加", "增加", "提高"),
            "down": self.pick("减少", "减少", "降低"),
            "rate_up": self.pick("增长", "增加", "提高"),
            "rate_down": self.pick("下降", "降低", "减少"),
        }

    def pick(self, *choices: Any) -> Any:
        """One of these, by the seed."""
        return self.rng.choice(choices)

    def cell(self, amount: Decimal, *, blank: bool = True) -> str:
        """An amount in a table."""
        if not amount and blank and not self.vices.printed_zeros:
            return ""
        return f"{amount:,.2f}" if self.vices.thousands else f"{amount:.2f}"

    def amount(
        self, amount: Decimal, table: str, code: str, name: str, measure: str, panel: str = "", **more: Any
    ) -> Cell:
        """A cell that prints an amount, with its truth; a blank one states nothing."""
        text = more.pop("text", None) or self.cell(amount)
        if not text:
            return Cell()
        row = {
            "table": table,
            "panel": panel,
            "code": code,
            "name": name,
            "measure": measure,
            "amount": amount,
            "printed": text,
            **more,
        }
        shown = f"<b>{text}</b>" if more.get("level") == "total" and self.vices.bold_cells else text
        return Cell(shown, (Claim("amounts", row, (text,)),))

    def space(self) -> str:
        """A space where the hand is untidy."""
        return " " if self.vices.spaced_numbers and self.rng.random() < 0.6 else ""

    def number(self, value: Decimal) -> str:
        """A number in prose; nothing is 0, whatever its places."""
        if not value:
            return "0"
        text = f"{value:,f}" if self.vices.prose_thousands else f"{value:f}"
        return text.rstrip("0").rstrip(".") if self.vices.trimmed_zeros and "." in text else text

    def money(self, amount: Decimal, unit: str = "万元") -> str:
        """An amount in prose with its unit."""
        factor = {"万元": Decimal(1), "元": Decimal(10000), "亿元": Decimal("0.0001")}[unit]
        value = rounded(amount * factor, 2) if unit == "元" else amount * factor
        if unit == "亿元":
            value = rounded(value, 6)
        return f"{self.gap(self.number(value))}{self.space()}{unit}"

    def gap(self, number: str) -> str:
        """A number in prose, now and then with a space by its comma or its point."""
        places = [at for at, char in enumerate(number) if char in ",."]
        if not self.vices.gapped_numbers or not places or self.rng.random() < 0.7:
            return number
        at = self.rng.choice(places) + self.rng.randint(0, 1)
        return f"{number[:at]} {number[at:]}"

    def odd_unit(self) -> str:
        """The unit of a statement that the writer gives in 亿元 or 元."""
        return self.pick("亿元", "元") if self.vices.other_units else "万元"

    def percent(self, part: Decimal, whole: Decimal, places: int | None = None) -> str:
        """A percentage to the places of the document, zeros after the point mostly dropped."""
        text = f"{percent(part, whole, self.places if places is None else places):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text}{self.space()}%"

    def reason(self, lead: str = "", difference: Decimal | None = None) -> str:
        """A reason for a difference, after its lead."""
        lead = lead or self.pick("主要原因是", "主要原因：", "主要原因是：")
        told = self.why(REASONS, difference)
        if self.fits and difference and lead.endswith("是："):  # some give a second reason, and number both
            return f"{lead}一是{told}；二是{_next(told, FITTING['up' if difference > 0 else 'down'])}"
        return f"{lead}{told}"

    def why(self, words: Sequence[str], difference: Decimal | None) -> str:
        """One of these words; where reasons fit, one for money that is more or less than it was or should be."""
        if not self.fits or difference is None:
            return self.rng.choice(words)
        return self.rng.choice(FITTING["up" if difference > 0 else "down"]) if difference else "无"

    def year_text(self, year: int | None = None) -> str:
        return f"{self.space()}{year or self.year}{self.space()}年度".lstrip()

    def rough(self, text: str) -> str:
        """Prose with its punctuation as careless as the vices ask; its length stays the same."""
        if self.vices.half_brackets:
            text = "".join(char.translate(BRACKETS) if self.rng.random() < 0.7 else char for char in text)
        if self.vices.mixed_punctuation:
            text = "".join(char.translate(FULL_TO_HALF) if self.rng.random() < 0.3 else char for char in text)
        return text

    def wrapped(self, name: str) -> str:
        """A name with the space that a wrapped cell leaves."""
        if not self.vices.wrapped_names or len(name) < 8 or self.rng.random() < 0.6:
            return name
        at = self.rng.randint(4, len(name) - 2)
        return f"{name[:at]} {name[at:]}"

    def cut(self, name: str, width: int = 17) -> str:
        """A name as long as its cell allows."""
        return name[:width] if self.vices.cut_names else name

    def short(self, project: Project) -> str:
        """A project's name as the narrative gives it."""
        return project.name.replace("工作经费", "经费") if self.vices.short_names else project.name

    def change(
        self, prose: Prose, item: str, name: str, pair: tuple[Decimal, Decimal], lead: str, label: str = "", **more: Any
    ) -> None:
        """`与上年相比，…减少…，降低…%`: a change of a quantity from last year, with its truth. pair is (prior, now)."""
        start = more.pop("start", len(prose.text))
        with_rate = more.pop("with_rate", True)
        prior, now = pair
        difference = now - prior
        row = {
            "item": item,
            "name": name,
            "prior_year": self.year - 1,
            "year": self.year,
            "prior_amount": prior,
            "amount": now,
            "change": difference,
        }
        row |= {"basis": "printed_change", "change_printed": "", "rate_printed": ""} | more
        printed: list[str] = []
        if difference == 0:
            prose += f"{lead}{label}持平"
            row["change_printed"] = "持平"
        else:
            way, rate_way = (
                (self.forms["up"], self.forms["rate_up"])
                if difference > 0
                else (self.forms["down"], self.forms["rate_down"])
            )
            printed.append(self.money(abs(difference)))
            prose += f"{lead}{label}{way}{self.space()}{printed[0]}"
            row["change_printed"] = f"{way}{printed[0]}"
            if prior and with_rate:
                printed.append(self.percent(abs(difference), prior))
                prose += f"，{rate_way}{self.space()}{printed[1]}"
                row["rate_printed"] = f"{rate_way}{printed[1]}"
        prose.claim("changes", start, printed, **row)

    def state(self, prose: Prose, topic: str, role: str, value: Decimal, text: str, **more: Any) -> None:
        """A figure at the end of the prose, as a statement of it; text may be longer than the figure."""
        start = more.pop("start", len(prose.text))
        prose += text
        key = "rate" if role in ("share", "completion_rate", "change_rate", "execution_rate") else "amount"
        prose.claim("statements", start, (more.pop("printed", text),), topic=topic, role=role, **{key: value}, **more)

    def figure(
        self, prose: Prose, lead: str, topic: str, role: str, amount: Decimal, unit: str = "万元", **more: Any
    ) -> None:
        """lead + money, stated."""
        prose += lead + self.space()
        self.state(prose, topic, role, amount, self.money(amount, unit), **more)

    def share(self, prose: Prose, lead: str, topic: str, part: Decimal, whole: Decimal, **more: Any) -> None:
        """lead + percent of a whole, stated as printed."""
        prose += lead
        text = self.percent(part, whole)
        self.state(prose, topic, "share", Decimal(text.rstrip("% ")) / 100, text, **more)

    def item_title(self, items: Sequence[Item]) -> str:
        """`类（类）款（款）项（项）` for one item, or for two of one section."""
        first = items[0]
        return f"{first.class_name}（类）{first.section}（款）{'、'.join(item.name for item in items)}（项）"
