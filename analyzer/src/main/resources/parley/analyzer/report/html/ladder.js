import { drawn, element, soon } from "./dom.js";
import { message, report } from "./data.js";
import { visible } from "./frame.js";
import { virtualList } from "./table.js";
import { count, flagNames, markWords, seconds, ticksToSeconds, MARK } from "./words.js";

const ROW = 40;
const MOST_LANES = 12;
const NARROWEST = 58;
const SHORTEST_LABEL = 180;
/** Between a label and the ends of its arrow. */
const CLEAR = 9;

/** Kinds that people say; of the others the line itself is shown. */
const SPEECH = new Set(["direct", "text"]);

function labelOf(each) {
  const text = visible(each.text.slice(0, 160));
  return SPEECH.has(each.kind) && each.recipients !== "" && !each.fromServer
    ? `to ${visible(each.recipients.slice(0, 80))}: ${text}`
    : SPEECH.has(each.kind) && each.fromServer ? `${visible(each.sender)}: ${text}` : text;
}

/** Who stands where: servers first, then clients as they come, the busiest where there are too many. */
function lanesOf(rows) {
  const servers = new Map();
  const clients = new Map();
  for (const { stream } of rows) {
    const [server, client] = [report.serverOf(stream), report.clientOf(stream)];
    servers.set(server, (servers.get(server) ?? 0) + 1);
    clients.set(client, (clients.get(client) ?? 0) + 1);
  }
  const shownServers = [...servers].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([name]) => name);
  const busiest = new Set([...clients].sort((a, b) => b[1] - a[1]).slice(0, MOST_LANES).map(([name]) => name));
  const shownClients = [...clients.keys()].filter((name) => busiest.has(name));
  return { servers: shownServers, clients: shownClients, allClients: clients.size };
}

function messageRows(words) {
  const { messages } = report;
  const rows = [];
  for (let i = 0; i < messages.text.length; i++) {
    if (words.length > 0) {
      const each = message(i);
      const text = `${each.kind}\n${each.sender}\n${each.recipients}\n${each.text}\n${report.clientOf(each.stream)}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) {
        continue;
      }
    }
    rows.push({ frame: messages.last[i], stream: messages.stream[i], message: i, point: -1 });
  }
  return rows;
}

function segmentRows(streams) {
  return streams.flatMap((stream) => report.track(stream)?.frame.map((frame, point) =>
    ({ frame, stream, message: -1, point })) ?? []);
}

function arrowOf(row, place) {
  const each = row.message >= 0 ? message(row.message) : null;
  const track = each ? null : report.track(row.stream);
  const fromServer = each ? each.fromServer : track.from[row.point] === 1;
  const [server, client] = [place(report.serverOf(row.stream)), place(report.clientOf(row.stream))];
  const user = visible(report.clientOf(row.stream));
  const words = fromServer ? `server to ${user}` : `${user} to server`;
  const [from, to] = fromServer ? [server, client] : [client, server];
  if (each) {
    const bad = each.kind === "error" || each.kind === "refused";
    const label = labelOf(each);
    return { from, to, words, time: each.time, frame: each.last, kind: saysKind(label, each.kind) ? "" : visible(each.kind), label,
      look: `message ${fromServer ? "from-server" : "from-client"}${bad ? " bad" : ""}` };
  }
  const i = row.point;
  const marks = track.marks[i];
  return { from, to, words, time: track.time[i], frame: row.frame, kind: flagNames(track.flags[i]),
    label: `Seq ${track.seq[i]}  Ack ${track.ack[i]}  Len ${track.len[i]}${marks ? `  ${markWords(marks)}` : ""}`,
    look: `segment${marks & (MARK.retransmission | MARK.outOfOrder | MARK.lost) ? " bad" : ""}` };
}

/** Whether a line says by itself of what kind it is: "exit", "online: Ofir". */
const saysKind = (label, kind) => label.toLowerCase().split(/[^\p{L}\p{N}]+/u).includes(kind.toLowerCase());

/** What is said, as wide as its arrow; above it, by the client's line: that end is the one in which arrows differ. */
function labelNode(arrow, width) {
  const [left, right] = [Math.min(arrow.from, arrow.to), Math.max(arrow.from, arrow.to)];
  const room = right - left - 2 * CLEAR;
  const node = element("span", { class: "says", dir: "auto" },
    arrow.kind === "" ? null : element("small", {}, arrow.kind), arrow.kind === "" ? null : " ", arrow.label);
  if (room >= SHORTEST_LABEL) {
    node.style.right = `${width - right + CLEAR}px`;
    node.style.maxWidth = `${room}px`;
  } else {
    node.style.left = `${Math.max(0, Math.min(left + CLEAR, width - SHORTEST_LABEL))}px`;
    node.style.maxWidth = `${SHORTEST_LABEL}px`;
  }
  return node;
}

/** A row of the ladder: the lanes, and the arrow with what it says above it. */
export function ladderRow(row, lanes, laneWidth, width) {
  const names = [...lanes.servers, ...lanes.clients];
  const x = (i) => Math.round((i + 0.5) * laneWidth) + 0.5;
  const arrow = arrowOf(row, (name) => x(names.indexOf(name)));
  const tip = arrow.to > arrow.from ? -7 : 7;
  const node = element("div", { class: `lanes ${arrow.look}` },
    drawn("svg", { width, height: ROW, "aria-hidden": "true" },
      names.map((_, i) => drawn("path", { class: "lane", d: `M${x(i)} 0V${ROW}` })),
      drawn("path", { class: "shaft", d: `M${arrow.from} 29H${arrow.to}` }),
      drawn("path", { class: "tip", d: `M${arrow.to} 29l${tip} -4.5v9z` })),
    labelNode(arrow, width));
  node.style.width = `${width}px`;
  return { arrow, node };
}

/** When an arrow was captured, and its frame. */
export const whenCell = (arrow, brief) => element("span", { class: "when" },
  brief ? ticksToSeconds(arrow.time).toFixed(3) : seconds(arrow.time), element("small", {}, `#${arrow.frame}`));

export function laneHeads(lanes, laneWidth) {
  const all = [...lanes.servers.map((name) => [name, "server"]), ...lanes.clients.map((name) => [name, "client"])];
  return element("div", { class: "lane-heads" }, all.map(([name, kind]) => {
    const head = element("span", { class: `lane-head ${kind}`, title: visible(name), dir: "auto" },
      kind === "server" ? "server" : visible(name),
      kind === "server" && laneWidth > 100 ? element("small", {}, visible(name)) : null);
    head.style.width = `${laneWidth}px`;
    return head;
  }));
}

export const ladderRows = (words, withSegments) => {
  const messages = messageRows(words);
  const lanes = lanesOf(withSegments && words.length === 0 ? [...messages, ...segmentRows(report.streams)] : messages);
  const shown = new Set(lanes.clients);
  const servers = new Set(lanes.servers);
  const rows = messages.filter(({ stream }) => shown.has(report.clientOf(stream)) && servers.has(report.serverOf(stream)));
  if (withSegments) {
    const streams = report.streams.filter((stream) => shown.has(report.clientOf(stream)));
    rows.push(...segmentRows(streams));
    rows.sort((a, b) => a.frame - b.frame || a.message - b.message);
  }
  return { rows, lanes };
};

/** The messages of all users and servers as arrows between them, in the order of the capture. */
export function ladderView({ openMessage, openFrame }) {
  let rows = [];
  let lanes = { servers: [], clients: [], allClients: 0 };
  let laneWidth = 0;
  let width = 0;
  let brief = false;
  const filter = element("input", { type: "search", placeholder: "User or text", "aria-label": "Filter the ladder",
    autocomplete: "off", spellcheck: "false" });
  const segments = element("input", { type: "checkbox", id: "ladder-segments" });
  const status = element("p", { class: "status", role: "status" });
  const heads = element("div", { class: "ladder-head", role: "presentation" });
  const open = (at) => (rows[at].message >= 0 ? openMessage(rows[at].message + 1) : openFrame(rows[at].frame));

  const list = virtualList({
    label: "Ladder", role: "listbox", head: heads, headHeight: 44, rowHeight: ROW,
    render: (at, selected) => {
      const { arrow, node } = ladderRow(rows[at], lanes, laneWidth, width);
      return element("div", { class: selected ? "rung selected" : "rung", role: "option", id: `rung-${at}`,
        "aria-selected": String(selected), title: `${arrow.kind} ${arrow.label}`.trim(),
        "aria-label": `${seconds(arrow.time)} s, ${arrow.words}, ${`${arrow.kind} ${arrow.label}`.trim()}, frame ${arrow.frame}`,
        click: () => { list.select(at); open(at); } },
      whenCell(arrow, brief), node);
    },
  });
  list.onOpen(open);

  const layOut = (fromTop) => {
    const number = lanes.servers.length + lanes.clients.length;
    brief = list.scroller.clientWidth < 600;
    const time = brief ? 56 : 92;
    list.scroller.style.setProperty("--when", `${time}px`);
    const room = list.scroller.clientWidth - time;
    laneWidth = Math.max(NARROWEST, Math.floor(Math.min(room / Math.max(1, number), 260)));
    width = Math.max(room, laneWidth * number);
    heads.replaceChildren(element("span", { class: "when" }, "seconds"), laneHeads(lanes, laneWidth));
    list.refresh(rows.length, fromTop, `${time + width}px`);
  };
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    ({ rows, lanes } = ladderRows(words, segments.checked));
    const all = report.messages.count;
    const kept = report.messages.text.length;
    status.textContent = `${count(rows.length)} ${segments.checked ? "messages and segments" : "messages"}${
      lanes.clients.length < lanes.allClients ? ` of the ${lanes.clients.length} busiest of ${count(lanes.allClients)} clients; filter to see others` : ""}${
      kept < all ? `. The first ${count(kept)} of ${count(all)} messages are here; messages.csv has all` : ""}${
      segments.checked && isThinned() ? ". Of long connections not every segment is here; segments.csv has all" : ""}`;
    layOut(true);
  };
  filter.addEventListener("input", soon(apply));
  segments.addEventListener("change", apply);
  new ResizeObserver(soon(() => layOut(false))).observe(list.scroller);
  apply();
  return element("div", { class: "ladder" },
    element("div", { class: "tools" }, filter,
      element("label", { class: "check", for: "ladder-segments" }, segments, " TCP segments"), status),
    list.scroller);
}

const isThinned = () => report.streams.length < report.capture.connections
  || report.streams.some((stream) => report.track(stream).every > 1);
