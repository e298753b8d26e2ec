// Fits a drawing into the width that the screen has for it.
"use strict";

window.reportFitting = (() => {
  const LETTER = 6.9; // mean width of one of an axis title, in pixels
  const TICK_EVERY = 75; // pixels, as in export.py
  // Ends a line within a title. Vega writes titles into expressions, which a newline would break.
  const BREAK = "\v";
  const NARROW = 600; // a screen where names give way to what is drawn
  const NAMES = 0.48; // the part of such a screen that they may take

  // A title in as many lines as it needs.
  function wrapped(title, letters) {
    const lines = [""];
    for (const word of title.split(" ")) {
      const last = lines.at(-1);
      if (last && last.length + word.length >= letters) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    return lines;
  }

  // Titles of axes wrap instead of being cut off; names of rows leave room for the rows.
  function narrowed(part, width, drawn) {
    if (Array.isArray(part)) part.forEach((each) => narrowed(each, width, drawn));
    if (!part || typeof part !== "object") return;
    const { x, y } = part.encoding ?? {};
    if (typeof x?.title === "string") {
      // the names beside the drawing take a part of a single one
      x.title = wrapped(x.title, Math.max(14, (drawn === width ? 0.6 * width : drawn + 40) / LETTER)).join(BREAK);
    }
    if (y?.axis?.labelLimit === 0 && width < NARROW) y.axis.labelLimit = NAMES * width;
    for (const [name, each] of Object.entries(part)) {
      if (["layer", "spec", "concat", "hconcat", "vconcat"].includes(name)) narrowed(each, width, drawn);
    }
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const palette = Object.fromEntries(Object.entries(window.reportDark).map(([from, to]) => [from.toLowerCase(), to]));

  // Colours of the light page as those of the dark one.
  function darkened(part) {
    if (typeof part === "string") return palette[part.toLowerCase()] ?? part;
    if (Array.isArray(part)) return part.map(darkened);
    if (!part || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, darkened(each)]));
  }

  // Small multiples take as many columns as there is room for; all else takes the whole width.
  function fitted(spec, width) {
    const fit = dark.matches ? darkened(spec) : structuredClone(spec);
    fit.config.background = null;
    // names of rows may take a third of the drawing, on a narrow screen more
    fit.config.axisY = { ...fit.config.axisY, labelLimit: Math.max(Math.min(170, NAMES * width), width / 3) };
    const entry = fit.usermeta?.legend_entry ?? 190; // an entry of the legend
    fit.config.legend = { ...fit.config.legend, columns: Math.max(1, Math.floor(width / entry)) };
    // on a narrow screen a legend begins above the names of the rows, not above what is drawn
    if (width < NARROW) fit.config.legend.layout = { top: { anchor: "start", bounds: "full" } };
    if (fit.facet && fit.columns) {
      const margin = fit.usermeta?.margin ?? 70; // the axis, its title, and the space between panels
      fit.columns = Math.max(1, Math.min(fit.columns, Math.floor(width / (margin + 130))));
      fit.spec.width = Math.max(140, Math.floor(width / fit.columns) - margin);
    } else if (!fit.facet && !fit.hconcat && !fit.vconcat && !fit.concat && fit.width !== undefined) {
      // a drawing may ask for more than the screen has; then its box scrolls
      fit.width = typeof fit.width === "object" ? fit.width : Math.max(fit.usermeta?.min_width ?? 0, width);
      fit.autosize = { type: "fit-x", contains: "padding" };
    }
    fit.config.style = { ...fit.config.style, "guide-title": { lineBreak: BREAK } };
    const drawn = fit.spec?.width ?? fit.width ?? width;
    // few enough for every label: of labels that touch every second goes, and that at zero with them
    if (typeof drawn === "number") fit.config.axisXQuantitative = { tickCount: Math.ceil(drawn / TICK_EVERY) };
    narrowed(fit, width, drawn);
    return fit;
  }

  // What is wider than its box scrolls sideways, and its edge says so.
  function edged(box) {
    const tell = () => box.classList.toggle("overflows", box.scrollWidth - box.clientWidth - box.scrollLeft > 2);
    if (!box.dataset.edged) box.addEventListener("scroll", tell, { passive: true });
    box.dataset.edged = "true";
    tell();
  }

  const watcher = new ResizeObserver((entries) => entries.forEach((entry) => edged(entry.target.closest(".scroll, .chart") ?? entry.target)));
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll(".scroll, .chart")) {
      watcher.observe(box);
      if (box.firstElementChild) watcher.observe(box.firstElementChild);
    }
  });

  return { fitted, wrapped, edged, dark };
})();
