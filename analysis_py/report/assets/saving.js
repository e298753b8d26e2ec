// What is shown, as a file that stands alone: title, choice, source, licence, date and address.
"use strict";

(() => {
  const { figures, resolve, words } = window.report;
  const address = window.reportAddress;

  // --- words ------------------------------------------------------------------------------

  const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();

  function choiceOf(name) {
    const figure = figures[name];
    const { choice } = resolve(name);
    return figure.switches.map((entry) => [entry, choice[entry.column]]).filter(([, value]) => value !== undefined);
  }

  // Everything that the figure shows, whatever of it was there before the reader chose.
  function addressOf(name, flags = "") {
    const chosen = Object.fromEntries(
      choiceOf(name).map(([entry, value]) => [entry.shared ? entry.column : `${name}.${entry.column}`, value]),
    );
    return `${location.href.split("#")[0]}${address.hash(name, chosen)}${flags}`;
  }

  // A page of a site says where it stays. A file on somebody's disk has an address that others cannot follow: its last
  // part has to do.
  function citedAddress(name) {
    const stays = document.querySelector("link[rel=canonical]")?.href;
    const whole = stays ? addressOf(name).replace(/^[^#]*/, () => stays) : addressOf(name);
    return whole.startsWith("http") ? whole : `report/${whole.split("/").pop()}`;
  }

  function wordsOf(name) {
    const element = document.getElementById(name);
    const said = choiceOf(name).map(([entry, value]) => `${entry.label}: ${words(entry, value)}`);
    const topic = element.querySelector(".topic");
    const { rows } = resolve(name);
    const key = ["cohort_id", "snapshot_id", "data_source"].find((column) => rows.length && column in rows[0]);
    const drawn = key ? rows.map((row) => row[key]) : figures[name].cohorts;
    const source = [...new Set(drawn.flatMap((cohort) => (window.reportSources[cohort] ?? "").split(" | ")).filter(Boolean))].join(" ") || window.reportSources[""];
    return {
      title: plain(element.querySelector("h3")),
      subtitle: [plain(topic), ...said].filter(Boolean).join(" · "),
      notes: [plain(element.querySelector("figcaption")), source, decodeURIComponent(citedAddress(name))],
    };
  }

  const fileName = (name, kind) =>
    [name, ...choiceOf(name).map(([, value]) => value)].join("-").replace(/[^\w.-]+/g, "_") + `.${kind}`;

  // --- drawing ----------------------------------------------------------------------------

  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

  const FONT = '"Report Sans", system-ui, sans-serif';
  const pen = document.createElement("canvas").getContext("2d");

  // Lines of words that fit a width, measured.
  function wrapped(text, width, size, weight) {
    pen.font = `${weight} ${size}px ${FONT}`;
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  function framed(svg, { title, subtitle, notes }) {
    const [, drawnWidth, drawnHeight] = svg.match(/<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"/).map(Number);
    const margin = 16;
    const width = Math.max(drawnWidth, 560) + 2 * margin;
    let y = margin;
    const put = (text, size, look, weight = 400) =>
      wrapped(text, width - 2 * margin, size, weight).map((line) => {
        y += size * 1.3;
        return `<text x="${margin}" y="${y.toFixed(1)}" font-size="${size}" ${look}>${escaped(line)}</text>`;
      });
    const head = [...put(title, 18, 'font-weight="600" fill="#1b1f24"', 600), ...(subtitle ? put(subtitle, 13, 'fill="#555d66"') : [])];
    const top = (y += 12);
    y += drawnHeight + 6;
    const foot = notes.flatMap((note) => put(note, 11, 'fill="#555d66"'));
    const inner = svg.slice(svg.indexOf("<svg")).replace("<svg", `<svg x="${margin}" y="${top}"`);
    return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${Math.ceil(y + margin)}" `
      + `viewBox="0 0 ${width} ${Math.ceil(y + margin)}" font-family="${FONT.replaceAll('"', "'")}"><style>${window.reportFont}</style><rect width="100%" height="100%" fill="#ffffff"/>${head.join("")}${inner}${foot.join("")}</svg>`;
  }

  async function drawnSvg(name) {
    const spec = { ...figures[name].spec, datasets: { rows: resolve(name).rows } };
    const { view } = await window.vegaEmbed(document.createElement("div"), spec, { renderer: "none" });
    const svg = await view.toSVG();
    view.finalize();
    return framed(svg, wordsOf(name));
  }

  // Twice as many pixels as the drawing has units, for screens and slides of today.
  async function asPng(svg) {
    const picture = new Image();
    picture.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.naturalWidth, 2 * picture.naturalHeight];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(picture.src);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  // --- files ------------------------------------------------------------------------------

  function save(fileName, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = fileName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  }

  // A text that a spreadsheet would evaluate is shown instead (sources/spreadsheets.py has the same).
  const isFormula = (text) => /^[=+\-@\t\r]/.test(text) && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
  const inert = (value) => (typeof value === "string" && isFormula(value) ? `'${value}` : String(value ?? ""));
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  // As plain CSV: the file on disk is compressed. Notes stand above, behind a #.
  function saveRows(fileName, columns, rows, notes = []) {
    const lines = rows.map((row) => columns.map((column) => quoted(inert(row[column]))).join(","));
    const text = [...notes.map((note) => `# ${note}`), columns.join(","), ...lines, ""].join("\n");
    save(fileName, new Blob([text], { type: "text/csv" }));
  }

  const SAVERS = {
    svg: async (name) => save(fileName(name, "svg"), new Blob([await drawnSvg(name)], { type: "image/svg+xml" })),
    png: async (name) => save(fileName(name, "png"), await asPng(await drawnSvg(name))),
    csv: async (name) => {
      const { title, subtitle, notes } = wordsOf(name);
      const { rows } = resolve(name);
      saveRows(fileName(name, "csv"), Object.keys(rows[0] ?? figures[name].data[0]), rows, [title, subtitle, ...notes]);
    },
  };

  // --- buttons ----------------------------------------------------------------------------

  function copy(button, text) {
    const said = button.textContent;
    const tell = (word) => {
      button.textContent = word;
      setTimeout(() => (button.textContent = said), 2000);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => tell("Copied"), () => prompt("Copy:", text));
    else prompt("Copy:", text);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-save]");
    const name = event.target.closest("figure")?.id;
    if (link && figures[name]?.data?.length) {
      event.preventDefault();
      SAVERS[link.dataset.save](name);
    }
    const button = event.target.closest("button[data-copy]");
    if (button?.dataset.copy === "code") copy(button, button.closest("details").querySelector("code").textContent);
    if (button?.dataset.copy === "link") copy(button, addressOf(name));
    if (button?.dataset.copy === "embed") {
      const title = wordsOf(name).title.replaceAll('"', "&quot;");
      const height = document.getElementById(name).offsetHeight + 40;
      const source = addressOf(name, "&embed=1").replaceAll("&", "&amp;");
      copy(button, `<iframe src="${source}" title="${title}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`);
    }
  });

  Object.assign(window.report, { saveRows, drawnSvg });
})();
