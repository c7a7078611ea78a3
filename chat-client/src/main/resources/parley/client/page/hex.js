import { element } from "./dom.js";

const ROW = 8;

const kindOf = (place, at) =>
  place < at.network ? "link" : place < at.transport ? "network" : place < at.application ? "transport"
    : place < at.end ? "application" : "link";

const printable = (byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : "·");

/** Runs of bytes of one layer, as an element each. */
function runs(at, from, to, text, between) {
  const nodes = [];
  for (let start = from; start < to;) {
    const kind = kindOf(start, at);
    let end = start + 1;
    while (end < to && kindOf(end, at) === kind) {
      end++;
    }
    const words = Array.from(at.bytes.slice(start, end), text).join(between);
    nodes.push(element("span", { class: `b-${kind}` }, words), end < to ? between : "");
    start = end;
  }
  return nodes;
}

/** A frame's bytes in hexadecimal, coloured by layer. */
export function hexDump(at, frameLength) {
  const lines = [];
  for (let from = 0; from < at.bytes.length; from += ROW) {
    const to = Math.min(from + ROW, at.bytes.length);
    lines.push(
      element("span", { class: "offset" }, from.toString(16).padStart(4, "0")), "  ",
      ...runs(at, from, to, (byte) => byte.toString(16).padStart(2, "0"), " "),
      " ".repeat((ROW - (to - from)) * 3 + 2),
      ...runs(at, from, to, printable, ""), "\n");
  }
  const parts = [["link", at.network > 0], ["network", at.transport > at.network],
    ["transport", at.application > at.transport], ["application", at.end > at.application]];
  const cut = at.bytes.length < frameLength
    ? element("p", { class: "hint" }, `The first ${at.bytes.length} of ${frameLength} bytes.`) : null;
  return element("details", { class: "hex", open: true },
    element("summary", {}, "Bytes"),
    element("p", { class: "legend" }, ...parts.filter(([, present]) => present)
      .map(([kind]) => element("span", { class: `b-${kind}` }, kind))),
    element("pre", {}, ...lines),
    cut);
}
