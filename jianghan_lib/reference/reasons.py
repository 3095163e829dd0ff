"""Why a figure differs: the words of an explanation -> its reasons, coded clause by clause by a data file of words.

Words are matched on text without white space and in half-width punctuation, as the narrative is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from jianghan_lib.base.money import NUMBER
from jianghan_lib.base.paths import declared

UP, DOWN = "up", "down"
NOT_CODED = "not_coded"
PRIOR_YEAR = "prior_year"
# What became of the money, which is a reason only where nothing else is given; and moves of a budget, which cannot
# explain why less was spent than the budget after them.
RESULTS = ("unspent", "carried_over")
MOVES = ("added", "upper_funds")
# Categories whose words stand within those of another, which then is meant: kept bases, and what was moved from a budget.
WITHIN = {"bases": frozenset({"bases_kept"}), "standards": frozenset({"bases"}), "reduced": frozenset({"reclassified"})}
# What was moved from elsewhere: 从会议费中调减 is a rise where it went to.
MOVED_MONEY = "reclassified"
ADJUSTED = ("annual_budget", "adjusted_budget")
# A list of amounts (…1.20万元、…) is clause by clause too.
_CLAUSE = re.compile(r"(?:[^,。;:!?、]|(?<=\d),(?=\d{3})|(?<!元)、|、(?![^,。;、]{0,30}(?:增加|减少|增长|下降)))+")
# Points of an explanation: 一是…;二是…, 1.…2.…, 一方面…另一方面….
POINT = re.compile(
    r"(?:(?<=[。;:,])|^)(?:[一二三四五六七八九十]是|\(?\d{1,2}[.、)](?!\d)|\([一二三四五六]\)|另?一方面|同时,?|此外,?|另外,?|其次,?)"
)
_CONCEDED = re.compile(r"^(?:虽然|尽管|虽)")
_FOLLOWS = re.compile(r"^(?:因此|导致|造成|故|使得|所以|致使|相应)")
# What negates the words behind it, up to four signs on; 不足, 不同, 不少, 不断 and 未就业人员 negate nothing.
_NEGATION = r"并?未(?!能|成年|来|就业|参保|休)|没有|(?:并|而)非|不(?:是|再|予|作|做|进行|存在|涉及|属于|因)"
_MOVED = "调整|提高|变动|增加|减少|新增"
_NEGATED = re.compile(
    rf"(?:{_NEGATION})(?:作|做|进行|予以|再|有|对|因)?(?:{_MOVED})?[^,。;]{{0,4}}$|不(?:{_MOVED})[^,。;]{{0,4}}$|无(?:任何)?$"
)
# What is said not to have changed is no reason, where the category is a change.
_UNCHANGED = re.compile(r"未(?:变|[作做]|进行|调|增|减|提|有)|没有(?:变|增|减|调|提)|不变|持平|一致")
_CHANGES = frozenset(["bases", "personnel_cost", "staffing", "project_change", "prices", "upkeep", "demand", "parts"])
_MONEY = re.compile(rf"(?<![\d.])(?P<number>{NUMBER})(?P<unit>亿元|万元|元|万(?=[^,。;\d]{{0,4}}(?:经费|资金)))")
_RISES, _FALLS = re.compile(r"增|提高|上[升调涨]|涨|追加"), re.compile(r"减|建少|下[降调]|降低|压缩|[较变]?少")


# What moves a noun, where no listed words say a category: 信访案件数量明显回落, 水库除险加固工程进入尾声.
_MOVES_UP = r"增|提[高升标]|上[升调涨浮马]|涨|走高|[加扩增]大|扩[充容编围]|加[重密]|较重|恢复|启动|开工|新[建设增购]|更新|更换|大修|晋[升级]"
_MOVES_DOWN = r"减|下[降调滑浮]|降|回落|走低|压缩|缩[减小]|完[工成]|建成|投用|收尾|尾声|结[束项题]|取消|停[办用]|清退|退出|推迟|延期"
_MOVE = re.compile(rf"(?P<up>{_MOVES_UP})|(?P<down>{_MOVES_DOWN})|变[化动更]|调整")


@dataclass(frozen=True)
class Given:
    """One reason: its category and direction, the amount given with it as printed, and where its clause stands.

    `alone`: a cost that moved, which explains where nothing else does, and else follows from it.
    """

    category: str
    direction: str
    start: int
    end: int
    printed: str = ""
    unit: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Words:
    """What says a category. No direction: that of the words, else of the difference; no basis: against any."""

    category: str
    direction: str
    basis: str
    pattern: re.Pattern[str]
    alone: bool


@cache
def words() -> tuple[Words, ...]:
    """All words that say a category; `basis` tells what is new in the year from what is new since the year before."""
    return tuple(
        Words(row["category"], row["direction"], row["basis"], re.compile(row["pattern"]), bool(row["alone"]))
        for row in declared("reference/reason_words.csv")
    )


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    """Nouns whose move is a reason, the longest first, and the category of each."""
    known = {
        noun: row["category"] for row in declared("reference/reason_nouns.csv") for noun in row["nouns"].split("|")
    }
    return re.compile("|".join(sorted(known, key=len, reverse=True))), known


@cache
def _against(basis: str) -> tuple[Words, ...]:
    other = "budget" if basis == PRIOR_YEAR else PRIOR_YEAR
    return tuple(one for one in words() if one.basis != other)


def coded(text: str, difference: str = "", basis: str = "") -> list[Given]:
    """An explanation -> its reasons in order; a point that gives none is one reason that is not coded.

    `difference` is what is explained (up, down or unknown), `basis` what that is measured from.
    """
    bounds = [0, *(match.start() for match in POINT.finditer(text) if match.start()), len(text)]
    points = [_point(text, start, end, difference, basis) for start, end in pairwise(bounds)]
    if len(points) > 1 and all(one.category == NOT_CODED for one in points[0]) and not POINT.match(text):
        points = points[1:]  # What leads to the points is none: 原因有两个方面.
    found = [one for point in points for one in point]
    known = [one for one in found if one.category != NOT_CODED]
    causes = [one for one in known if one.category not in RESULTS or one.printed]
    causes = [one for one in causes if not one.alone or one.printed] or causes
    enough = known and not _is_numbered(text)
    return _once(causes or known) if enough else _once(found)


def _is_numbered(text: str) -> bool:
    return len(re.findall(r"[一二三]是|(?<!\d)\d{1,2}[.、](?!\d)", text)) > 1


def _point(text: str, start: int, end: int, difference: str, basis: str) -> list[Given]:
    """One point of an explanation -> its reasons."""
    found: list[Given] = []
    for clause in _CLAUSE.finditer(text, start, end):
        bare = POINT.sub("", clause.group())
        if _CONCEDED.match(bare):
            continue
        causes = [] if _FOLLOWS.match(bare) else _causes(clause, difference, basis)
        if all(one.category in RESULTS for one in causes):
            amounts = list(_MONEY.finditer(clause.group()))
            follows = _FOLLOWS.match(bare) or causes
            if amounts and follows and found and not found[-1].printed:
                found[-1] = replace(found[-1], printed=amounts[0]["number"], unit=amounts[0]["unit"])
                continue
        found += causes
    found = [one for one in found if one.category not in RESULTS or difference != UP]  # What is left explains no rise.
    strong = [one for one in found if one.category not in RESULTS or one.printed]
    found = strong or found
    found = found or [one for clause in _CLAUSE.finditer(text, start, end) for one in _moved(clause, difference)]
    return found or ([Given(NOT_CODED, difference, start, end)] if _CLAUSE.search(text, start, end) else [])


def _moved(clause: re.Match[str], difference: str) -> Iterator[Given]:
    """The reason that a clause gives by a noun and how it moves, never against what is explained."""
    text, (nouns, known) = clause.group(), _nouns()
    move = _MOVE.search(text)
    bare = POINT.sub("", text)
    if (
        not move
        or _CONCEDED.match(bare)
        or _FOLLOWS.match(bare)
        or _UNCHANGED.search(text)
        or _NEGATED.search(text[: move.start()])
    ):
        return
    direction = UP if move["up"] else DOWN if move["down"] else difference
    before = [one for one in nouns.finditer(text) if one.start() < move.start()]
    noun = before[-1] if before else nouns.search(text, move.end())
    if noun and (not difference or direction in (difference, "")):
        yield from _with_amounts(clause, [(noun, known[noun.group()], direction, False)])


def _causes(clause: re.Match[str], difference: str, basis: str) -> list[Given]:
    """The reasons that one clause gives, each amount with the words that are nearest to it."""
    text = clause.group()
    hits = [
        (match, one.category, _direction(one, match.group()) or difference, one.alone)
        for one in _against(basis)
        if (match := one.pattern.search(text)) and not _NEGATED.search(text[: match.start()])
        if not (one.category in _CHANGES and _UNCHANGED.search(text, match.start(), match.end() + 5))
    ]
    hits = [hit for hit in hits if not (hit[1] in MOVES and basis in ADJUSTED and difference == DOWN)]
    told = {category for _, category, *_ in hits}
    hits = [hit for hit in hits if not told & WITHIN.get(hit[1], frozenset())]
    causes = [hit for hit in hits if hit[1] not in RESULTS] or hits[:1]
    causes = list({hit[1]: hit for hit in reversed(causes)}.values())[::-1]
    return list(_with_amounts(clause, causes))


def _with_amounts(clause: re.Match[str], causes: Sequence[tuple[re.Match[str], str, str, bool]]) -> Iterator[Given]:
    """Reasons of a clause with its amounts; several amounts of one reason are each a row."""
    amounts: dict[int, list[re.Match[str]]] = {}
    for money in _MONEY.finditer(clause.group()) if causes else ():
        nearest = min(range(len(causes)), key=lambda place: _apart(causes[place][0], money))
        amounts.setdefault(nearest, []).append(money)
    for place, (_, category, direction, alone) in enumerate(causes):
        plain = Given(category, direction, clause.start(), clause.end(), alone=alone)
        yield from [replace(plain, printed=one["number"], unit=one["unit"]) for one in amounts.get(place, [])] or [
            plain
        ]


def _apart(one: re.Match[str], other: re.Match[str]) -> int:
    return max(other.start() - one.end(), one.start() - other.end(), 0)


def _direction(one: Words, said: str) -> str:
    """The direction that words have, or say themselves, or an empty string."""
    if one.direction or one.category == MOVED_MONEY:
        return one.direction
    rises, falls = bool(_RISES.search(said)), bool(_FALLS.search(said))
    return "" if rises == falls else UP if rises else DOWN


def _once(found: Sequence[Given]) -> list[Given]:
    """Reasons, each category and direction once unless it gives an amount of its own."""
    kept: list[Given] = []
    for one in found:
        same = [other for other in kept if (other.category, other.direction) == (one.category, one.direction)]
        if not same or (one.printed and all(other.printed for other in same)):
            kept.append(one)
        elif one.printed:
            kept[kept.index(same[0])] = one
    return kept
