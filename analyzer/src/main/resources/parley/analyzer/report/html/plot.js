import { drawn, element } from "./dom.js";

const LEFT = 62;
const RIGHT = 12;
const TOP = 8;
const BOTTOM = 24;

/** Round numbers that divide a range. */
function ticksOf(from, to, most) {
  const step = 10 ** Math.floor(Math.log10((to - from) / most || 1));
  const wide = [1, 2, 5, 10].map((each) => each * step).find((each) => (to - from) / each <= most) ?? step * 10;
  const ticks = [];
  for (let at = Math.ceil(from / wide) * wide; at <= to + wide * 1e-9; at += wide) {
    ticks.push(Number(at.toPrecision(12)));
  }
  return ticks;
}

/** Powers of ten from one to another, both included. */
const powersOf = (from, to) => Array.from({ length: Math.round(Math.log10(to / from)) + 1 }, (_, i) => Number((from * 10 ** i).toPrecision(6)));

/**
 * Axes and what draws between them. A logarithmic y goes from one power of ten to another.
 *
 * draw(x, y) gives SVG nodes; say(words) and pick, where given, tell of the point that is pointed at.
 */
export function plot({ title, unit, width, height = 170, x: [x0, x1], y: [y0, y1], words, draw, nearest, key = [], logarithmic = false }) {
  const x = (value) => LEFT + (value - x0) / (x1 - x0 || 1) * (width - LEFT - RIGHT);
  const share = logarithmic ? (value) => Math.log(value / y0) / Math.log(y1 / y0) : (value) => (value - y0) / (y1 - y0 || 1);
  const y = (value) => height - BOTTOM - share(value) * (height - TOP - BOTTOM);
  const readout = element("span", { class: "readout" });
  const cursor = drawn("path", { class: "cursor", d: "" });
  const svg = drawn("svg", { class: "plot-svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${title}, ${unit}` },
  (logarithmic ? powersOf(y0, y1) : ticksOf(y0, y1, 4)).map((tick) => [drawn("path", { class: "line", d: `M${LEFT} ${y(tick)}H${width - RIGHT}` }),
    drawn("text", { class: "tick", x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, words(tick))]),
  ticksOf(x0, x1, Math.max(2, Math.floor(width / 110))).map((tick) =>
    drawn("text", { class: "tick", x: x(tick), y: height - 6, "text-anchor": "middle" }, `${tick} s`)),
  drawn("path", { class: "axis", d: `M${LEFT} ${height - BOTTOM}H${width - RIGHT}` }),
  draw(x, y), cursor);
  if (nearest) {
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      const scale = width / box.width;
      return nearest((event.clientX - box.left) * scale, (event.clientY - box.top) * scale, x, y);
    };
    svg.addEventListener("pointermove", (event) => {
      const found = at(event);
      readout.textContent = found ? found.words : "";
      cursor.setAttribute("d", found ? `M${x(found.x)} ${TOP}V${height - BOTTOM}` : "");
    });
    svg.addEventListener("pointerleave", () => { readout.textContent = ""; cursor.setAttribute("d", ""); });
    svg.addEventListener("click", (event) => at(event)?.open?.());
    svg.classList.add("live");
  }
  return element("figure", { class: "plot" },
    element("figcaption", {}, element("b", {}, title), element("span", { class: "unit" }, unit),
      key.map(([name, look]) => element("span", { class: `key ${look}` }, name)), readout), svg);
}
