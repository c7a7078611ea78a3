import { element } from "./dom.js";

/** Octets to read numbers from, by their place. */
export function octetsOf(frame) {
  const bytes = Uint8Array.from(atob(frame.octets), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return {
    bytes,
    has: (at, length) => at >= 0 && at + length <= bytes.length,
    u8: (at) => view.getUint8(at),
    u16: (at) => view.getUint16(at),
    u32: (at) => view.getUint32(at),
  };
}

const OCTET_LAYERS = ["link", "network", "transport", "application"];

/** The layer that an octet belongs to, by where the layers begin. */
function layerOf([, network, transport, payload, end], at) {
  if (network < 0 || at < network) {
    return "link";
  }
  if (transport < 0 || at < transport) {
    return "network";
  }
  return at < payload ? "transport" : at < end ? "application" : "link";
}

const hexadecimal = (byte) => byte.toString(16).padStart(2, "0");
const printable = (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·");

/** Runs of octets of one layer, an element each. */
function runs(bytes, layers, from, to, word, between) {
  const nodes = [];
  for (let start = from; start < to;) {
    const layer = layerOf(layers, start);
    let end = start + 1;
    while (end < to && layerOf(layers, end) === layer) {
      end++;
    }
    nodes.push(element("span", { class: `o-${layer}` }, Array.from(bytes.slice(start, end), word).join(between)),
      end < to ? between : "");
    start = end;
  }
  return nodes;
}

/** A frame's octets in hexadecimal and as text, coloured by layer. */
export function hexDump(bytes, layers, perLine) {
  const lines = [];
  for (let from = 0; from < bytes.length; from += perLine) {
    const to = Math.min(from + perLine, bytes.length);
    lines.push(element("span", { class: "place" }, from.toString(16).padStart(4, "0")), "  ",
      runs(bytes, layers, from, to, hexadecimal, " "), " ".repeat((perLine - (to - from)) * 3 + 2),
      runs(bytes, layers, from, to, printable, ""), "\n");
  }
  const present = OCTET_LAYERS.filter((layer) => bytes.some((_, at) => layerOf(layers, at) === layer));
  return [
    element("p", { class: "legend" }, present.map((layer) => element("span", { class: `o-${layer}` }, layer))),
    element("pre", { class: "hex", tabindex: "0", "aria-label": "Bytes" }, lines),
  ];
}
