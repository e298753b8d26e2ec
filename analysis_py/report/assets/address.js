// One address per view: #place&column=value&figure.column=value. A link shows the same view to its reader.
"use strict";

window.reportAddress = (() => {
  const listeners = [];
  let last;

  function read() {
    const parts = location.hash.slice(1).split("&").filter(Boolean);
    return {
      place: decodeURIComponent(parts.find((part) => !part.includes("=")) ?? ""),
      values: Object.fromEntries(new URLSearchParams(parts.filter((part) => part.includes("=")).join("&"))),
    };
  }

  function hash(place, values) {
    const parts = [place && encodeURIComponent(place), `${new URLSearchParams(values)}`].filter(Boolean);
    return parts.length ? `#${parts.join("&")}` : "";
  }

  let now = read();

  // A page of its own for the browser's Back, unless the reader is still typing.
  function show(place, values, { replace = false } = {}) {
    now = { place, values };
    last = hash(place, values);
    if (last !== location.hash) history[replace ? "replaceState" : "pushState"](null, "", last || location.pathname);
    carry();
  }

  // An empty value takes its key out of the address.
  function set(changes, options) {
    const values = { ...now.values, ...changes };
    for (const [key, value] of Object.entries(values)) if (value === "" || value == null) delete values[key];
    show(now.place, values, options);
  }

  // What is chosen for all figures goes along to the other pages.
  function carry() {
    const chosen = Object.fromEntries(Object.entries(now.values).filter(([key]) => key === "cohort_id"));
    for (const link of document.querySelectorAll("a[href*='.html']")) {
      link.dataset.address ??= link.getAttribute("href");
      const [page, place = ""] = link.dataset.address.split("#");
      if (!/^[a-z]+:/.test(page) && !place.includes("=")) link.setAttribute("href", page + hash(place, chosen));
    }
  }

  function follow() {
    if (location.hash === last) return;
    last = location.hash;
    now = read();
    carry();
    for (const listener of listeners) listener();
  }

  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", carry);

  // A link within the page keeps what is chosen.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.defaultPrevented || link.getAttribute("href").includes("=")) return;
    event.preventDefault();
    const place = decodeURIComponent(link.getAttribute("href").slice(1));
    show(place, now.values);
    for (const listener of listeners) listener();
  });

  return {
    get place() { return now.place; },
    get values() { return now.values; },
    set,
    hash,
    onChange: (listener) => listeners.push(listener),
  };
})();
