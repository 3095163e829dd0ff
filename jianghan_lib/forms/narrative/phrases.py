"""Figures that a phrase of its own states, wherever it stands: counts of vehicles, visits, projects, indicators; assets; shares.

Their declarations are `phrases.csv`; `counts.py` finds them.
"""

import re
from dataclasses import dataclass

from jianghan_lib.base.paths import declared
from jianghan_lib.forms.narrative.lexicon import AMOUNT, PERCENT, SUM

# Never a part of a longer number; bounded, so that reading stays linear whatever a text holds.
_WHOLE = r"(?<!\d)(?<!\d[,.])"
COUNT = _WHOLE + r"(?P<number>\d[\d,]{0,11})"
_DECIMAL = _WHOLE + r"(?P<number>\d[\d,.]{0,15})"
# Few vehicles may be counted in words: 越野车三辆.
_MANY = r"[\d一二两三四五六七八九十]"
_CARS = rf"{_WHOLE}(?P<number>\d[\d,]{{0,11}}|[一二两三四五六七八九十]{{1,3}})(?P<unit>辆|台)"
THREE_PUBLIC = (
    "three_public",
    "overseas_travel",
    "vehicles",
    "vehicle_purchase",
    "vehicle_operation",
    "hospitality",
    "hospitality_domestic",
    "hospitality_foreign",
)


@dataclass(frozen=True)
class Phrase:
    """A figure by the words around it; groups `number`, `unit`, and where it has them `subject` and `basis`.

    `within` is a passage that it must stand in, `topics` are those whose statement it must stand in, `heading` is a
    word of the heading above it; `of_report` takes the subject from the report that it stands in, `below` puts it
    under the subject of the statement it stands in; without a topic of its own it belongs to that statement's.
    """

    topic: str
    role: str
    pattern: re.Pattern[str]
    within: re.Pattern[str] | None = None
    topics: tuple[str, ...] = ()
    heading: str = ""
    of_report: bool = False
    below: bool = False


_SETS = rf"(?:\([^()]*\))?(?:共|共计|为)?{COUNT}(?P<unit>台(?:\(套\)|/套)?|套)"
_LARGE = r"单(?:价|位价值|台价值)在?\d{1,6}万元(?:\(含\))?(?:以上)?(?:\(含\))?(?:的)?(?:通用|专用|大型)?设备"
_KIND_OF_CAR = rf"(?:[,、:;](?:其中[:,]?)?|其中)(?P<subject>(?:(?!购|更新|报废|处置|淘汰|租|借)[^。;,、:\d]){{1,20}}?车(?:辆|型)?){_CARS}"
_HAVE = r"(?:共有|现有|实有|拥有|占用|保有|所属)[^。;,\d]{0,6}?车(?:辆)?(?:总)?(?:数)?(?:共|共计|为)?"
_IS = "(?:共|共计|合计|为)?"
_LISTED = r"[^。;,、:\d()]{2,24}"
_EVALUATED = "(?:一级|二级|重点)?项目(?:支出)?(?:全面|组织)?(?:开展|进行)了?(?:部门|单位|预算|重点|财政|项目|支出)*(?:绩效)?(?:自评|评价)"
_MONEY_OF = r"[^,。;\d费]{0,16}?(?:涉及|资金|金额|预算|拨款)(?:支出|资金|金额|总额|总计|合计|共计|约|为)*"
_STAFF = "(?:人员|核定)?编制|在职实有|在职|在编|实有|行政|事业|参照公务员法管理|参公|工勤|机关工勤|离退休|离休|退休|聘用|编外|长期聘用|遗属"
SUBJECTS = ("class", "section", "item")
# What is counted as of a day.
OWNED = ("vehicles_owned", "equipment", "premises", "state_assets")
# Statements about a project; what a phrase adds to one is a fact of its self-evaluation.
PROJECTS, REPORT = ("project", "execution_report"), "self_evaluation_report"
_PARTS = {
    "amount": AMOUNT,
    "percent": PERCENT,
    "sum": SUM,
    "count": COUNT,
    "decimal": _DECIMAL,
    "cars": _CARS,
    "many": _MANY,
    "sets": _SETS,
    "large": _LARGE,
    "kindofcar": _KIND_OF_CAR,
    "have": _HAVE,
    "is": _IS,
    "listed": _LISTED,
    "evaluated": _EVALUATED,
    "moneyof": _MONEY_OF,
    "staff": _STAFF,
}
_GROUPS = {"three_public": THREE_PUBLIC, "subjects": SUBJECTS, "projects": PROJECTS}


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{([a-z]+)\}", lambda match: _PARTS[match[1]], words))


# The words of `phrases.csv` hold parts that many have in common ({amount}), its topics groups of these.
PHRASES: tuple[Phrase, ...] = tuple(
    Phrase(
        row["topic"],
        row["role"],
        _compiled(row["words"]),
        _compiled(row["within"]) if row["within"] else None,
        tuple(topic for one in row["topics"].split() for topic in _GROUPS.get(one, (one,))),
        row["heading"],
        row["when"] == "of_report",
        row["when"] == "below",
    )
    for row in declared("forms/narrative/phrases.csv")
)
# Visits and visitors: whose they are is told by the sentence.
VISITS = (
    ("visits", re.compile(rf"{COUNT}(?P<unit>个?批次|个?团组|批)")),
    ("visits", re.compile(rf"(?:团组|批次)(?:数)?(?:共|共计|为|:)?{COUNT}(?P<unit>个批次|批次|批|个|次)")),
    ("persons", re.compile(rf"{COUNT}(?P<unit>人次)")),
    ("persons", re.compile(rf"(?:人次|人数)(?:数)?(?:共|共计|为|:)?{COUNT}(?P<unit>人|次)")),
    ("persons", re.compile(rf"(?<=[批组个次])[,、;和及共累计约出国()境]{{0,8}}{COUNT}(?P<unit>人)(?!次)")),
)
# Words that say whose the visits behind them are, until others do.
WHOSE = re.compile(
    r"(?P<overseas_travel>出国)|(?P<hospitality_foreign>外事|外宾|国\(境\)外|境外)|(?P<hospitality_domestic>国内)|(?P<hospitality>接待|来访)"
)
