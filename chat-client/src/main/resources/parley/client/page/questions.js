import { same } from "./names.js";

/** Searches whose answer may still be a refusal. */
const FINDS = 10;

/** What the user has asked the server and what a refusal may be the answer to, by the id of the line. */
export class Questions {
  #privates = new Map();
  #finds = [];

  /** A private chat was asked for or accepted. */
  asked(id, name) {
    this.#privates.set(id, name);
  }

  /** People were searched for. */
  searched(id) {
    this.#finds.push(id);
    this.#finds.splice(0, this.#finds.length - FINDS);
  }

  /** Takes with whom a private chat was wanted; undefined where the line was something else. */
  take(id) {
    const name = this.#privates.get(id);
    this.#privates.delete(id);
    return name;
  }

  isSearch(id) {
    return this.#finds.includes(id);
  }

  /** It is answered: no refusal follows. */
  answered(name) {
    for (const [id, each] of this.#privates) {
      if (same(each, name)) {
        this.#privates.delete(id);
      }
    }
  }

  clear() {
    this.#privates.clear();
    this.#finds = [];
  }
}
