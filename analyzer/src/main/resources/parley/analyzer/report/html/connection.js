import { drawn, element } from "./dom.js";
import { report } from "./data.js";
import { facts, filterRow, frameLink, visible } from "./frame.js";
import { plot } from "./plot.js";
import { table } from "./table.js";
import { count, counted, duration, flagNames, markWords, seconds, stateWords, ticksToSeconds, MARK } from "./words.js";

const SYN = 2;
const SYN_OR_FIN = 3;
const ACK = 16;

const within = (values, least) => [0, values.reduce((most, value) => Math.max(most, value), least)];
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const bytes = (value) => compact.format(value);

/** A connection's kept segments as points with times in seconds. */
function points(track) {
  return track.frame.map((frame, i) => ({
    i, frame, time: ticksToSeconds(track.time[i]), from: track.from[i], flags: track.flags[i], seq: track.seq[i],
    ack: track.ack[i], len: track.len[i], win: track.win[i], flight: track.flight[i], rtt: track.rtt[i], marks: track.marks[i],
  }));
}

const sent = (point) => `frame ${point.frame} · ${point.time.toFixed(report.capture.digits)} s · ${flagNames(point.flags)} · Seq ${
  point.seq} Ack ${point.ack} Len ${point.len}${point.marks ? ` · ${markWords(point.marks)}` : ""}`;

/** Finds the point that is nearest on the screen. */
function finder(all, value, words, openFrame) {
  return (px, py, x, y) => {
    let best = null;
    let least = 1600;
    for (const point of all) {
      const distance = (x(point.time) - px) ** 2 + ((y(value(point)) - py) / 3) ** 2;
      if (distance < least) {
        least = distance;
        best = point;
      }
    }
    return best && { x: best.time, words: words(best), open: () => openFrame(best.frame) };
  };
}

const line = (all, x, y, value) => all.map((point, i) => `${i === 0 ? "M" : "L"}${x(point.time).toFixed(1)} ${y(value(point)).toFixed(1)}`)
  .join("");
const steps = (all, x, y, value) => all.map((point, i) =>
  `${i === 0 ? `M${x(point.time).toFixed(1)} ` : `H${x(point.time).toFixed(1)}V`}${y(value(point)).toFixed(1)}`).join("");

function timeSequence(all, from, span, width, openFrame) {
  const mine = all.filter((point) => point.from === from);
  const acks = all.filter((point) => point.from !== from && point.flags & ACK && !(point.flags & SYN));
  const data = mine.filter((point) => point.len > 0 || point.flags & SYN_OR_FIN);
  const edge = (point) => point.seq + Math.max(point.len, 1);
  const look = (point) => (point.marks & MARK.retransmission ? "again" : point.marks & MARK.outOfOrder ? "late" : "sent");
  const bars = ["sent", "late", "again"].map((wanted) => drawn("path", { class: `seq ${wanted}`, d: "" }));
  return plot({
    title: "Time and sequence", unit: "sequence number", width, height: 230, x: span,
    y: within([...data.map(edge), ...acks.map((point) => point.ack)], 1), words: bytes,
    key: [["segment", "k-sent"], ["acknowledged", "k-ack"], ["sent again", "k-again"], ["out of order", "k-late"]],
    draw: (x, y) => {
      bars.forEach((bar, at) => bar.setAttribute("d", data.filter((point) => look(point) === ["sent", "late", "again"][at])
        .map((point) => `M${x(point.time).toFixed(1)} ${(y(point.seq) + 1.5).toFixed(1)}V${(y(edge(point)) - 1.5).toFixed(1)}`).join("")));
      const crosses = data.filter((point) => look(point) === "again")
        .map((point) => drawn("circle", { class: "again-dot", cx: x(point.time), cy: y(edge(point)), r: 4 }));
      return [drawn("path", { class: "ack-line", d: steps(acks, x, y, (point) => point.ack) }), bars, crosses];
    },
    nearest: finder([...data, ...acks], (point) => (point.from === from ? edge(point) : point.ack), sent, openFrame),
  });
}

/** Decades that hold all of these, each more than nothing. */
function decades(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(Math.max(most, least * 1.01)))];
}

function roundTrips(all, handshake, span, width, openFrame) {
  const measured = all.filter((point) => point.rtt > 0);
  const waited = (point) => ticksToSeconds(point.rtt);
  const opening = handshake > 0 ? [handshake] : [];
  return plot({
    title: "Round-trip time", unit: "from a segment to its ACK, which the receiver may delay; logarithmic", width, x: span,
    y: measured.length + opening.length === 0 ? [1e-3, 1] : decades([...measured.map(waited), ...opening]), logarithmic: true,
    words: duration, key: [["ACK of the client", "k-client"], ["ACK of the server", "k-server"],
      ...opening.map((time) => [`handshake, ${duration(time)}`, "k-dashed"])],
    draw: (x, y) => [opening.map((time) => drawn("path", { class: "reference", d: `M${x(span[0])} ${y(time).toFixed(1)}H${x(span[1])}` })),
      measured.map((point) => drawn("circle", { class: point.from ? "dot server" : "dot client",
        cx: x(point.time).toFixed(1), cy: y(waited(point)).toFixed(1), r: 2.4 }))],
    nearest: finder(measured, waited, (point) => `frame ${point.frame} acknowledges after ${duration(waited(point))}`, openFrame),
  });
}

function throughput(track, span, width) {
  const { start, span: each, client, server } = track.throughput;
  const at = (i) => ticksToSeconds(start) + i * each;
  const rate = (sum) => sum / each;
  const bars = (x, y, sums, look) => drawn("path", { class: `rate ${look}`, d: sums.map((sum, i) =>
    `${i === 0 ? `M${x(at(0)).toFixed(1)} ${y(0).toFixed(1)}` : ""}V${y(rate(sum)).toFixed(1)}H${x(Math.min(at(i + 1), span[1])).toFixed(1)}`)
    .join("") + `V${y(0).toFixed(1)}` });
  return plot({
    title: "Throughput", unit: `payload, bytes a second over ${duration(each)}`, width, x: span,
    y: within([...client, ...server].map(rate), 1), words: bytes, key: [["client", "k-client"], ["server", "k-server"]],
    draw: (x, y) => [bars(x, y, server, "server"), bars(x, y, client, "client")],
  });
}

function inFlight(all, from, span, width, openFrame) {
  const mine = all.filter((point) => point.from === from && point.flight >= 0);
  return plot({
    title: "Bytes in flight", unit: "sent and not acknowledged", width, x: span, y: within(mine.map((point) => point.flight), 1), words: bytes,
    draw: (x, y) => [drawn("path", { class: from ? "stems server" : "stems client", d: mine.map((point) =>
      `M${x(point.time).toFixed(1)} ${y(0).toFixed(1)}V${y(point.flight).toFixed(1)}`).join("") }),
    mine.map((point) => drawn("circle", { class: from ? "dot server" : "dot client", cx: x(point.time).toFixed(1),
      cy: y(point.flight).toFixed(1), r: 2 }))],
    nearest: finder(mine, (point) => point.flight, (point) => `frame ${point.frame} · ${counted(point.flight, "byte")} in flight`, openFrame),
  });
}

function receiveWindow(all, from, span, width, openFrame) {
  const theirs = all.filter((point) => point.from !== from && !(point.flags & 4));
  return plot({
    title: "Window", unit: `bytes that the ${from ? "client" : "server"} offers to receive`, width, x: span,
    y: within(theirs.map((point) => point.win), 1), words: bytes,
    draw: (x, y) => [drawn("path", { class: from ? "stepped client" : "stepped server", d: steps(theirs, x, y, (point) => point.win) }),
      theirs.filter((point) => point.marks & MARK.zeroWindow).map((point) =>
        drawn("circle", { class: "again-dot", cx: x(point.time), cy: y(0), r: 4 }))],
    nearest: finder(theirs, (point) => point.win, (point) => `frame ${point.frame} · window ${counted(point.win, "byte")}`, openFrame),
  });
}

/** The plots of a connection for one direction: 0 what the client sent, 1 what the server sent. */
export function plotsOf(stream, from, width, openFrame) {
  const track = report.track(stream);
  const all = points(track);
  const connection = report.connection(stream);
  const start = connection ? connection.start : all[0].time;
  const end = Math.max(start + (connection?.duration ?? 0), all.at(-1).time);
  const span = [start, end > start ? end : start + 1e-6];
  const half = width > 900 ? Math.floor((width - 24) / 2) : width;
  return [timeSequence(all, from, span, width, openFrame),
    element("div", { class: "plot-pairs" }, roundTrips(all, connection?.initial_rtt ?? 0, span, half, openFrame), throughput(track, span, half),
      inFlight(all, from, span, half, openFrame), receiveWindow(all, from, span, half, openFrame))];
}

function handshake(stream) {
  const of = report.handshakes.get(stream);
  if (!of) {
    return null;
  }
  const frames = [["SYN", of["frame.syn"]], ["SYN-ACK", of["frame.syn_ack"]], ["ACK", of["frame.ack"]]].filter(([, frame]) => frame);
  return ["Handshake", frames.length === 0 ? "not captured" : frames.map(([name, frame], i) => [i === 0 ? "" : ", ", `${name} `, frameLink(frame)]),
    of.rtt === null ? "" : `, ${duration(of.rtt)}`];
}

const ENDINGS = {
  "fin client": "by both, the client first", "fin server": "by both, the server first",
  "rst client": "reset by the client", "rst server": "reset by the server",
};

/** What its two ends did, side by side. */
function bothEnds(connection) {
  const stream = connection["tcp.stream"];
  const offered = (end) => report.handshakes.get(stream)?.[`mss.${end}`] ?? null;
  const number = (name) => (end) => count(connection[`${name}.${end}`]);
  const time = (name) => (end) => (connection[`${name}.${end}`] === null ? "none" : duration(connection[`${name}.${end}`]));
  const rows = [
    ["Packets", number("packets")],
    ["Payload, bytes", number("payload")],
    ["Sent again", number("retransmissions")],
    ["Out of order", number("out_of_order")],
    ["Duplicate ACKs", number("duplicate_acks")],
    ["Zero windows", number("zero_windows")],
    ["MSS offered", (end) => (offered(end) === null ? "none" : count(offered(end)))],
    ["Acknowledged after, mean", time("rtt_mean")],
  ];
  return element("table", { class: "ends" },
    element("thead", {}, element("tr", {}, element("th", {}, "Sent by"), ["client", "server"].map((end) => element("th", { class: "end" }, end)))),
    element("tbody", {}, rows.map(([name, value]) => element("tr", {}, element("th", { scope: "row" }, name),
      ["client", "server"].map((end) => element("td", { class: "end" }, value(end)))))));
}

/** What a connection's numbers say. */
export function connectionFacts(connection) {
  const stream = connection["tcp.stream"];
  const spent = (value) => (value === null ? "none" : duration(value));
  return element("div", { class: "connection-facts" }, facts(
    ["Client", connection.client, connection.user ? ` (${visible(connection.user)})` : ""],
    ["Server", connection.server],
    ["Lasts", `${duration(connection.duration)}, from ${connection.start.toFixed(3)} s`],
    handshake(stream),
    ["Ended", ENDINGS[connection.ended] ?? "not in the capture"],
    ["State", stateWords(connection.conn_state)],
    ["ACK after", `${spent(connection["ack_rtt.median"])} median, ${spent(connection["ack_rtt.max"])} most, of both`]), bothEnds(connection));
}

/** Connections by how closely they are plotted, then by how much was sent again. */
export function mostTroubled(connections) {
  const every = (each) => report.trackEvery(each["tcp.stream"]);
  const again = (each) => each["retransmissions.client"] + each["retransmissions.server"];
  return [...connections].sort((a, b) => every(a) - every(b) || again(b) - again(a));
}

function segmentTable(track, openFrame) {
  const number = (title, value, extra = {}) => ({ title, value, text: (i) => count(value(i)), end: true, track: "minmax(4rem, 0.7fr)", ...extra });
  return table({
    label: "Segments", noun: "segment", length: track.frame.length, open: (i) => openFrame(track.frame[i]),
    note: cut(track),
    columns: [
      number("Frame", (i) => track.frame[i], { node: (i) => frameLink(track.frame[i]), text: (i) => String(track.frame[i]) }),
      number("Time", (i) => track.time[i], { text: (i) => seconds(track.time[i]), track: "minmax(6.2rem, 0.9fr)",
        narrowTrack: "3.6rem", brief: (i) => ticksToSeconds(track.time[i]).toFixed(3) }),
      { title: "From", value: (i) => (track.from[i] ? "server" : "client"), track: "minmax(4.2rem, 0.7fr)" },
      { title: "Flags", value: (i) => flagNames(track.flags[i]), track: "minmax(5.5rem, 1fr)" },
      number("Seq", (i) => track.seq[i], { text: (i) => String(track.seq[i]) }),
      number("Ack", (i) => track.ack[i], { text: (i) => String(track.ack[i]) }),
      number("Len", (i) => track.len[i], { track: "minmax(3.2rem, 0.6fr)" }),
      number("Window", (i) => track.win[i], { wide: true }),
      number("In flight", (i) => track.flight[i], { text: (i) => (track.flight[i] < 0 ? "" : count(track.flight[i])), wide: true }),
      { title: "Noteworthy", value: (i) => markWords(track.marks[i]), track: "minmax(7rem, 2fr)", wide: true },
    ],
  }).node;
}

function cut(track) {
  const missing = track.count - track.frame.length;
  return missing > 0 ? `of ${count(track.count)}: of each ${track.every} in a row the one with most bytes in flight or the slowest
    acknowledgement, besides retransmissions, opening and end; segments.csv has all` : "";
}

/** A connection: its numbers, its plots, its segments. */
export function connectionDetails(stream, openFrame) {
  const connection = report.connection(stream);
  const track = report.track(stream);
  const filter = `tcp.stream==${stream}`;
  const title = element("h2", { id: "connection-title", tabindex: "-1" }, `Connection ${stream}`,
    connection?.user ? ` · ${visible(connection.user)}` : "");
  const head = [title, connection ? connectionFacts(connection) : null, filterRow(filter)];
  if (!track) {
    return [...head, element("p", { class: "hint" }, `The page has plots of ${count(report.streams.length)} connections, not of this
      one. parley analyze with --stream ${stream} has them.`)];
  }
  const area = element("div", { class: "plots" });
  let from = track.len.some((length, i) => length > 0 && track.from[i] === 1) ? 1 : 0;
  const draw = () => area.clientWidth > 0 && area.replaceChildren(...plotsOf(stream, from, area.clientWidth, openFrame));
  const choice = (value, words) => {
    const input = element("input", { type: "radio", name: "direction", id: `direction-${value}`, checked: value === from,
      change: () => { from = value; draw(); } });
    return [input, element("label", { for: `direction-${value}` }, words)];
  };
  new ResizeObserver(draw).observe(area);
  return [...head,
    element("fieldset", { class: "switch" }, element("legend", { class: "sr" }, "Direction"),
      choice(0, "What the client sent"), choice(1, "What the server sent")),
    area, cut(track) === "" ? null : element("p", { class: "hint" }, `Plotted: ${count(track.frame.length)} segments ${cut(track)}.`),
    element("h3", {}, "Segments"), segmentTable(track, openFrame)];
}

