// The rows behind a figure as a table, for those who would rather read or hear them.
"use strict";

(() => {
  const { figures, resolve } = window.report;
  const MOST = 300;

  // A text of the tables as one says it: [7,13) B as 7–13 B, and a true minus; site.py does the same.
  const plain = (text) =>
    text.replace(/[[(]([0-9.]+),([0-9.]+)[\])](?: ?B\b)?/g, "$1–$2\u00a0B").replace(/(?<![\w.,–−-])-(?=\d)/g, "−");

  const words = (column) => column.replaceAll("_", " ");
  const value = (cell) => (cell == null ? "" : typeof cell === "number" ? cell.toLocaleString("en", { maximumSignificantDigits: 4 }).replace("-", "−") : String(cell).replaceAll("|", " · "));

  function table(rows) {
    // the order of things is seen in the table itself
    const columns = Object.keys(rows[0]).filter((column) => !column.endsWith("_order"));
    const made = document.createElement("table");
    const head = made.createTHead().insertRow();
    for (const column of columns) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = words(column);
      head.append(cell);
    }
    const body = made.createTBody();
    for (const row of rows.slice(0, MOST)) {
      const line = body.insertRow();
      for (const column of columns) {
        const cell = line.insertCell();
        cell.textContent = value(row[column]);
        if (typeof row[column] === "number") cell.className = "number";
      }
    }
    return made;
  }

  function fill(details) {
    const name = details.closest("figure").id;
    const { rows } = resolve(name);
    details.querySelector(".scroll, p")?.remove();
    const box = document.createElement("div");
    box.className = "scroll";
    box.tabIndex = 0;
    if (rows.length) box.append(table(rows));
    if (rows.length > MOST) box.append(`The first ${MOST} of ${rows.length.toLocaleString("en")} rows; the CSV has all.`);
    details.append(box);
    details.shown = figures[name].asked;
  }

  for (const details of document.querySelectorAll("details.numbers")) {
    const name = details.closest("figure").id;
    const update = () => details.open && figures[name]?.data && details.shown !== figures[name].asked && fill(details);
    details.addEventListener("toggle", update);
    new MutationObserver(update).observe(details.closest("figure"), { attributeFilter: ["data-drawn"] });
  }

  window.report.plain = plain;
})();
