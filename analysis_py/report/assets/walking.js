// The marks of a drawing by keyboard: one stop of Tab, then arrows from mark to mark.
"use strict";

(() => {
  const { figures, views } = window.report;
  const { linesOf, worded } = window.reportMarks;
  const KEYS = "Arrow keys: from mark to mark, and from row to row. Enter: as a click. Escape: leave.";
  // Whatever else these channels show is beside the mark already, or is no words.
  const NO_WORDS = new Set(["tooltip", "text", "detail", "order", "sort", "impute", "scale"]);

  // What is walked to is seen beside its mark, and heard.
  const said = document.createElement("div");
  said.id = "mark";
  said.setAttribute("role", "status");
  document.getElementById("main").append(said);
  const ring = document.createElement("div");
  ring.className = "ring";

  const nameOf = (box) => box.dataset.view ?? box.closest("figure").id;

  // --- words ------------------------------------------------------------------------------

  // The fields that sort marks into panels, rows, columns and series, in this order.
  function kinds(spec) {
    const found = [];
    const look = (part, channel) => {
      if (!part || typeof part !== "object") return;
      if (part.field && /^(nominal|ordinal)$/.test(part.type)) found.push({ channel, field: part.field });
      for (const [key, value] of Object.entries(part)) {
        if (!NO_WORDS.has(key)) look(value, Array.isArray(part) ? channel : key);
      }
    };
    look({ ...spec, datasets: null, config: null });
    const rank = ({ channel }) => ["facet", "row", "column", "y", "x"].indexOf(channel) >>> 0;
    return found.sort((a, b) => rank(a) - rank(b));
  }

  // Where a mark belongs, unless its own words say so, and these.
  function wordsOf(item, fields) {
    const own = linesOf(item.tooltip);
    const values = own.map(([, value]) => value);
    const places = fields
      .map(({ field }) => item.datum?.[field])
      .filter((value) => typeof value === "string" && value)
      .map(worded)
      .filter((value) => !values.some((other) => value === other || value.startsWith(`${other},`) || value.startsWith(`${other} · n = `)));
    return { place: [...new Set(places)].join(" · "), own };
  }

  // --- marks ------------------------------------------------------------------------------

  // Where an item lies in the drawing.
  function boxOf(item, type, [x, y]) {
    const isPoint = ["line", "trail", "area"].includes(type) || !item.bounds || item.bounds.empty();
    const { x1, y1, x2, y2 } = isPoint ? { x1: item.x - 4, x2: item.x + 4, y1: item.y - 4, y2: item.y + 4 } : item.bounds;
    return { x: x + x1, y: y + y1, width: x2 - x1, height: y2 - y1 };
  }

  // All that has words, by panel, then by row or series, then from left to right.
  function stopsOf(name) {
    const view = views[name];
    const fields = kinds(figures[name]?.spec ?? {});
    const rows = fields.find(({ channel }) => channel === "y") ?? fields.find(({ channel }) => ["color", "shape", "strokeDash"].includes(channel));
    const isRow = rows?.channel === "y";
    const stops = [];
    const seen = new Set();
    const add = (stop, key) => {
      if (seen.has(key)) return;
      seen.add(key);
      stops.push(stop);
    };

    function mark(one, [x, y]) {
      for (const item of one.items ?? []) {
        const at = [x + (item.x || 0), y + (item.y || 0)];
        if (one.marktype === "group") {
          for (const part of item.items) mark(part, at);
        } else if (one.role === "mark" && item.tooltip && item.opacity !== 0) {
          const words = wordsOf(item, fields);
          const box = boxOf(item, one.marktype, [x, y]);
          // a mark, its interval and its text say the same: one stop
          const row = rows ? `${item.datum?.[rows.field]}` : "";
          add({ item, words, panel: [y, x], row, box }, `${x} ${y} ${JSON.stringify(words)}`);
        }
      }
    }
    mark(view.scenegraph().root, [0, 0]);

    // rows lie below each other, series in the order of their first mark
    const first = new Map();
    for (const stop of stops) {
      const key = `${stop.panel}${stop.row}`;
      stop.group = key;
      if (!first.has(key)) first.set(key, isRow ? stop.box.y + stop.box.height / 2 : first.size);
    }
    const middle = ({ box }) => box.x + box.width / 2;
    const order = (a, b) =>
      a.panel[0] === b.panel[0] ? a.panel[1] - b.panel[1] : a.panel[0] - b.panel[0];
    const sorted = stops.sort((a, b) =>
      order(a, b) || first.get(a.group) - first.get(b.group) || (a.group < b.group ? -1 : a.group > b.group ? 1 : 0)
      || middle(a) - middle(b) || a.box.y - b.box.y);
    return { view, sorted, middle };
  }

  // --- walking ----------------------------------------------------------------------------

  let walk; // of the drawing that has the focus: its stops, and at which one the reader is

  function stops(box) {
    const name = nameOf(box);
    if (!views[name]) return null;
    if (walk?.box !== box || walk.view !== views[name]) walk = { box, at: -1, ...stopsOf(name) };
    return walk.sorted.length ? walk : null;
  }

  function put(lines, { left, bottom }) {
    said.replaceChildren(
      ...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })),
    );
    const most = document.documentElement.clientWidth - said.offsetWidth - 8;
    said.style.left = `${Math.max(8, Math.min(left, most)) + scrollX}px`;
    said.style.top = `${bottom + scrollY + 6}px`;
  }

  function show() {
    const { box, view, sorted, at } = walk;
    const { words, box: place } = sorted[at];
    const drawing = box.querySelector("svg, canvas").getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    const [left, top] = [view.origin()[0] + view.padding().left, view.origin()[1] + view.padding().top];
    const room = 4;
    box.append(ring);
    Object.assign(ring.style, {
      left: `${drawing.left - outer.left + box.scrollLeft + left + place.x - room}px`,
      top: `${drawing.top - outer.top + box.scrollTop + top + place.y - room}px`,
      width: `${place.width + 2 * room}px`,
      height: `${place.height + 2 * room}px`,
    });
    ring.scrollIntoView({ block: "nearest", inline: "nearest" });
    const lines = [words.place, ...words.own.map(([title, value]) => (title ? `${title}: ${value}` : value))];
    put([...lines.filter(Boolean), `${at + 1} of ${sorted.length}`], ring.getBoundingClientRect());
  }

  function leave() {
    ring.remove();
    said.replaceChildren();
    if (walk) walk.at = -1;
  }

  // The nearest mark of the next row or series.
  function across({ sorted, at, middle }, step) {
    let index = at;
    while (sorted[index]?.group === sorted[at].group) index += step;
    const group = sorted[index]?.group;
    if (group === undefined) return at;
    const candidates = sorted.map((stop, place) => [stop, place]).filter(([stop]) => stop.group === group);
    const gap = ([stop]) => Math.abs(middle(stop) - middle(sorted[at]));
    return candidates.reduce((best, one) => (gap(one) < gap(best) ? one : best))[1];
  }

  // What a click would do: a dot chooses its model.
  function click({ box, sorted, at }) {
    const { x, y, width, height } = ring.getBoundingClientRect();
    const place = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2 };
    const target = sorted[at].item._svg ?? box.querySelector("canvas");
    // a canvas asks what lies below the pointer, and whether it was pressed there
    for (const type of ["pointermove", "mousemove", "pointerdown", "mousedown", "pointerup", "mouseup"]) target.dispatchEvent(new PointerEvent(type, place));
    target.dispatchEvent(new MouseEvent("click", place));
    for (const type of ["pointerout", "mouseout"]) target.dispatchEvent(new PointerEvent(type, place));
  }

  const MOVES = {
    ArrowRight: ({ at, sorted }) => Math.min(at + 1, sorted.length - 1),
    ArrowLeft: ({ at }) => Math.max(at - 1, 0),
    ArrowDown: (now) => (now.at < 0 ? 0 : across(now, 1)),
    ArrowUp: (now) => (now.at < 0 ? 0 : across(now, -1)),
    PageDown: ({ at, sorted }) => Math.min(at + 10, sorted.length - 1),
    PageUp: ({ at }) => Math.max(at - 10, 0),
    Home: () => 0,
    End: ({ sorted }) => sorted.length - 1,
  };

  const drawn = (target) => target.closest?.(".chart");

  document.addEventListener("keydown", (event) => {
    const box = drawn(event.target);
    if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return leave();
    const now = stops(box);
    const move = MOVES[event.key];
    if (!now || (!move && !(event.key === "Enter" && now.at >= 0))) return;
    event.preventDefault();
    if (move) {
      now.at = move(now);
      if (now.at >= 0) show();
    } else click(now);
  });

  document.addEventListener("focusin", (event) => {
    const box = drawn(event.target);
    if (box?.matches(":focus-visible") && stops(box)) put([KEYS], box.getBoundingClientRect());
  });
  document.addEventListener("focusout", (event) => drawn(event.target) && leave());
})();
