// A population: loaded when it is asked for, and looked up by model, benchmark and size.
"use strict";

window.find = (() => {
  const AVERAGE = "average";
  const SHOWN = 12;
  const loaded = {};

  // A script beside the page, which works from disk, as a request for data does not.
  // Any text as the name of a file, as analysis_py/report/export.py writes it.
  const fileName = (words) => words.replace(/[^A-Za-z0-9_-]/gu, (sign) => `~${sign.codePointAt(0).toString(16)}~`);

  function added(cohort) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `data/find/${fileName(cohort)}.js`;
      script.addEventListener("load", () => done(window.reportParts[cohort]));
      script.addEventListener("error", () => failed(new Error(`data/find/${fileName(cohort)}.js is not beside this page.`)));
      document.head.append(script);
    });
  }

  async function population(cohort, benchmarks) {
    loaded[cohort] ??= added(cohort).then((parts) => read(parts, benchmarks));
    return loaded[cohort];
  }

  async function read(parts, benchmarks) {
    const rows = async (name) => (parts[name] ? window.report.unpack(parts[name]) : []);
    const [evaluations, scores, sizes] = await Promise.all(["evaluations", "scores", "curves"].map(rows));
    const repeats = new Map();
    evaluations.forEach((evaluation, place) => {
      evaluation.place = place;
      evaluation.scores = {};
      // as its source spells it, and as it is printed: it is searched by either
      evaluation.names = [evaluation.model_name, evaluation.display_name].filter(Boolean).map((name) => ({ lower: name.toLowerCase(), key: key(name) }));
      const known = repeats.get(evaluation.model_name);
      if (known) known.push(evaluation);
      else repeats.set(evaluation.model_name, [evaluation]);
    });
    const curves = Object.fromEntries(benchmarks.map((benchmark) => [benchmark.benchmark_id, new Map()]));
    for (const point of sizes) curves[point.benchmark_id]?.set(point.parameters_b, point);
    for (const score of scores) {
      const evaluation = evaluations[score.place];
      const curve = curves[score.benchmark_id]?.get(evaluation.parameters_b);
      score.expected_pct = curve?.expected_pct ?? null;
      score.predicted_low = curve?.predicted_low ?? null;
      score.predicted_high = curve?.predicted_high ?? null;
      score.residual_in_sd = curve?.std_dev_pct ? (score.score_pct - curve.expected_pct) / curve.std_dev_pct : null;
      evaluation.scores[score.benchmark_id] = score;
    }
    return { evaluations, repeats, curves, benchmarks: benchmarks.filter((each) => curves[each.benchmark_id]) };
  }

  // What an address calls an evaluation: the model's name, and a run where it is not the first.
  const label = (evaluation) => (evaluation.run_id ? `${evaluation.model_name}@${evaluation.run_id}` : evaluation.model_name);

  // What the page prints for it: the display name, if the source's own is not one that a reader would say.
  const title = (evaluation) => label({ ...evaluation, model_name: evaluation.display_name ?? evaluation.model_name });

  function named(people, name) {
    if (!name) return undefined;
    const at = name.lastIndexOf("@");
    return (
      people.repeats.get(name)?.find((each) => !each.run_id) ??
      (at > 0 ? people.repeats.get(name.slice(0, at))?.find((each) => each.run_id === name.slice(at + 1)) : undefined)
    );
  }

  const rankOf = (evaluation) => evaluation.scores[AVERAGE]?.rank ?? Infinity;

  // A name in the form in which names are compared, as analysis_py/statistics/positions/model_names.py has it.
  function key(name) {
    const parts = name.toLowerCase().split("/").at(-1).match(/\d+(?:\.\d+)*|\p{L}+|\+/gu) ?? [];
    if (parts.at(-1) === "hf") parts.pop();
    return parts.reduce((made, part) => made + (/\d$/.test(made) && /^\d/.test(part) ? "-" : "") + part, "");
  }

  // Models that have all the words in their names: the original first, then whole names, then the better ranked.
  // One is sure if no other is called so, or no other has the words.
  function search(people, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return { matches: [], count: 0 };
    const whole = words.join(" ");
    const [organisation, wanted] = [whole.slice(0, whole.lastIndexOf("/") + 1), key(whole)];
    const isWhole = (each) => each.names.some((name) => name.key === wanted && name.lower.startsWith(organisation));
    const has = (each, word) => each.names.some((name) => name.lower.includes(word));
    const matches = people.evaluations.filter((each) => isWhole(each) || words.every((word) => has(each, word)));
    const isOriginal = (each) => each.training_type === "pretrained" && each.names.some((name) => name.key.endsWith(wanted));
    matches.sort((a, b) => isOriginal(b) - isOriginal(a) || isWhole(b) - isWhole(a) || rankOf(a) - rankOf(b) || a.place - b.place);
    const called = [(each) => each.names.some((name) => name.lower === whole), isWhole, () => true].map((test) => matches.filter(test)).find((found) => found.length) ?? [];
    const sure = new Set(called.map((each) => each.model_name)).size === 1 ? called[0] : undefined;
    return { matches: matches.slice(0, SHOWN), count: matches.length, sure };
  }

  // The evaluations with the most similar scores, of those with the same benchmarks.
  function mostSimilar(people, one, count) {
    const benchmarks = Object.keys(one.scores).filter((id) => id !== AVERAGE);
    const found = [];
    for (const other of people.evaluations) {
      if (other.model_name === one.model_name || !benchmarks.every((id) => id in other.scores)) continue;
      const squares = benchmarks.map((id) => (one.scores[id].score_pct - other.scores[id].score_pct) ** 2);
      found.push({ evaluation: other, distance: Math.sqrt(squares.reduce((a, b) => a + b, 0) / benchmarks.length) });
    }
    return benchmarks.length ? found.sort((a, b) => a.distance - b.distance).slice(0, count) : [];
  }

  // Those of the same base family: pretrained ones first, then by rank.
  function relatives(people, one) {
    const isBase = (each) => each.training_type === "pretrained";
    return people.evaluations
      .filter((each) => one.base_family && each.base_family === one.base_family && each.model_name !== one.model_name)
      .sort((a, b) => isBase(b) - isBase(a) || rankOf(a) - rankOf(b) || a.place - b.place);
  }

  // The normal distribution above z >= 0, by Simpson's rule: right to ten decimals, and shown to three.
  function upperTail(z) {
    const steps = 400;
    const width = Math.min(z, 9) / steps;
    let sum = 0;
    for (let step = 0; step <= steps; step += 1) {
      const weight = step === 0 || step === steps ? 1 : step % 2 ? 4 : 2;
      sum += weight * Math.exp(-((step * width) ** 2) / 2);
    }
    return Math.max(0, 0.5 - (sum * width) / 3 / Math.sqrt(2 * Math.PI));
  }

  // The rows with p-values adjusted for their number by Holm's method, and whether these are significant.
  function adjusted(rows, level) {
    const tested = rows.filter(({ p_value }) => p_value != null).sort((a, b) => a.p_value - b.p_value);
    let least = 0;
    const values = new Map(
      tested.map((row, place) => {
        least = Math.max(least, Math.min(1, row.p_value * (tested.length - place)));
        return [row, least];
      }),
    );
    return rows.map((row) => {
      const p_adjusted = values.get(row) ?? null;
      return { ...row, p_adjusted, is_significant: p_adjusted == null ? null : p_adjusted < level };
    });
  }

  // The difference of two evaluations on every benchmark that both have.
  function differences(people, a, b, { confidence_level, confidence_z, power_z }) {
    const rows = people.benchmarks
      .filter(({ benchmark_id }) => benchmark_id in a.scores && benchmark_id in b.scores)
      .map(({ benchmark_id, benchmark_name }) => {
        const [one, other] = [a.scores[benchmark_id], b.scores[benchmark_id]];
        const difference = other.score_pct - one.score_pct;
        const known = one.std_error_pct != null && other.std_error_pct != null;
        const error = known ? Math.hypot(one.std_error_pct, other.std_error_pct) || null : null;
        const sized = one.expected_pct != null && other.expected_pct != null;
        return {
          benchmark_name,
          score_a: one.score_pct,
          score_b: other.score_pct,
          difference,
          ci_low: error && difference - confidence_z * error,
          ci_high: error && difference + confidence_z * error,
          p_value: error && 2 * upperTail(Math.abs(difference) / error),
          smallest_detectable: error && (confidence_z + power_z) * error,
          expected_difference: sized ? other.expected_pct - one.expected_pct : null,
        };
      });
    return adjusted(rows, 1 - confidence_level);
  }

  return { AVERAGE, population, label, title, named, key, search, mostSimilar, relatives, differences };
})();
