"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const table = byId("finding-table");

  function openTarget() {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();
  if (!table) return;

  const MARKS = ["fix", "keep", "drop"];
  const SEVERITIES = ["info", "warning", "error"];
  const collator = new Intl.Collator("en", { numeric: true });
  const [search, severity, check, decision] = ["search", "severity", "check", "decision"].map(byId);
  const reasoning = byId("reasoning");
  const reason = byId("reason");
  const help = byId("keys");
  const headers = [...table.tHead.querySelectorAll("[data-sort]")];

  // Findings: one <tbody> each, its row and its evidence.

  const findings = [...table.tBodies].map(enhance);
  const byBody = new Map(findings.map((finding) => [finding.body, finding]));
  const decidable = findings.filter((finding) => finding.id);
  let order = findings;
  let current = null;

  function enhance(body, index) {
    const data = body.dataset;
    const [row] = body.rows;
    const opener = byId("opener").content.firstElementChild.cloneNode(true);
    opener.setAttribute("aria-labelledby", row.cells[3].id);
    row.cells[0].prepend(opener);
    const finding = { body, data, index, opener, row, id: data.fingerprint, place: row.cells[2].textContent };
    if (finding.id) addMarks(finding, row.cells[5]);
    return finding;
  }

  function addMarks(finding, cell) {
    cell.replaceChildren(byId("marks").content.cloneNode(true));
    finding.buttons = [...cell.querySelectorAll("button")];
    finding.said = cell.querySelector(".reason");
  }

  // The style makes blocks of the rows, which some browsers then no longer tell as a table.
  function keepRoles() {
    const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TH: "columnheader", TD: "cell" };
    const parts = table.querySelectorAll("thead, tbody, tr, th, td");
    [table, ...parts].forEach((part) => part.setAttribute("role", roles[part.tagName]));
  }

  function setOpen(finding, open) {
    finding.body.classList.toggle("open", open);
    finding.opener.setAttribute("aria-expanded", String(open));
  }

  function select(finding) {
    if (finding === current) return;
    current?.body.classList.remove("current");
    current = finding;
    current?.body.classList.add("current");
  }

  function move(step) {
    const shown = order.filter((finding) => !finding.body.hidden);
    const at = shown.indexOf(current);
    const next = at < 0 ? shown[0] : shown[at + step];
    next?.opener.focus();
  }

  // Decisions: by fingerprint, so that findings on copies of a row share theirs.

  const store = `dataaudit:${table.dataset.dataset}`;
  const decisions = new Map();
  let exported = true;
  let stored = true;

  function restore() {
    for (const { id, data } of decidable) {
      if (data.mark) decisions.set(id, { decision: data.mark, reason: data.reason || null });
    }
    const saved = read();
    exported = saved.exported !== false;
    for (const [id, own] of Object.entries(saved.decisions ?? {})) {
      if (exported && decisions.has(id)) continue;
      if (MARKS.includes(own?.decision)) decisions.set(id, own);
      else decisions.delete(id);
    }
  }

  function read() {
    try {
      return JSON.parse(localStorage.getItem(store)) ?? {};
    } catch {
      return {};
    }
  }

  function save() {
    const undone = decidable.filter(({ id, data }) => data.mark && !decisions.has(id)).map(({ id }) => [id, null]);
    try {
      const known = { ...Object.fromEntries(undone), ...Object.fromEntries(decisions) };
      localStorage.setItem(store, JSON.stringify({ exported, decisions: known }));
      stored = true;
    } catch {
      stored = false;
    }
  }

  function decide(finding, mark, why = null) {
    if (!finding.id) return announce("This finding is about no row: nothing can be decided.");
    if (mark) decisions.set(finding.id, { decision: mark, reason: why });
    else decisions.delete(finding.id);
    exported = false;
    save();
    decidable.filter(({ id }) => id === finding.id).forEach(paint);
    announce(`${mark ? `Marked ${mark}` : "Decision undone"}. ${progress()}`);
  }

  function paint(finding) {
    const own = decisions.get(finding.id);
    finding.data.decided = own?.decision ?? "open";
    finding.body.classList.toggle("accepted", own?.decision === "keep");
    for (const button of finding.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.mark === own?.decision));
    }
    finding.said.textContent = own?.reason ?? "";
  }

  function progress() {
    const count = (mark) => decidable.filter(({ data }) => data.decided === mark).length;
    const [fix, keep, drop] = MARKS.map(count);
    const done = `${number(fix + keep + drop)} of ${number(decidable.length)} triaged`;
    const text = fix + keep + drop ? `${done}: ${fix} fix, ${keep} keep, ${drop} drop` : done;
    const left = exported ? "" : stored ? " · not exported yet" : " · not exported yet, and lost when this page closes";
    byId("progress").textContent = text + left;
    return text;
  }

  function askReason(finding) {
    if (!finding.id) return decide(finding, "keep");
    const known = [...decisions.values()].map((own) => own.reason).filter(Boolean);
    byId("reasons").replaceChildren(...[...new Set(known)].map((text) => new Option(text, text)));
    finding.row.cells[3].append(reasoning);
    reasoning.hidden = false;
    reason.value = decisions.get(finding.id)?.reason ?? "";
    reason.focus();
    reason.select();
  }

  function confirmReason(event) {
    event.preventDefault();
    const why = reason.value.trim();
    if (!why) return;
    decide(byBody.get(reasoning.closest("tbody")), "keep", why);
    closeReason();
  }

  function closeReason() {
    reasoning.hidden = true;
    byBody.get(reasoning.closest("tbody")).opener.focus();
  }

  function exportDecisions() {
    const lines = new Map(decidable.filter(({ id }) => decisions.has(id)).map((finding) => [finding.id, line(finding)]));
    if (!lines.size) return announce("Nothing is decided yet.");
    const url = URL.createObjectURL(new Blob([...lines.values()], { type: "application/x-ndjson" }));
    Object.assign(document.createElement("a"), { href: url, download: "decisions.jsonl" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    exported = true;
    save();
    progress();
    announce(`Exported: ${number(lines.size)} of the findings.`);
  }

  function line({ id, data }) {
    const { decision: mark, reason: why } = decisions.get(id);
    return `${JSON.stringify({
      fingerprint: id,
      code: data.code,
      decision: mark,
      reason: why,
      keys: data.keys.split(" "),
      keep: data.keep ?? null,
      source: data.source || null,
      line: data.line ? Number(data.line) : null,
    })}\n`;
  }

  // Filter, search and sort.

  function text(finding) {
    finding.text ??= `${finding.data.code} ${finding.body.textContent}`.toLowerCase();
    return finding.text;
  }

  function fits(finding, words) {
    const { data } = finding;
    return (
      (!severity.value || data.severity === severity.value) &&
      (!check.value || data.code === check.value || data.pillar === check.value) &&
      (!decision.value || data.decided === decision.value) &&
      words.every((word) => text(finding).includes(word))
    );
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const finding of findings) {
      const fit = fits(finding, words);
      if (finding.body.hidden === fit) finding.body.hidden = !fit;
      shown += Number(fit);
    }
    byId("shown").textContent = shown < findings.length ? `${number(shown)} of ${number(findings.length)} shown` : "";
    if (current?.body.hidden) select(null);
  }

  const COMPARE = {
    severity: (a, b) => SEVERITIES.indexOf(a.data.severity) - SEVERITIES.indexOf(b.data.severity),
    code: (a, b) => collator.compare(a.data.code, b.data.code),
    place: (a, b) => collator.compare(a.place, b.place),
    confidence: (a, b) => a.data.confidence - b.data.confidence,
  };

  function sort(header) {
    const key = header.dataset.sort;
    const before = header.getAttribute("aria-sort");
    const down = before ? before === "ascending" : key === "severity" || key === "confidence";
    order = [...findings].sort((a, b) => (down ? -1 : 1) * COMPARE[key](a, b) || a.index - b.index);
    table.append(...order.map((finding) => finding.body));
    headers.forEach((other) => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  function addSortButton(header) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(header));
    header.append(button);
  }

  function unfold() {
    const open = findings.some((finding) => !finding.body.hidden && !finding.body.classList.contains("open"));
    findings.filter((finding) => !finding.body.hidden).forEach((finding) => setOpen(finding, open));
    byId("unfold").textContent = open ? "Close all" : "Open all";
  }

  function show(code) {
    [search.value, severity.value, check.value, decision.value] = ["", "", code, ""];
    filter();
  }

  // What the reader does.

  const number = (n) => n.toLocaleString("en");
  const announce = (said) => (byId("announced").textContent = said);
  const toggle = (finding) => setOpen(finding, !finding.body.classList.contains("open"));
  const onCurrent = (act) => () => (current ? act(current) : announce("Choose a finding first: n goes to the next."));

  const KEYS = {
    n: () => move(1),
    p: () => move(-1),
    f: onCurrent((finding) => decide(finding, "fix")),
    k: onCurrent(askReason),
    d: onCurrent((finding) => decide(finding, "drop")),
    u: onCurrent((finding) => decide(finding, null)),
    e: exportDecisions,
    "/": () => search.focus(),
    "?": () => help.showModal(),
  };
  // Elsewhere the arrows scroll the page, and Enter does what the focused element says.
  const ARROWS = { ArrowDown: KEYS.n, ArrowUp: KEYS.p };
  const ENTER = { Enter: onCurrent(toggle) };

  function onKey(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || help.open) return;
    if (target.closest("input, select, textarea")) return;
    const act = KEYS[key] ?? (table.contains(target) ? ARROWS : target === document.body ? ENTER : {})[key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  function onClick(event) {
    const finding = byBody.get(event.target.closest("tbody"));
    const button = event.target.closest("button");
    if (!finding || event.target.closest("a, form")) return;
    select(finding);
    if (button?.dataset.mark) return mark(finding, button);
    const onRow = finding.row.contains(event.target);
    if (button !== finding.opener && !(onRow && String(getSelection()) === "")) return;
    toggle(finding);
    finding.opener.focus({ preventScroll: true });
  }

  function mark(finding, button) {
    if (button.getAttribute("aria-pressed") === "true") decide(finding, null);
    else if (button.dataset.mark === "keep") askReason(finding);
    else decide(finding, button.dataset.mark);
  }

  function listen() {
    document.addEventListener("keydown", onKey);
    table.addEventListener("click", onClick);
    table.addEventListener("focusin", (event) => select(byBody.get(event.target.closest("tbody")) ?? null));
    byId("filter").addEventListener("input", filter);
    byId("filter").addEventListener("submit", (event) => (event.preventDefault(), move(1)));
    search.addEventListener("keydown", ({ key }) => key === "Escape" && ((search.value = ""), filter()));
    reasoning.addEventListener("submit", confirmReason);
    reasoning.addEventListener("keydown", ({ key }) => key === "Escape" && closeReason());
    byId("cancel").addEventListener("click", closeReason);
    byId("unfold").addEventListener("click", unfold);
    byId("help").addEventListener("click", KEYS["?"]);
    byId("close").addEventListener("click", () => help.close());
    byId("export").addEventListener("click", exportDecisions);
    for (const link of document.querySelectorAll("[data-show]")) {
      link.addEventListener("click", () => show(link.dataset.show));
    }
  }

  restore();
  decidable.forEach(paint);
  progress();
  table.classList.add("live");
  keepRoles();
  headers.forEach(addSortButton);
  headers[0].setAttribute("aria-sort", "descending");
  byId("tools").hidden = false;
  listen();
})();
