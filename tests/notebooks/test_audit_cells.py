"""The cells of audit.ipynb."""

from cells import run


def test_what_the_notebook_says_of_a_document() -> None:
    cells = run("audit", document_id="jianghan-2024-final")[0]
    errors = cells["findings"].query("severity == 'error'")
    # 6,689.82 printed, the 23 subjects add up to 6,697.90 (read in the document, lines 513 to 599)
    row = errors.query("line == 513").iloc[0]
    assert (row["printed"].replace(",", ""), row["expected"].replace(",", "")) == ("6689.82", "6697.9")
    assert row["difference"] == -8.08
    assert (cells["findings"]["about"] == "document").all() and (cells["unread"]["about"] == "reading").all()
    done = cells["rules"]
    assert (done["checks"] == done[["passed", "rounding", "failed"]].sum(axis=1)).all()
    assert cells["parts"]["findings"].sum() == len(cells["findings"])
    assert cells["compared"].index.size == 8 and cells["place"].max() == 8


def test_documents_of_one_department_are_told_apart_by_their_years() -> None:
    names = run("audit", document_id="jianghan-2024-final")[0]["compared"]["name"]
    assert names.is_unique and {"★ 武汉市江汉区人力资源局", "上海市普陀区人民政府万里街道办事处 2024"} <= set(names)
