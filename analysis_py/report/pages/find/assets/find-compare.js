// Two evaluations side by side: the difference, its interval, and the difference expected from size alone.
"use strict";

window.find.compare = (() => {
  const { title, differences } = window.find;
  const { table, element, number, signed, interval } = window.find.card;

  const p = (value) => (value == null ? "" : value < 0.001 ? "< 0.001" : value.toFixed(3));

  const pWords = ({ p_adjusted }) => `adjusted p ${p(p_adjusted).replace(/^\d/, "= $&")}`;

  function sentence(row, a, b) {
    const [ahead, behind] = row.difference > 0 ? [b, a] : [a, b];
    const points = `${Math.abs(row.difference).toFixed(1)} points`;
    let said;
    if (row.p_value == null) said = `${ahead} is ${points} ahead of ${behind}; no p-value is available`;
    else if (row.is_significant) {
      const [low, high] = [Math.abs(row.ci_low), Math.abs(row.ci_high)].sort((one, other) => one - other);
      said = `${ahead} is significantly ahead of ${behind}, by ${points} (${low.toFixed(1)} to ${high.toFixed(1)}; ${pWords(row)})`;
    } else {
      said = `no significant difference between ${a} and ${b} (${points}, ${pWords(row)}); detectable with a single test: ${row.smallest_detectable.toFixed(1)} points`;
    }
    if (row.expected_difference != null && Math.abs(row.expected_difference) >= 0.05) {
      said += `. Size alone would put ${row.expected_difference > 0 ? b : a} ${Math.abs(row.expected_difference).toFixed(1)} ahead`;
    }
    return `${row.benchmark_name}: ${said}.`;
  }

  function draw(box, people, a, b, settings) {
    const rows = differences(people, a, b, settings);
    const [one, other] = [title(a), title(b)];
    if (!rows.length) {
      box.replaceChildren(element("p", { class: "notice" }, `${one} and ${other} have no benchmark in common here.`));
      return;
    }
    box.replaceChildren(
      element("h3", {}, `${one} − ${other}`),
      table("pair-scores",
        ["Benchmark", "First", "Second", "Second − first", "Interval", "p, unadjusted", "Smallest detectable", "By size alone", "p, adjusted"],
        rows.map((row) => [
          row.benchmark_name, number(row.score_a), number(row.score_b), signed(row.difference), interval(row.ci_low, row.ci_high),
          p(row.p_value), number(row.smallest_detectable), signed(row.expected_difference), p(row.p_adjusted),
        ])),
      element("ul", { id: "pair-words" }, ...rows.map((row) => element("li", {}, sentence(row, one, other)))),
      element("p", { class: "soft" }, `Differences are in points. The ${100 * settings.confidence_level} % intervals are unadjusted and treat the answers of the two as independent. The adjusted p allows for the number of benchmarks (Holm). Smallest detectable is by one unadjusted test with a power of ${100 * settings.power} %.`),
    );
  }

  return { draw };
})();
