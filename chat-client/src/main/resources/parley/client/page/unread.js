/** The title of the tab, with the number of messages that arrived while nobody looked. */
export class Unread {
  #count = 0;
  #name = null;

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) {
        this.#count = 0;
        this.#show();
      }
    });
  }

  set name(name) {
    this.#name = name;
    this.#show();
  }

  arrived() {
    if (document.hidden) {
      this.#count++;
      this.#show();
    }
  }

  #show() {
    const title = this.#name === null ? "Parley" : `${this.#name} · Parley`;
    document.title = this.#count === 0 ? title : `(${this.#count}) ${title}`;
  }
}
