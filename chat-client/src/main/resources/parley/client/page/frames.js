import { element } from "./dom.js";
import { hexDump } from "./hex.js";

const numbers = new Intl.NumberFormat("en");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const decoder = new TextDecoder();

/** A duration in milliseconds, to the microsecond. */
export const millis = (nanos) => `${(Number(nanos) / 1e6).toFixed(3)} ms`;

/** The time of day of a frame, with all of its nine digits. */
function timeOf(timestampNanos) {
  const nanos = BigInt(timestampNanos);
  const second = clock.format(new Date(Number(nanos / 1_000_000_000n) * 1000));
  return `${second}.${String(nanos % 1_000_000_000n).padStart(9, "0")}`;
}

const hex = (value, digits) => `0x${value.toString(16).padStart(digits, "0")}`;

/** The bytes of a frame by layer: where each begins, found by what its TCP header is known to begin with. */
export function layout(frame) {
  const bytes = Uint8Array.from(frame.bytes.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const start = new DataView(new ArrayBuffer(12));
  start.setUint16(0, frame.sourcePort);
  start.setUint16(2, frame.destinationPort);
  start.setUint32(4, frame.rawSequence);
  start.setUint32(8, frame.rawAcknowledgment);
  const wanted = new Uint8Array(start.buffer);
  const tcp = bytes.findIndex((_, at) => wanted.every((byte, i) => bytes[at + i] === byte));
  if (tcp < 0) {
    return { bytes, network: bytes.length, transport: bytes.length, application: bytes.length, end: bytes.length };
  }
  const application = tcp + frame.headerLength;
  return {
    bytes,
    network: tcp - (frame.ipLength - frame.headerLength - frame.payloadLength),
    transport: tcp,
    application,
    end: application + frame.payloadLength,
  };
}

function facts(...rows) {
  return element("dl", {}, ...rows.filter((row) => row !== null).flatMap(([name, ...value]) =>
    [element("dt", {}, name), element("dd", {}, ...value)]));
}

const layer = (kind, title, ...content) =>
  element("section", { class: `layer ${kind}` }, element("h4", {}, title), ...content);

const raw = (value) => element("span", { class: "raw" }, ` raw ${value}`);

function application(frame, at) {
  if (frame.payloadLength === 0) {
    return layer("application", "Application", element("p", { class: "hint" }, "No data: this frame acknowledges alone."));
  }
  const payload = at.bytes.slice(at.application, at.end);
  const words = decoder.decode(payload).split(/([\r\n])/).map((part) =>
    part === "\n" || part === "\r" ? element("span", { class: "ending" }, part === "\n" ? "LF" : "CR") : part);
  const cut = payload.length < frame.payloadLength ? " …" : "";
  return layer("application", "Application · chat",
    element("p", { class: "payload", dir: "auto" }, ...words, cut),
    facts(["Length", `${numbers.format(frame.payloadLength)} bytes`]));
}

function transport(frame, delay) {
  return layer("transport", "Transport · TCP", facts(
    ["Ports", `${frame.sourcePort} → ${frame.destinationPort}`],
    ["Flags", frame.flags],
    ["Seq", String(frame.sequence), raw(frame.rawSequence)],
    ["Ack", String(frame.acknowledgment), raw(frame.rawAcknowledgment)],
    ["Data", `${numbers.format(frame.payloadLength)} bytes`],
    frame.payloadLength === 0 ? null : ["Next Seq", String(frame.sequence + frame.payloadLength)],
    ["Window", `${numbers.format(frame.window)} bytes`],
    ["Header", `${frame.headerLength} bytes`],
    delay === null ? null : ["Acked after", millis(delay)]));
}

function network(frame) {
  return layer("network", `Network · ${frame.identification === null ? "IPv6" : "IPv4"}`, facts(
    ["From", frame.source],
    ["To", frame.destination],
    [frame.identification === null ? "Hop limit" : "TTL", String(frame.timeToLive)],
    frame.identification === null ? null
      : ["Identification", `${hex(frame.identification, 4)} (${frame.identification})`],
    frame.identification === null ? null : ["Don't fragment", frame.dontFragment ? "set" : "not set"],
    ["Total length", `${numbers.format(frame.ipLength)} bytes`]));
}

/** A frame from the application down to its bytes. */
export function frameSection({ frame, role, delay }, stream) {
  const at = layout(frame);
  const title = `frame-${frame.number}`;
  return element("section", { class: "frame", "aria-labelledby": title },
    element("h3", { id: title }, `Frame ${frame.number} `, element("span", { class: "role" }, role)),
    element("p", { class: "frame-facts" },
      `${timeOf(frame.timestampNanos)} · stream ${stream} · ${numbers.format(frame.length)} bytes on the wire`),
    application(frame, at),
    transport(frame, delay),
    network(frame),
    hexDump(at, frame.length));
}
