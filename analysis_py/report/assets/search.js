// A search over findings, sections, methods, claims, tables and words, from a file beside the page.
"use strict";

(() => {
  const form = document.getElementById("search");
  const input = form.querySelector("input");
  const list = document.getElementById("search-results");
  const MOST = 12;
  const ORDER = ["page", "figure", "section", "word", "method", "claim", "table"];
  let entries;

  // Loaded when somebody searches: a script, because a page opened from disk may fetch nothing.
  function load() {
    entries ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = "data/search.js";
      script.onload = async () => done(await window.report.unpack(window.reportIndex));
      document.head.append(script);
    });
    return entries;
  }

  function found(rows, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const starts = (row) => row.words.toLowerCase().startsWith(words[0]);
    return rows
      .filter((row) => words.every((word) => row.words.toLowerCase().includes(word)))
      .sort((a, b) => starts(b) - starts(a) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  }

  async function search() {
    const rows = found(await load(), input.value);
    list.replaceChildren(
      ...rows.slice(0, MOST).map((row) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = row.address;
        const kind = document.createElement("span");
        kind.className = "kind";
        kind.textContent = row.kind;
        const words = document.createElement("span");
        words.textContent = row.words;
        link.append(kind, words);
        item.append(link);
        return item;
      }),
    );
    if (!rows.length && input.value.trim()) {
      const none = document.createElement("li");
      none.textContent = "Nothing found. All words have to be there; fewer find more.";
      list.append(none);
    } else if (rows.length > MOST) {
      const more = document.createElement("li");
      more.textContent = `and ${rows.length - MOST} more: another word finds fewer`;
      list.append(more);
    }
    if (input.value.trim()) list.append(models(input.value.trim()));
    list.hidden = !input.value.trim();
  }

  // Names of models are in the files of their populations; their page looks there.
  function models(text) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `find.html#search=${encodeURIComponent(text)}`;
    link.textContent = `Models whose name has “${text}” …`;
    item.append(link);
    return item;
  }

  const close = () => (list.hidden = true);

  // A place on this page is reached without leaving it.
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    close();
    const [page, place] = link.getAttribute("href").split("#");
    if (place && location.pathname.endsWith(`/${page}`)) link.setAttribute("href", `#${place}`);
  }, { capture: true });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    const links = [...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links.length) return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement) + step;
    (next < 0 ? input : links[Math.min(next, links.length - 1)]).focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  input.addEventListener("focus", load);
  input.addEventListener("input", search);
  form.hidden = false;
})();
