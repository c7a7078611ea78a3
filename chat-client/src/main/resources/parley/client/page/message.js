import { element, icon, spoken } from "./dom.js";
import { avatar, hueOf, keyOf, nameNode, nameNodes, shown } from "./names.js";
import { printable } from "./words.js";

const TOGETHER = 5 * 60_000;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

const MARKS = {
  sending: ["clock", "on its way to the server"],
  waiting: ["clock", "waiting for the connection"],
  written: ["check", "written to the server"],
  failed: ["alert", "not sent"],
  undelivered: ["alert", "delivered to nobody"],
};

/** A message in the log, from the text of somebody else or of the user's own. */
export class MessageRow {
  #mark = null;
  #trouble = null;
  #stack;

  /**
   * @param message sender, recipients (null in a private chat), text, mine, time, me
   * @param before the message shown before it, where it continues its run
   * @param showLayers called with this row; null where there are no layers to show
   */
  constructor(message, before, showLayers) {
    this.message = message;
    this.line = null;
    const follows = before !== null && continues(message, before);
    const { sender, text, mine, recipients, time } = message;
    const bubble = element("div", { class: "bubble", dir: "auto" },
      element("p", { class: "text" }, printable(text)),
      this.#foot(time, showLayers));
    this.#stack = element("div", { class: "stack" },
      element("p", { class: follows ? "head sr" : "head" },
        mine ? element("span", { class: "who" }, "You") : element("bdi", { class: `who ${hueOf(sender)}` }, shown(sender)),
        " ",
        element("span", { class: "to" }, ...addressed(message)),
      ),
      bubble);
    const kinds = ["row", mine ? "mine" : "theirs", recipients === null ? "said" : "sent", follows ? "follows" : ""];
    this.node = element("article", { class: kinds.filter(Boolean).join(" ") },
      mine ? null : follows ? element("span", { class: "avatar-gap" }) : avatar(sender), this.#stack);
    if (showLayers !== null) {
      bubble.classList.add("shows");
      bubble.addEventListener("click", () => {
        if (getSelection().isCollapsed) {
          showLayers(this);
        }
      });
    }
  }

  #foot(time, showLayers) {
    const when = element("time", { datetime: time.toISOString(), title: exact.format(time) }, clock.format(time));
    const foot = element("span", { class: "foot" },
      showLayers === null ? when
        : element("button", { type: "button", class: "when", tabindex: "-1" }, when, spoken(", show its layers")));
    if (this.message.mine) {
      this.#mark = element("span", { class: "state" });
      foot.append(this.#mark);
    }
    return foot;
  }

  /** The button that shows its layers; null where there are none. */
  get button() {
    return this.node.querySelector(".when");
  }

  /** @param state a key of MARKS */
  set state(state) {
    const [name, words] = MARKS[state];
    this.#mark.className = `state ${state}`;
    this.#mark.title = words;
    this.#mark.replaceChildren(state === "waiting" ? words : spoken(words), icon(name, "mark"));
    this.node.classList.toggle("failed", state === "failed" || state === "undelivered");
    this.node.classList.toggle("waits", state === "waiting");
  }

  clearTrouble() {
    this.#trouble?.remove();
    this.#trouble = null;
  }

  /**
   * Says what went wrong with it.
   *
   * @param remedy words of a button and what it does, which is false where it has to be pressed once more; or null
   */
  setTrouble(words, remedy) {
    this.clearTrouble();
    this.#trouble = element("p", { class: "trouble" }, icon("alert", "mark"), element("span", {}, ...words));
    if (remedy !== null) {
      const [label, act] = remedy;
      this.#trouble.append(element("button", { type: "button", class: "button small", click: ({ currentTarget }) => {
        if (act() !== false) {
          currentTarget.remove();
        }
      } }, label));
    }
    this.#stack.append(this.#trouble);
  }
}

function continues(message, before) {
  return message.sender === before.sender
    && keysOf(message) === keysOf(before)
    && message.time - before.time < TOGETHER;
}

const keysOf = ({ recipients }) => (recipients === null ? null : recipients.map(keyOf).join());

function addressed({ recipients, mine, me, partner }) {
  if (recipients === null) {
    return ["in private", ...(mine ? [" to ", nameNode(partner)] : [])];
  }
  return ["to ", ...nameNodes(recipients, me)];
}

/** A line of the log that nobody wrote. */
export const note = (kind, ...words) => element("p", { class: `note ${kind}` }, ...words);
