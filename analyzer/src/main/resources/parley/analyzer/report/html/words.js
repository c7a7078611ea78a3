import { report } from "./data.js";

const numbers = new Intl.NumberFormat("en");

/** 1,994. */
export const count = (number) => numbers.format(number);

/** 1 packet, 2 packets. */
export const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

/** A time or duration in the capture's own resolution as seconds with its digits. */
export function seconds(ticks) {
  const { digits } = report.capture;
  return (ticks / 10 ** digits).toFixed(digits);
}

/** 41 µs, 1.25 ms, 2.9 s. */
export function duration(inSeconds) {
  const [scale, unit] = Math.abs(inSeconds) < 1e-3 ? [1e6, "µs"] : Math.abs(inSeconds) < 1 ? [1e3, "ms"] : [1, "s"];
  return `${Number((inSeconds * scale).toPrecision(3))} ${unit}`;
}

export const ticksToSeconds = (ticks) => ticks / 10 ** report.capture.digits;

const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"];

/** PSH, ACK. */
export const flagNames = (flags) => FLAGS.filter((_, bit) => flags & (1 << bit)).join(", ") || "none";

/** What is noteworthy of a segment; the bits are those of the data. */
export const MARK = {
  retransmission: 1, fast: 2, spurious: 4, outOfOrder: 8, lost: 16, duplicateAck: 32, zeroWindow: 64, keepAlive: 128,
  windowFull: 256, unseenAcked: 512, reusedPorts: 1024,
};

const MARK_WORDS = [
  [MARK.fast, "fast retransmission"], [MARK.spurious, "spurious retransmission"], [MARK.outOfOrder, "out of order"],
  [MARK.lost, "segment before it missing"], [MARK.duplicateAck, "duplicate ACK"], [MARK.zeroWindow, "zero window"],
  [MARK.keepAlive, "keep-alive"], [MARK.windowFull, "window full"], [MARK.unseenAcked, "acknowledges unseen segment"],
  [MARK.reusedPorts, "ports used again"],
];

export function markWords(marks) {
  const words = MARK_WORDS.filter(([bit]) => marks & bit).map(([, word]) => word);
  if ((marks & MARK.retransmission) && !(marks & (MARK.fast | MARK.spurious))) {
    words.unshift("retransmission");
  }
  return words.join(", ");
}

/** How connections went, by Zeek's words for it. */
const STATES = {
  S0: "a SYN without reply", S1: "opened, and open at the end", SF: "opened, and closed by FIN of both",
  REJ: "refused with a reset", S2: "opened, and closed by the client alone", S3: "opened, and closed by the server alone",
  RSTO: "reset by the client", RSTR: "reset by the server", RSTOS0: "a SYN, and a reset behind it",
  RSTRH: "a SYN-ACK of no SYN, and a reset", SH: "a SYN and a FIN, no SYN-ACK", SHR: "a SYN-ACK of no SYN, and a FIN",
  OTH: "no opening seen",
};

/** SF, opened, and closed by FIN of both. */
export const stateWords = (state) => `${state}, ${STATES[state] ?? "another state"}`;

/** What the states mean that some connections are in. */
export const stateLegend = (connections) =>
  [...new Set(connections.map((each) => each.conn_state))].sort().map((state) => `${state}: ${STATES[state]}`).join("; ");

/** The numbers of 1,4-7. */
export function frameNumbers(list) {
  const frames = [];
  for (const part of list === "" ? [] : list.split(",")) {
    const [from, to] = part.split("-").map(Number);
    for (let frame = from; frame <= (to ?? from); frame++) {
      frames.push(frame);
    }
  }
  return frames;
}

/** The command that shows a frame, whatever the page has kept. */
export const packetCommand = (frame) => `parley packet ${report.capture.name === null ? "FILE" : shellWord(report.capture.name)} ${frame}`;

const shellWord = (name) => (/^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`);
