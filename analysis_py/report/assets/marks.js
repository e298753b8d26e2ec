// What is said of the marks of a drawing, in the same words to the pointer and to the keyboard.
"use strict";

window.reportMarks = (() => {
  // Titles and values, none that is missing.
  const worded = (value) => String(value).replaceAll("|", ", ");
  const linesOf = (tooltip) =>
    Object.entries(typeof tooltip === "object" ? tooltip : { "": tooltip })
      .filter(([, value]) => value != null && value !== "" && value !== "null")
      .map(([title, value]) => [title.trim(), worded(value)]);

  const formatTooltip = (tooltip, sanitized) => {
    const lines = linesOf(tooltip).map(([title, value]) => `<tr><td class="key">${sanitized(title)}</td><td class="value">${sanitized(value)}</td></tr>`);
    return `<table><tbody>${lines.join("")}</tbody></table>`;
  };

  // The box says in words what the drawing shows, and hands its keys to walking.js, which goes from
  // mark to mark; a table below it has the numbers.
  function present(box, description) {
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", "chart");
    box.setAttribute("aria-label", description);
    box.querySelector("svg, canvas")?.setAttribute("aria-hidden", "true");
  }

  return { worded, linesOf, formatTooltip, present };
})();
