// Draws the quiz that azstudy/quiz/sitting.py describes and sends back what the learner does.
// `stem`, `about`, `text`, `why`, `rule` and `hints` are HTML made safe in Python; everything else is text.

let forms = 0;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") element.innerHTML = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

function button(text, onclick, attributes = {}) {
  return make("button", { type: "button", onclick, ...attributes }, text);
}

function choices(field, index, name, given, legend) {
  const type = field.control === "one" ? "radio" : "checkbox";
  const rows = field.choices.map((choice) => {
    const input = make("input", {
      type,
      name: `${name}-${index}`,
      value: choice.key,
      checked: given.includes(choice.key),
      "data-focus": `${index}-${choice.key}`,
    });
    const text = make("span", { html: choice.text });
    return make("label", { class: "azq-choice" }, input, make("b", {}, `${choice.key}.`), text);
  });
  return make("fieldset", { "data-field": index }, make("legend", {}, legend), ...rows);
}

function numberBox(field, index, given) {
  const input = make("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    size: 14,
    value: given ?? "",
    "data-focus": `${index}-number`,
  });
  return make("div", { "data-field": index }, make("label", {}, `${field.label}, in ${field.unit} `, input));
}

function fieldOf(question, index, name) {
  const field = question.fields[index];
  const given = question.values[index];
  if (field.control === "number") return numberBox(field, index, given);
  const legend = question.fields.length === 1 ? question.instruction : field.label;
  return choices(field, index, name, [].concat(given ?? []), legend);
}

function valuesOf(form, question) {
  return question.fields.map((field, index) => {
    const box = form.querySelector(`[data-field="${index}"]`);
    if (field.control === "number") return box.querySelector("input").value;
    const picked = [...box.querySelectorAll("input:checked")].map((input) => input.value);
    return field.control === "one" ? (picked[0] ?? "") : picked;
  });
}

function sureness(question, name) {
  const rows = question.confidence.map(({ value, text }) => {
    const checked = question.sure === value;
    const input = make("input", { type: "radio", name: `${name}-sure`, value, checked, "data-focus": `sure-${value}` });
    return make("label", { class: "azq-choice" }, input, make("span", {}, text));
  });
  return make("fieldset", { class: "azq-sure" }, make("legend", {}, "How sure are you? (optional)"), ...rows);
}

// JupyterLab keeps Enter from reaching a form by itself.
function enter(event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

function formOf(view, send) {
  const { question } = view;
  const name = `azq-${++forms}`;
  const fields = question.fields.map((_, index) => fieldOf(question, index, name));
  const submit = (event) => {
    event.preventDefault();
    const sure = form.querySelector(`input[name="${name}-sure"]:checked`);
    send({ do: "check", values: valuesOf(form, question), sure: sure ? Number(sure.value) : null });
  };
  const left = question.more_hints;
  const hint = left ? button(`Hint (${left} left)`, () => send({ do: "hint" }), { "data-focus": "hint" }) : null;
  const check = make("button", { type: "submit", class: "azq-main", "data-focus": "check" }, "Check");
  const row = make("p", { class: "azq-row" }, check, hint);
  const form = make("form", { onsubmit: submit, onkeydown: enter }, ...fields, sureness(question, name), row);
  return form;
}

function partOf(part) {
  const word = part.right ? "right" : "wrong";
  const state = make("b", { class: "azq-mark" }, `${part.right ? "✓" : "✗"} ${word}${part.given ? ", your answer" : ""}`);
  const head = make("p", {}, make("b", {}, `${part.label} `), make("span", { html: part.text }), " ", state);
  const css = `azq-part azq-${word}${part.given ? " azq-given" : ""}`;
  return make("li", { class: css }, head, make("p", { html: part.why }));
}

function explained(view, send) {
  const { verdict } = view;
  const source = `Source: ${verdict.source.title}, ${verdict.source.date}, ${verdict.source.ref}`;
  return make(
    "div",
    { class: "azq-explained" },
    make("ul", {}, ...verdict.parts.map(partOf)),
    make("p", {}, make("b", {}, "Rule. "), make("span", { html: verdict.rule })),
    make("p", { class: "azq-source" }, source),
    verdict.note ? make("p", { class: "azq-source" }, verdict.note) : null,
    make("p", { class: "azq-row" }, button("Try again", () => send({ do: "again" }), { "data-focus": "again" })),
  );
}

function summaryOf(view, send) {
  const rows = view.summary.map((row) =>
    make(
      "tr",
      {},
      make("td", {}, button(row.id, () => send({ do: "go", at: row.at }), { "data-focus": row.id })),
      make("td", { html: row.about }),
      make("td", {}, row.result),
    ),
  );
  const head = make("tr", {}, ...["question", "about", "first try"].map((text) => make("th", { scope: "col" }, text)));
  return make("table", {}, make("caption", {}, "How it went"), make("thead", {}, head), make("tbody", {}, ...rows));
}

function steps(view, send) {
  const { at, count } = view;
  const to = (place, text, focus) => button(text, () => send({ do: "go", at: place }), { "data-focus": focus });
  const last = at === count - 1;
  return make(
    "nav",
    { class: "azq-row", "aria-label": "Questions" },
    at > 0 ? to(at - 1, "Previous question", "previous") : null,
    at < count ? to(at + 1, last ? "Finish" : "Next question", "next") : null,
    at === count ? to(0, "Back to question 1", "first") : null,
  );
}

function asked(view) {
  const { question, at, count } = view;
  const place = question ? `Question ${at + 1} of ${count}` : "Summary";
  const heading = make("h3", { tabindex: "-1", "data-focus": "place" }, place);
  if (!question) return [heading];
  const facts = make("p", { class: "azq-source" }, `${question.id} · ${question.facts}`);
  return [heading, facts, make("div", { class: "azq-stem", html: question.stem })];
}

function answered(view, send) {
  const { question, verdict } = view;
  if (!question) return [summaryOf(view, send), steps(view, send)];
  const alone = question.fields.length === 1 && question.fields[0].control !== "number";
  const what = alone || verdict?.answered ? null : make("p", {}, make("i", {}, question.instruction));
  const list = make("ol", {}, ...question.hints.map((html) => make("li", { html })));
  const hints = question.hints.length ? make("div", { class: "azq-hints" }, make("b", {}, "Hints"), list) : null;
  const main = verdict?.answered ? explained(view, send) : formOf(view, send);
  return [what, hints, main, steps(view, send)].filter(Boolean);
}

// What a screen reader says by itself after a change.
function news(view) {
  const { verdict } = view;
  if (!verdict) return "";
  return verdict.answered ? verdict.heading : `${verdict.heading}. ${verdict.message}`;
}

function focusAfter(view, before, held) {
  if (before.at !== view.at || (before.verdict?.answered && !view.verdict)) return "place";
  return view.verdict?.answered ? "said" : held;
}

function draw(view, before, parts, send) {
  const { root, head, top, said, body } = parts;
  const active = root.contains(root.ownerDocument.activeElement) ? root.ownerDocument.activeElement : null;
  const filled = new Map([...body.querySelectorAll("input")].map((input) => [input.dataset.focus, input]));
  head.textContent = `${view.title} · ${view.progress}`;
  top.replaceChildren(...asked(view));
  body.replaceChildren(...answered(view, send));
  // A hint, or an answer sent back, must not clear what was filled in.
  if (before.at === view.at && !before.verdict?.answered) {
    for (const input of body.querySelectorAll("input")) {
      const old = filled.get(input.dataset.focus);
      if (old) Object.assign(input, old.type === "text" ? { value: old.value } : { checked: old.checked });
    }
  }
  said.textContent = news(view);
  said.className = `azq-said azq-${view.verdict?.state ?? "none"}`;
  if (!active) return;
  const target = root.querySelector(`[data-focus="${focusAfter(view, before, active.dataset.focus)}"]`);
  (target ?? root.querySelector('[data-focus="place"]')).focus();
}

// JupyterLab would take arrows and letters for itself (`a` inserts a cell) unless the focused element says otherwise.
// While Ctrl or Cmd is held its own shortcuts still work.
function keepKeys(element) {
  const mark = "data-lm-suppress-shortcuts";
  const modifier = (event) => event.key === "Control" || event.key === "Meta";
  element.addEventListener("focusin", (event) => event.target.setAttribute(mark, "true"));
  element.addEventListener("keydown", (event) => modifier(event) && event.target.removeAttribute(mark));
  element.addEventListener("keyup", (event) => modifier(event) && event.target.setAttribute(mark, "true"));
}

export default {
  render({ model, el }) {
    el.classList.add("azq");
    keepKeys(el);
    const head = make("p", { class: "azq-head" });
    const top = make("div");
    const body = make("div");
    const said = make("p", { role: "status", "aria-live": "polite", tabindex: "-1", "data-focus": "said" });
    const send = (message) => model.send(message);
    el.append(make("section", { "aria-label": model.get("view").title }, head, top, said, body));
    let before = { at: null, verdict: null };
    const update = () => {
      const view = model.get("view");
      draw(view, before, { root: el, head, top, said, body }, send);
      before = view;
    };
    model.on("change:view", update);
    update();
    return () => model.off("change:view", update);
  },
};
