"use strict";
// The page shows what posse says: sentences, checks and pictures come from it. Here is only what holds the text,
// asks, and puts strings in their places. Strings of posse with elements in them are escaped there.
const $ = id => document.getElementById(id);
const S = { text: "", saved: "", view: null, undo: [], part: 0, tab: "model", focus: "", history: [], picked: [], fields: {}, answer: null, run: null, policy: 0, only: false, queue: Promise.resolve(), compared: null };

function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "html") node.innerHTML = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}
const button = (words, does, kind = "") => el("button", { class: "btn " + kind, type: "button", onclick: does }, words);

// ── Asking ──────────────────────────────────────────────────────────────────────────────────────────
class Refused extends Error { constructor(status, body) { super(body); this.status = status; } }

async function ask(path, body) {
  let answer;
  try {
    answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch { lost(); throw new Refused(0, ""); }
  if (answer.ok) return answer.json();
  throw new Refused(answer.status, await answer.text());
}
// Shows why something was refused; what was lost is shown already.
function told(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status) alarm("", error.message, [button("Close", calm)]);
}

function alarm(kind, words, buttons, bold = "") {
  $("alert").className = "alert " + kind;
  $("alert").replaceChildren(bold && el("b", {}, bold), el("span", {}, words), ...buttons);
  $("alert").hidden = false;
}
function calm() { $("alert").hidden = true; }

function lost() {
  running(null);
  alarm("e", `Your changes are kept in this page. Start it again with “posse studio ${S.view ? S.view.file : ""}” and copy them over, or try again if it still runs.`,
    [button("Try again", () => ask("/view", { text: S.text, saved: S.saved }).then(view => {
      calm();
      // What was typed meanwhile has not been taken in yet.
      const typed = Object.values(S.fields).filter(at => at.input.value.trim() && at.input.value.trim() !== at.field.value);
      typed.forEach(at => change(at.field, { value: at.input.value }));
      if (!typed.length) { show(view); start(); }
    }).catch(told)),
     button("Copy my text", () => navigator.clipboard.writeText(S.text))], "posse is no longer running.");
}

// ── Opening ─────────────────────────────────────────────────────────────────────────────────────────
async function open() {
  const opened = await ask("/open");
  if (opened.file === null) return choose(opened);
  $("strip").hidden = false;
  Object.assign(S, { text: opened.text, saved: opened.text, undo: [], part: 0 });
  show(opened);
  start();
}

function choose(opened) {
  const bare = on => { for (const part of document.querySelectorAll(".tabs a, .head .btn")) part.hidden = on; };
  $("file").textContent = "No scenario open";
  bare(true);
  const from = opened.starts.map((start, k) => el("label", {},
    el("input", { type: "radio", name: "start", value: start.name, checked: k === 0, onchange: () => { name.value = "my-" + start.name; } }),
    el("span", {}, el("b", {}, start.title), start.about)));
  const name = el("input", { class: "in", id: "new-name", value: "my-" + opened.starts[0].name });
  const make = () => ask("/open", { file: name.value, start: document.querySelector("[name=start]:checked").value }).then(begin).catch(told);
  const begin = () => { calm(); bare(false); return open(); };
  const files = opened.files.map(file => el("li", {}, button(file, () => ask("/open", { file }).then(begin).catch(told), "quiet")));
  $("main").className = "body empty";
  $("main").replaceChildren(el("div", { class: "choose", id: "mid" }, el("h1", {}, "What do you want to find out?"),
    el("p", { class: "sub" }, "Start from a model that runs, and change it until it looks like your sales floor. Everything stays on this machine."),
    el("fieldset", { class: "starts" }, el("legend", { class: "sr" }, "Model to start from"), from),
    el("div", { class: "inline" }, el("label", { for: "new-name" }, "Save it as"), name, button("Start", make, "p")),
    files.length > 0 && [el("h2", { class: "s" }, "Or open a scenario of this folder"), el("ul", { class: "pl" }, files)]));
}

// ── Changing ────────────────────────────────────────────────────────────────────────────────────────
// Each change waits for the one before it, because it is a change of the text that came of it.
function change(field, wish) {
  S.queue = S.queue.then(async () => {
    const before = S.text;
    const view = await ask("/edit", { text: S.text, saved: S.saved, keys: field.keys, pattern: field.pattern, ...wish });
    if (view.text === before) return;
    const last = S.undo[S.undo.length - 1];
    if (!last || last.id !== field.id || last.visit !== S.visit) S.undo.push({ id: field.id, visit: S.visit, text: before });
    S.text = view.text;
    show(view);
    start();
  }).catch(told);
}
async function put(text, saved = S.saved) {
  const view = await ask("/view", { text, saved });
  Object.assign(S, { text, saved });
  show(view, true);
  start();
}
const undo = () => { S.queue = S.queue.then(() => { const last = S.undo.pop(); return last && put(last.text); }).catch(told); };
function back() { S.undo.push({ id: "", text: S.text }); put(S.saved).catch(told); }

// ── Running ─────────────────────────────────────────────────────────────────────────────────────────
function running(run) {
  if (S.run && S.run !== run) S.run.abort();
  S.run = run;
  $("stop").hidden = !run;
  $("more").disabled = !S.view || !S.view.runnable;
  if (!run) $("progress").value = 0;
}

async function start(years = 200) {
  S.stopped = S.spoke = false;
  strip();
  if (!S.view.runnable) return running(null);
  const run = new AbortController();
  running(run);
  let ended = false;
  try {
    const answer = await fetch("/run", { method: "POST", signal: run.signal, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text: S.text, saved: S.saved, years }) });
    if (!answer.ok) throw new Refused(answer.status, await answer.text());
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done || S.run !== run) break;
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const event of events) {
        const [, name, data] = event.match(/^event: (.*)\ndata: (.*)$/);
        heard(name, JSON.parse(data));
        ended = ended || name === "done" || name === "fault";
      }
    }
    if (S.run === run) ended ? running(null) : lost();
  } catch (error) {
    if (error.name === "AbortError" || S.run !== run) return;
    error instanceof Refused ? (running(null), told(error)) : lost();
  }
}

function heard(name, data) {
  if (name === "answer") { S.answer = data; $("progress").max = data.of; $("progress").value = data.done; }
  if (name === "reference") { S.answer = { ...S.answer, note: data.words }; $("progress").max = data.of; $("progress").value = data.done; }
  if (name === "fault") alarm("e", data.words, [button("Close", calm)], "The run failed.");
  if (name === "done") { S.history = [data, ...S.history.filter(run => run.id !== data.id)]; S.done = data.id; }
  strip();
  if (S.tab === "runs") runs();
  if (S.tab === "report" && name === "done") report();
  if (S.tab === "model") funnel();
}

function strip() {
  const answer = S.answer, view = S.view;
  const write = (node, html) => { if (node.dataset.html !== html) { node.innerHTML = html; node.dataset.html = html; } };
  $("strip").classList.toggle("old", !view.runnable);
  write($("verdict"), answer ? answer.verdict : view.runnable ? "Running …" : "The model does not run yet");
  if (view.runnable) write($("detail"), !answer ? "" : answer.detail + (S.stopped ? " · stopped" : "") + (answer.note ? " · " + answer.note : ""));
  else write($("detail"), (answer ? "Verdict of the last model that ran. " : "") + (view.mistakes || "The file cannot be read as a scenario."));
  // Who listens is told of the first verdict, of the last, and of mistakes, not of every step between.
  const spoken = !view.runnable ? view.mistakes : !answer || (S.run && S.spoke) ? null : $("verdict").textContent;
  if (spoken && $("spoken").textContent !== spoken) $("spoken").textContent = spoken;
  S.spoke = !!spoken || (S.run && S.spoke);
  $("first").hidden = view.runnable || !view.parts.some(part => part.wrong);
}

// ── Showing ─────────────────────────────────────────────────────────────────────────────────────────
function show(view, anew = false) {
  const shape = JSON.stringify(shapeOf(view));
  const same = !anew && S.view && shape === S.shape;
  S.view = view; S.shape = shape;
  $("file").textContent = view.file;
  document.title = view.file + " – posse studio";
  const count = view.changes.length;
  $("dirty").textContent = view.saved ? "saved" : count === 1 ? "1 change not saved" : count ? count + " changes not saved" : "not saved";
  $("save").disabled = view.saved || !view.runnable;
  $("undo").disabled = S.undo.length === 0;
  strip();
  if (S.tab !== "model") return render();
  if (!same) return render();
  side(); each(fieldsOf(view), refresh); cells(); curves(); problems(); right();
}
const fieldsOf = view => view.parts.flatMap(part => part.sections.flatMap(section => section.fields.flatMap(field => [field, ...field.entries.flat()])));
const shapeOf = view => view.parts.map(part => part.sections.map(section => section.fields.map(field => [field.id, field.entries.map(entry => entry.length)])));
const each = (list, does) => list.forEach(one => does(one));

function render() {
  const focus = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.id : "";
  for (const tab of document.querySelectorAll(".tabs a")) tab.dataset.view === S.tab ? tab.setAttribute("aria-current", "page") : tab.removeAttribute("aria-current");
  S.fields = {};
  if (S.tab === "runs") return runs(true);
  if (S.tab === "report") return report();
  $("main").className = "body";
  $("main").replaceChildren(el("nav", { class: "side", id: "side", "aria-label": "Parts of the model" }), el("div", { class: "mid", id: "mid", tabindex: "-1" }), el("aside", { class: "right", id: "right", "aria-label": "Help and changes" }));
  side(); middle(); right();
  const again = Object.values(S.fields).find(at => at.field.id === focus);
  if (focus && again) again.input.focus();
}

function side() {
  $("side").replaceChildren(...S.view.parts.map((part, k) => el("a", { href: "#part-" + k, "aria-current": k === S.part ? "true" : null,
    onclick: event => { event.preventDefault(); S.part = k; S.focus = ""; render(); } },
    el("span", {}, part.label), el("span", { class: "n" + (part.wrong ? " er" : part.changed ? " ch" : "") }, part.note))));
}

function middle() {
  const view = S.view, part = view.parts[S.part];
  const head = el("div", {}, el("ul", { class: "other", id: "other", hidden: true }));
  if (!part) { $("mid").replaceChildren(el("h2", {}, "The file is no scenario yet"), head); return problems(); }
  head.prepend(naming(part));
  const body = part.label === "Policies" ? policies() : part.sections.map(section => sectionOf(section, part));
  $("mid").replaceChildren(el("h2", {}, part.label), head, part.label === "Funnel" ? el("div", { id: "funnel" }) : "", ...body);
  if (!part.sections.length) $("mid").append(el("p", { class: "sub" }, "This model says nothing of this part."));
  problems(); funnel();
}

// One more of what has names, as another one is, or one fewer.
function naming(part) {
  if (!part.named || !part.named.names.length) return "";
  const { section, one, names } = part.named;
  const from = el("select", { class: "in", id: "named-from", "aria-label": `Which ${one}` }, names.map(name => el("option", {}, name)));
  const to = el("input", { class: "in", id: "named-to", placeholder: "new name", "aria-label": `Name of the new ${one}`, autocomplete: "off", spellcheck: "false" });
  const wish = to => { S.queue = S.queue.then(async () => {
    const before = S.text, view = await ask("/name", { text: S.text, saved: S.saved, section, from: from.value, ...to });
    S.undo.push({ id: "", text: before });
    S.text = view.text;
    show(view, true);
    start();
  }).catch(told); };
  const add = () => { if (to.value.trim()) wish({ to: to.value }); else to.focus(); };
  to.addEventListener("keydown", event => { if (event.key === "Enter") add(); });
  const gone = button("", () => wish({}), "quiet"), named = () => { gone.textContent = `Remove ${from.value}`; };
  from.addEventListener("change", named);
  named();
  return el("div", { class: "inline" }, el("span", {}, `Another ${one} like`), from, el("span", {}, "called"), to, button("Add", add), gone);
}

function problems() {
  const all = S.view.problems;
  $("other").replaceChildren(...all.map(problem => el("li", {}, problem.message, " ", el("span", { class: "muted" }, `${problem.file || S.view.file}, line ${problem.line}`))));
  $("other").hidden = all.length === 0;
}

function sectionOf(section, part) {
  const set = section.fields.filter(field => field.value !== "" || field.message || field.was), more = section.fields.filter(field => !set.includes(field));
  const plan = part.label === "Pay plans" && section.fields[0].keys.length === 3 ? section.fields[0].keys[1] : null;
  return el("section", {}, el("h3", {}, section.title), plan && el("div", { class: "curve", "data-plan": plan, html: S.view.curves[plan] || "" }), set.map(row),
    more.length > 0 && el("details", { open: set.length === 0 && section.fields.length < 4 }, el("summary", {}, `${more.length} more ${more.length === 1 ? "setting" : "settings"} at ${more.length === 1 ? "its" : "their"} default`), more.map(row)));
}

function row(field) {
  const input = control(field), name = input.id, listed = field.entries.length > 0 && !field.fixed;
  const parts = { ev: el("span", { class: "ev" }), msg: el("p", { class: "msg", id: name + "-m" }) };
  // A list of small tables is changed entry by entry; as a whole it is too long for a field.
  const node = el("div", { class: "field" + (field.value.length > 26 || listed ? " wide" : "") }, listed ? el("span", {}, field.label) : el("label", { for: name }, field.label), listed ? el("span") : input, parts.ev, parts.msg, entries(field));
  Object.assign(S.fields[name], parts);
  refresh(field);
  return node;
}

let number = 0;
function control(field, label) {
  const id = "f" + number++, choices = field.choices;
  const props = { id, class: "in" + (field.code ? " code" : ""), "data-id": field.id, "aria-describedby": id + "-m", "aria-label": label, disabled: field.fixed, autocomplete: "off", spellcheck: "false" };
  let input;
  if (choices.length) {
    input = el("select", props, field.own ? null : el("option", { value: "" }, (field.value || field.default || "not set")), choices.map(choice => el("option", {}, choice)));
    if (field.own && !choices.includes(field.value)) input.prepend(el("option", {}, field.value));
  } else input = el("input", { ...props, placeholder: field.default || "not set" });
  input.value = field.own || !choices.length ? field.value : "";
  input.addEventListener("focus", () => { S.focus = field.id; S.visit = id + Date.now(); right(); });
  let wait;
  const send = () => { clearTimeout(wait); const now = at.field; if (input.value.trim() === now.value) return;
    if (input.value.trim() === "") { if (now.own) change(now, {}); } else change(now, { value: input.value }); };
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(send, choices.length ? 0 : 200); });
  input.addEventListener("change", send);
  const at = S.fields[id] = { field, input };
  return input;
}

// Puts what is new of a field into its place; what is being typed stays.
function refresh(field) {
  for (const at of Object.values(S.fields).filter(at => at.field.id === field.id)) {
    const { input } = at;
    at.field = { ...at.field, ...field, default: at.cell ? at.field.default : field.default };
    if (document.activeElement !== input && !(input.tagName === "SELECT" && !field.own)) input.value = field.value;
    input.setAttribute("aria-invalid", String(!!field.message));
    input.classList.toggle("chg", field.was !== null && !field.message);
    if (at.msg) { at.msg.textContent = field.message || ""; at.msg.hidden = !field.message; }
    if (at.ev) at.ev.replaceChildren(field.was !== null && !field.entries.length ? el("span", { class: "was" }, `was ${field.was}`) : "", field.fixed ? "written over several lines: change it in an editor" : field.from === "default" ? "" : [field.from, field.evidence].filter(words => words).join("; "));
  }
}

function entries(field) {
  if (!field.entry || field.fixed) return null;
  const heads = field.entries[0] || [];
  const table = el("table", {}, el("thead", {}, el("tr", {}, heads.map(cell => el("th", { scope: "col" }, cell.label)), el("td", {}))),
    el("tbody", {}, field.entries.map((entry, k) => el("tr", {}, entry.map(cell => {
      const input = control(cell, `${cell.label}, entry ${k + 1} of ${field.label}`), msg = el("p", { class: "msg", id: input.id + "-m" });
      S.fields[input.id].msg = msg;
      setTimeout(() => refresh(cell));
      return el("td", {}, input, msg);
    }), el("td", {}, button("Remove", () => change({ ...field, keys: [...field.keys, String(k)] }, {}), "quiet s"))))));
  return el("div", { class: "entries" }, heads.length > 0 && table, button("Add one more", () => change(field, { add: field.entry }), "s"));
}

function policies() {
  const { heads, sections } = S.view.policies;
  if (!heads.length) return [el("p", { class: "sub" }, "There are no policies in this scenario.")];
  const differing = sections.flatMap(section => section.rows).filter(row => row.differs).length;
  const only = el("input", { type: "checkbox", id: "only", checked: S.only, onchange: event => { S.only = event.target.checked; middle(); $("only").focus(); } });
  const cell = (row, cell, k) => {
    if (!cell) return el("td", { class: "muted" }, "–");
    const input = control(cell, `${row.label}, ${heads[k].label}`), msg = el("p", { class: "msg", id: input.id + "-m" });
    Object.assign(S.fields[input.id], { msg, cell: true });
    const td = el("td", { class: "c" + (k % 6), "data-cell": cell.id }, input, el("span", { class: "sr" }), msg);
    setTimeout(() => refresh(cell));
    return td;
  };
  const rows = section => section.rows.filter(row => S.only ? row.differs : row.set).map(row => el("tr", {}, el("th", { scope: "row" }, row.label), row.cells.map((one, k) => cell(row, one, k))));
  const shown = sections.map(section => [section, rows(section)]).filter(([, rows]) => rows.length);
  const rest = sections.map(section => [section, section.rows.filter(row => !row.set)]).filter(([, rows]) => rows.length && !S.only);
  const table = body => el("table", { class: "pol" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Rule"), heads.map((head, k) => el("th", { scope: "col", class: "t" + (k % 6) }, head.label)))), body);
  const group = (title, rows) => el("tbody", {}, el("tr", { class: "grp" }, el("th", { colspan: heads.length + 1, scope: "rowgroup" }, title)), rows);
  const unset = el("details", {}, el("summary", {}, "Rules that no policy sets"), table(rest.map(([section, rows]) => group(section.title, rows.map(row => el("tr", {}, el("th", { scope: "row" }, row.label), row.cells.map((one, k) => cell(row, one, k))))))));
  const parts = [el("div", { class: "row" }, el("p", { class: "sub" }, `The world is the same for all. A line marks what differs from ${heads[0].label}.`), el("label", { class: "chk" }, only, `Only what differs (${differing})`)), table(shown.map(([section, rows]) => group(section.title, rows))), rest.length ? unset : ""];
  setTimeout(cells);
  return parts;
}

function cells() {
  for (const section of S.view.policies ? S.view.policies.sections : []) for (const row of section.rows) for (const cell of row.cells) {
    if (!cell) continue;
    const td = document.querySelector(`[data-cell="${CSS.escape(cell.id)}"]`);
    if (!td) continue;
    td.classList.toggle("dv", cell.differs);
    td.querySelector(".sr").textContent = cell.differs ? `differs from ${S.view.policies.heads[0].label}` : "";
    if (td.firstChild.tagName === "INPUT") td.firstChild.placeholder = cell.default || "not set";
  }
}

function curves() { for (const node of document.querySelectorAll("[data-plan]")) if (S.view.curves[node.dataset.plan]) node.innerHTML = S.view.curves[node.dataset.plan]; }

function funnel() {
  const node = $("funnel"), all = S.answer ? S.answer.funnels : [];
  if (!node || !all.length) return;
  S.policy = Math.min(S.policy, all.length - 1);
  if (!node.firstChild || node.childElementCount < 2) node.replaceChildren(el("div", { class: "seg", role: "group", "aria-label": "Policy" }), el("div"));
  const [group, picture] = node.children;
  if (group.childElementCount !== all.length) group.replaceChildren(...all.map((one, k) => el("button", { type: "button", onclick: () => { S.policy = k; funnel(); } }, one.label)));
  [...group.children].forEach((one, k) => one.setAttribute("aria-pressed", String(k === S.policy)));
  picture.innerHTML = all[S.policy].html;
}

function right() {
  const view = S.view, field = fieldsOf(view).find(one => one.id === S.focus);
  const help = field && el("section", {}, el("h2", {}, field.label), el("p", {}, field.help), el("dl", {},
    [["Allowed", field.allowed], ["Default", field.default], ["Evidence", field.evidence], ["Key", field.keys.join(".")]].filter(pair => pair[1]).map(([name, words]) => [el("dt", {}, name), el("dd", {}, words)])));
  const file = field && field.line && el("section", {}, el("h2", {}, `${view.file}, line ${field.line}`), around(field.line));
  const changes = !view.saved && el("section", {}, el("h2", {}, "What you changed"), el("ul", {}, view.changes.map(one => el("li", {}, one.words))), box(view.diff), el("div", { class: "inline" }, button("Take all back", back)), el("p", { class: "muted" }, "Comments and order stay as they are."));
  const warnings = view.warnings && view.warnings.length > 0 && el("section", {}, el("h2", {}, "Probably not meant"), el("ul", {}, view.warnings.map(words => el("li", {}, words))));
  $("right").replaceChildren(...[help || el("section", {}, el("h2", {}, "Help"), el("p", {}, view.question || "", " "), el("p", { class: "muted" }, "Choose a field to see what it means, what is allowed and where its value comes from.")), changes, warnings, file].filter(one => one));
}

function around(line) {
  const lines = S.text.split("\n"), from = Math.max(0, line - 5);
  return el("div", { class: "code-box" }, lines.slice(from, line + 4).map((text, k) => el("div", { class: from + k + 1 === line ? "add" : null }, el("i", {}, String(from + k + 1)), text || " ")));
}
// Lines of a difference; in a line that replaces another, what is new is marked.
function box(lines) {
  const one = (line, k) => {
    const other = line.sign === "-" ? lines[k + 1] : lines[k - 1], pair = line.sign === "-" ? "+" : "-";
    let text = [line.text || " "];
    if (line.sign !== " " && other && other.sign === pair) {
      let a = 0, b = 0;
      const [x, y] = [line.text, other.text], most = Math.min(x.length, y.length);
      while (a < most && x[a] === y[a]) a++;
      while (b < most - a && x[x.length - 1 - b] === y[y.length - 1 - b]) b++;
      if (x.length - b > a) text = [x.slice(0, a), el("mark", {}, x.slice(a, x.length - b)), x.slice(x.length - b)];
    }
    return el("div", { class: line.sign === "+" ? "add" : line.sign === "-" ? "del" : null }, el("i", {}, line.number ? String(line.number) : "…"), line.sign === "…" ? "" : line.sign + " ", ...text);
  };
  return el("div", { class: "code-box", tabindex: "0", role: "region", "aria-label": "Lines that differ" }, lines.map(one));
}

// ── Runs and report ─────────────────────────────────────────────────────────────────────────────────
function runs(anew = false) {
  if (anew || !$("answer")) {
    $("main").className = "body runs";
    $("main").replaceChildren(el("div", { class: "mid", id: "mid", tabindex: "-1" }, el("div", { id: "both" }), el("div", { id: "answer" })), el("aside", { class: "right", id: "history", "aria-label": "Runs of this session" }));
    both(); history();
  }
  const answer = S.answer;
  if (answer) $("answer").replaceChildren(el("div", { html: answer.settling || "" }), el("div", { html: answer.dots }), el("div", { html: `<h2 class="s">Measures</h2>${answer.measures}` }), answer.warnings.length > 0 && el("ul", { class: "pl" }, answer.warnings.map(words => el("li", {}, words))) || "");
  if ($("history").childElementCount - 2 !== S.history.length || S.history[0] !== S.first) history();
}

function history() {
  S.first = S.history[0];
  const pick = (run, on) => { S.picked = on ? [...S.picked, run.id].slice(-2) : S.picked.filter(id => id !== run.id); history(); compare(); const box = document.querySelector(`[value="${run.id}"]`); if (box) box.focus(); };
  $("history").replaceChildren(el("h2", {}, "Runs of this session"), el("p", { class: "muted" }, S.history.length > 1 ? "Tick two to compare them." : S.history.length ? "Change something to have a second one to compare with." : "The first run is on its way."), el("ul", { class: "history" }, S.history.map(run => el("li", {},
    el("input", { type: "checkbox", value: run.id, id: "run-" + run.id, checked: S.picked.includes(run.id), onchange: event => pick(run, event.target.checked) }),
    el("label", { for: "run-" + run.id }, el("b", {}, run.words), el("span", { class: "d", html: run.verdict }), el("span", { class: "d", html: run.detail }), el("span", { class: "d" }, run.id))))));
}

async function compare() {
  if (S.picked.length < 2) { S.compared = null; return both(); }
  const order = S.history.map(run => run.id), [b, a] = [...S.picked].sort((x, y) => order.indexOf(x) - order.indexOf(y));
  try { S.compared = await ask("/compare", { a, b }); both(); } catch (error) { told(error); }
}
function both() {
  const found = S.compared;
  $("both").replaceChildren(...(found ? [el("h2", { class: "s" }, "Two runs compared"), el("p", { role: "status" }, el("b", {}, found.words)), ...found.runs.map(run => el("p", { class: "sub" }, run.words + ": ", el("span", { html: run.detail }))), box(found.diff)] : []));
}

function report() {
  const id = S.done, said = el("p", { role: "status", id: "wrote" });
  const write = () => ask("/report", { id }).then(done => { said.textContent = done.words; }).catch(error => { said.textContent = error.message; });
  $("main").className = "body report";
  $("main").replaceChildren(el("div", { class: "opts", id: "mid", tabindex: "-1" }, el("h2", { class: "s" }, "A page for managers"), id ? el("p", {}, "The page beside is of the last run. It is one file that opens offline and prints on A4.") : el("p", {}, "The page appears when a run is done."), button("Write report", write, id ? "p" : "p off"), said),
    id ? el("iframe", { src: "/report/" + id, title: "Report of the last run", sandbox: "allow-scripts" }) : el("div"));
  if (!id) $("main").querySelector(".off").disabled = true;
}

// ── Saving ──────────────────────────────────────────────────────────────────────────────────────────
function ask_save() {
  if ($("save").disabled) return;
  const count = S.view.changes.length;
  dialog(`Save ${count === 1 ? "1 change" : count + " changes"} to ${S.view.file}?`, [el("ul", {}, S.view.changes.map(one => el("li", {}, one.words))), box(S.view.diff)], [button("Save", save, "p"), button("Cancel", () => $("dialog").close(), "quiet")]);
}
function dialog(title, body, buttons) {
  $("dialog").replaceChildren(el("h2", { id: "dialog-title" }, title), ...body, el("div", { class: "acts" }, buttons));
  $("dialog").showModal();
  buttons[0].focus();
}
async function save() {
  $("dialog").close();
  const text = S.text;
  let answer;
  try { answer = await fetch("/save", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text, saved: S.saved }) }); } catch { return lost(); }
  if (answer.status === 409) return conflict(await answer.json());
  if (!answer.ok) return told(new Refused(answer.status, await answer.text()));
  S.saved = text;
  show(S.text === text ? await answer.json() : await ask("/view", { text: S.text, saved: S.saved }));
  if (S.history[0] && S.history[0].id === S.done) S.history[0].words += " (saved)";
}
function conflict(found) {
  const mine = () => ask("/rebase", { text: S.text, saved: S.saved, theirs: found.theirs }).then(view => { calm(); S.undo.push({ id: "", text: S.text }); Object.assign(S, { text: view.text, saved: found.theirs }); show(view, true); start(); }).catch(told);
  const theirs = () => { calm(); S.undo.push({ id: "", text: S.text }); put(found.theirs, found.theirs).catch(told); };
  alarm("", "Nothing is overwritten. Put your changes into the file as it is now, or load it; Undo brings your text back.", [
    button("See both versions", () => dialog("The file on disk (−) and this page (+)", [box(found.diff)], [button("Close", () => $("dialog").close(), "p")])),
    button("Put my changes on top", mine, "p"), button("Load the file", theirs)], found.words);
}

function first() {
  const wrong = fieldsOf(S.view).find(field => field.message);
  if (!wrong) return;
  S.part = S.view.parts.findIndex(part => part.sections.some(section => section.fields.some(field => [field, ...field.entries.flat()].some(one => one.id === wrong.id))));
  S.tab = "model"; S.only = false; render();
  const at = Object.values(S.fields).find(one => one.field.id === wrong.id);
  if (at) { const fold = at.input.closest("details"); if (fold) fold.open = true; at.input.focus(); }
}

function view() {
  const tab = location.hash.slice(1) || "model";
  if (!["model", "runs", "report"].includes(tab)) return;
  S.tab = tab;
  if (S.view) render();
}
addEventListener("hashchange", view);
addEventListener("beforeunload", event => { if (S.view && !S.view.saved) event.preventDefault(); });
addEventListener("keydown", event => { if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); ask_save(); } });
$("undo").addEventListener("click", undo);
$("save").addEventListener("click", ask_save);
$("first").addEventListener("click", first);
$("more").addEventListener("click", () => start(1000));
$("stop").addEventListener("click", () => { running(null); S.stopped = true; strip(); });
view();
open().catch(told);
