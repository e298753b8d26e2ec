// Find a model: what is chosen, where it is kept, and what is drawn of it.
"use strict";

(async () => {
  const { population, named, search, label, title, AVERAGE, card, curve, compare } = window.find;
  const address = window.reportAddress;
  const byId = (id) => document.getElementById(id);
  const [form, withForm, curveForm] = ["find-controls", "find-with-controls", "find-curve-controls"].map(byId);
  const notice = byId("find-notice");

  const table = async (name) => window.report.unpack(window.reportTables[name]);
  const [cohorts, benchmarks, variables] = await Promise.all(["find_cohorts", "find_benchmarks", "find_variables"].map(table));
  const settings = Object.fromEntries(variables.map(({ variable, value }) => [variable, value]));
  await window.report.ready; // the drawing library is unpacked

  let people;
  let a;
  let b;
  let benchmark;

  const say = (text) => {
    notice.hidden = !text;
    notice.textContent = text ?? "";
  };

  // --- what is chosen: the address holds it -------------------------------------------------------

  const keep = () =>
    address.set({ cohort_id: form.elements.cohort_id.value, model: a && label(a), with: b && label(b), benchmark_id: a && benchmark, search: undefined });

  async function enter(cohort) {
    const known = cohorts.find((each) => each.cohort_id === cohort);
    const chosen = known ?? cohorts[0];
    form.elements.cohort_id.value = chosen.cohort_id;
    try {
      people = await population(chosen.cohort_id, benchmarks.filter((each) => each.cohort_id === chosen.cohort_id));
    } catch (error) {
      say(error.message);
      return;
    }
    const { model, with: other, benchmark_id } = address.values;
    [a, b] = [named(people, model), named(people, other)];
    const missing = [[model, a], [other, b]].filter(([name, found]) => name && !found).map(([name]) => name);
    say([
      cohort && !known ? `There is no population ${cohort}; this is ${chosen.cohort_name}.` : "",
      missing.length ? `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not in ${chosen.cohort_name}.` : "",
    ].filter(Boolean).join(" "));
    const sized = people.benchmarks.filter((each) => each.benchmark_id !== AVERAGE);
    curveForm.elements.benchmark_id.replaceChildren(...sized.map((each) => new Option(each.benchmark_name, each.benchmark_id)));
    benchmark = sized.some((each) => each.benchmark_id === benchmark_id) ? benchmark_id : sized[0]?.benchmark_id;
    await show();
    // a part of a name, from the search at the top of another page
    if (!a && address.values.search) {
      form.elements.model.value = address.values.search;
      form.elements.model.dispatchEvent(new Event("input"));
    }
  }

  // --- what is drawn ----------------------------------------------------------------------------

  async function show() {
    form.elements.model.value = a ? title(a) : "";
    withForm.elements.with.value = b ? title(b) : "";
    for (const list of ["find-matches", "find-with-matches"]) byId(list).hidden = true;
    byId("find-count").textContent = a ? "" : `${people.evaluations.length.toLocaleString("en")} evaluations of ${people.repeats.size.toLocaleString("en")} models. Write a part of a name, or choose a dot.`;
    byId("card").hidden = byId("compare").hidden = !a;
    for (const id of ["find-swap", "find-drop"]) byId(id).hidden = !b;
    if (a) card.draw(byId("card"), people, a, settings, pick);
    if (a && b) compare.draw(byId("find-pair"), people, a, b, settings);
    else byId("find-pair").replaceChildren();
    await drawCurve();
  }

  async function drawCurve() {
    const section = byId("curve");
    section.hidden = !benchmark;
    if (!benchmark) return;
    curveForm.elements.benchmark_id.value = benchmark;
    const far = await curve.draw(people, benchmark, [a, b].filter(Boolean), pick);
    section.hidden = far === null;
    const said = Object.fromEntries((far ?? []).map((each) => [each.place, each.residual_in_sd]));
    const list = card.buttons((far ?? []).map((each) => people.evaluations[each.place]), pick, (each) => `${card.signed(said[each.place])} sd`);
    list.id = "find-outliers";
    byId("find-outliers").replaceWith(list);
    section.dataset.drawn = benchmark;
  }

  async function pick(evaluation) {
    a = evaluation;
    say();
    keep();
    await show();
    byId("card").focus({ preventScroll: true });
    byId("card").scrollIntoView({ block: "nearest" });
  }

  async function pickOther(evaluation) {
    b = evaluation;
    say();
    keep();
    await show();
  }

  // --- search -----------------------------------------------------------------------------------

  function searching(input, list, onChoose, count) {
    const update = () => {
      const found = search(people, input.value);
      const made = card.buttons(found.matches, onChoose, (each) => [each.run_id && each.run, each.parameters_b && `${Number(each.parameters_b.toPrecision(3))} B`].filter(Boolean).join(" · "));
      byId(list).replaceChildren(...made.children);
      byId(list).hidden = !found.matches.length;
      if (count) byId(count).textContent = input.value ? `${found.count.toLocaleString("en")} with that name${found.count > found.matches.length ? `, ${found.matches.length} shown` : ""}.` : "";
      return found.sure;
    };
    input.addEventListener("input", update);
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const sure = update();
      if (sure) onChoose(sure);
      else byId(list).querySelector("button")?.focus();
    });
  }

  // --- start ------------------------------------------------------------------------------------

  if (!cohorts.length) {
    say("No population has a model.");
    return;
  }
  form.elements.cohort_id.append(...cohorts.map((each) => new Option(`${each.cohort_name} · ${each.n_evaluations.toLocaleString("en")}`, each.cohort_id)));
  form.hidden = false;
  searching(form.elements.model, "find-matches", pick, "find-count");
  searching(withForm.elements.with, "find-with-matches", pickOther);
  form.elements.cohort_id.addEventListener("change", async (event) => {
    // a model of that name may be there too
    address.set({ cohort_id: event.target.value });
    await enter(event.target.value);
  });
  curveForm.elements.benchmark_id.addEventListener("change", async (event) => {
    benchmark = event.target.value;
    keep();
    await drawCurve();
  });
  byId("find-swap").addEventListener("click", async () => {
    [a, b] = [b, a];
    keep();
    await show();
  });
  byId("find-drop").addEventListener("click", async () => {
    b = undefined;
    keep();
    await show();
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width && people) drawCurve();
    width = innerWidth;
  });
  const follow = () => (window.find.settled = enter(address.values.cohort_id));
  address.onChange(follow);
  follow();
})();
