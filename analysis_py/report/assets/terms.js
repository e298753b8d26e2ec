// Words of statistics are explained where they stand: on hover, on focus, and by a link to the glossary.
"use strict";

(() => {
  const explained = window.reportTerms ?? {};
  const names = Object.keys(explained).sort((a, b) => b.length - a.length);
  if (!names.length || /docs-glossary\.html$/.test(location.pathname)) return;

  // An abbreviation is written in one way; other words may begin a sentence.
  const isAbbreviation = (name) => /^\S*[A-Z0-9]/.test(name.slice(1)) || name.length <= 3;
  const canonical = new Map(names.map((name) => [isAbbreviation(name) ? name : name.toLowerCase(), name]));
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\w-])(?:${escaped.join("|")})(?![\\w-])`, "gi");
  const nameOf = (text) => canonical.get(text) ?? canonical.get(text.toLowerCase());

  const meaning = document.createElement("div");
  meaning.id = "meaning";
  meaning.setAttribute("role", "tooltip");
  meaning.hidden = true;
  document.body.append(meaning);

  function linked(text, name) {
    const link = document.createElement("a");
    link.className = "term";
    link.href = explained[name][1];
    link.dataset.term = name;
    link.textContent = text;
    return link;
  }

  // Once in the words of a page, and once in those of each figure.
  function mark(element, seen) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("a, code, pre, svg, button, summary, h1, h2, h3, .about-figure") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parts = [];
      let end = 0;
      for (const found of node.data.matchAll(pattern)) {
        const name = nameOf(found[0]);
        if (!name || seen.has(name)) continue;
        seen.add(name);
        parts.push(node.data.slice(end, found.index), linked(found[0], name));
        end = found.index + found[0].length;
      }
      if (parts.length) node.replaceWith(...parts, node.data.slice(end));
    }
  }

  function show(link) {
    meaning.textContent = explained[link.dataset.term][0];
    meaning.hidden = false;
    link.setAttribute("aria-describedby", "meaning");
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - meaning.offsetWidth - 8);
    meaning.style.left = `${Math.max(8, left) + scrollX}px`;
    meaning.style.top = `${box.bottom + scrollY + 4}px`;
  }

  function hide(event) {
    event.target.closest?.(".term")?.removeAttribute("aria-describedby");
    meaning.hidden = true;
  }

  const seen = new Set();
  for (const element of document.querySelectorAll("main p, main li, main td, main figcaption")) {
    if (element.closest("nav, form, #ledger")) continue;
    const figure = element.closest("figure");
    if (figure) figure.terms ??= new Set();
    mark(element, figure ? figure.terms : seen);
  }
  const onTerm = (act) => (event) => event.target.closest?.(".term") && act(event.target.closest(".term"));
  document.addEventListener("mouseover", onTerm(show));
  document.addEventListener("focusin", onTerm(show));
  document.addEventListener("mouseout", hide);
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide(event));
})();
