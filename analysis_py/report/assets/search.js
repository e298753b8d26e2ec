// A search over findings, sections, models, methods, claims, tables and words, from a file beside the page.
"use strict";

(() => {
  const form = document.getElementById("search");
  const input = form.querySelector("input");
  const list = document.getElementById("search-results");
  const MOST = 12;
  const ORDER = ["page", "figure", "benchmark", "model", "method", "section", "word", "claim", "table"];
  // So many of a kind before all others are shown.
  const MANY = 4;
  // A word without a digit that so few models are called by is looked up for what it means first.
  const RARE = 20;
  // What people type, and the words of the report for it.
  const SYNONYMS = {
    license: "licence", licensing: "licence", params: "size", parameters: "size", parameter: "size", scaling: "size", law: "model", laws: "model", keys: "key",
    emergent: "emergence", finetuned: "fine-tuned", finetuning: "fine-tuned", "fine-tuning": "fine-tuned", chat: "instruction-tuned",
    instruct: "instruction-tuned", rlhf: "rl-tuned", dpo: "rl-tuned", merge: "merges", moe: "mixture", ranking: "rank",
    sota: "best", vendor: "developer", organisation: "developer", ci: "interval", significance: "significant",
    reproduce: "command", forecast: "forecasts", leaderboards: "leaderboard", boards: "leaderboard", download: "parquet",
    bigger: "growth", larger: "growth", cost: "price", costs: "price", cheap: "cheapest", mc2: "truthfulqa", api: "download", sql: "query",
  };
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

  const parts = (text) => text.toLowerCase().split(/[^\p{L}\p{N}.-]+/u).flatMap((word) => [word, ...word.split(/[.-]/)]).filter(Boolean);

  // How well a row has a word: whole, as the beginning of one, in its text, or not.
  function fit(row, word) {
    row.parts ??= new Set(parts(row.words));
    // most names of models end in what they were made from
    const isName = row.kind !== "model" || row.words.toLowerCase().replace(/^.*\//, "").startsWith(word);
    if (row.parts.has(word)) return isName ? 4 : 2;
    for (const part of row.parts) if (part.startsWith(word)) return isName ? 3 : 1;
    row.rest ??= new Set(parts(row.text));
    if (row.rest.has(word)) return 2;
    // the name of a model or a table is found by any part of it
    return ["model", "table"].includes(row.kind) && `${row.words} ${row.text}`.toLowerCase().includes(word) ? 1 : 0;
  }

  // Rows that have every word: what is called so, then by kind, then whole words, then the shortest; few of each kind first.
  function found(rows, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const called = [words.join(" "), words.map((word) => SYNONYMS[word] ?? word).join(" ")];
    // a model by its display name, or as its source spells it
    const isCalled = (row) => [row.words.split(":")[0], row.kind === "model" && row.text].some((name) => name && called.includes(name.toLowerCase()));
    const least = (row) => Math.min(...words.map((word) => Math.max(fit(row, word), SYNONYMS[word] ? fit(row, SYNONYMS[word]) : 0)));
    const scored = rows.map((row) => [least(row), row]).filter(([score]) => score > 0);
    const isMeant = /\d/.test(text) || scored.filter(([, row]) => row.kind === "model").length >= RARE;
    const order = (row) => (row.kind === "model" && !isMeant ? ORDER.length : ORDER.indexOf(row.kind));
    scored.sort(([p, a], [q, b]) => isCalled(b) - isCalled(a) || order(a) - order(b) || q - p || a.words.length - b.words.length);
    const kinds = {};
    const rank = ([, row]) => (kinds[row.kind] = (kinds[row.kind] ?? 0) + 1) > MANY;
    const [first, rest] = [[], []];
    for (const each of scored) (rank(each) ? rest : first).push(each[1]);
    return [...first, ...rest];
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
    const rest = document.createElement("li");
    if (!rows.length) rest.textContent = "No results. Try fewer words.";
    if (rows.length > MOST) rest.textContent = `and ${rows.length - MOST} more: add a word to narrow them down`;
    if (rest.textContent) list.append(rest);
    list.hidden = !input.value.trim();
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
