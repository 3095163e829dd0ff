document.querySelectorAll("th[data-sort]").forEach((head) => head.addEventListener("click", () => {
  const body = head.closest("table").tBodies[0], at = head.cellIndex;
  const down = head.dataset.sort === "up";
  head.dataset.sort = down ? "down" : "up";
  const value = (row) => row.cells[at].dataset.value;
  const number = (text) => text === "" ? -Infinity : Number(text);
  const order = (a, b) => head.classList.contains("number")
    ? number(value(a)) - number(value(b)) : value(a).localeCompare(value(b), document.documentElement.lang);
  [...body.rows].sort((a, b) => down ? order(b, a) : order(a, b)).forEach((row) => body.append(row));
}));
