import { copyButton, element } from "./dom.js";
import { message, report } from "./data.js";
import { hexDump, octetsOf } from "./octets.js";
import { count, counted, duration, flagNames, frameNumbers, packetCommand, seconds, ticksToSeconds } from "./words.js";

const decoder = new TextDecoder();
const hex = (value, digits) => `0x${value.toString(16).padStart(digits, "0")}`;

/** A link to a frame. */
export const frameLink = (frame, words = String(frame)) => element("a", {
  class: "frame-link", href: `#frame-${frame}`, click: (event) => event.stopPropagation(), "aria-label": `Frame ${frame}`,
}, words);

const FIRST_LINKS = 12;

/** Links to the frames of a list, the first ones and the others on demand. */
export function evidence(list, total) {
  const frames = frameNumbers(list);
  if (frames.length === 0) {
    return null;
  }
  const node = element("span", { class: "evidence" });
  const show = (number) => node.replaceChildren(...frames.slice(0, number).flatMap((frame) => [frameLink(frame), " "]),
    ...(frames.length > number ? [element("button", { class: "more", type: "button", click: () => show(frames.length) },
      `${count(frames.length - number)} more`)] : []),
    total > frames.length && frames.length <= number ? `and ${count(total - frames.length)} that are not listed` : "");
  show(FIRST_LINKS);
  return node;
}

/** A display filter with a button that copies it. */
export const filterRow = (filter) => (filter === "" ? null
  : element("span", { class: "filter" }, element("code", {}, filter), copyButton(filter, "the display filter")));

/** Names and what they are, without the rows that are null. */
export const facts = (...rows) => element("dl", { class: "facts-list" }, rows.filter((row) => row !== null)
  .map(([name, ...value]) => [element("dt", {}, name), element("dd", {}, ...value)]));

const layer = (kind, title, ...content) =>
  element("section", { class: `layer l-${kind}` }, element("h3", {}, title), ...content);

function ipv4(o, at) {
  const flags = o.u16(at + 6);
  const address = (from) => [0, 1, 2, 3].map((i) => o.u8(from + i)).join(".");
  return layer("network", "Network · IPv4", facts(
    ["From", address(at + 12)],
    ["To", address(at + 16)],
    ["Total length", `${count(o.u16(at + 2))} bytes, header ${(o.u8(at) & 15) * 4}`],
    ["Time to live", String(o.u8(at + 8))],
    ["Protocol", String(o.u8(at + 9))],
    ["Identification", `${hex(o.u16(at + 4), 4)} (${o.u16(at + 4)})`],
    ["Fragments", `${flags & 0x4000 ? "don't fragment" : "may be fragmented"}${flags & 0x2000 ? ", more follow" : ""}${
      flags & 0x1fff ? `, offset ${(flags & 0x1fff) * 8}` : ""}`],
    ["Header checksum", hex(o.u16(at + 10), 4)]));
}

function ipv6(o, at) {
  const groups = (from) => Array.from({ length: 8 }, (_, i) => o.u16(from + 2 * i).toString(16)).join(":")
    .replace(/(^|:)0(:0)+(:|$)/, "::");
  return layer("network", "Network · IPv6", facts(
    ["From", groups(at + 8)],
    ["To", groups(at + 24)],
    ["Payload length", `${count(o.u16(at + 4))} bytes`],
    ["Hop limit", String(o.u8(at + 7))],
    ["Next header", String(o.u8(at + 6))]));
}

function network(o, at) {
  if (!o.has(at, 20)) {
    return null;
  }
  return o.u8(at) >> 4 === 6 ? (o.has(at, 40) ? ipv6(o, at) : null) : ipv4(o, at);
}

/** The options of a TCP header, in words. */
function options(o, from, to) {
  const words = [];
  for (let at = from; at < to;) {
    const kind = o.u8(at);
    if (kind < 2) {
      at += 1;
      if (kind === 0) {
        break;
      }
      continue;
    }
    const length = at + 1 < to ? o.u8(at + 1) : 0;
    if (length < 2 || at + length > to) {
      words.push(`option ${kind} cut`);
      break;
    }
    words.push(kind === 2 && length === 4 ? `MSS ${o.u16(at + 2)}`
      : kind === 3 && length === 3 ? `window scale ${o.u8(at + 2)}`
        : kind === 4 ? "SACK permitted"
          : kind === 5 ? `SACK of ${counted((length - 2) / 8, "block")}`
            : kind === 8 && length === 10 ? `timestamp ${o.u32(at + 2)}, echoes ${o.u32(at + 6)}` : `option ${kind}`);
    at += length;
  }
  return words.join("; ");
}

function transport(frame, o) {
  const [, , at, payload, end] = frame.layers;
  if (!o.has(at, 20)) {
    return null;
  }
  const raw = (value) => element("span", { class: "raw" }, ` raw ${value}`);
  const flags = o.u16(at + 12) & 0x1ff;
  const length = frame.length - payload > 0 ? end - payload : 0;
  const said = options(o, at + 20, Math.min(payload, o.bytes.length));
  return layer("transport", "Transport · TCP", facts(
    ["Ports", `${o.u16(at)} → ${o.u16(at + 2)}`],
    ["Flags", flagNames(flags), raw(hex(flags, 4))],
    frame.stream === undefined ? null : ["Seq", String(frame.seq), raw(o.u32(at + 4))],
    frame.stream === undefined ? null : ["Ack", flags & 16 ? String(frame.ack) : "none", raw(o.u32(at + 8))],
    ["Data", `${counted(length, "byte")}, header ${payload - at}`],
    frame.stream === undefined ? null : ["Window", `${count(frame.win)} bytes`, raw(o.u16(at + 14))],
    ["Checksum", hex(o.u16(at + 16), 4)],
    said === "" ? null : ["Options", said]));
}

/** The octets as text, line ends by their names. */
function spelled(bytes) {
  return decoder.decode(bytes).split(/([\r\n])/).filter((part) => part !== "").map((part) =>
    (part === "\n" || part === "\r" ? element("span", { class: "ending" }, part === "\n" ? "LF" : "CR") : visible(part)));
}

/** Text with what would change how it is shown turned into U+FFFD. */
export const visible = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "\ufffd");

function application(frame, o) {
  const [, , transportAt, payload, end] = frame.layers;
  if (transportAt < 0) {
    return null;
  }
  const here = report.messageEndingIn(frame.number).map(message);
  if (end <= payload) {
    return layer("application", "Application", element("p", { class: "hint" }, "No data."));
  }
  return layer("application", "Application",
    element("p", { class: "payload", dir: "auto" }, spelled(o.bytes.slice(payload, Math.min(end, o.bytes.length)))),
    here.length === 0 ? null : facts(...here.map((each) =>
      ["Message", element("a", { href: `#message-${each.number}` }, `${each.number}, ${visible(each.kind)}`)])));
}

function link(frame, o) {
  const address = (at) => Array.from(o.bytes.slice(at, at + 6), (byte) => byte.toString(16).padStart(2, "0")).join(":");
  const ethernet = frame.link === "Ethernet" && o.has(0, 14);
  return layer("link", `Link · ${frame.link}`, facts(
    ethernet ? ["From", address(6)] : null,
    ethernet ? ["To", address(0)] : null,
    ["Header", counted(frame.layers[0], "byte")]));
}

function absent(number) {
  const command = packetCommand(number);
  return [
    element("p", {}, number > report.capture.packets || number < 1
      ? `The capture has no frame ${number}.`
      : `The bytes of frame ${number} are not in this page: it keeps the capture's first frames and those that are out of
        the ordinary, ${count(report.frames.size)} of ${count(report.capture.packets)}.`),
    element("p", {}, "The capture file has it:"),
    element("p", { class: "filter" }, element("code", {}, command), copyButton(command, "the command")),
    element("p", { class: "filter" }, element("code", {}, `frame.number==${number}`),
      copyButton(`frame.number==${number}`, "the display filter")),
  ];
}

/** All there is of a frame, from its place in the capture to its octets. */
export function frameDetails(number) {
  const frame = report.frames.get(number);
  if (!frame) {
    return absent(number);
  }
  const o = octetsOf(frame);
  const cut = o.bytes.length < frame.length;
  const command = packetCommand(number);
  return [
    element("p", { class: "info", dir: "auto" }, frame.info),
    facts(
      ["Time", `${seconds(frame.time)} s`],
      ["Length", `${counted(frame.length, "byte")} on the wire`],
      frame.stream === undefined ? null : ["Connection", element("a", { href: `#connection-${frame.stream}` }, String(frame.stream)),
        `, sent by ${frame.fromClient ? visible(report.clientOf(frame.stream)) : "the server"}`],
      frame.comment ? ["Comment", visible(frame.comment)] : null),
    application(frame, o),
    transport(frame, o),
    network(o, frame.layers[1]),
    link(frame, o),
    element("section", { class: "layer" }, element("h3", {}, "Bytes"),
      hexDump(o.bytes, frame.layers, 8),
      cut ? element("p", { class: "hint" }, `The first ${count(o.bytes.length)} of ${count(frame.length)}.`) : null,
      element("p", { class: "filter" }, element("code", {}, command), copyButton(command, "the command"))),
  ];
}

/** The segments of a connection from one frame to another, as far as the page has them. */
function segments(stream, from, to) {
  const track = report.track(stream);
  if (!track) {
    return [];
  }
  return track.frame.flatMap((frame, i) => (frame >= from && frame <= to ? [i] : [])).map((i) => ({
    frame: track.frame[i], time: track.time[i], fromServer: track.from[i] === 1, flags: track.flags[i], seq: track.seq[i],
    ack: track.ack[i], len: track.len[i],
  }));
}

const MOST_SEGMENTS = 40;

function carriers(of) {
  const found = segments(of.stream, of.first, Math.max(of.last, of.ack))
    .filter((each) => each.fromServer === of.fromServer ? each.len > 0 && each.frame <= of.last : each.frame === of.ack);
  const connection = report.connection(of.stream);
  const port = (endpoint) => endpoint?.slice(endpoint.lastIndexOf(":") + 1) ?? "?";
  const [client, server] = [port(connection?.client), port(connection?.server)];
  return element("ol", { class: "hops" }, found.slice(0, MOST_SEGMENTS).map((each) => element("li", {
    class: each.fromServer ? "hop from-server" : "hop",
  },
    element("span", { class: "hop-head" }, frameLink(each.frame, `Frame ${each.frame}`),
      ` ${each.fromServer ? server : client} → ${each.fromServer ? client : server}`,
      element("span", { class: "raw" }, ` ${seconds(each.time)} s`)),
    element("span", { class: "hop-numbers" }, `${flagNames(each.flags)}  Seq ${each.seq}  Ack ${each.ack}  Len ${each.len}`))));
}

/** A message and the segments that carried and acknowledged it. */
export function messageDetails(number) {
  if (number < 1 || number > report.messages.text.length) {
    return [element("p", {}, `Message ${number} is not in this page; messages.csv has all ${count(report.messages.count)}.`)];
  }
  const of = message(number - 1);
  const forwards = of.forwards === 0 ? null : element("a", { href: `#message-${of.forwards}` }, `message ${of.forwards}`);
  return [
    element("p", { class: "quote", dir: "auto" }, visible(of.text) || element("span", { class: "hint" }, "an empty line")),
    facts(
      ["Kind", visible(of.kind)],
      ["From", visible(of.sender) || "not known yet"],
      ["To", visible(of.recipients) || "not known"],
      ["Time", `${seconds(of.time)} s`],
      ["Connection", element("a", { href: `#connection-${of.stream}` }, String(of.stream)),
        of.fromServer ? `, from the server to ${visible(report.clientOf(of.stream))}` : ", from the client to the server"],
      ["On the wire", `${counted(of.bytes, "byte")}, Seq ${of.seq}${of.seqLast === of.seq ? "" : ` to ${of.seqLast}`}`],
      forwards ? ["Passes on", forwards] : null,
      ["Carried by", frameLink(of.first), of.last === of.first ? null : [" to ", frameLink(of.last)]],
      of.ack === 0 ? ["Acknowledged", "not seen"]
        : ["Acknowledged", "by ", frameLink(of.ack), ` after ${duration(ticksToSeconds(of.ackDelay))}`]),
    layer("transport", "Segments", carriers(of)),
  ];
}
