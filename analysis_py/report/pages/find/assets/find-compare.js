// Two evaluations side by side: how far apart, how surely, and what their sizes alone lead one to expect.
"use strict";

window.find.compare = (() => {
  const { label, differences } = window.find;
  const { table, element, number, signed, interval } = window.find.card;

  const p = (value) => (value == null ? "" : value < 0.001 ? "< 0.001" : value.toFixed(3));

  const pWords = ({ p_value }) => (p_value < 0.001 ? "p < 0.001" : `p = ${p_value.toFixed(3)}`);

  // As `llm-reassess compare` says it.
  function sentence(row, a, b) {
    const [ahead, behind] = row.difference > 0 ? [a, b] : [b, a];
    const points = `${Math.abs(row.difference).toFixed(1)} points`;
    let said;
    if (row.p_value == null) said = `${ahead} is ${points} ahead of ${behind}; how surely is not known`;
    else if (row.ci_low * row.ci_high > 0) {
      const [low, high] = [Math.abs(row.ci_low), Math.abs(row.ci_high)].sort((one, other) => one - other);
      said = `${ahead} is ahead of ${behind}, by ${points} (${low.toFixed(1)} to ${high.toFixed(1)}; ${pWords(row)})`;
    } else {
      said = `no difference shown between ${a} and ${b} (${points}, ${pWords(row)}); one of ${row.smallest_detectable.toFixed(1)} would mostly have been`;
    }
    if (row.expected_difference != null && Math.abs(row.expected_difference) >= 0.05) {
      said += `. Size alone would put ${row.expected_difference > 0 ? a : b} ${Math.abs(row.expected_difference).toFixed(1)} ahead`;
    }
    return `${row.benchmark_name}: ${said}.`;
  }

  function draw(box, people, a, b, settings) {
    const rows = differences(people, a, b, settings);
    const [one, other] = [label(a), label(b)];
    if (!rows.length) {
      box.replaceChildren(element("p", { class: "notice" }, `${one} and ${other} have no benchmark in common here.`));
      return;
    }
    const save = element("button", { type: "button", id: "pair-save" }, "Save as CSV");
    save.addEventListener("click", () =>
      window.report.saveRows(`${one}-${other}.csv`.replace(/[^\w.-]+/g, "_"), Object.keys(rows[0]), rows));
    box.replaceChildren(
      element("h3", {}, `${one} − ${other}`),
      table("pair-scores",
        ["Benchmark", "First", "Second", "Difference", "Interval", "p", "Smallest detectable", "By size alone"],
        rows.map((row) => [
          row.benchmark_name, number(row.score_a), number(row.score_b), signed(row.difference), interval(row.ci_low, row.ci_high),
          p(row.p_value), number(row.smallest_detectable), signed(row.expected_difference),
        ])),
      element("ul", { id: "pair-words" }, ...rows.map((row) => element("li", {}, sentence(row, one, other)))),
      element("p", { class: "soft" }, `In points. Intervals of ${100 * settings.confidence_level} %, as if the two had answered independently of each other; smallest detectable with a power of ${100 * settings.power} %.`),
      save,
    );
  }

  return { draw };
})();
