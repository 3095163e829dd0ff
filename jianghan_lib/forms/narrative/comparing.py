"""How the narrative compares two years, or an outturn with its budget, as patterns."""

import re

from jianghan_lib.forms.narrative.lexicon import (
    CALLED,
    DOWN,
    FILLERS,
    HOW,
    LESS,
    MORE,
    NUMBER,
    OVER,
    RATE_WORDS,
    SUM,
    UNDER,
    UNIT,
    UP,
)

_KIND = (
    r"(?:年初|初|全年|调整后)?(?:部门|单位)?(?:同期)?(?:预算|决算|支出|实际|完成)?(?:累计)?(?:执行|支出|公开)?(?:安排|批复)?"
    r"(?:汇总|合计|总计|总)?(?:数据|数额|数字|金额|数|额)?"
)
# Between the year of a base and what it is of: 比2023年"三公"经费财政拨款年初预算….
_OF_BASE = rf"(?:(?:\"?三公\"?|{FILLERS}|收、?支|总){{1,5}}?(?=年初|全年|预算|决算))?"
_BASE = (
    rf"(?:(?:\d{{4}}年(?:度)?(?:\([^()\d]{{2,12}}\))?|[上前]一?年(?:度)?|去年|上期)(?:同期|末|底)?{_OF_BASE}{_KIND}"
    r"|(?:年初|全年|调整后?的?)(?:部门|批复的?|下达的?|安排的?)?预算(?:安排)?(?:数)?|预算(?:安排)?(?:数)?)"
)
# A percent may lack its sign: 增长13.95。
_RATE = rf"(?P<rate>{NUMBER})(?P<rate_unit>%|‰|(?=[,。;](?!\d)))"
# What a rate is called behind its direction: 增长率为, 减少幅度, 下降了.
_CALLED_RATE = r"(?:了|率|幅度|比例|比率|百分比|[增降减涨升]幅)?(?:为|是|达到?|:)?"
_EITHER = rf"\((?:{UP}|{DOWN})\)|[/、或](?:{UP}|{DOWN})"
_NEITHER = rf"(?:{_EITHER})?"
# The level that a change has led to: 增加18.60万元,达到529.60万元.
_LED_TO = rf"(?:,?(?:达到?|至|为|(?:{UP}|{DOWN}|[增减升降])(?:至|到))(?P<to>{NUMBER})(?P<to_unit>{UNIT})(?=[,。;)]))?"
_MOVED_BY = (
    rf"(?:各|均|分别)?{HOW}(?P<direction>{UP}|{DOWN}|{MORE}|{LESS}|[增减降](?=\d))(?:了|数|额|为)?(?:支出|收入|资金|经费|预算|拨款|金额|费用)?(?P<leftover>{_EITHER})?"
    rf"(?P<number>{NUMBER})(?P<unit>{UNIT}|(?=[,。;](?!\d)))"
)
_WITH_RATE = (
    rf"(?:(?:[,、(]|;(?=[^,。;:\d]{{2,6}}率))?(?P<yearly>同比)?(?:各|均|分别)?(?P<rate_direction>{RATE_WORDS}|(?=[增降减涨升]幅)|(?<=\()(?={NUMBER}%\))){_NEITHER}"
    rf"{_CALLED_RATE}{_RATE})?"
)
_MOVES, _MOVES_TO = _MOVED_BY + _WITH_RATE, _MOVED_BY + _LED_TO + _WITH_RATE
# A rate alone.
ONLY_RATE = (
    rf"{HOW}(?P<only_direction>{RATE_WORDS}|[增降减涨升]幅|[增减降升](?=\d)){_CALLED_RATE}{_NEITHER}(?P<only_rate>{NUMBER})(?P<only_unit>%|‰)"
    # The amount may stand behind its rate: 下降11.95%,减少1.20万元.
    rf"(?:,(?P<then_direction>{UP}|{DOWN})(?:了)?(?P<then_number>{NUMBER})(?P<then_unit>{UNIT}))?"
)
LEVEL = (
    r"(?P<level>(?:基本|大致|保持)?(?:持平|相同|一样|一致|相等|相当)|保持不变|不变|未变|未增减"
    r"|无(?:增减)?变[化动]|没有(?:增减)?变[化动]|未发生变[化动]|无增减|零增长)"
)
# What may follow a comparison: an amount with or without its rate, a rate alone, or no change at all.
CHANGE = re.compile(
    rf"(?:与|比|较|同比|两年相比|同(?=\S{{0,4}}预算数?|上一?年)|和(?=上一?年|年初|20\d\d年)|相比较?|相较于?)(?P<base>{_BASE})?(?P<of>(?:(?!{UP}|{DOWN}|{MORE}|{LESS})[^,。;:\d增减持无]){{1,24}}?(?=(?!20\d\d年){NUMBER}))?(?:的(?=\d))?(?P<base_number>{NUMBER})?(?P<base_unit>亿元|万元|元)?\)?(?:按?(?:同|可比)口径)?(?:相比(?:较)?|比较|对比|比(?=,))?,?(?:(?:20\d\d年(?:度)?|本年(?:度)?|今年)的?)?"
    rf"(?P<between>[^,。;:\d增减持无]{{0,24}}?)(?:{_MOVES_TO}"
    rf"|(?:各|均|分别)?{ONLY_RATE}"
    rf"|{LEVEL})"
)
# The base behind the direction: 本年数小于上年预算数2.00万元.
BEYOND = re.compile(
    rf"(?:(?P<direction>{OVER}|{UNDER}|超(?:出|过)?)(?P<base>(?:(?:\d{{4}}年(?:度)?|上一?年(?:度)?|去年)(?:预算|决算)|(?:年初|全年|调整后?的?)?预算)(?:数)?))(?P<between>)"
    rf"(?P<number>{NUMBER})(?P<unit>{UNIT})(?:,?(?P<rate_direction>{RATE_WORDS})(?:了)?{_RATE})?"
)
# The base in a clause, or a bracket, of its own: 上年为2.00万元,增加0.30万元; (上年2.00万元),增长15%; …,上年为2.00万元.
WAS = re.compile(
    rf"(?P<base>(?:\d{{4}}年(?:度)?|上一?年(?:度)?|去年){_KIND})(?:为|是)?(?P<base_number>{NUMBER})(?P<base_unit>{UNIT})"
    rf"(?:(?:[,;]|\),?)(?P<between>)(?:同比|对比|相比)?(?:{_MOVES}|{ONLY_RATE})|(?=[。;]))"
)
# From the base to the level: 由上年的2.00万元增至2.30万元,增幅15%.
FROM_TO = re.compile(
    rf"(?:支出)?(?:决算|预算)?(?:数)?则?(?:由|从)(?:(?P<base>(?:\d{{4}}年(?:度)?|上一?年(?:度)?|去年){_KIND})的?)?(?P<base_number>{NUMBER})(?P<base_unit>{UNIT})(?P<between>)"
    rf"(?:{UP}|{DOWN}|[增减升降])(?:至|到|为)(?:(?:20\d\d年(?:度)?|本年|今年)的?)?(?P<to>{NUMBER})(?P<to_unit>{UNIT})"
    rf"(?:,(?:{_MOVES}|{ONLY_RATE}))?"
)


def base_of(match: re.Match[str]) -> str:
    """What a comparison is with, by its words: 同比 is with the year before; of a base with its noun (2022年"三公"经费决算) the kind too."""
    own, of = match["base"] or "", match.groupdict().get("of") or ""
    if not own:
        return "上年" if _YEARLY.match(match.group()) else ""
    kind = "" if re.search(r"预算|决算|执行", own) else next(iter(_KINDS.findall(of)), "")
    return own + kind


def measured_from(words: str, year: int | None) -> tuple[str, int | None]:
    """What a change is measured from -> (basis, year)."""
    printed = re.match(r"(\d{4})年", words)
    kind = "outturn" if "决算" in words or "执行" in words else "budget" if "预算" in words else ""
    named = re.search(r"年初|全年", words)
    if printed and named and int(printed.group(1)) == year:
        words = words[named.start() :]
    elif printed or words.startswith(("上", "去")):
        base_year = int(printed.group(1)) if printed else year - 1 if year else None
        return "_".join(part for part in ("prior_year", kind) if part), base_year
    return {"年": "initial_budget", "全": "annual_budget"}.get(words[:1], "budget"), year


_YEARLY = re.compile(r"[^,。;:\d]{0,24}?(?:同比|两年相比)")
_KINDS = re.compile(r"决算|执行|年初预算|(?:^|[^共金营])预算")


def compared(text: str, position: int) -> re.Match[str] | None:
    """What is said at a position that compares with a base, or None."""
    return COMPARED.match(text, position) or FROM_TO.match(text, position)


# What a budget was compared with, in a clause of its own: 2022年当年预算执行数为60.13万元,2023年预算安排….
EXECUTED = re.compile(
    rf"(?P<year>20\d\d)年(?:度)?(?:当年)?(?:预算)?执行(?:数|金额)?(?:为|是)?(?P<number>{NUMBER})(?P<unit>{UNIT})"
)
# A change whose base the head of its sentence names: …比上年增加…。其中:公务接待费支出决算减少….
MOVED = re.compile(
    rf"(?:\([^()]{{0,20}}\))?{CALLED}(?:因此|则|也)?(?:{_MOVES_TO}|(?:各|均|分别|也)?(?:{ONLY_RATE}|{LEVEL}))"
)
# The same behind the level: 收入10.00万元,比上年增加…;支出9.00万元,增加0.20万元.
THEN_MOVED = re.compile(rf"[^,。;:\d]{{0,16}}{SUM}(?:\([^()]{{0,80}}\))?,(?:{_MOVES}|{ONLY_RATE})")
BASE = re.compile(rf"(?:与|比|较)(?P<base>{_BASE})")
# Several that have not moved: 两项均较上年无变化, 均与上年持平.
ALIKE = re.compile(
    rf"(?:[两二三四](?:项|者)|以上[^,。;:\d]{{0,4}})?(?P<all>均|都)?(?:与|较|比|同)(?P<base>{_BASE})(?:相比(?:较)?|比较)?,?(?(all)|(?:均|都)){LEVEL}"
)
COMPARED = re.compile(rf"(?:\([^()]{{0,40}}\))?{CALLED}(?:按?(?:同|可比)口径)?(?:{CHANGE.pattern})")
# Words before or behind a base that leave a change the statement's own: 决算数较上年…, 与上年相比,收支总计各….
OWN = re.compile(
    rf"(?:其中|但|或|由于|因为?)?(?:\(?\d{{1,2}}[.、)])?(?:\d{{4}}年(?:度)?)?"
    rf"(?:\"?三公\"?|{FILLERS}|其|本|我|局|该|项目?|科目|费用|总体|总量|按?(?:同|可比)口径|[收支总各均共末比数额的也、和与及])*+"
)
# A clause whose amount is a level of the topic's, or a change or a budget of it.
OWN_LEVEL = re.compile(
    rf"比|较|与|同|增|减|降|超|提高|{UP}|{DOWN}|{MORE}|{LESS}|共?涉及资金"
    rf"|(?:{OWN.pattern})(?:为|是|达|分别|预算|决算|执行|追加|调整|完成|较|与|上|去|增|减|{UP}|{DOWN}|{LESS}|$)"
)
# Where a sentence goes on with the comparison of the one above.
GOES_ON = re.compile(r"其中|(?:增加|减少|增长|下降|变动|差异)?的?(?:主要)?原因|主要是")
# A name right behind the year of a base, with or without the words for its funds: 比2025年财政拨款"三公"经费预算….
IS_BASE = re.compile(rf"(?:比|与|较)(?:\d{{4}}年(?:度)?|上一?年(?:度)?|去年)?(?:{FILLERS})*\"?$")
