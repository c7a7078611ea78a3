import { byId, element } from "./dom.js";
import { message, report } from "./data.js";
import { connectionFacts, mostTroubled, plotsOf } from "./connection.js";
import { visible } from "./frame.js";
import { ladderRows, ladderRow, laneHeads, whenCell } from "./ladder.js";
import { findingRow } from "./summary.js";
import { count, duration, seconds, stateLegend } from "./words.js";

const WIDTH = 680;
const RUNGS = 120;
const MESSAGES = 200;
const ROWS = 100;
const PLOTS = 3;

const cutNote = (shown, all, file) => (shown < all ? element("p", { class: "hint" }, `The first ${count(shown)} of ${count(all)}; ${file} has all.`) : null);

function sheet(title, ...content) {
  return element("section", { class: "sheet" }, element("h2", {}, title), ...content);
}

function paperTable(heads, rows) {
  const isNumber = (i) => typeof rows[0]?.[i] === "number";
  const cells = (tag, row) => element("tr", {}, row.map((cell, i) => element(tag, { class: isNumber(i) ? "end" : "", dir: "auto" },
    typeof cell === "number" ? count(cell) : cell)));
  return element("table", {}, element("thead", {}, cells("th", heads)), element("tbody", {}, rows.map((row) => cells("td", row))));
}

function paperLadder() {
  const { rows, lanes } = ladderRows([], false);
  const laneWidth = Math.floor((WIDTH - 92) / Math.max(1, lanes.servers.length + lanes.clients.length));
  return sheet("Ladder", element("div", { class: "paper-ladder" },
    element("div", { class: "ladder-head" }, element("span", { class: "when" }, "seconds"), laneHeads(lanes, laneWidth)),
    rows.slice(0, RUNGS).map((row) => {
      const { arrow, node } = ladderRow(row, lanes, laneWidth, WIDTH - 92);
      return element("div", { class: "rung" }, whenCell(arrow, false), node);
    })), cutNote(Math.min(RUNGS, rows.length), report.messages.count, "messages.csv"));
}

function paperMessages() {
  const shown = Math.min(MESSAGES, report.messages.text.length);
  const rows = Array.from({ length: shown }, (_, i) => message(i)).map((each) => [seconds(each.time), String(each.last), visible(each.kind),
    visible(each.sender), visible(each.recipients), visible(each.text.slice(0, 200))]);
  return sheet("Messages", paperTable(["Time", "Frame", "Kind", "From", "To", "Text"], rows), cutNote(shown, report.messages.count, "messages.csv"));
}

function paperUsers() {
  const rows = report.users.slice(0, ROWS).map((each) => [visible(each.name), `${each.address}:${each.port}`, String(each["tcp.stream"]),
    each["messages.sent"], each["messages.received"], each["bytes.sent"], each["bytes.received"]]);
  return sheet("Users", paperTable(["Name", "From", "Connection", "Sent", "Received", "Bytes sent", "Bytes received"], rows),
    cutNote(rows.length, report.userCount, "users.csv"));
}

function paperConnections() {
  const again = (each) => each["retransmissions.client"] + each["retransmissions.server"];
  const rows = report.connections.slice(0, ROWS).map((each) => [String(each["tcp.stream"]), visible(each.user ?? ""), each.client, each.server,
    duration(each.duration), each["packets.client"] + each["packets.server"], again(each), each.conn_state]);
  const plotted = mostTroubled(report.connections).slice(0, PLOTS).filter((each) => report.track(each["tcp.stream"]));
  return [sheet("Connections", paperTable(["No.", "User", "Client", "Server", "Lasts", "Packets", "Sent again", "State"], rows),
    element("p", { class: "hint" }, stateLegend(report.connections.slice(0, ROWS))), cutNote(rows.length, report.connectionCount, "conversations.csv")),
  plotted.map((each) => sheet(`Connection ${each["tcp.stream"]}${each.user ? ` · ${visible(each.user)}` : ""}`, connectionFacts(each),
    element("h3", {}, "What the server sent"), plotsOf(each["tcp.stream"], 1, WIDTH, () => {})))];
}

const paperFindings = () => sheet("Findings", element("ul", { class: "findings" }, report.findings.slice(0, ROWS * 4).map(findingRow)),
  cutNote(Math.min(ROWS * 4, report.findings.length), report.findings.length, "findings.csv"));

/** While the page is printed its lists are on it as far as paper is patient. */
export function preparePrint() {
  addEventListener("beforeprint", () => byId("paper").replaceChildren(
    ...[paperLadder(), paperUsers(), paperConnections(), paperFindings(), paperMessages()].flat(Infinity)));
  addEventListener("afterprint", () => byId("paper").replaceChildren());
}
