// The claims ledger: search, filters, order, and what lies behind each verdict.
"use strict";

(async () => {
  const BASES = {
    published: "printed tables",
    recovered: "what they imply",
    same_method: "the paper's method",
    sound_method: "a sounder method",
  };
  const VERDICTS = {
    supported: "✓ supported",
    contradicted: "✗ contradicted",
    inconclusive: "? inconclusive",
    not_testable: "– not testable",
    not_applicable: "· not applicable",
  };
  // the order in which a sort by verdict lists them; what is not asked comes last
  const RANKS = ["contradicted", "inconclusive", "supported", "not_testable", "not_applicable", undefined];
  const UNJUDGED = ["not_testable", "not_applicable"];
  // the paper's rows stand for each claim's own population, and what the default cannot judge is judged there
  const OWN = window.reportPapersRows;
  const FIRST_POPULATION = window.report.figures.ledger_verdicts.choice.cohort_id;

  const address = window.reportAddress;
  const form = document.getElementById("ledger-controls");
  const table = document.getElementById("ledger");
  const count = document.getElementById("ledger-count");
  const controls = form.elements;

  // --- claims -----------------------------------------------------------------------------

  const rows = await window.report.unpack(window.reportTables.ledger);
  const claims = new Map();
  for (const row of rows) {
    const known = claims.get(row.claim_id);
    if (known) known.rows.push(row);
    else claims.set(row.claim_id, { ...row, rows: [row] });
  }
  for (const claim of claims.values()) {
    claim.own = claim.rows.find((row) => row.is_papers_population) ?? claim.rows[0];
    claim.text = [...new Set(claim.rows.flatMap(Object.values))].join(" ").toLowerCase();
  }

  // The row of a claim on the population that is shown; printed numbers stay what they are.
  function shown(claim) {
    const here = population() === OWN ? claim.own : claim.rows.find((each) => each.cohort_id === population());
    const row = here ?? (population() === FIRST_POPULATION ? claim.own : undefined);
    const { published, recovered, published_detail, recovered_detail } = claim.own;
    return row && { ...row, published, recovered, published_detail, recovered_detail };
  }

  // --- populations: the switch at the top of the page, which report.js made --------------------

  const switches = document.getElementById("shared-switches");
  const cohorts = switches.elements.cohort_id;
  const population = () => cohorts?.value || FIRST_POPULATION;
  const populationName = (id) => [...(cohorts?.options ?? [])].find((each) => each.value === id)?.text ?? id?.replaceAll("_", " ");

  // --- elements ---------------------------------------------------------------------------

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.filter((child) => child != null));
    return made;
  }

  const badge = (verdict) =>
    verdict ? element("span", { class: verdict }, VERDICTS[verdict]) : element("span", { class: "absent" }, "not asked");

  const cell = (label, ...children) => element("td", { "data-label": label }, ...children);

  // --- one claim --------------------------------------------------------------------------

  function build(claim) {
    const button = element(
      "button", { type: "button", "aria-expanded": "false", "aria-controls": `${claim.claim_id}-more` }, claim.claim_id,
    );
    button.addEventListener("click", () => toggle(claim, claim.more.hidden));
    const about = [claim.section && `section ${claim.section}`, claim.subject, claim.topic, claim.benchmark];
    claim.cells = Object.fromEntries(Object.entries(BASES).map(([basis, label]) => [basis, cell(label)]));
    claim.more = element("tr", { id: `${claim.claim_id}-more`, class: "more" }, element("td", { colspan: "6" }));
    claim.more.hidden = true;
    claim.body = element(
      "tbody", { id: claim.claim_id, tabindex: "-1" },
      element(
        "tr", {},
        element("th", { scope: "row" }, button),
        cell("statement", window.report.plain(claim.statement), element("span", { class: "about" }, about.filter(Boolean).join(" · "))),
        ...Object.values(claim.cells),
      ),
      claim.more,
    );
    claim.button = button;
  }

  function toggle(claim, isOpen) {
    if (isOpen && !claim.more.firstChild.hasChildNodes()) claim.more.firstChild.append(...details(claim));
    claim.more.hidden = !isOpen;
    claim.button.setAttribute("aria-expanded", String(isOpen));
  }

  // A test as one says it.
  const WORDS = [["p_adj", "adjusted p"], [/\bdiff\b/g, "difference"], ["TOST", "equivalence within"], ["+-", "±"], [/ ?>= ?/g, " ≥ "], [/ ?<= ?/g, " ≤ "],
    [/ ?([<>]) ?/g, " $1 "], [/\bpp\b/g, "percentage points"], [/\bCI\b/g, "confidence interval"], ["_", " "]];
  const worded = (text) => WORDS.reduce((said, [from, to]) => said.replaceAll(from, to), text).trim();

  // Everything that was observed; made when it is first asked for.
  function details(claim) {
    const expected = [claim.expected, claim.threshold].filter(Boolean).map(worded).join(": ");
    const list = element("ul", { class: "observations" });
    for (const basis of Object.keys(BASES)) {
      for (const row of claim.rows.filter((each) => each[basis])) {
        const where = element("span", { class: "about" }, `${BASES[basis]} · ${populationName(row.cohort_id).split(" · ")[0]}`);
        const what = element("span", { class: "observed" }, window.report.plain(row[`${basis}_detail`]).replaceAll(" | ", "\n"));
        list.append(element("li", {}, where, badge(row[basis]), what));
      }
    }
    const link = element("a", { href: `#${claim.claim_id}` }, "Link to this claim");
    return [
      element("p", {}, `Test: ${expected || "as stated"}. Over all judges and populations: ${claim.survival}. `, link),
      list,
    ];
  }

  // --- filters ----------------------------------------------------------------------------

  function isWanted(claim) {
    const words = controls.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [kind, topic] = controls.topic.value.split("=");
    const row = shown(claim);
    const bases = controls.basis.value ? [controls.basis.value] : Object.keys(BASES);
    const verdict = controls.verdict.value;
    // a judge without a verdict asks for what that judge could test
    const isVerdict = (basis) => (verdict ? row[basis] === verdict : row[basis] && !UNJUDGED.includes(row[basis]));
    return (
      row !== undefined &&
      words.every((word) => claim.text.includes(word)) &&
      (!kind || claim[kind] === topic) &&
      (!controls.benchmark.value || claim.benchmark === controls.benchmark.value) &&
      (!controls.against.checked || claim.is_text_against_tables) &&
      (!(verdict || controls.basis.value) || bases.some(isVerdict))
    );
  }

  const isOfSource = (claim) => !controls.source.value || (claim.paper_id ?? "own") === controls.source.value;

  const key = (claim) => {
    const by = controls.sort.value;
    return by in BASES ? RANKS.indexOf(shown(claim)?.[by]) : (claim[by] ?? "");
  };

  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true }));

  // All claims are thirty screens, and a hundred of a telephone.
  const FIRST = matchMedia("(max-width: 900px)").matches ? 10 : 25;
  const rest = document.getElementById("ledger-rest");
  let isWhole = false;
  function showAll() {
    isWhole = true;
    update();
  }

  let listed = [];
  function update() {
    const before = listed;
    const pool = [...claims.values()].filter(isOfSource);
    listed = pool.filter(isWanted).sort((a, b) => compare(key(a), key(b)));
    if (listed.length !== before.length) isWhole = false;
    const first = isWhole ? listed : listed.slice(0, FIRST);
    rest.hidden = first.length === listed.length;
    rest.textContent = `Show the other ${listed.length - first.length}`;
    for (const claim of claims.values()) claim.body.hidden = true;
    for (const claim of listed) {
      claim.body.hidden = !first.includes(claim);
      const row = shown(claim);
      for (const basis of Object.keys(BASES)) claim.cells[basis].replaceChildren(badge(row[basis]));
    }
    // a moved element loses the focus
    if (listed.some((claim, place) => claim !== before[place])) table.append(...listed.map((claim) => claim.body));
    const where = population() === OWN ? "" : `, judged on: ${populationName(population())}`;
    count.textContent = `${listed.length} of ${pool.length} claims${where}`;
  }

  // --- the address: filters, and a claim as in #C073 --------------------------------------------

  const FILTERS = ["text", "topic", "benchmark", "source", "verdict", "basis", "sort", "against"];
  const valueOf = (control) => (control.type === "checkbox" ? (control.checked ? "yes" : "") : control.value);

  // The differences from a fresh form; a search is one step back, not one per letter.
  function remember(event) {
    const chosen = FILTERS.map((name) => [name, valueOf(controls[name]) === firsts[name] ? "" : valueOf(controls[name]) || "all"]);
    address.set(Object.fromEntries(chosen), { replace: event?.target === controls.text });
    update();
  }

  const set = (control, value) => (control.type === "checkbox" ? (control.checked = value === "yes") : (control.value = value));

  function clear() {
    for (const name of FILTERS) set(controls[name], firsts[name]);
    address.set(Object.fromEntries(FILTERS.map((name) => [name, ""])), { replace: true });
  }

  function recall() {
    for (const name of FILTERS) {
      const asked = address.values[name];
      set(controls[name], asked === undefined ? firsts[name] : asked === "all" ? "" : asked);
    }
    update();
    follow();
  }

  function follow() {
    const claim = claims.get(address.place);
    if (!claim) return;
    if (!listed.includes(claim)) {
      clear();
      controls.verdict.value = "";
      if (!isOfSource(claim)) controls.source.value = "";
      if (!shown(claim)) {
        cohorts.value = OWN;
        cohorts.dispatchEvent(new Event("change", { bubbles: true }));
      }
      update();
    }
    if (claim.body.hidden) showAll();
    for (const other of table.querySelectorAll("tbody.here")) other.classList.remove("here");
    claim.body.classList.add("here");
    toggle(claim, true);
    const show = () => claim.body.scrollIntoView({ block: "start" });
    show();
    claim.body.focus({ preventScroll: true });
    // figures above it that are drawn after this move it
    window.report.settled().then(show);
  }

  // --- start ------------------------------------------------------------------------------

  const add = (list, options) => list.append(...options.map(([value, text]) => new Option(text, value)));
  const values = (column) => [...new Set(rows.map((row) => row[column]))].filter(Boolean);
  for (const subject of values("subject")) {
    const topics = new Set(rows.filter((row) => row.subject === subject).map((row) => row.topic));
    const group = element("optgroup", { label: subject });
    add(group, [[`subject=${subject}`, `${subject}: all`], ...[...topics].map((topic) => [`topic=${topic}`, topic])]);
    controls.topic.append(group);
  }
  add(controls.benchmark, values("benchmark").map((name) => [name, name]));
  const papers = new Map(rows.filter((row) => row.paper_id).map((row) => [row.paper_id, row.paper_name]));
  add(controls.source, [...papers, ["own", "your own"], ["", "all"]]);
  add(controls.verdict, Object.entries(VERDICTS));
  add(controls.basis, Object.entries(BASES));
  add(controls.sort, [["claim_id", "number"], ["topic", "topic"], ["section", "section"], ["survival", "fate"],
    ...Object.entries(BASES).map(([basis, words]) => [basis, `verdict by ${words}`])]);

  for (const claim of claims.values()) build(claim);
  controls.verdict.value = "contradicted";
  const firsts = Object.fromEntries(FILTERS.map((name) => [name, valueOf(controls[name])]));
  for (const part of [form, table]) part.hidden = false;
  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));
  switches.addEventListener("change", update);
  rest.addEventListener("click", showAll);
  address.onChange(recall);
  recall();
})();
