const heads = document.querySelectorAll("th[data-sort]");
const text = (cell) => {
  if (cell.dataset.value !== undefined) return cell.dataset.value;
  const copy = cell.cloneNode(true);
  copy.querySelectorAll("sup").forEach((note) => note.remove());
  const shown = copy.textContent.trim();
  if (shown === "—") return "";
  return cell.classList.contains("number") ? shown.replace(/[,%\s]/g, "").replace("−", "-") : shown;
};
heads.forEach((head) => head.addEventListener("click", () => {
  const body = head.closest("table").tBodies[0], at = head.cellIndex;
  const down = head.dataset.sort === "up";
  head.dataset.sort = down ? "down" : "up";
  head.parentElement.querySelectorAll("th").forEach((one) => one.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const value = (row) => text(row.cells[at]);
  const order = (a, b) => head.classList.contains("number")
    ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b), document.documentElement.lang);
  const missing = (row) => value(row) === "";  // comes last, whichever way
  [...body.rows].sort((a, b) => missing(a) - missing(b) || (down ? order(b, a) : order(a, b))).forEach((row) => body.append(row));
}));
heads.forEach((head) => {
  head.tabIndex = 0;
  head.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); head.click(); }
  });
});
const search = document.getElementById("filter"), shown = document.getElementById("shown");
search?.addEventListener("input", () => {
  const wanted = search.value.toLowerCase().split(/\s+/).filter((word) => word);
  const rows = [...document.querySelector("tbody").rows];
  rows.forEach((row) => { row.hidden = !wanted.every((word) => row.textContent.toLowerCase().includes(word)); });
  shown.textContent = `${rows.filter((row) => !row.hidden).length} / ${rows.length}`;
});
