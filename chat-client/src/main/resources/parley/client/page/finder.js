const PAUSE = 150;

/** Asks the server whose names begin with a text, while it lists nobody. One question a while, the last one wins. */
export class Finder {
  #ask;
  #timer = 0;
  #waiting = null;

  /** @param ask sends the question for a prefix; false where it cannot be asked now */
  constructor(ask) {
    this.#ask = ask;
  }

  /** Calls back with the names found, in parts where they come so, or with null where nobody can be asked. */
  find(prefix, found) {
    clearTimeout(this.#timer);
    this.#waiting = null;
    this.#timer = setTimeout(() => {
      this.#waiting = { prefix, found, names: [] };
      if (!this.#ask(prefix)) {
        this.refused();
      }
    }, PAUSE);
  }

  cancel() {
    clearTimeout(this.#timer);
    this.#waiting = null;
  }

  answered({ prefix, names, more }) {
    if (this.#waiting?.prefix === prefix) {
      this.#waiting.names = more ? [...this.#waiting.names, ...names] : names;
      this.#waiting.found(this.#waiting.names);
    }
  }

  refused() {
    this.#waiting?.found(null);
    this.#waiting = null;
  }
}
