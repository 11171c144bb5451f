// Draws the quiz that azstudy/quiz/sitting.py describes and sends back what the learner does.
// `stem`, `text`, `why`, `rule` and `hints` are HTML made safe in Python; everything else is text.

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

function choices(field, index, name, given) {
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
  return make("fieldset", { "data-field": index }, make("legend", {}, field.label), ...rows);
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

function fieldOf(field, index, name, given) {
  if (field.control === "number") return numberBox(field, index, given);
  return choices(field, index, name, [].concat(given ?? []));
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

function formOf(view, send) {
  const { question } = view;
  const name = `azq-${++forms}`;
  const given = question.values;
  const fields = question.fields.map((field, index) => fieldOf(field, index, name, given[index]));
  const submit = (event) => {
    event.preventDefault();
    const sure = form.querySelector(`input[name="${name}-sure"]:checked`);
    send({ do: "check", values: valuesOf(form, question), sure: sure ? Number(sure.value) : null });
  };
  const left = question.more_hints;
  const hint = left ? button(`Hint (${left} left)`, () => send({ do: "hint" }), { "data-focus": "hint" }) : null;
  const check = make("button", { type: "submit", class: "azq-main", "data-focus": "check" }, "Check");
  const form = make("form", { onsubmit: submit }, ...fields, sureness(question, name), make("p", { class: "azq-row" }, check, hint));
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
      make("td", { html: row.stem }),
      make("td", {}, row.result),
    ),
  );
  const head = make("tr", {}, ...["question", "asks", "first try"].map((text) => make("th", { scope: "col" }, text)));
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

function page(view, send) {
  const { question, verdict, at, count } = view;
  const place = question ? `Question ${at + 1} of ${count}` : "Summary";
  const parts = [make("h3", { tabindex: "-1", "data-focus": "place" }, place)];
  if (!question) parts.push(summaryOf(view, send));
  else {
    const hints = question.hints.map((html) => make("li", { html }));
    parts.push(make("p", { class: "azq-source" }, `${question.id} · ${question.facts}`));
    parts.push(make("div", { class: "azq-stem", html: question.stem }));
    if (!verdict?.answered) parts.push(make("p", {}, make("i", {}, question.instruction)));
    if (hints.length) parts.push(make("div", { class: "azq-hints" }, make("b", {}, "Hints"), make("ol", {}, ...hints)));
    parts.push(verdict?.answered ? explained(view, send) : formOf(view, send));
  }
  return [...parts, steps(view, send)];
}

// What a screen reader says by itself after a change.
function news(view) {
  const { verdict } = view;
  if (!verdict) return "";
  return verdict.answered ? verdict.heading : `${verdict.heading}. ${verdict.message}`;
}

function draw(view, before, parts, send) {
  const { head, body, said } = parts;
  const held = body.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const chosen = new Map([...body.querySelectorAll("input")].map((input) => [input.dataset.focus, input]));
  head.textContent = `${view.title} · ${view.progress}`;
  body.replaceChildren(...page(view, send));
  const moved = before.at !== view.at;
  // A hint, or an answer sent back, must not clear what was filled in.
  if (!moved && !before.verdict?.answered) {
    for (const input of body.querySelectorAll("input")) {
      const old = chosen.get(input.dataset.focus);
      if (old) Object.assign(input, old.type === "text" ? { value: old.value } : { checked: old.checked });
    }
  }
  said.textContent = news(view);
  said.className = `azq-said azq-${view.verdict?.state ?? "none"}`;
  if (held === null) return;
  const target = moved || (before.verdict?.answered && !view.verdict) ? "place" : view.verdict?.answered ? null : held;
  const next = target ? body.querySelector(`[data-focus="${target}"]`) : said;
  (next ?? body.querySelector('[data-focus="place"]')).focus();
}

// JupyterLab would take arrows and letters for itself; with Ctrl or Cmd held its own shortcuts still work.
function keepKeys(element) {
  const mark = "data-lm-suppress-shortcuts";
  const modifier = (event) => event.key === "Control" || event.key === "Meta";
  element.setAttribute(mark, "true");
  element.addEventListener("keydown", (event) => modifier(event) && element.removeAttribute(mark));
  element.addEventListener("keyup", (event) => modifier(event) && element.setAttribute(mark, "true"));
  element.addEventListener("focusin", (event) => !event.ctrlKey && element.setAttribute(mark, "true"));
}

export default {
  render({ model, el }) {
    el.classList.add("azq");
    keepKeys(el);
    const head = make("p", { class: "azq-head" });
    const body = make("div", {});
    const said = make("p", { class: "azq-said", role: "status", "aria-live": "polite", tabindex: "-1" });
    const send = (message) => model.send(message);
    el.append(make("section", { "aria-label": model.get("view").title }, head, said, body));
    let before = { at: null, verdict: null };
    const update = () => {
      const view = model.get("view");
      draw(view, before, { head, body, said }, send);
      before = view;
    };
    model.on("change:view", update);
    update();
    return () => model.off("change:view", update);
  },
};
