// The form of a lab: labelled native controls, drawn from plain specs, so that keyboard and screen reader
// work as in any web page. Traits: groups (specs), value (name -> value), errors (name -> words), spoken (words).

// Several forms share a page, and each may load this file anew: their ids are counted on the page.
const COUNTER = Symbol.for("azstudy.labs.serial");
const FITTING = Symbol.for("azstudy.labs.fitting");

function nextId() {
  document[COUNTER] = (document[COUNTER] ?? 0) + 1;
  return `azs-${document[COUNTER]}`;
}

// Plotly's widget draws before it is in the page, at a default width. It fits itself when the window changes
// size, so it is told of a change whenever the place it stands in gets another width.
function keepFiguresFitting() {
  if (document[FITTING]) return;
  document[FITTING] = true;
  const widths = new WeakMap();
  const watcher = new ResizeObserver((entries) => {
    let changed = false;
    for (const { target, contentRect } of entries) {
      if (contentRect.width && widths.get(target) !== contentRect.width) changed = true;
      widths.set(target, contentRect.width);
    }
    if (changed) requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  });
  document.addEventListener("plotlywidget-after-render", ({ detail }) => {
    if (detail.element.closest(".azs-root") || !detail.element.isConnected) watcher.observe(detail.element);
  });
}

// JupyterLab would take arrow keys and letters for itself (go to another cell, delete this one) unless the
// element that has the focus says not to.
const TAKES_KEYS = new Set(["input", "select", "textarea", "button", "summary"]);

function make(tag, props = {}, ...children) {
  const { className, ...rest } = props;
  const node = document.createElement(tag);
  if (TAKES_KEYS.has(tag)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  if (className) node.className = className;
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function caption(field, id) {
  return make(
    "span",
    { className: "azs-caption" },
    id ? make("label", { for: id, className: "azs-label" }, field.label) : make("span", { className: "azs-label" }, field.label),
    field.property ? make("code", { className: "azs-property", title: "Azure's name for it" }, field.property) : null,
  );
}

function helpOf(field, id) {
  return field.help ? make("span", { className: "azs-help", id: `${id}-help` }, field.help) : null;
}

const describedBy = (field, id) => [field.help && `${id}-help`, `${id}-error`].filter(Boolean).join(" ");

// A slider that rests at useful stops, and a box for any exact number in between.
function numberField(field, id, change) {
  const stops = field.optional ? [null, ...field.stops] : field.stops;
  const box = make("input", {
    id, type: "number", className: "azs-box", placeholder: field.empty, min: field.minimum, max: field.maximum,
    step: field.whole ? 1 : "any", "aria-describedby": describedBy(field, id),
  });
  const slider = make("input", {
    type: "range", className: "azs-slider", min: 0, max: stops.length - 1, step: 1, "aria-label": `${field.label}, slider`,
  });
  const say = (value) => (value === null || value === undefined ? field.empty : `${value.toLocaleString("en-US")} ${field.unit}`.trim());
  const rest = (value) => {
    if (value === null || value === undefined) return 0;
    const at = stops.findIndex((stop) => stop !== null && stop > value);
    return at === -1 ? stops.length - 1 : Math.max(at - 1, field.optional ? 1 : 0);
  };
  const typed = () => (box.value.trim() === "" ? null : Number(box.value));
  const place = (value) => {
    slider.value = rest(value);
    slider.setAttribute("aria-valuetext", say(value));
  };
  let waiting;
  const take = () => {
    clearTimeout(waiting);
    if (box.validity.badInput) return;
    place(typed());
    change(typed());
  };
  slider.addEventListener("input", () => {
    const value = stops[Number(slider.value)];
    box.value = value ?? "";
    slider.setAttribute("aria-valuetext", say(value));
    change(value);
  });
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(take, 350);
  });
  box.addEventListener("change", take);
  const unit = make("span", { className: "azs-unit" }, field.unit);
  const node = make("div", { className: "azs-field azs-number" }, caption(field, id), slider, make("span", { className: "azs-exact" }, box, unit), helpOf(field, id));
  return {
    node, target: box,
    set(value) {
      place(value);
      if (document.activeElement !== box || typed() !== (value ?? null)) box.value = value ?? "";
    },
  };
}

function selectField(field, id, change) {
  const options = field.options.map(([, words], index) => make("option", { value: index }, words));
  const select = make("select", { id, className: "azs-select", "aria-describedby": describedBy(field, id) }, ...options);
  select.addEventListener("change", () => change(field.options[Number(select.value)][0]));
  const node = make("div", { className: "azs-field" }, caption(field, id), select, helpOf(field, id));
  return { node, target: select, set: (value) => { select.value = field.options.findIndex(([one]) => same(one, value)); } };
}

// One of several in sight at once: radio buttons in a fieldset ("radio") or side by side ("bar").
function radioField(field, id, change) {
  const inputs = field.options.map(([value], index) => {
    const input = make("input", { type: "radio", name: id, id: `${id}-${index}` });
    input.addEventListener("change", () => input.checked && change(value));
    return input;
  });
  const rows = field.options.map(([, words], index) =>
    make("label", { className: "azs-option", for: `${id}-${index}` }, inputs[index], make("span", {}, words)));
  const node = make(
    "fieldset", { className: `azs-field azs-${field.look}`, "aria-describedby": describedBy(field, id) },
    make("legend", { className: "azs-label" }, field.label, field.property ? " " : null, field.property ? make("code", { className: "azs-property" }, field.property) : null),
    make("div", { className: "azs-options" }, ...rows), helpOf(field, id),
  );
  const set = (value) => inputs.forEach((input, index) => { input.checked = same(field.options[index][0], value); });
  return { node, target: inputs[0], set };
}

function checksField(field, id, change) {
  const inputs = field.options.map((_, index) => make("input", { type: "checkbox", id: `${id}-${index}` }));
  const read = () => field.options.filter((_, index) => inputs[index].checked).map(([value]) => value);
  inputs.forEach((input) => input.addEventListener("change", () => change(read())));
  const rows = field.options.map(([, words], index) =>
    make("label", { className: "azs-option", for: `${id}-${index}` }, inputs[index], make("span", {}, words)));
  const node = make("fieldset", { className: "azs-field azs-radio" }, make("legend", { className: "azs-label" }, field.label), make("div", { className: "azs-options" }, ...rows), helpOf(field, id));
  const set = (value) => inputs.forEach((input, index) => { input.checked = (value ?? []).includes(field.options[index][0]); });
  return { node, target: inputs[0], set };
}

function toggleField(field, id, change) {
  const box = make("input", { id, type: "checkbox", "aria-describedby": describedBy(field, id) });
  box.addEventListener("change", () => change(box.checked));
  const node = make("div", { className: "azs-field azs-toggle" }, box, caption(field, id), helpOf(field, id));
  return { node, target: box, set: (value) => { box.checked = Boolean(value); } };
}

function textField(field, id, change) {
  const input = make("input", { id, type: "text", className: "azs-text", spellcheck: "false", autocomplete: "off", placeholder: field.placeholder, "aria-describedby": describedBy(field, id) });
  input.addEventListener("change", () => change(input.value));
  const node = make("div", { className: "azs-field" }, caption(field, id), input, helpOf(field, id));
  return { node, target: input, set: (value) => { if (document.activeElement !== input || input.value !== value) input.value = value ?? ""; } };
}

// Several lines of text to write or paste; taken when the button is pressed or the field is left.
function areaField(field, id, change) {
  const area = make("textarea", { id, className: "azs-code", rows: field.rows ?? 6, spellcheck: "false", placeholder: field.placeholder, "aria-describedby": describedBy(field, id) });
  const button = make("button", { type: "button", className: "azs-button" }, field.action);
  let taken = "";
  const take = () => {
    if (area.value === taken) return;
    taken = area.value;
    change(area.value);
  };
  area.addEventListener("change", take);
  button.addEventListener("click", take);
  const node = make("div", { className: "azs-field azs-copy" }, caption(field, id), area, make("span", { className: "azs-row" }, button), helpOf(field, id));
  return { node, target: area, set: (value) => { taken = value ?? ""; if (document.activeElement !== area || area.value !== taken) area.value = taken; } };
}

// Text to take away: read-only, selectable, with a button that copies it.
function copyField(field, id) {
  const area = make("textarea", { id, className: "azs-code", readonly: true, rows: field.rows ?? 2, spellcheck: "false", "aria-describedby": describedBy(field, id) });
  const button = make("button", { type: "button", className: "azs-button" }, "Copy");
  const said = make("span", { className: "azs-said", role: "status" });
  button.setAttribute("aria-label", `Copy: ${field.label}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(area.value);
      said.textContent = "Copied";
    } catch {
      area.select();
      said.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => { said.textContent = ""; }, 2500);
  });
  const node = make("div", { className: "azs-field azs-copy" }, caption(field, id), area, make("span", { className: "azs-row" }, button, said), helpOf(field, id));
  return { node, target: area, set: (value) => { area.value = value ?? ""; } };
}

// A button that counts how often it was pressed: its press travels with the values beside it, never before them.
function pressField(field, id, change) {
  let pressed = 0;
  const button = make("button", { id, type: "button", className: field.primary ? "azs-button azs-primary" : "azs-button" }, field.label);
  button.addEventListener("click", () => change(pressed + 1));
  const node = make("div", { className: "azs-field azs-press" }, button);
  return { node, target: button, set: (value) => { pressed = value ?? 0; } };
}

function build(field, id, change) {
  if (field.kind === "choice") return (field.look === "select" ? selectField : radioField)(field, id, change);
  const kinds = { number: numberField, choices: checksField, toggle: toggleField, text: textField, area: areaField, copy: copyField, press: pressField };
  return kinds[field.kind](field, id, change);
}

// Fields below each other, buttons that follow each other side by side.
function inOrder(group, fields) {
  const nodes = [];
  let row = null;
  for (const field of group.fields) {
    const { node } = fields.get(field.name);
    if (field.kind !== "press") {
      row = null;
      nodes.push(node);
    } else {
      if (!row) nodes.push((row = make("div", { className: "azs-row" })));
      row.append(node);
    }
  }
  return nodes;
}

function drawGroup(group, fields) {
  const nodes = inOrder(group, fields);
  if (!group.title) return { node: make("div", { className: "azs-group" }, ...nodes), group };
  const count = make("span", { className: "azs-count" });
  const node = make("details", { className: "azs-group", open: group.open }, make("summary", {}, group.title, count), ...nodes);
  return { node, group, count };
}

function render({ model, el }) {
  keepFiguresFitting();
  const fields = new Map();
  const body = make("div", { className: "azs-form" });
  const status = make("div", { className: "azs-spoken", role: "status", "aria-live": "polite" });
  let drawn = [];
  el.classList.add("azs-root");
  el.append(body, status);

  let mine = false;
  // What each field was last told: one that has not changed is left alone, with what is being typed into it.
  const told = new Map();
  const change = (name) => (value) => {
    mine = true;
    told.set(name, value);
    model.set("value", { ...model.get("value"), [name]: value });
    mine = false;
    model.save_changes();
  };

  // A closed group names what is set inside it.
  function count() {
    const value = model.get("value");
    for (const { group, count: badge } of drawn) {
      const set = group.fields.filter((field) => !same(value[field.name], field.default)).map((field) => field.label);
      if (badge) badge.textContent = set.length ? `set: ${set.join(", ")}` : "";
    }
  }

  function show() {
    const value = model.get("value");
    for (const [name, field] of fields) {
      if (told.has(name) && same(told.get(name), value[name])) continue;
      told.set(name, value[name]);
      field.set(value[name]);
    }
    count();
  }

  function fail() {
    const errors = model.get("errors");
    for (const [name, field] of fields) {
      const words = errors[name] ?? "";
      field.error.textContent = words;
      field.target.setAttribute("aria-invalid", words ? "true" : "false");
      const group = words && field.node.closest("details");
      if (group) group.open = true;
    }
  }

  // Where the keyboard focus is, as (field, nth control in it), so that a redraw can put it back.
  function focused() {
    for (const [name, { node }] of fields) {
      const at = [...node.querySelectorAll("input, select, textarea, button")].indexOf(document.activeElement);
      if (at !== -1) return [name, at];
    }
    return null;
  }

  function draw() {
    const focus = focused();
    fields.clear();
    told.clear();
    for (const group of model.get("groups")) {
      for (const spec of group.fields) {
        const id = nextId();
        const field = build(spec, id, change(spec.name));
        field.error = make("span", { className: "azs-error", id: `${id}-error`, role: "alert" });
        field.node.append(field.error);
        fields.set(spec.name, field);
      }
    }
    drawn = model.get("groups").map((group) => drawGroup(group, fields));
    body.replaceChildren(...drawn.map(({ node }) => node));
    show();
    fail();
    if (focus && fields.has(focus[0])) {
      fields.get(focus[0]).node.querySelectorAll("input, select, textarea, button")[focus[1]]?.focus();
    }
  }

  const onValue = () => (mine ? count() : show());
  const onSpoken = () => { status.textContent = model.get("spoken"); };
  model.on("change:groups", draw);
  model.on("change:value", onValue);
  model.on("change:errors", fail);
  model.on("change:spoken", onSpoken);
  draw();
  return () => {
    model.off("change:groups", draw);
    model.off("change:value", onValue);
    model.off("change:errors", fail);
    model.off("change:spoken", onSpoken);
  };
}

export default { render };
