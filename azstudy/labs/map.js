// A drawing whose parts can be asked for their facts: by mouse in the drawing, by arrow keys in it, or from a list.
// Traits: drawing ({svg, parts: [{id, name, depth, panel}]}), selected (id). Messages to Python: {do: "unfold", id}.

const IDS = Symbol.for("azstudy.labs.serial");

function nextId() {
  document[IDS] = (document[IDS] ?? 0) + 1;
  return `azs-map-${document[IDS]}`;
}

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const idOf = (shape) => shape.getAttribute("data-node") ?? shape.getAttribute("data-group");

// The shapes in the order of the list, so that arrow keys and list agree.
function shapesOf(easel, parts) {
  const found = new Map([...easel.querySelectorAll("[data-node], [data-group]")].map((shape) => [idOf(shape), shape]));
  return parts.filter((part) => found.has(part.id)).map((part) => ({ part, shape: found.get(part.id) }));
}

function draw(model, easel, choose) {
  easel.innerHTML = model.get("drawing").svg;
  const svg = easel.querySelector("svg");
  if (!svg) return;
  svg.setAttribute("role", "group");
  // as wide as there is room for, never larger than drawn, and never so small that words cannot be read
  const natural = Number(svg.getAttribute("width"));
  svg.style.cssText = `width: 100%; height: auto; max-width: ${natural}px; min-width: ${Math.round(natural * 0.62)}px`;
  const shown = shapesOf(easel, model.get("drawing").parts);
  shown.forEach(({ part, shape }, place) => {
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", part.name);
    shape.setAttribute("tabindex", "-1");
    shape.setAttribute("data-lm-suppress-shortcuts", "true");
    shape.addEventListener("click", (event) => {
      event.stopPropagation();
      choose(part.id);
    });
    shape.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? shown.length - 1 : step && place + step;
      if (event.key === "Enter" || event.key === " ") choose(part.id);
      else if (to === undefined || !shown[to]) return;
      else {
        choose(shown[to].part.id);
        shown[to].shape.focus();
      }
      event.preventDefault();
      event.stopPropagation();
    });
  });
  mark(model, easel);
}

function mark(model, easel) {
  const selected = model.get("selected");
  const shown = shapesOf(easel, model.get("drawing").parts);
  const stop = shown.find(({ part }) => part.id === selected) ?? shown[0];
  for (const { part, shape } of shown) {
    shape.setAttribute("aria-pressed", String(part.id === selected));
    shape.setAttribute("tabindex", shape === stop?.shape ? "0" : "-1");
  }
}

function list(model, select) {
  const options = model.get("drawing").parts.map((part) => {
    const option = make("option", { value: part.id });
    option.textContent = `${"\u2003".repeat(part.depth)}${part.name}`;
    return option;
  });
  select.replaceChildren(...options);
  select.value = model.get("selected");
}

function tell(model, panel) {
  const part = model.get("drawing").parts.find(({ id }) => id === model.get("selected"));
  panel.innerHTML = part?.panel ?? "";
  const button = panel.querySelector("[data-unfold]");
  button?.addEventListener("click", () => model.send({ do: "unfold", id: part.id }));
}

export default {
  render({ model, el }) {
    const id = nextId();
    const select = make("select", { id, class: "azs-select", "data-lm-suppress-shortcuts": "true" });
    const panel = make("div", { class: "azs-map-facts", "aria-live": "polite" });
    const easel = make("div", { class: "azs-map-easel" });
    const side = make("div", { class: "azs-map-side" }, make("label", { for: id, class: "azs-label" }, "Part"), select, panel);
    const choose = (to) => {
      model.set("selected", to);
      model.save_changes();
    };
    const all = () => {
      draw(model, easel, choose);
      list(model, select);
      tell(model, panel);
    };
    select.addEventListener("change", () => choose(select.value));
    const onSelected = () => {
      mark(model, easel);
      select.value = model.get("selected");
      tell(model, panel);
    };
    model.on("change:selected", onSelected);
    model.on("change:drawing", all);
    el.classList.add("azs-root", "azs-map");
    el.replaceChildren(easel, side);
    all();
    return () => {
      model.off("change:selected", onSelected);
      model.off("change:drawing", all);
    };
  },
};
