import { byId } from "./dom.js";
import { inflate } from "./inflate.js";

function read() {
  const block = JSON.parse(byId("data").textContent);
  if (!block.deflated) {
    return block;
  }
  const text = atob(block.deflated);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    packed[i] = text.charCodeAt(i);
  }
  return JSON.parse(new TextDecoder().decode(inflate(packed, block.octets)));
}

/** Makes of each number's step from the one before the number itself. */
function summed(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

/** Likewise where the number before is the one of the same sender. */
function summedBySender(steps, from) {
  const sums = [0, 0];
  return steps.map((step, i) => (sums[from[i]] += step));
}

/** Rows of a CSV file, each with its columns' names. */
function records({ columns, rows }) {
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
}

function track(packed) {
  return {
    ...packed,
    frame: summed(packed.frame),
    time: summed(packed.time),
    seq: summedBySender(packed.seq, packed.from),
    ack: summedBySender(packed.ack, packed.from),
    win: summedBySender(packed.win, packed.from),
  };
}

function once(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) {
      made.set(key, make(key));
    }
    return made.get(key);
  };
}

/** What the page tells of. */
export const report = {};

/** Reads the data; nothing else of the page is called before. */
export function load() {
  const data = read();
  const { messages } = data;
  messages.time = summed(messages.time);
  messages.last = summed(messages.last);
  const packed = new Map(data.tracks.map((each) => [each.stream, each]));
  const connections = records(data.conversations);
  const byStream = new Map(connections.map((each) => [each["tcp.stream"], each]));
  Object.assign(report, {
    capture: data.capture,
    summary: data.summary,
    findings: data.findings,
    messages,
    users: records(data.users),
    userCount: data.users.count,
    connections,
    connectionCount: data.conversations.count,
    handshakes: new Map(records(data.handshakes).map((each) => [each["tcp.stream"], each])),
    connection: (stream) => byStream.get(stream),
    streams: [...packed.keys()],
    trackEvery: (stream) => packed.get(stream)?.every ?? Infinity,
    track: once((stream) => (packed.has(stream) ? track(packed.get(stream)) : null)),
    frames: new Map(data.frames.map((frame) => [frame.number, frame])),
    clientOf: once((stream) => byStream.get(stream)?.user || byStream.get(stream)?.client || `connection ${stream}`),
    serverOf: once((stream) => byStream.get(stream)?.server || "server"),
  });
  report.messageEndingIn = once((frame) => {
    const found = [];
    messages.last.forEach((last, i) => last === frame && found.push(i));
    return found;
  });
}

/** A message by its place in the list. */
export function message(i) {
  const { messages } = report;
  return {
    number: i + 1,
    time: messages.time[i],
    stream: messages.stream[i],
    fromServer: messages.fromServer[i] === 1,
    kind: messages.words[messages.kind[i]],
    sender: messages.words[messages.sender[i]],
    recipients: messages.words[messages.recipients[i]],
    text: messages.text[i],
    forwards: messages.forwards[i],
    first: messages.last[i] - messages.carriers[i],
    last: messages.last[i],
    seq: messages.seq[i],
    seqLast: messages.seq[i] + messages.seqLast[i],
    bytes: messages.bytes[i],
    ack: messages.ack[i] === 0 ? 0 : messages.last[i] + messages.ack[i],
    ackDelay: messages.ackDelay[i],
  };
}
