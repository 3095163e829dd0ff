"""What the narrative speaks about: the longest name of the lexicon that begins at a place, in its context, is its topic.

`topics.csv` holds the names, in words of `lexicon.csv` ({fiscal}); a name without a topic is known, and is nobody's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jianghan_lib.base.paths import declared
from jianghan_lib.forms.narrative.lexicon import MAKE, SUM

# How far back a topic's context is looked for.
_REACH, _NEAR = 300, 16
# What may stand right before a name, and right behind it, by the words of the column `when`.
BEFORE = {
    "opens": re.compile(
        r"(?:^|[。;:,、()\"-]|[年度门位明况级中局办委厅院会所站处馆校府道室心园队镇乡团联协署]|\d类|其中|包括|决算|分别|安排|开支|[与和及比较])$"
    ),
    # No noun of its own (信息化建设项目支出) before it; what the department's budget is made of stands behind such words.
    "alone": re.compile(
        r"(?:^|[^\u4e00-\u9fff]|[年度门位明况级中局办委厅院会所站处馆校府道室心园队镇乡团联协署类]|其中|包括|[预决]算|拨款|日常|核定|分别|安排|开支|支出|工资|[增减]|[增减][加少长]|[是于为与和及比较的])$"
    ),
    "sentence": re.compile(r"(?:^|[。;)年度明况])$"),
    "numbered": re.compile(r"(?:^|[^\d.])(?:\d{1,2}[.、]|\([一二三四]\)|[一二三四]、)$"),
    "dated": re.compile(r"(?:\d年|年度(?:[,:]本(?:单位|部门))?)$"),
}
BEHIND = {
    "direct": re.compile(
        rf"(?:\([^()]{{0,40}}\))?(?:支出)?(?:20\d\d年(?:度)?)?(?:全年|年初)?(?:预算|决算)?(?:支出)?(?:数)?(?:合计|总计|安排)?{MAKE}{SUM}"
    ),
    "kind": re.compile(r"(?:年初|全年)?预算|决算"),
    "moved": re.compile(rf"{MAKE}{SUM},?(?:与|比|较|占|为)"),
}


@dataclass(frozen=True)
class Topic:
    """A name of something that statements are made about (an empty one: of nothing).

    `when`: `part` is stated inside another topic's statement (其中：…); `compared` is also stated by a change alone; `unstated`
    needs no figure behind it; the others say what must stand before or behind it. `section` is the heading, or the one
    above it, that it must stand under; `after` what must stand before it.
    """

    name: str
    pattern: re.Pattern[str]
    when: frozenset[str] = frozenset()
    section: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    @property
    def part(self) -> bool:
        return "part" in self.when

    @property
    def bare(self) -> str:
        return next(iter(self.when & {"bare", "loose", "follows", "total", "both"}), "")

    def suits(self, text: str, start: int, section: str) -> bool:
        """Whether the name may begin at a place under a heading."""
        before = text[max(0, start - _NEAR) : start]
        return (
            all(BEFORE[one].search(before) for one in self.when & BEFORE.keys())
            and (self.section is None or bool(self.section.search(section)))
            and (self.after is None or bool(self.after.search(text, max(0, start - _REACH), start)))
        )

    def stated_by(self, text: str, end: int, otherwise: re.Pattern[str]) -> bool:
        """Whether what stands behind the name states its figure."""
        needed = self.when & BEHIND.keys()
        return all(BEHIND[one].match(text, end) for one in needed) if needed else bool(otherwise.match(text, end))


_CLASSES = {row["class"]: f"(?:{row['words']})" for row in declared("forms/narrative/lexicon.csv")}


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{([a-z]+)\}", lambda match: _CLASSES[match[1]], words))


TOPICS: tuple[Topic, ...] = tuple(
    Topic(
        row["topic"],
        _compiled(row["words"]),
        frozenset(row["when"].split()),
        re.compile(row["section"]) if row["section"] else None,
        _compiled(row["after"]) if row["after"] else None,
    )
    for row in declared("forms/narrative/topics.csv")
)
# A name that goes on with what was called by a longer one: 一般公共预算财政拨款支出…。与上年相比,财政拨款支出增加….
SHORT_FOR = {"fiscal_appropriation_expenditure": "general_public_budget_expenditure"}
# What a bare noun (收入, 支出) may mean, by the topic that its sentence is about: in total, revenue, expenditure.
FAMILIES = (
    ("revenue_and_expenditure", "revenue", "expenditure"),
    ("fiscal_appropriation_total", "fiscal_appropriation_revenue", "fiscal_appropriation_expenditure"),
    ("general_public_budget", "general_public_budget_revenue", "general_public_budget_expenditure"),
    ("government_funds", "government_funds_revenue", "government_funds_expenditure"),
    ("state_capital", "state_capital_revenue", "state_capital_expenditure"),
    ("budget_total", "revenue_budget", "expenditure_budget"),
    ("fiscal_appropriation_budget", "fiscal_appropriation_revenue", "fiscal_appropriation_expenditure"),
)
# Quantities of all funds together: what is said of one fund is not theirs.
OF_ALL_FUNDS = (
    "revenue_and_expenditure",
    "revenue",
    "expenditure",
    "budget_total",
    "revenue_budget",
    "expenditure_budget",
)
OF_A_FUND = re.compile(r"财政拨款|一般公共预算|政府性基金|国有资本")
# Topics that a bracket behind another topic divides it into: (其中:一般公共预算支出…;政府性基金预算支出…).
FUNDS = ("general_public_budget", "government_funds", "state_capital", "fiscal_budget")


def find_topics(
    text: str, section_at: Callable[[int], str] = lambda _: "", since: int = 0
) -> Iterator[tuple[int, int, Topic]]:
    """Every name in its context, none within or across another: the one that begins first, of these the longest."""
    found = sorted(
        (
            (match.start(), -match.end(), rank, topic)
            for rank, topic in enumerate(TOPICS)
            for match in topic.pattern.finditer(text, since)
            if topic.suits(text, match.start(), section_at(match.start()))
        ),
        key=lambda one: one[:3],
    )
    end = 0
    for start, behind, _, topic in found:
        if start >= end:
            end = -behind
            yield start, end, topic
