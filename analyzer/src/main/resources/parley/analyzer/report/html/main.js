import { byId, element } from "./dom.js";
import { load, report } from "./data.js";
import { frameDetails, messageDetails } from "./frame.js";
import { ladderView } from "./ladder.js";
import { preparePrint } from "./print.js";
import { head, summaryView } from "./summary.js";
import { connectionsView, fillView, findingsView, messagesView, usersView } from "./tables.js";

const VIEWS = ["summary", "ladder", "messages", "users", "connections", "findings"];
const go = (hash) => { location.hash = hash; };
const actions = { openMessage: (number) => go(`#message-${number}`), openFrame: (frame) => go(`#frame-${frame}`) };

const filled = new Set();
let connections = null;
let current = "summary";
let cameFrom = null;

const fillers = {
  summary: summaryView,
  ladder: () => ladderView(actions),
  messages: () => messagesView(actions),
  users: usersView,
  connections: () => (connections = connectionsView(actions)).node,
  findings: findingsView,
};

function show(view) {
  current = view;
  for (const each of VIEWS) {
    byId(`view-${each}`).hidden = each !== view;
  }
  for (const tab of document.querySelectorAll(".tabs a")) {
    const here = tab.getAttribute("href") === `#${view}`;
    if (here) {
      tab.setAttribute("aria-current", "page");
      tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else {
      tab.removeAttribute("aria-current");
    }
  }
  if (!filled.has(view)) {
    filled.add(view);
    fillView(view, fillers[view]());
  }
}

function inspect(title, content, number, least, most, kind) {
  const opened = byId("inspector").hidden;
  if (opened) {
    cameFrom = document.activeElement;
  }
  byId("inspector").hidden = false;
  document.body.classList.add("inspecting");
  byId("inspector-title").textContent = title;
  byId("inspector-body").replaceChildren(...content.filter((each) => each !== null));
  byId("inspector-body").scrollTop = 0;
  for (const [id, to] of [["inspector-before", number - 1], ["inspector-after", number + 1]]) {
    const button = byId(id);
    button.disabled = to < least || to > most;
    button.title = `${kind} ${to}`;
    button.setAttribute("aria-label", `${kind} ${to}`);
    button.onclick = () => go(`#${kind.toLowerCase()}-${to}`);
  }
  if (opened) {
    byId("inspector-title").focus();
  }
}

function closeInspector() {
  if (byId("inspector").hidden) {
    return;
  }
  byId("inspector").hidden = true;
  document.body.classList.remove("inspecting");
  history.replaceState(null, "", `#${current}`);
  cameFrom?.focus?.();
}

function showConnection(stream) {
  show("connections");
  connections.show(stream);
}

/** Shows what the address behind # says. */
function route() {
  const [, word, number] = /^#?([a-z]*)-?(\d*)$/.exec(location.hash) ?? [];
  if (word === "frame" && number) {
    show(current);
    inspect(`Frame ${number}`, frameDetails(Number(number)), Number(number), 1, report.capture.packets, "Frame");
    return;
  }
  if (word === "message" && number) {
    show(current);
    inspect(`Message ${number}`, messageDetails(Number(number)), Number(number), 1, report.messages.text.length, "Message");
    return;
  }
  byId("inspector").hidden = true;
  document.body.classList.remove("inspecting");
  if (word === "connection" && number) {
    showConnection(Number(number));
    byId("connection-title").scrollIntoView({ block: "start" });
    byId("connection-title").focus({ preventScroll: true });
    return;
  }
  const view = VIEWS.includes(word) ? word : "summary";
  const first = view === "connections" && !filled.has(view);
  show(view);
  if (first && connections.worst() !== undefined) {
    connections.show(connections.worst());
  }
}

try {
  load();
  head();
  byId("inspector-close").addEventListener("click", closeInspector);
  addEventListener("keydown", (event) => event.key === "Escape" && closeInspector());
  addEventListener("hashchange", route);
  preparePrint();
  route();
  document.documentElement.dataset.ready = "yes";
} catch (failure) {
  byId("notice").hidden = false;
  byId("notice").replaceChildren(element("b", {}, "The report cannot be shown. "), failure.message,
    " report.md has the written analysis, the CSV files have the numbers.");
  throw failure;
}
