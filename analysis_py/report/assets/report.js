// Draws the figures of a page, and draws them anew when the reader chooses something else.
"use strict";

(() => {
  const figures = window.reportFigures ?? {};
  const views = {};
  // What is chosen for all figures of the page, kept in the address: #cohort_id=…&engine=…
  // A place on the page may stand before it: #C073&cohort_id=…
  const place = () => location.hash.slice(1).split("&").find((part) => part && !part.includes("=")) ?? "";
  const shared = Object.fromEntries(
    [...new URLSearchParams(location.hash.slice(1))].filter(([column]) => column !== place()),
  );

  // --- rows -------------------------------------------------------------------------------

  function inflate(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
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
  function resolve(figure) {
    let rows = figure.data;
    const choice = {};
    const misses = [];
    for (const entry of figure.switches) {
      const { column, options } = entry;
      const present = new Set(rows.map((row) => row[column]));
      const wanted = (entry.shared ? shared[column] : figure.own[column]) ?? figure.choice[column];
      const possible = options.filter(([value]) => present.has(value));
      entry.possible = possible;
      choice[column] = present.has(wanted) ? wanted : possible[0]?.[0];
      if (choice[column] !== wanted && entry.shared && column in shared) misses.push([entry, wanted, choice[column]]);
      rows = rows.filter((row) => row[column] === choice[column]);
    }
    return { rows, choice, misses };
  }

  const words = (entry, value) =>
    entry.options.find(([other]) => other === value)?.[1] ?? allWords(entry.column)[value] ?? value;

  // --- drawing ----------------------------------------------------------------------------

  // Small multiples take as many columns as there is room for; all else takes the whole width.
  function fitted(spec, width) {
    const fit = structuredClone(spec);
    fit.config.background = null;
    // names of rows may take a third of the drawing
    fit.config.axisY = { ...fit.config.axisY, labelLimit: Math.max(110, width / 3) };
    const entry = fit.usermeta?.legend_entry ?? 190; // an entry of the legend
    fit.config.legend = { ...fit.config.legend, columns: Math.max(1, Math.floor(width / entry)) };
    if (fit.facet && fit.columns) {
      const margin = fit.usermeta?.margin ?? 70; // the axis, its title, and the space between panels
      fit.columns = Math.max(1, Math.min(fit.columns, Math.floor(width / (margin + 130))));
      fit.spec.width = Math.max(140, Math.floor(width / fit.columns) - margin);
    } else if (fit.concat && fit.columns) {
      // drawings side by side, each with its own legend, which has two entries per line
      const gap = 24;
      fit.columns = Math.max(1, Math.min(fit.columns, Math.floor(width / 280)));
      for (const part of fit.concat) part.width = Math.floor((width - gap * (fit.columns - 1)) / fit.columns) - 12;
      fit.spacing = gap;
      fit.config.legend = { ...fit.config.legend, columns: 2 };
    } else if (!fit.facet && !fit.hconcat && !fit.vconcat && !fit.concat && fit.width !== undefined) {
      // a drawing may ask for more than the screen has; then its box scrolls
      fit.width = typeof fit.width === "object" ? fit.width : Math.max(fit.usermeta?.min_width ?? 0, width);
      fit.autosize = { type: "fit-x", contains: "padding" };
    }
    return fit;
  }

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

  async function draw(name) {
    const figure = figures[name];
    const element = document.getElementById(name);
    if (!element) return;
    figure.data ??= await unpack(figure.rows);
    figure.own ??= {};
    const { rows, choice, misses } = resolve(figure);
    figure.shown = choice;
    ownSwitches(name, figure, element, choice);

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

    figure.alternative ??= box.getAttribute("aria-label");
    const said = figure.switches.map((entry) => `${entry.label}: ${words(entry, choice[entry.column])}.`);
    const spec = fitted(figure.spec, box.clientWidth);
    spec.datasets = { rows };
    // Vega makes it the text alternative of the drawing and of its box
    spec.description = [figure.alternative, ...said].join(" ");
    if (figure.renderer === "canvas") {
      // into the drawing's own configuration, which goes before any other
      for (const [part, values] of Object.entries(colours())) spec.config[part] = { ...spec.config[part], ...values };
    }
    const result = await window.vegaEmbed(box, spec, { actions: false, renderer: figure.renderer });
    views[name]?.finalize();
    views[name] = result.view;
    element.dataset.drawn = JSON.stringify(choice);
  }

  let queue = loadVega();
  function drawAll(chosen = () => true) {
    for (const name of Object.keys(figures).filter((key) => chosen(figures[key]))) {
      // one after the other, so that the first is seen before the last is begun
      queue = queue.then(() => draw(name)).then(() => new Promise((done) => setTimeout(done)));
    }
    return queue;
  }

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

  // Choices that belong to one figure; a choice of one value is none.
  function ownSwitches(name, figure, element, choice) {
    const form = element.querySelector("form.switches");
    const entries = figure.switches.filter((entry) => !entry.shared && entry.possible.length > 1);
    form.hidden = entries.length === 0;
    const focused = form.contains(document.activeElement) ? document.activeElement.name : null;
    form.replaceChildren(
      ...entries.map((entry) =>
        select(entry.label, entry.column, entry.possible, choice[entry.column], (value) => {
          figure.own[entry.column] = value;
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
      const value = shared[entry.column] ?? entry.first;
      form.append(select(entry.label, entry.column, entry.options, value, (chosen) => {
        shared[entry.column] = chosen;
        remember();
        drawAll((figure) => figure.switches.some((each) => each.column === entry.column));
      }));
    }
  }

  // The address and the links to other pages carry the choice along.
  function remember() {
    const chosen = `${new URLSearchParams(shared)}`;
    history.replaceState(null, "", `#${[place(), chosen].filter(Boolean).join("&")}`);
    for (const link of document.querySelectorAll("nav a")) link.href = `${link.getAttribute("href").split("#")[0]}#${chosen}`;
  }

  // --- files ------------------------------------------------------------------------------

  const isFirstChoice = (figure) =>
    Object.entries(figure.shown ?? {}).every(([column, value]) => figure.choice[column] === value);

  // The file on disk shows the first choice; any other is drawn for the reader who asks.
  async function save(name, kind) {
    const figure = figures[name];
    const spec = { ...figure.spec, datasets: { rows: resolve(figure).rows } };
    const { view } = await window.vegaEmbed(document.createElement("div"), spec, { renderer: "none" });
    const link = document.createElement("a");
    link.href = await view.toImageURL(kind, 1.5);
    link.download = [name, ...Object.values(figure.shown)].join("-").replace(/[^\w.-]+/g, "_") + `.${kind}`;
    link.click();
    view.finalize();
  }

  // A text that a spreadsheet would evaluate is shown instead (plumbing/spreadsheets.py has the same).
  const isFormula = (text) => /^[=+\-@\t\r]/.test(text) && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
  const inert = (value) => (typeof value === "string" && isFormula(value) ? `'${value}` : String(value ?? ""));
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  // As plain CSV: the file on disk is compressed.
  function saveRows(name, columns, rows) {
    const lines = rows.map((row) => columns.map((column) => quoted(inert(row[column]))).join(","));
    const text = `${[columns.join(","), ...lines].join("\n")}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  }

  document.addEventListener("click", (event) => {
    const all = event.target.closest("a[data-rows]");
    const drawn = figures[all?.closest("figure").id]?.data;
    if (drawn?.length) {
      event.preventDefault();
      saveRows(`${all.closest("figure").id}.csv`, Object.keys(drawn[0]), drawn);
    }
    const link = event.target.closest("a[data-save]");
    const name = link?.closest("figure").id;
    if (name && figures[name]?.shown && !isFirstChoice(figures[name])) {
      event.preventDefault();
      save(name, link.dataset.save);
    }
    const button = event.target.closest("button[data-copy]");
    if (button) {
      const code = button.closest("details").querySelector("code");
      getSelection().selectAllChildren(code);
      navigator.clipboard?.writeText(code.textContent).then(() => (button.textContent = "Copied"), () => {});
    }
  });

  // --- start ------------------------------------------------------------------------------

  sharedSwitches();
  if (Object.keys(shared).length) remember();
  // for whoever wants to look inside, and for the tests
  window.report = { figures, views, unpack, saveRows, ready: drawAll(), settled: () => queue };

  let width = innerWidth;
  let waiting;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 200);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    drawAll((figure) => figure.renderer === "canvas"),
  );
})();
