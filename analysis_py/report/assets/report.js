// Draws the figures of a page, and draws them anew when the reader chooses something else.
"use strict";

(() => {
  const figures = window.reportFigures ?? {};
  const { fitted, dark, wrapped } = window.reportFitting;
  const views = {};
  const address = window.reportAddress;
  // What is chosen stands in the address: for all figures as column=…, for one as figure.column=…
  const key = (name, entry) => (entry.shared ? entry.column : `${name}.${entry.column}`);
  const asked = (name, entry) => address.values[key(name, entry)];
  const askedOf = (name) => JSON.stringify(figures[name].switches.map((entry) => asked(name, entry) ?? null));

  // --- rows -------------------------------------------------------------------------------

  // A browser of before 2025 takes the longer way, which for the drawing library alone is a tenth of a second.
  function bytesOf(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  function inflate(text) {
    const bytes = bytesOf(text);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  }

  async function unpack(text) {
    const columns = Object.entries(await inflate(text).json());
    const count = columns.length ? columns[0][1].values.length : 0;
    return Array.from({ length: count }, (_, row) =>
      Object.fromEntries(
        columns.map(([name, { texts, values }]) => [name, texts ? texts[values[row]] : values[row]]),
      ),
    );
  }

  // Vega comes packed too; a page without figures has none.
  async function loadVega() {
    if (!window.vegaPacked) return;
    const script = document.createElement("script");
    script.textContent = await inflate(window.vegaPacked).text();
    document.head.append(script);
  }

  // The choices that a figure can show and are nearest to what the reader asked for, with their rows.
  function resolve(name) {
    const figure = figures[name];
    let rows = figure.data;
    const choice = {};
    const misses = [];
    for (const entry of figure.switches) {
      const { column, options } = entry;
      const present = new Set(rows.map((row) => row[column]));
      const wanted = asked(name, entry) ?? figure.choice[column];
      const possible = options.filter(([value]) => present.has(value));
      entry.possible = possible;
      choice[column] = present.has(wanted) ? wanted : possible[0]?.[0];
      if (choice[column] !== wanted && asked(name, entry)) misses.push([entry, wanted, choice[column]]);
      rows = rows.filter((row) => row[column] === choice[column]);
    }
    return { rows, choice, misses };
  }

  // Titles and values of a mark, none that is missing.
  const formatTooltip = (tooltip, sanitized) => {
    const lines = Object.entries(typeof tooltip === "object" ? tooltip : { "": tooltip })
      .filter(([, value]) => value != null && value !== "" && value !== "null")
      .map(([title, value]) => `<tr><td class="key">${sanitized(title.trim())}</td><td class="value">${sanitized(String(value).replaceAll("|", ", "))}</td></tr>`);
    return `<table><tbody>${lines.join("")}</tbody></table>`;
  };

  const words = (entry, value) =>
    entry.options.find(([other]) => other === value)?.[1] ?? allWords(entry.column)[value] ?? value;

  // --- drawing ----------------------------------------------------------------------------

  // The theme of an SVG is in report.css; a canvas has to be told.
  function colours() {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink").trim();
    const grid = style.getPropertyValue("--rule").trim();
    return {
      axis: { labelColor: ink, titleColor: ink, gridColor: grid },
      header: { labelColor: ink, titleColor: ink },
      legend: { labelColor: ink, titleColor: ink },
      title: { color: ink },
      text: { color: ink },
    };
  }

  // What is drawn of some rows. At the width and in the theme of the last drawing that is what Vega-Lite
  // has made then, which is a third of the work, with other rows.
  function specified(figure, width, rows) {
    const colouring = figure.renderer === "canvas" ? colours() : {};
    const theme = JSON.stringify([width, dark.matches, colouring]);
    if (figure.compiled?.theme === theme) {
      const { data, ...spec } = figure.compiled.spec;
      return { theme, spec: { ...spec, data: data.map((each) => (each.name === "rows" ? { ...each, values: rows } : each)) } };
    }
    const spec = { ...fitted(figure.spec, width), datasets: { rows } };
    // into the drawing's own configuration, which goes before any other
    for (const [part, values] of Object.entries(colouring)) spec.config[part] = { ...spec.config[part], ...values };
    return { theme, spec };
  }

  // What the figure shows of a choice, of what and of whom.
  function tell(name, element, choice) {
    const { findings, switches } = figures[name];
    const found = findings.find((row) => Object.entries(choice).every(([column, value]) => !(column in row) || row[column] === value));
    const topic = element.querySelector(".topic");
    element.querySelector("h3").textContent = found?.finding ?? topic.dataset.topic;
    topic.textContent = found ? topic.dataset.topic : "";
    element.querySelector(".of").textContent = switches
      .filter((entry) => entry.shared && choice[entry.column] !== undefined)
      .map((entry) => words(entry, choice[entry.column]))
      .join(" · ");
  }

  // Where the rows of a figure come from.
  function sourcesOf(rows, cohorts) {
    const column = ["cohort_id", "snapshot_id", "data_source"].find((each) => each in rows[0]);
    const drawn = new Set(column ? rows.map((row) => row[column]) : cohorts);
    return [...new Set([...drawn].map((each) => window.reportSources[each] ?? window.reportSources[""]))];
  }

  // The same below the figure, with links to who published it.
  function tellSources(line, sources) {
    const known = window.reportProducers;
    const names = new RegExp(`(${Object.keys(known).map((name) => name.replaceAll(".", "\\.")).join("|")})`);
    const linked = (part) => (part in known ? Object.assign(document.createElement("a"), { href: known[part], textContent: part }) : part);
    const said = sources.map((each) => each.replace(/ Licence: .*$/, ""));
    line.replaceChildren(...[...new Set(said)].join(" ").split(names).map(linked));
  }

  async function draw(name) {
    const figure = figures[name];
    const element = document.getElementById(name);
    if (!element) return;
    figure.data ??= await unpack(figure.rows);
    const { rows, choice, misses } = resolve(name);
    figure.shown = choice;
    figure.asked = askedOf(name);
    ownSwitches(name, figure, element, choice);
    tell(name, element, choice);
    // the paper's figure is that over the paper's own rows
    const paper = element.querySelector(".paper");
    if (paper && "cohort_id" in choice) paper.hidden = choice.cohort_id !== window.reportPapersRows;

    const box = element.querySelector(".chart");
    const notice = element.querySelector(".notice");
    notice.hidden = misses.length === 0 && rows.length > 0;
    notice.textContent = rows.length === 0
      ? "Nothing could be computed for this choice."
      : misses.map(([entry, wanted, got]) => `There is no ${words(entry, wanted)} in this figure; it shows ${words(entry, got)}.`).join(" ");

    if (rows.length === 0) {
      views[name]?.finalize();
      delete views[name];
      box.replaceChildren();
      element.dataset.drawn = JSON.stringify(choice);
      return;
    }

    tellSources(element.querySelector(".source"), sourcesOf(rows, figure.cohorts));
    figure.alternative ??= box.getAttribute("aria-label");
    const said = figure.switches.map((entry) => `${entry.label}: ${words(entry, choice[entry.column])}.`);
    // Vega makes it the text alternative of the drawing and of its box
    const description = [figure.alternative, ...said].join(" ");
    const { theme, spec } = specified(figure, box.clientWidth, rows);
    const options = { actions: false, renderer: figure.renderer, tooltip: { formatTooltip } };
    const result = await window.vegaEmbed(box, { ...spec, description }, options);
    // names beside marks reach further out of a drawing that has made room for them once
    if (spec.autosize && box.clientWidth < 600) await result.view.resize().runAsync();
    figure.compiled = { theme, spec: result.vgSpec };
    views[name]?.finalize();
    views[name] = result.view;
    box.setAttribute("aria-label", description);
    box.querySelector("svg, canvas").setAttribute("aria-hidden", "true");
    window.reportFitting.edged(box);
    element.dataset.drawn = JSON.stringify(choice);
  }

  // a drawing measures its words, for which their font has to be there
  let queue = Promise.all([loadVega(), ...[400, 600, 700].map((weight) => document.fonts.load(`${weight} 12px "Report Sans"`))]);
  function drawAll(chosen = () => true) {
    const names = Object.keys(figures).filter((name) => chosen(figures[name], name));
    // what the address asks for goes before all others
    names.sort((a, b) => (b === address.place) - (a === address.place));
    for (const name of names) {
      // one after the other, so that the first is seen before the last is begun
      queue = queue.then(() => draw(name)).then(() => new Promise((done) => setTimeout(done))).then(land);
    }
    return queue;
  }

  // --- files ------------------------------------------------------------------------------

  // The address of a figure as it is shown, whatever of it was there before the reader chose.
  function addressOf(name, choice) {
    const chosen = figures[name].switches.map((entry) => [key(name, entry), choice[entry.column]]);
    return `${location.href.split("#")[0]}${address.hash(name, Object.fromEntries(chosen))}`;
  }

  // A drawing as a file that stands alone: with its title, choice, source and address.
  async function save(name, kind) {
    const { spec, switches, cohorts } = figures[name];
    const { rows, choice } = resolve(name);
    const element = document.getElementById(name);
    const said = switches.map((entry) => `${entry.label}: ${words(entry, choice[entry.column])}`);
    const notes = [said.join(" · "), element.querySelector("figcaption").textContent, sourcesOf(rows, cohorts).join(" | "), addressOf(name, choice)];
    const title = { text: element.querySelector("h3").textContent, subtitle: notes.flatMap((note) => wrapped(note, 100)), anchor: "start" };
    const { view } = await window.vegaEmbed(document.createElement("div"), { ...spec, title, datasets: { rows } }, { renderer: "none" });
    Object.assign(document.createElement("a"), { href: await view.toImageURL(kind, 2), download: `${name}.${kind}` }).click();
    view.finalize();
  }

  document.addEventListener("click", ({ target }) => {
    const name = target.closest("figure")?.id;
    if (target.dataset.save) save(name, target.dataset.save);
    if (!target.dataset.copy) return;
    const text = target.dataset.copy === "link" ? addressOf(name, resolve(name).choice) : target.closest("details").querySelector("code").textContent;
    navigator.clipboard.writeText(text).then(() => (target.textContent = "Copied"), () => prompt("Copy:", text));
  });

  // --- switches ---------------------------------------------------------------------------

  function allWords(column) {
    const entries = Object.values(figures).flatMap((figure) => figure.switches);
    return Object.fromEntries(entries.filter((entry) => entry.column === column).flatMap((entry) => entry.options));
  }

  function select(label, column, options, value, onChange) {
    const element = document.createElement("label");
    element.textContent = `${label} `;
    const list = document.createElement("select");
    list.name = column;
    for (const [key, text] of options) list.add(new Option(text, key, false, key === value));
    list.addEventListener("change", () => onChange(list.value));
    element.append(list);
    return element;
  }

  // Choices that belong to one figure and have at least two values.
  function ownSwitches(name, figure, element, choice) {
    const form = element.querySelector("form.switches");
    const entries = figure.switches.filter((entry) => !entry.shared && entry.possible.length > 1);
    form.hidden = entries.length === 0;
    const focused = form.contains(document.activeElement) ? document.activeElement.name : null;
    form.replaceChildren(
      ...entries.map((entry) =>
        select(entry.label, entry.column, entry.possible, choice[entry.column], (value) => {
          address.set({ [key(name, entry)]: value });
          queue = queue.then(() => draw(name));
        }),
      ),
    );
    if (focused) form.elements[focused]?.focus();
  }

  function sharedSwitches() {
    const form = document.getElementById("shared-switches");
    if (!form) return;
    const seen = new Map();
    for (const figure of Object.values(figures)) {
      for (const entry of figure.switches.filter((each) => each.shared)) {
        const known = seen.get(entry.column);
        if (!known) seen.set(entry.column, { ...entry, first: figure.choice[entry.column], options: [...entry.options] });
        else known.options.push(...entry.options.filter(([value]) => !known.options.some(([other]) => other === value)));
      }
    }
    form.hidden = seen.size === 0;
    for (const entry of seen.values()) {
      const value = address.values[entry.column] ?? entry.first;
      form.append(select(entry.label, entry.column, entry.options, value, (chosen) => {
        address.set({ [entry.column]: chosen });
        redraw();
      }));
    }
    form.append(Object.assign(document.createElement("span"), { className: "note", textContent: "The text keeps to the populations that it names." }));
    noted();
    // below the bar of switches, which sticks to the top, is where a place begins
    new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${form.offsetHeight}px`)).observe(form);
  }

  // Words do not follow a switch, which is said once the figures show what no page begins with.
  function noted() {
    const note = document.querySelector("#shared-switches .note");
    const isFirst = ({ name, value }) => Object.values(figures).every(({ choice }) => !(name in choice) || choice[name] === value);
    if (note) note.hidden = [...note.parentElement.querySelectorAll("select")].every(isFirst);
  }

  // Those figures of which something else is asked than when they were drawn.
  function redraw() {
    noted();
    return drawAll((figure, name) => figure.asked !== undefined && figure.asked !== askedOf(name));
  }

  // --- places -----------------------------------------------------------------------------

  // Figures drawn above a place move it; go there again after each, until the reader moves.
  let isMoved = false;
  let landed = address.place;
  for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(type, () => (isMoved = true), { passive: true });

  function land() {
    const target = address.place && document.getElementById(address.place);
    if (!target || isMoved) return;
    // a place within what is folded opens
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView({ block: "start", behavior: "instant" });
  }

  address.onChange(() => {
    isMoved &&= address.place === landed;
    landed = address.place;
    const form = document.getElementById("shared-switches");
    for (const list of form?.querySelectorAll("select") ?? []) {
      const first = Object.values(figures).find((figure) => list.name in figure.choice)?.choice[list.name];
      list.value = address.values[list.name] ?? first;
    }
    redraw();
    land();
  });

  // --- start ------------------------------------------------------------------------------

  sharedSwitches();
  // for the scripts of pages, the tests and the console
  window.report = { figures, views, unpack, resolve, words, formatTooltip, colours, ready: drawAll(), settled: () => queue };
  land();

  let width = innerWidth;
  let waiting;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 200);
  });
  dark.addEventListener("change", () => drawAll());
})();
