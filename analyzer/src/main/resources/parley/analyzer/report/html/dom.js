const SVG = "http://www.w3.org/2000/svg";

/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(name, value);
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** A new element. Strings among the children become text, never markup; functions among the attributes listen. */
export const element = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/** The same in SVG. */
export const drawn = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** Tells those who listen to the page rather than see it. */
export function announce(text) {
  byId("announce").textContent = text;
}

async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = element("textarea", { class: "sr" });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** A button that copies a text and says so. */
export function copyButton(text, what) {
  const button = element("button", { class: "button copy", type: "button", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", async (event) => {
    event.stopPropagation();
    await copy(text);
    button.textContent = "Copied";
    announce(`Copied ${what}`);
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return button;
}

/** Does something at most once a frame of the screen. */
export function soon(action) {
  let waiting = false;
  return () => {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => { waiting = false; action(); });
    }
  };
}
