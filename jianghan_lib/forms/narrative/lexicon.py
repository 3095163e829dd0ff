"""Words that the patterns of the narrative are made of: figures, directions, and what may stand between a name and its figure.

Patterns are matched on text without white space and in half-width punctuation (forms/stream.py).
"""

# Two figures that stand in a row (4125.49,4143.91) are no number.
NUMBER = r"(?!\d{1,16}\.\d{1,6}[, ]\d{1,16}\.\d)-?\d(?:[\d,. ]{0,22}\d)?"
# 万 and 亿 alone are money only where nothing follows that they could count; a bare 0 needs no unit.
UNIT = r"亿元|万元|千元|元|[万亿](?=[,。;、()]|$)|(?:(?<=[^\d.,]0)|(?<=[^\d.,]0\.00))(?=[,。;](?!\d))"
AMOUNT = rf"(?P<number>{NUMBER})(?P<unit>{UNIT})"
# A percent may lack its sign before a stop: 完成年初预算的98.5。
PERCENT = rf"(?P<number>{NUMBER})(?P<unit>%|‰|个百分点|(?=[,。;](?!\d)))"
# 建少 is a slip of the keyboard for 减少.
UP = "增加|增长|提高|上升|上涨|上浮|上调|攀升|增多|递增|核增|增支|增收"
DOWN = "减少|下降|降低|减低|压减|压降|缩减|缩小|削减|裁减|精简|下滑|下浮|下调|回落|递减|核减|减支|减收|节支|建少"
# Words for the same that are a direction only between a base and an amount: 比年初预算少支出0.50万元.
MORE, LESS = "多支出|多安排|多支|多|新增|扩大|调增|追加", "少支出|少安排|少支|少|节约|节省|压缩|调减"
# Words between a base and its direction: 同比略增0.6%, 比上年净增2.00万元.
HOW = "(?:略有?|稍有?|小幅(?:度)?|大幅(?:度)?|有所|明显|共|共计|合计|总共|净)?"
# A base behind its direction: 小于上年预算数2.00万元.
OVER, UNDER = "大于|高于|多于", "小于|低于|少于"
# The directions that the audit strips from a printed rate.
RATE_WORDS = f"{UP}|{DOWN}|压缩|节约"
# Words that may stand between a topic and its figure; anything else there (a verb, a reason) makes the figure another one.
FILLERS = (
    "公共财政|公共预算|公共|财政预算|财政拨款|拨款|一般公共预算|政府性基金|本年|当年|全年|年初|实际|发生|支出|收入|预算|决算"
    "|总额|总金额|合计|总计|汇总|公开|累计|完成|实现|金额|数据|数额|规模|情况|经费|费用|资金|安排|部门|单位|全口径"
)
FILL = rf"(?:\"?三公\"?|{FILLERS}|类|数|额|共|总|拨入|下达|批复)*?"
# What the figure of a topic is called behind its name: 决算汇总数, 预算规模.
CALLED = "(?:经费|支出|收入)?(?:决算|预算|执行|完成)?(?:汇总|合计|总计|总)?(?:数据|数额|数字|金额|规模|情况|数|额)?"
MAKE = r"(?:(?:均|各|分别|合计|总计)(?:为|是)|为|是|共计|共|:|达到|达)?"
SUM = rf"{NUMBER}(?:{UNIT})"
