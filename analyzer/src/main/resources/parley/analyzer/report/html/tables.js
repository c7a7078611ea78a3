import { byId, element, soon } from "./dom.js";
import { message, report } from "./data.js";
import { connectionDetails, mostTroubled } from "./connection.js";
import { frameLink, visible } from "./frame.js";
import { findingRow } from "./summary.js";
import { table } from "./table.js";
import { count, duration, seconds, stateLegend, ticksToSeconds } from "./words.js";

const firstOf = (kept, all, noun, file) => (kept < all ? `, the first of ${count(all)} ${noun}; ${file} has all` : "");

export function messagesView({ openMessage }) {
  const { messages } = report;
  const word = (of) => (i) => visible(messages.words[of[i]]);
  const last = (i) => messages.last[i];
  return table({
    label: "Messages", noun: "message", length: messages.text.length, open: (i) => openMessage(i + 1), tall: true,
    note: firstOf(messages.text.length, messages.count, "messages", "messages.csv"),
    facets: [{ title: "Kind", value: word(messages.kind) },
      { title: "Sent by", value: (i) => (messages.fromServer[i] ? "server" : "client") }],
    columns: [
      { title: "No.", value: (i) => i + 1, end: true, track: "4rem", wide: true },
      { title: "Time", value: (i) => messages.time[i], text: (i) => seconds(messages.time[i]), end: true, track: "6.5rem",
        narrowTrack: "3.4rem", brief: (i) => ticksToSeconds(messages.time[i]).toFixed(3) },
      { title: "Frame", value: last, node: (i) => frameLink(last(i)), end: true, track: "4.5rem", narrowTrack: "3rem" },
      { title: "Kind", value: word(messages.kind), track: "6rem", narrowTrack: "4.1rem" },
      { title: "From", value: word(messages.sender), track: "minmax(4rem, 0.8fr)", narrowTrack: "minmax(3.2rem, 0.6fr)" },
      { title: "To", value: word(messages.recipients), track: "minmax(4rem, 1fr)", wide: true },
      { title: "Text", value: (i) => messages.text[i], text: (i) => visible(messages.text[i].slice(0, 300)), track: "minmax(5rem, 4fr)" },
      { title: "Bytes", value: (i) => messages.bytes[i], text: (i) => count(messages.bytes[i]), end: true, track: "4rem", wide: true },
      { title: "ACK after", value: (i) => (messages.ackDelay[i] < 0 ? null : messages.ackDelay[i]), end: true, track: "5.5rem", wide: true,
        text: (i) => (messages.ackDelay[i] < 0 ? "" : duration(ticksToSeconds(messages.ackDelay[i]))) },
    ],
  }).node;
}

const columnOf = (rows) => (title, name, extra = {}) => ({ title, value: (i) => rows[i][name], ...extra });
const numeric = { end: true, track: "minmax(3.7rem, 0.7fr)" };

export function usersView() {
  const { users } = report;
  const column = columnOf(users);
  const total = (title, name) => column(title, name, { ...numeric, text: (i) => count(users[i][name]) });
  return table({
    label: "Users", noun: "user", length: users.length, tall: true,
    note: firstOf(users.length, report.userCount, "users", "users.csv"),
    open: (i) => { location.hash = `#connection-${users[i]["tcp.stream"]}`; },
    columns: [
      column("Name", "name", { track: "minmax(6rem, 1.4fr)", text: (i) => visible(users[i].name) }),
      column("Address", "address", { track: "minmax(7rem, 1.2fr)", wide: true }),
      column("Port", "port", { ...numeric, text: (i) => String(users[i].port) }),
      column("Connection", "tcp.stream", { end: true, track: "minmax(5.5rem, 0.8fr)", wide: true,
        node: (i) => element("a", { href: `#connection-${users[i]["tcp.stream"]}` }, String(users[i]["tcp.stream"])) }),
      column("From", "from", { ...numeric, text: (i) => users[i].from.toFixed(3), wide: true }),
      column("To", "to", { ...numeric, text: (i) => users[i].to.toFixed(3), wide: true }),
      total("Sent", "messages.sent"),
      total("Received", "messages.received"),
      { ...total("Bytes sent", "bytes.sent"), wide: true },
      { ...total("Bytes received", "bytes.received"), wide: true, track: "minmax(7.5rem, 0.8fr)" },
    ],
  }).node;
}

/** The connections, and below them the one that was chosen. */
export function connectionsView({ openFrame }) {
  const { connections } = report;
  const column = columnOf(connections);
  const summed = (name) => (i) => connections[i][`${name}.client`] + connections[i][`${name}.server`];
  const sum = (title, name, extra = {}) => ({ title, value: summed(name), text: (i) => count(summed(name)(i)), ...numeric, ...extra });
  const spent = (title, name) => column(title, name, { ...numeric, wide: true, track: "minmax(6.2rem, 0.8fr)",
    text: (i) => (connections[i][name] === null ? "" : duration(connections[i][name])) });
  const details = element("div", { id: "connection-details", class: "connection" });
  const legend = element("p", { class: "hint legend-below" }, "State, as in Zeek's conn.log. ", stateLegend(connections), ".");
  const node = element("div", {}, table({
    label: "Connections", noun: "connection", length: connections.length,
    note: firstOf(connections.length, report.connectionCount, "connections", "conversations.csv"),
    open: (i) => { location.hash = `#connection-${connections[i]["tcp.stream"]}`; },
    facets: [{ title: "State", value: (i) => connections[i].conn_state }],
    columns: [
      column("No.", "tcp.stream", { end: true, track: "3.5rem",
        node: (i) => element("a", { href: `#connection-${connections[i]["tcp.stream"]}` }, String(connections[i]["tcp.stream"])) }),
      column("User", "user", { track: "minmax(4rem, 1fr)", text: (i) => visible(connections[i].user ?? "") }),
      column("Client", "client", { track: "minmax(7.2rem, 1.5fr)", wide: true }),
      column("Server", "server", { track: "minmax(7.2rem, 1.5fr)", wide: true }),
      column("Start", "start", { ...numeric, wide: true, text: (i) => connections[i].start.toFixed(3) }),
      spent("Lasts", "duration"),
      sum("Packets", "packets"),
      sum("Payload", "payload"),
      sum("Again", "retransmissions"),
      sum("Late", "out_of_order", { wide: true }),
      spent("ACK median", "ack_rtt.median"),
      spent("ACK most", "ack_rtt.max"),
      column("State", "conn_state", { track: "3.2rem" }),
    ],
  }).node, connections.length === 0 ? null : legend, details);
  return {
    node,
    show(stream) {
      details.replaceChildren(...connectionDetails(stream, openFrame).filter((each) => each !== null).flat());
    },
    /** What to show where nothing was chosen. */
    worst: () => mostTroubled(connections)[0]?.["tcp.stream"],
  };
}

const MOST_FINDINGS = 400;
const SEVERITIES = ["warning", "note", "info"];
const FINDING_LAYERS = ["application", "transport", "network", "capture"];

export function findingsView() {
  const { findings } = report;
  const list = element("ul", { class: "findings" });
  const status = element("p", { class: "status", role: "status" });
  const option = (value, words = value) => element("option", { value }, words);
  const filter = element("input", { type: "search", placeholder: "Filter", "aria-label": "Filter findings", autocomplete: "off" });
  const layer = element("select", { "aria-label": "Layer" }, option("", "Layer: all"), FINDING_LAYERS.map((each) => option(each)));
  const severity = element("select", { "aria-label": "Severity" }, option("", "Severity: all"), SEVERITIES.map((each) => option(each)));
  const order = element("select", { "aria-label": "Order" }, option("layer", "By layer"), option("severity", "By severity"),
    option("frames", "By frames"));
  const by = {
    layer: (a, b) => FINDING_LAYERS.indexOf(a.layer) - FINDING_LAYERS.indexOf(b.layer),
    severity: (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    frames: (a, b) => b.count - a.count,
  };
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const found = findings.filter((finding) => (layer.value === "" || finding.layer === layer.value)
      && (severity.value === "" || finding.severity === severity.value)
      && words.every((word) => `${finding.id}\n${finding.statement}\n${finding.filter}`.toLowerCase().includes(word)))
      .sort(by[order.value]);
    const rows = found.slice(0, MOST_FINDINGS).flatMap((finding, i) => [
      order.value === "layer" && finding.layer !== found[i - 1]?.layer ? element("li", { class: "divider" },
        element("h2", {}, finding.layer === "capture" ? "The capture itself" : `${finding.layer[0].toUpperCase()}${finding.layer.slice(1)} layer`)) : null,
      findingRow(finding)]).filter((row) => row !== null);
    status.textContent = `${count(found.length)} of ${count(findings.length)} findings${
      found.length > MOST_FINDINGS ? `, the first ${MOST_FINDINGS} shown; findings.csv has all` : ""}`;
    list.replaceChildren(...rows);
  };
  filter.addEventListener("input", soon(apply));
  [layer, severity, order].forEach((select) => select.addEventListener("change", apply));
  apply();
  return element("div", {}, element("div", { class: "tools" }, filter, layer, severity, order, status), list);
}

/** Puts a view's content into its section. */
export const fillView = (name, ...content) => byId(`view-${name}`).replaceChildren(...content.flat(Infinity).filter((each) => each));
