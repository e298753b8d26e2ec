// The scores of one benchmark over size, with names: a dot per evaluation, those chosen, the outliers.
"use strict";

window.find.curve = (() => {
  const { title } = window.find;
  const NAMED = 5; // on either side of the line
  const KNOWN = 8;
  let view;
  let said; // of the drawing, in words

  const BLUE = "#0072B2";
  const VERMILLION = "#D55E00";
  const GREY = "#7A7A7A";

  function dots(people, benchmark) {
    return people.evaluations.flatMap((evaluation) => {
      const score = evaluation.scores[benchmark];
      if (!score || !(evaluation.parameters_b > 0)) return [];
      return [{
        kind: "dot",
        place: evaluation.place,
        name: title(evaluation),
        type: evaluation.training_type,
        parameters_b: evaluation.parameters_b,
        score_pct: score.score_pct,
        expected_pct: score.expected_pct,
        residual_in_sd: score.residual_in_sd,
      }];
    });
  }

  // The farthest from the line on either side, one of each base family: its fine-tunes lie beside it.
  function outliers(people, points) {
    const known = points.filter((each) => each.residual_in_sd != null);
    const far = (sign) => {
      const families = new Set();
      const found = [];
      for (const each of known.filter((one) => sign * one.residual_in_sd > 0).sort((a, b) => sign * (b.residual_in_sd - a.residual_in_sd))) {
        const family = people.evaluations[each.place].base_family ?? each.name;
        if (families.has(family)) continue;
        families.add(family);
        found.push(each);
        if (found.length === NAMED) break;
      }
      return found;
    };
    return [...far(1), ...far(-1)];
  }

  // A pretrained model of each of the base families that most evaluations are of, which are known by name: one of the
  // family's median size, with the shortest name.
  function known(people, points) {
    const families = new Map();
    for (const each of points) {
      const { base_family } = people.evaluations[each.place];
      if (base_family) families.set(base_family, [...(families.get(base_family) ?? []), each]);
    }
    return [...families].sort(([, a], [, b]) => b.length - a.length).slice(0, KNOWN).flatMap(([family, members]) => {
      const sizes = members.map((each) => each.parameters_b).sort((a, b) => a - b);
      const off = (each) => Math.abs(Math.log(each.parameters_b / sizes[sizes.length >> 1]));
      const [first] = members.filter((each) => each.type === "pretrained").sort((a, b) => off(a) - off(b) || a.name.length - b.name.length);
      return first ? [{ ...first, short: family }] : [];
    });
  }

  const heightAt = (width) => Math.max(280, Math.min(460, width * 0.55));

  // Names that would lie on each other are left out; the list below the drawing has them all.
  function apart(labels, width) {
    const kept = [];
    // how far a line of text reaches, in points of score and in powers of ten
    const [high, wide] = [1900 / heightAt(width), Math.max(0.6, 1100 / width)];
    for (const one of labels) {
      const isFree = kept.every(
        (other) =>
          Math.abs(other.score_pct - one.score_pct) > high ||
          Math.abs(Math.log10(other.parameters_b / one.parameters_b)) > wide,
      );
      if (isFree) kept.push(one);
    }
    return kept;
  }

  const shortened = (name) => {
    const text = name.split("/").at(-1);
    return text.length > 28 ? `${text.slice(0, 27)}…` : text;
  };

  function spec(rows, width, sizes) {
    const of = (kind) => ({ values: rows.filter((row) => row.kind === kind) });
    const ink = window.report.colours();
    const x = {
      field: "parameters_b", type: "quantitative", title: "billions of parameters",
      scale: { type: "log", nice: false, padding: 12 }, axis: { format: "~g", values: [0.01, 0.1, 1, 7, 13, 70, 400] },
    };
    const y = (field) => ({ field, type: "quantitative", title: "score, percent", scale: { zero: false } });
    const tooltip = [
      { field: "name", title: "model" },
      { field: "type", title: "training type" },
      { field: "parameters_b", title: "billions of parameters", format: ".3~g" },
      { field: "score_pct", title: "score, percent", format: ".1f" },
      { field: "expected_pct", title: "expected at its size", format: ".1f" },
      { field: "residual_in_sd", title: "standard deviations from the line", format: "+.1f" },
    ];
    const words = { baseline: "middle", fontSize: 13, color: ink.text.color };
    // a name begins at its dot, and ends there where it would leave the drawing
    const middle = sizes.length ? Math.sqrt(sizes[0] * sizes.at(-1)) : 1;
    const named = (kind, side, weight) => ({
      data: { values: of(kind).values.filter((row) => (row.parameters_b <= middle) === (side === "left")) },
      mark: { type: "text", ...words, align: side, dx: side === "left" ? 9 : -9, fontWeight: weight },
      encoding: { x, y: y("score_pct"), text: { field: "short" } },
    });
    return {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      width, height: heightAt(width),
      autosize: { type: "fit-x", contains: "padding" },
      // a layer without rows has no extent, of which Vega would complain
      layer: [
        { data: of("line"), mark: { type: "area", color: BLUE, opacity: 0.15 },
          encoding: { x, y: y("predicted_low"), y2: { field: "predicted_high" } } },
        { data: of("dot"), mark: { type: "circle", size: 22, color: GREY, opacity: 0.45 },
          encoding: { x, y: y("score_pct"), tooltip } },
        { data: of("line"), mark: { type: "line", color: BLUE, strokeWidth: 2 },
          encoding: { x, y: y("expected_pct") } },
        { data: of("outlier"), mark: { type: "point", size: 50, color: GREY, strokeWidth: 1.5 },
          encoding: { x, y: y("score_pct"), tooltip } },
        named("outlier", "left", "normal"), named("outlier", "right", "normal"),
        { data: of("chosen"), mark: { type: "point", filled: true, size: 130, color: VERMILLION, opacity: 1 },
          encoding: { x, y: y("score_pct"), tooltip,
            shape: { field: "side", scale: { domain: ["a", "b"], range: ["circle", "diamond"] }, legend: null } } },
        named("chosen", "left", "bold"), named("chosen", "right", "bold"),
      ].filter((layer) => layer.data.values.length),
      config: {
        background: null, font: getComputedStyle(document.body).fontFamily, view: { stroke: null },
        axis: { ...ink.axis, labelFontSize: 11, titleFontSize: 12, titleFontWeight: "normal" },
      },
    };
  }

  // Returns the outliers, or null where no size is known on this benchmark.
  async function draw(people, benchmark, chosen, onChoose) {
    const box = document.getElementById("find-curve");
    const all = dots(people, benchmark);
    const everySize = all.map((each) => each.parameters_b).sort((a, b) => a - b);
    const chosenSizes = all.filter(({ place }) => chosen.some((each) => each.place === place)).map((each) => each.parameters_b);
    // the smallest hundredth would take a third of a logarithmic axis; the chosen model is always shown
    const from = Math.min(everySize[Math.floor(everySize.length / 100)], ...chosenSizes);
    const points = all.filter((each) => each.parameters_b >= from);
    document.getElementById("find-cut").textContent = points.length < all.length
      ? `Not drawn: ${all.length - points.length} of ${all.length.toLocaleString("en")} evaluations, of models below ${Number(from.toPrecision(2))} B.` : "";
    view?.finalize();
    view = undefined;
    delete window.report.views.find_curve;
    if (!points.length) {
      box.replaceChildren();
      return null;
    }
    const far = outliers(people, points);
    const line = [...people.curves[benchmark].values()].filter((point) => point.parameters_b >= from).map((point) => ({ kind: "line", ...point }));
    const marked = chosen.flatMap((evaluation, index) =>
      points
        .filter((each) => each.place === evaluation.place)
        .map((each) => ({ ...each, kind: "chosen", side: "ab"[index], short: shortened(each.name) })),
    );
    const named = [...known(people, points), ...far.map((each) => ({ ...each, short: shortened(each.name) }))];
    const labelled = apart([...marked, ...named.map((each) => ({ ...each, kind: "outlier" }))], box.clientWidth);
    const sizes = everySize.filter((size) => size >= from);
    const rows = [...line, ...points, ...marked, ...labelled.filter((each) => each.kind === "outlier")];
    said ??= box.getAttribute("aria-label");
    const drawn = await window.vegaEmbed(box, spec(rows, box.clientWidth, sizes), { actions: false, renderer: "canvas", tooltip: { formatTooltip: window.report.formatTooltip } });
    view = drawn.view;
    window.report.views.find_curve = view;
    box.setAttribute("aria-label", said);
    view.addEventListener("click", (event, item) => {
      const place = item?.datum?.place;
      if (place !== undefined) onChoose(people.evaluations[place]);
    });
    return far;
  }

  return { draw };
})();
