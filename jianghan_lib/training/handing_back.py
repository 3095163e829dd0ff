"""What goes back after marking: a page for each learner, and the grades as Moodle imports them."""

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from jianghan_lib.base.writing import write_whole
from jianghan_lib.training import versions

# A spreadsheet takes a file for UTF-8 where this stands first.
BYTE_ORDER_MARK = "\ufeff"
# Where no font with Chinese is installed, that of the slides shows it, as long as the page lies beside them.
PAGE = """<!DOCTYPE html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{who}</title>
<style>@font-face{{font-family:slides;src:url("../slides/font.ttf")}}
body{{font:16px/1.6 "Noto Sans SC","Microsoft YaHei","PingFang SC",slides,sans-serif;max-width:52em;margin:2em auto;padding:0 1em}}
table{{border-collapse:collapse;width:100%}}td,th{{border-top:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top}}
.lesson th{{padding-top:1.2em}}
pre{{white-space:pre-wrap;overflow-wrap:anywhere}}.right{{color:#1a6b32}}.wrong{{color:#a32a1e}}small{{color:#555}}</style>
<main><h1>{who}</h1>
<p>{sum}</p>
<table><tr><th>{exercise}<th>{scored}<th>{told}</tr>
{rows}
</table></main></html>
"""
ROW = '<tr><td>{exercise}<td class="{mark}">{score}<td>{said}{way}</tr>'
# How a sentence stands on a page of one language, and on one of both.
SAID = {"zh": "{zh}", "en": "{en}", "": "{zh}<br><small>{en}</small>"}
LESSON = '<tr class="lesson"><th colspan="3">{title}</tr>'
WORDS = {
    "zh": {
        "learner": "学员 {who}",
        "sum": "{right} / {count} 题正确，得分 {score}",
        "exercise": "题",
        "scored": "得分",
        "told": "说明",
        "way": "做法",
    },
    "en": {
        "learner": "Learner {who}",
        "sum": "{right} of {count} right, score {score}",
        "exercise": "exercise",
        "scored": "score",
        "told": "told",
        "way": "a way",
    },
}
WORDS[""] = {name: f"{WORDS['zh'][name]} / {WORDS['en'][name]}" for name in WORDS["zh"]}
# A way to the answer, folded, for who has tried and has it not.
WAY = "<details><summary>{way}</summary><pre>{code}</pre></details>"
NOT_DONE = ("没有做", "not done")


def pages(
    marks: pd.DataFrame, names: Mapping[str, str], ways: Mapping[str, str], titles: Mapping[int, str], lang: str = ""
) -> dict[str, str]:
    """Marks, names by learner's number, solutions by exercise, titles by lesson -> a page for each learner, by number, in a language or both.

    It needs no network.
    """
    return {
        str(number): _page(f"{number} {names.get(str(number), '')}".strip(), own, ways, titles, lang)
        for number, own in marks.groupby("learner")
    }


def _page(who: str, own: pd.DataFrame, ways: Mapping[str, str], titles: Mapping[int, str], lang: str) -> str:
    counted = {
        "right": int(own["right"].sum()),
        "count": len(own),
        "score": f"{own['score'].sum():.2f}".rstrip("0").rstrip("."),
    }
    words = WORDS[lang] | {"sum": WORDS[lang]["sum"].format(**counted)}
    title = html.escape(words.pop("learner").format(who=who))
    rows = []
    for number, lesson in own.groupby("lesson"):
        done = f"{int(lesson['right'].sum())} / {len(lesson)}"
        rows.append(LESSON.format(title=html.escape(f"{titles.get(int(str(number)), str(number))}  {done}")))
        rows += [_row(one, ways, lang) for one in lesson.to_dict("records")]
    return PAGE.format(**words, lang="en" if lang == "en" else "zh-CN", who=title, rows="\n".join(rows))


def _row(one: Mapping[Any, Any], ways: Mapping[str, str], lang: str) -> str:
    """An exercise: its score and what the learner was told; what the trainer wrote stands before it."""
    is_empty = one["answer"] == "null" and not one["problem"] and not one["override"]
    zh, en = NOT_DONE if is_empty else (str(one["sentence_zh"]), str(one["sentence_en"]))
    note = f"{one['override']} " if one["override"] else ""
    said = SAID[lang].format(zh=html.escape(note + zh), en=html.escape(en if lang == "" else note + en))
    mark = "right" if one["right"] else "wrong"
    code = ways.get(str(one["exercise"]), "") if mark == "wrong" and one["answer"] != "null" else ""
    way = WAY.format(way=WORDS[lang]["way"], code=html.escape(code)) if code else ""
    return ROW.format(exercise=one["exercise"], score=f"{one['score']:.2f}", mark=mark, said=said, way=way)


def moodle(marks: pd.DataFrame, names: Mapping[str, str], known_as: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Marks -> a row for each learner as Moodle's import of grades takes it: ID number, name, percent of each lesson and of all.

    Who has no ID number stands under that of the class.
    """
    table = marks.pivot_table(index="learner", columns="lesson", values="score", aggfunc="mean")
    table.columns = [f"Lesson {number}" for number in table.columns]
    table["Course total"] = marks.groupby("learner")["score"].mean()
    table = (table * 100).round(2)
    table.insert(0, "Full name", [names.get(str(number), "") for number in table.index])
    table.index = [(known_as or {}).get(str(number)) or str(number) for number in table.index]
    return table.rename_axis("ID number").reset_index()


def called(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """A table by learner, in a column or its index -> the same with their names behind, where the roster gives any."""
    learners = table.get("learner", table.index)
    return table.assign(name=[names.get(str(one), "") for one in learners]) if any(names.values()) else table


def of_roster(folder: Path, column: str) -> dict[str, str]:
    """A class's folder, and name or id_number -> those by learner's number, as its roster gives them."""
    path = folder / "trainer" / "roster.csv"
    if not path.is_file():
        return {}
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return dict(zip(rows["learner"], rows[column], strict=True)) if column in rows else {}


def write(marks: pd.DataFrame, folder: Path) -> None:
    """Writes a page for each learner and the grades for Moodle into the trainer's folder."""
    names, known_as = of_roster(folder, "name"), of_roster(folder, "id_number")
    lang = json.loads((folder / "class.json").read_text(encoding="utf-8")).get("lang", "")
    ways = versions.solutions(folder / "trainer" / "lessons", lang)
    titles = versions.titles(folder / "trainer" / "lessons", lang)
    for number, page in pages(marks, names, ways, titles, lang).items():
        write_whole(folder / "trainer" / "feedback" / f"{number}.html", page)
    write_whole(
        folder / "trainer" / "moodle.csv", moodle(marks, names, known_as).to_csv(index=False, lineterminator="\n")
    )
