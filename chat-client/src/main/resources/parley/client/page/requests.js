import { byId, element, icon } from "./dom.js";
import { avatar, keyOf, nameNode } from "./names.js";

/** Requests for private chats that are open: those of others, to be answered, and the user's own. */
export class Requests {
  #owner;
  #region = byId("requests");
  #theirs = new Map();
  #mine = new Map();

  /** @param owner has accept(name) and reject(name) */
  constructor(owner) {
    this.#owner = owner;
  }

  from(name) {
    if (this.#theirs.has(keyOf(name))) {
      return;
    }
    const words = `request-${keyOf(name)}`;
    const accept = element("button", { type: "button", class: "button primary", click: () => this.#owner.accept(name) },
      "Accept");
    const reject = element("button", { type: "button", class: "button", click: () => this.#owner.reject(name) }, "Reject");
    const card = element("div", { class: "request theirs", role: "group", "aria-labelledby": words },
      avatar(name),
      element("p", { id: words }, nameNode(name), " asks you for a private chat"),
      element("span", { class: "request-buttons" }, reject, accept));
    this.#theirs.set(keyOf(name), card);
    this.#region.append(card);
  }

  over(name) {
    this.#take(this.#theirs, name);
  }

  /** The user asks; the card stays until the answer. */
  asked(name) {
    if (this.#mine.has(keyOf(name))) {
      return;
    }
    const card = element("div", { class: "request mine" },
      icon("lock"),
      element("p", {}, "You asked ", nameNode(name), " for a private chat. ",
        element("span", { class: "request-state" }, "On its way …")));
    this.#mine.set(keyOf(name), card);
    this.#region.append(card);
  }

  reached(name) {
    this.asked(name);
    this.#mine.get(keyOf(name)).querySelector(".request-state").textContent = "Waiting for the answer …";
  }

  /** Whether the user had asked. */
  answered(name) {
    return this.#take(this.#mine, name);
  }

  isAsked(name) {
    return this.#mine.has(keyOf(name));
  }

  clear() {
    this.#theirs.clear();
    this.#mine.clear();
    this.#region.replaceChildren();
  }

  /** In a private chat none of them can be answered. */
  set held(partner) {
    for (const card of this.#theirs.values()) {
      for (const button of card.querySelectorAll("button")) {
        button.disabled = partner !== null;
        button.title = partner === null ? "" : `Leave the private chat with ${partner} first`;
      }
    }
  }

  #take(cards, name) {
    const card = cards.get(keyOf(name));
    card?.remove();
    return cards.delete(keyOf(name));
  }
}
