import { byId } from "./dom.js";

/** Narrower than this the panes beside the conversation are sheets over it. As in style.css. */
const narrow = matchMedia("(max-width: 47.99rem)");

/** Sheets that the panes are on a phone: one at a time, the rest of the page does not answer meanwhile. */
export class Sheets {
  #open = null;
  #opener = null;

  constructor() {
    byId("people-toggle").addEventListener("click", () => this.toggle("people", byId("people-toggle")));
    byId("people-close").addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#open !== null && !event.defaultPrevented) {
        this.close();
      }
    });
    narrow.addEventListener("change", () => this.#open !== null && this.#apply());
  }

  get narrow() {
    return narrow.matches;
  }

  isOpen(id) {
    return this.#open === id;
  }

  toggle(id, opener) {
    if (this.#open === id) {
      this.close();
    } else {
      this.open(id, opener);
    }
  }

  /** @param opener gets the focus back */
  open(id, opener) {
    this.#release();
    this.#open = id;
    this.#opener = opener;
    opener?.setAttribute("aria-expanded", "true");
    byId(id).classList.add("open");
    this.#apply();
    if (narrow.matches) {
      byId(id).querySelector(".pane-head button:last-of-type").focus();
    }
  }

  close() {
    const opener = this.#opener;
    const held = byId(this.#open ?? "people").contains(document.activeElement);
    this.#release();
    if (held && opener?.isConnected) {
      opener.focus();
    }
  }

  #release() {
    if (this.#open !== null) {
      byId(this.#open).classList.remove("open");
      this.#opener?.setAttribute("aria-expanded", "false");
    }
    this.#open = null;
    this.#opener = null;
    this.#apply();
  }

  #apply() {
    const behind = this.#open !== null && narrow.matches;
    for (const id of ["bar", "people", "talk"]) {
      byId(id).inert = behind && id !== this.#open;
    }
  }
}
