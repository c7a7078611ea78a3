import { announce, byId, element, icon } from "./dom.js";
import { frameSection, millis } from "./frames.js";
import { ladder } from "./ladder.js";
import { nameNode, nameNodes } from "./names.js";

/** The frames of a line are captured a little later than it is shown: when to ask again, in milliseconds. */
const RETRIES = [150, 300, 600, 1200, 2400];

/** The pane that shows which frames carried a message, and which one acknowledged it. */
export class Layers {
  #wire;
  #sheets;
  #pane = byId("layers");
  #toggle = byId("layers-toggle");
  #watched = null;
  #row = null;
  #reachable = null;
  #tries = 0;
  #timer = 0;

  constructor(wire, sheets) {
    this.#wire = wire;
    this.#sheets = sheets;
    this.#toggle.addEventListener("click", () => (this.#pane.hidden ? this.#open(this.#toggle) : this.#close()));
    byId("layers-close").addEventListener("click", () => {
      this.#close();
      (this.#row?.button ?? this.#toggle).focus();
    });
    this.#pane.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        byId("layers-close").click();
      }
    });
    byId("log").addEventListener("keydown", (event) => this.#move(event));
    byId("log").addEventListener("focusin", (event) => this.#reach(event.target.closest(".when")));
  }

  /** What is captured, in words; null where nothing is. */
  set watched(description) {
    this.#watched = description;
    this.#toggle.hidden = description === null;
    if (description === null) {
      this.#close();
    }
    this.#idle();
  }

  get isWatched() {
    return this.#watched !== null;
  }

  /** The newest message is the one that the Tab key reaches, unless another has the focus. */
  added(row) {
    if (row.button !== null && document.activeElement !== this.#reachable) {
      this.#reach(row.button);
    }
  }

  /** Nothing is shown any more. */
  forget() {
    this.#close();
    this.#row = null;
    this.#reachable = null;
  }

  show(row) {
    this.#row?.node.classList.remove("chosen");
    this.#row = row;
    row.node.classList.add("chosen");
    this.#open(row.button);
    this.#tries = 0;
    byId("layers-body").replaceChildren(this.#title(row.message));
    this.#ask();
  }

  found(line, found) {
    if (this.#row?.line?.line !== line || this.#row.line.epoch !== this.#wire.epoch) {
      return;
    }
    if (found !== null) {
      this.#draw(found);
    }
    if (found === null || found.ack === null) {
      this.#later(found === null ? "The frames of this message are not captured yet" : "Not acknowledged yet");
    } else {
      this.#say(`Acknowledged ${millis(found.ackDelayNanos)} after it was sent`);
    }
  }

  #open(opener) {
    this.#pane.hidden = false;
    byId("room").classList.add("with-layers");
    this.#toggle.setAttribute("aria-expanded", "true");
    if (this.#sheets.narrow) {
      this.#sheets.open("layers", opener);
    }
    this.#idle();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#row?.node.classList.remove("chosen");
    this.#pane.hidden = true;
    byId("room").classList.remove("with-layers");
    this.#toggle.setAttribute("aria-expanded", "false");
    if (this.#sheets.isOpen("layers")) {
      this.#sheets.close();
    }
  }

  #idle() {
    if (this.#row === null) {
      this.#say("Choose a message to see the frames that carried it, layer by layer.");
      byId("layers-body").replaceChildren(element("p", { class: "hint" }, `Watching ${this.#watched ?? ""}`));
    }
  }

  #ask() {
    clearTimeout(this.#timer);
    const { line } = this.#row;
    if (line === null) {
      this.#later("This message is not written to the server yet");
    } else if (line.epoch !== this.#wire.epoch) {
      this.#say("This message belongs to a connection of before, whose frames are not known any more");
    } else if (!this.#wire.send({ do: "layers", line: line.line })) {
      this.#later("Parley does not answer");
    }
  }

  #later(words) {
    clearTimeout(this.#timer);
    if (this.#tries < RETRIES.length) {
      this.#say("Looking for its frames …");
      this.#timer = setTimeout(() => this.#ask(), RETRIES[this.#tries++]);
    } else {
      this.#say(words);
      byId("layers-body").querySelector(".ask-again")?.remove();
      byId("layers-body").append(element("button", { type: "button", class: "button small ask-again", click: () => {
        this.#tries = 0;
        this.#ask();
      } }, "Look again"));
    }
  }

  #say(words) {
    byId("layers-state").textContent = words;
  }

  #title({ sender, mine, recipients, text, me }) {
    return element("blockquote", { class: "layers-quote" },
      element("p", { class: "layers-from" }, mine ? "You" : nameNode(sender),
        ...(recipients === null ? [" in private"] : [" to ", ...nameNodes(recipients, me)])),
      element("p", { dir: "auto" }, text));
  }

  #draw(found) {
    const { mine } = this.#row.message;
    const last = found.carriers.length - 1;
    const frames = found.carriers.map((frame, i) => ({
      frame,
      role: found.carriers.length === 1 ? "carries the line" : `carries the line, part ${i + 1}`,
      delay: i === last ? found.ackDelayNanos : null,
    }));
    if (found.ack !== null) {
      frames.push({ frame: found.ack, role: "acknowledges it", delay: null });
    }
    byId("layers-body").replaceChildren(
      this.#title(this.#row.message),
      ladder(frames.map(({ frame }) => frame), mine, found.stream),
      this.#filter(found.filter),
      ...frames.map((each) => frameSection(each, found.stream)));
  }

  #filter(filter) {
    const code = element("code", {}, filter);
    const words = element("span", {}, "Copy");
    const copy = element("button", { type: "button", class: "button small" }, words);
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(filter);
        words.textContent = "Copied";
        announce("The filter is copied");
      } catch {
        getSelection().selectAllChildren(code);
        words.textContent = "Selected: copy it";
      }
    });
    copy.setAttribute("aria-label", "Copy the display filter");
    return element("div", { class: "filter" },
      element("p", { class: "filter-label" }, icon("find"), "Display filter"), code, copy);
  }

  #reach(button) {
    if (button !== null && button !== this.#reachable) {
      this.#reachable?.setAttribute("tabindex", "-1");
      button.setAttribute("tabindex", "0");
      this.#reachable = button;
    }
  }

  #move(event) {
    const from = event.target.closest("article");
    const next = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (from === null || next === undefined || !event.target.matches(".when")) {
      return;
    }
    event.preventDefault();
    const end = event.key === "ArrowUp" ? "lastElementChild" : "firstElementChild";
    let row = from;
    do {
      row = row[next] ?? row.parentElement[next]?.[end];
    } while (row && !row.querySelector?.(".when"));
    row?.querySelector(".when").focus();
  }
}
