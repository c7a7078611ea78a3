import { byId } from "./dom.js";
import { Countdown } from "./countdown.js";
import { sentence } from "./words.js";

const REMEMBERED = "parley.name";

/** The form for the name, before the conversation and after it. */
export class Door {
  #field = byId("name");
  #button = byId("join-button");
  #countdown = new Countdown(byId("door-countdown"));

  /** The name that is on its way; null where none is. */
  #asked = null;

  /** @param owner has join(name) and connectNow() */
  constructor(owner) {
    byId("join").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = this.#field.value.trim();
      this.#error("");
      if (name === "") {
        this.#error("Give a name to be known by");
        this.#field.focus();
      } else if (name !== this.#asked) {
        this.#asked = name;
        owner.join(name);
      }
    });
    this.#field.addEventListener("input", () => this.#error(""));
    byId("door-now").addEventListener("click", () => owner.connectNow());
    this.#field.value = recall();
  }

  set server(address) {
    byId("door-server").textContent = `Server ${address}`;
  }

  /** Shows the form; words say why, where there is a reason. */
  open(words = "Talk to whoever is online.") {
    byId("room").hidden = true;
    byId("door").hidden = false;
    byId("door-word").textContent = words;
    this.busy = false;
    this.#field.focus();
    this.#field.select();
  }

  close(name) {
    remember(name);
    byId("door").hidden = true;
    byId("room").hidden = false;
    this.clearNotice();
    this.#error("");
    this.busy = false;
  }

  get isOpen() {
    return !byId("door").hidden;
  }

  set busy(busy) {
    if (!busy) {
      this.#asked = null;
    }
    this.#button.textContent = busy ? "Connecting …" : "Join";
    this.#button.setAttribute("aria-busy", String(busy));
  }

  refused(reason) {
    this.clearNotice();
    this.busy = false;
    this.#error(sentence(reason, this.#field.value.trim()));
    this.#field.focus();
    this.#field.select();
  }

  /** @param retryInMillis null where nothing is tried by itself */
  unreachable(reason, retryInMillis) {
    this.busy = false;
    byId("door-reason").textContent = sentence(reason);
    byId("door-notice").hidden = false;
    byId("door-now").hidden = retryInMillis === null;
    if (retryInMillis === null) {
      this.#countdown.stop();
    } else {
      this.#countdown.start(retryInMillis);
    }
  }

  trying() {
    if (!byId("door-notice").hidden) {
      this.#countdown.stop("Trying …");
    }
  }

  clearNotice() {
    this.#countdown.stop();
    byId("door-notice").hidden = true;
  }

  #error(text) {
    byId("name-error").textContent = text;
    if (text === "") {
      this.#field.removeAttribute("aria-invalid");
    } else {
      this.#field.setAttribute("aria-invalid", "true");
    }
  }
}

function recall() {
  try {
    return sessionStorage.getItem(REMEMBERED) ?? "";
  } catch {
    // A browser may forbid storage; the name is typed then.
    return "";
  }
}

function remember(name) {
  try {
    sessionStorage.setItem(REMEMBERED, name);
  } catch {
    // As above.
  }
}
