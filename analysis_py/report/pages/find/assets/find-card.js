// The card of one evaluation: what it is, its scores and places, and its relatives.
"use strict";

window.find.card = (() => {
  const { title, mostSimilar, relatives } = window.find;
  const N_SIMILAR = 5;
  const RELATIVES = 8;

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.filter((child) => child != null));
    return made;
  }

  const minus = (text) => text.replace("-", "−");
  const number = (value, digits = 1) => (value == null ? "" : minus(value.toFixed(digits)).replace(/^−(0\.?0*)$/, "$1"));
  const signed = (value, digits = 1) => (value == null ? "" : (value > 0 && /[1-9]/.test(value.toFixed(digits)) ? "+" : "") + number(value, digits));
  const whole = (value) => (value == null ? "" : value.toLocaleString("en"));
  const ranks = (low, high) => (low == null ? "" : low === high ? whole(low) : `${whole(low)} to ${whole(high)}`);
  const interval = (low, high, digits = 1) => (low == null ? "" : `${number(low, digits)} to ${number(high, digits)}`);
  const size = (value) => (value == null ? "not known" : `${Number(value.toPrecision(3))} B`);

  function table(id, headings, rows) {
    const head = element("tr", {}, ...headings.map((text, place) => element("th", { scope: "col", ...(place ? { class: "number" } : {}) }, text)));
    const body = rows.map((cells) =>
      element("tr", {}, ...cells.map((cell, place) =>
        place ? element("td", { class: "number" }, cell) : element("th", { scope: "row" }, cell))),
    );
    return element("div", { class: "scroll" }, element("table", { id }, element("thead", {}, head), element("tbody", {}, ...body)));
  }

  function buttons(evaluations, onChoose, about = () => null) {
    return element("ul", { class: "matches" }, ...evaluations.map((evaluation) => {
      const said = about(evaluation);
      const button = element("button", { type: "button" }, title(evaluation), said && element("span", { class: "about" }, ` ${said}`));
      button.addEventListener("click", () => onChoose(evaluation));
      return element("li", {}, button);
    }));
  }

  function scores(people, one, normal) {
    return people.benchmarks.filter(({ benchmark_id }) => benchmark_id in one.scores).map(({ benchmark_id, benchmark_name }) => {
      const score = one.scores[benchmark_id];
      const margin = score.std_error_pct == null ? null : normal * score.std_error_pct;
      return {
        benchmark_name, ...score,
        ci_low: margin == null ? null : Math.max(0, score.score_pct - margin),
        ci_high: margin == null ? null : Math.min(100, score.score_pct + margin),
      };
    });
  }

  const HEADINGS = [
    "Benchmark", "Score, %", "Interval", "Rank", "Possible ranks", "Expected at its size", "Percentile at its size", "Gap to the best tenth",
  ];
  const MORE = [
    "Benchmark", "Ranks, all at once", "Interval at its size", "Residual in SD", "Percentile in its type", "Size expected for it, B",
  ];

  function draw(section, people, one, { confidence_z }, onChoose) {
    const rows = scores(people, one, confidence_z);
    const facts = [
      ["Name in its source", one.display_name && one.model_name],
      ["Size", size(one.parameters_b)],
      ["Training type", one.training_type],
      ["Architecture", one.architecture_family],
      ["Base family", one.base_family ?? "not known"],
      ["Declared base", one.base_model_name],
      ["Ability", one.ability_points],
      ["Run", one.run],
    ].filter(([, value]) => value);
    const repeats = people.repeats.get(one.model_name).filter((each) => each !== one);
    const family = relatives(people, one);
    const near = mostSimilar(people, one, N_SIMILAR);
    const average = (each) => each.scores[window.find.AVERAGE];
    const placed = (each) => [each.run, average(each) && `${number(average(each).score_pct)} %`].filter(Boolean).join(" · ");
    const kin = (each) => [each.training_type, size(each.parameters_b), average(each) && `${number(average(each).score_pct)} %`].filter(Boolean).join(" · ");
    section.replaceChildren(...[
      element("h2", {}, title(one)),
      element("dl", {}, ...facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))),
      table("card-scores", HEADINGS, rows.map((row) => [
        row.benchmark_name, number(row.score_pct), interval(row.ci_low, row.ci_high), whole(row.rank),
        ranks(row.rank_low, row.rank_high), number(row.expected_pct), number(row.percentile_near_size, 0), number(row.gap_to_top_tenth_pct),
      ])),
      element("details", {}, element("summary", {}, "More"), table("card-more", MORE, rows.map((row) => [
        row.benchmark_name, ranks(row.rank_low_simultaneous, row.rank_high_simultaneous), interval(row.predicted_low, row.predicted_high, 0),
        signed(row.residual_in_sd), number(row.percentile_same_type, 0),
        row.size_equivalent_b == null ? "" : String(Number(row.size_equivalent_b.toPrecision(2))),
      ]))),
      ...rows.filter((row) => row.corrected_pct != null).map((row) => element("p", {},
        `${row.benchmark_name}: this is the best of all. Corrected for having been chosen as the best, its score is ${number(row.corrected_pct)} % (${interval(row.corrected_low, row.corrected_high)}).`)),
      element("p", { class: "soft" }, `Ranks are among ${whole(people.evaluations.length)} evaluations. A cell is empty where there is no size, no standard error, or too few base families for a curve.`),
      one.beside_boards ? element("h3", {}, "Beside the boards") : null,
      one.beside_boards ? element("ul", { id: "card-boards" }, ...one.beside_boards.split("\n").map((line) => element("li", {}, line))) : null,
      repeats.length ? element("h3", {}, "Other evaluations of this model") : null,
      repeats.length ? buttons(repeats, onChoose, placed) : null,
      family.length ? element("h3", {}, `Of the same base family: ${one.base_family}`) : null,
      family.length ? element("p", { class: "soft" }, `${whole(family.length)} other evaluations, pretrained ones first, then by average${family.length > RELATIVES ? `; the first ${RELATIVES}` : ""}.`) : null,
      family.length ? buttons(family.slice(0, RELATIVES), onChoose, kin) : null,
      near.length ? element("h3", {}, "Most similar scores") : null,
      near.length ? buttons(near.map((each) => each.evaluation), onChoose, (each) =>
        `${number(near.find(({ evaluation }) => evaluation === each).distance)} points apart`) : null,
    ].filter(Boolean));
    section.hidden = false;
  }

  return { draw, table, buttons, element, number, signed, interval, whole };
})();
