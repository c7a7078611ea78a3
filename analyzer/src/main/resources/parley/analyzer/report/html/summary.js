import { byId, drawn, element } from "./dom.js";
import { report } from "./data.js";
import { evidence, filterRow, visible } from "./frame.js";
import { count, counted, duration, ticksToSeconds } from "./words.js";

/** A finding with its evidence and its filter. */
export const findingRow = (finding) => element("li", { class: `finding s-${finding.severity}` },
  element("p", { class: "statement", dir: "auto" },
    finding.severity === "info" ? null : element("span", { class: `badge b-${finding.severity}` }, finding.severity), " ",
    visible(finding.statement)),
  finding.frames === "" ? null : element("div", { class: "proof" },
    element("span", { class: "proof-label" }, finding.count === 1 ? "Frame" : `${count(finding.count)} frames`),
    evidence(finding.frames, finding.count), filterRow(finding.filter)));

export function head() {
  const { capture } = report;
  const title = visible(capture.name ?? "Capture");
  byId("title").textContent = title;
  document.title = `${title} · Parley`;
  const at = `${capture.first.slice(0, 10)} ${capture.first.slice(11, 19)} UTC`;
  byId("facts").textContent = capture.packets === 0 ? "The capture holds no packet." : [at, duration(capture.duration),
    counted(capture.packets, "packet"), counted(capture.connections, "TCP connection"),
    capture.interfaces.slice(0, 4).map(visible).join(", ")].filter((each) => each !== "").join("  ·  ");
}

const SPANS = 72;

/** How many messages came when, those of clients and of servers. */
function activity() {
  const { messages } = report;
  if (messages.text.length < 8) {
    return null;
  }
  const end = Math.max(...[messages.time.at(-1), messages.time[0]], 1);
  const spans = Array.from({ length: SPANS }, () => [0, 0]);
  messages.time.forEach((time, i) => {
    const span = Math.max(0, Math.min(SPANS - 1, Math.floor(time / end * SPANS)));
    spans[span][messages.fromServer[i]]++;
  });
  const most = Math.max(...spans.map(([client, server]) => client + server));
  const height = (number) => number / most * 64;
  const bars = spans.flatMap(([client, server], i) => [
    drawn("rect", { class: "bar-client", x: i * 10 + 1, width: 8, y: 70 - height(client), height: height(client) }),
    drawn("rect", { class: "bar-server", x: i * 10 + 1, width: 8, y: 70 - height(client + server), height: height(server) }),
  ]);
  const words = messages.text.length < messages.count
    ? `The first ${count(messages.text.length)} of ${count(messages.count)} messages over time` : "Messages over time";
  return element("figure", { class: "activity" },
    element("figcaption", {}, words, element("span", { class: "unit" }, `in each ${duration(ticksToSeconds(end) / SPANS)}`),
      element("span", { class: "key k-client" }, "from clients"), element("span", { class: "key k-server" }, "from the server")),
    element("p", { class: "scale high", "aria-hidden": "true" }, element("span", {}, count(most)), element("span", {}, "0")),
    drawn("svg", { viewBox: `0 0 ${SPANS * 10} 71`, preserveAspectRatio: "none", role: "img",
      "aria-label": `${counted(messages.text.length, "message")} over ${duration(ticksToSeconds(end))}, ${count(most)} at most in each ${
        duration(ticksToSeconds(end) / SPANS)}` },
    drawn("path", { class: "axis", d: `M0 70.5H${SPANS * 10}` }), bars),
    element("p", { class: "scale wide" }, element("span", {}, "0 s"), element("span", {}, duration(ticksToSeconds(end)))));
}

const MOST = 12;
const MOST_OF_A_KIND = 2;

/** What is out of the ordinary, warnings first; of many findings of a kind the first ones stand for all. */
function concerns() {
  const notable = report.findings.filter((finding) => finding.severity !== "info")
    .sort((a, b) => (a.severity === b.severity ? 0 : a.severity === "warning" ? -1 : 1));
  if (notable.length === 0) {
    return null;
  }
  const kinds = [...new Set(notable.map((finding) => finding.id))].map((id) => notable.filter((finding) => finding.id === id));
  const rows = kinds.flatMap((kind) => {
    const more = kind.length - MOST_OF_A_KIND;
    const rest = element("li", { class: "finding unit" }, `and ${count(more)} more like these`);
    return [...kind.slice(0, MOST_OF_A_KIND).map(findingRow), ...(more > 0 ? [rest] : [])];
  });
  return [element("h2", {}, "Out of the ordinary"),
    element("ul", { class: "findings" }, rows.slice(0, MOST)),
    rows.length > MOST || kinds.some((kind) => kind.length > MOST_OF_A_KIND)
      ? element("p", {}, element("a", { href: "#findings" }, `All ${count(notable.length)} of them`)) : null];
}

/** What happened, in five lines; then what is worth a look. */
export function summaryView() {
  return [
    element("dl", { class: "lines" }, report.summary.map(([about, text]) =>
      [element("dt", {}, about), element("dd", { dir: "auto" }, visible(text))])),
    activity(),
    concerns(),
  ];
}
