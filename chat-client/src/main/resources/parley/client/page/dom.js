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
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A new element. Strings among the children become text, never markup; functions among the attributes listen. */
export const element = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/** The same in SVG. */
export const drawn = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** One of the page's icons; decoration, for what it means stands beside it in words. */
export const icon = (name, className = "") =>
  drawn("svg", { class: className, "aria-hidden": "true" }, drawn("use", { href: `#i-${name}` }));

/** Text for those who cannot see the icon beside it. */
export const spoken = (text) => element("span", { class: "sr" }, text);

/** Tells those who listen to the page rather than see it. */
export function announce(text) {
  byId("announce").textContent = text;
}
