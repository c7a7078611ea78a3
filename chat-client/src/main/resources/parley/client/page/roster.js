import { compareNames, keyOf } from "./names.js";

/**
 * Who is online, in order of name. Tells "replaced", "added" and "removed" as events, whose detail is the names.
 * While presence is off it is empty, and count is what the server said last.
 */
export class Roster extends EventTarget {
  #names = [];
  #byKey = new Map();

  /** How many are online while nobody is listed; null while everybody is. */
  unlisted = null;

  get names() {
    return this.#names;
  }

  get count() {
    return this.unlisted ?? this.#names.length;
  }

  has(name) {
    return this.#byKey.has(keyOf(name));
  }

  /** The name as it is listed, in whatever case it is asked for. */
  find(name) {
    return this.#byKey.get(keyOf(name)) ?? null;
  }

  replace(names) {
    this.unlisted = null;
    this.#byKey = new Map(names.map((name) => [keyOf(name), name]));
    this.#names = [...this.#byKey.values()].sort(compareNames);
    this.#tell("replaced", this.#names);
  }

  unlist(online) {
    this.unlisted = online;
    this.#byKey.clear();
    this.#names = [];
    this.#tell("replaced", []);
  }

  add(names) {
    const added = names.filter((name) => !this.has(name));
    for (const name of added) {
      this.#byKey.set(keyOf(name), name);
      this.#names.splice(this.#place(name), 0, name);
    }
    this.#tell("added", added);
  }

  remove(names) {
    const removed = names.map((name) => this.find(name)).filter((name) => name !== null);
    for (const name of removed) {
      this.#byKey.delete(keyOf(name));
      this.#names.splice(this.#place(name), 1);
    }
    this.#tell("removed", removed);
  }

  /** Those whose names begin with the text, then those who have it elsewhere. */
  matching(text) {
    const key = keyOf(text.trim());
    const has = this.#names.filter((name) => keyOf(name).includes(key));
    const begins = (name) => keyOf(name).startsWith(key);
    return [...has.filter(begins), ...has.filter((name) => !begins(name))];
  }

  /** Where a name stands in the list, or would. */
  #place(name) {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareNames(this.#names[middle], name) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #tell(what, names) {
    this.dispatchEvent(new CustomEvent(what, { detail: names }));
  }
}
