import { Log } from "./log.js";
import { MessageRow, note } from "./message.js";
import { nameNodes } from "./names.js";

/** Names of people who come and go that one note says in full. */
const SAID = 6;

/** Writes the log: messages, in runs of one sender, and notes of what happens. */
export class Transcript {
  #layers;
  #log = new Log();

  /** The message that stands last, where the next may continue its run. */
  #before = null;

  /** The note of who came or went that stands last, where the next may join it. */
  #presence = null;

  constructor(layers) {
    this.#layers = layers;
  }

  /** @returns the row of a message of sender, recipients (null in private), text, mine, me, partner */
  message(message) {
    const whole = { ...message, time: new Date() };
    const row = new MessageRow(whole, this.#before, this.#layers.isWatched ? (each) => this.#layers.show(each) : null);
    this.#before = whole;
    this.#presence = null;
    this.#log.append(row.node, whole.time, !whole.mine);
    if (whole.mine) {
      this.#log.toEnd();
    }
    this.#layers.added(row);
    return row;
  }

  /** @param kind a class of the note: private, trouble-note or none */
  note(kind, ...words) {
    const node = note(kind, ...words);
    this.#before = null;
    this.#presence = null;
    this.#log.append(node, new Date(), false);
    return node;
  }

  /** Says who "joined" or "left"; those of one time in one line. */
  presence(what, names) {
    const together = this.#presence?.what === what;
    const all = together ? [...this.#presence.names, ...names] : names;
    const words = all.length <= SAID
      ? nameNodes(all) : [...nameNodes(all.slice(0, SAID - 1)), ` and ${all.length - SAID + 1} more`];
    if (together) {
      this.#presence.names = all;
      this.#presence.node.replaceChildren(...words, ` ${what}`);
    } else if (names.length > 0) {
      const node = this.note("", ...words, ` ${what}`);
      this.#presence = { what, names: all, node };
    }
  }

  forget() {
    this.#before = null;
    this.#presence = null;
    this.#log.clear();
    this.#layers.forget();
  }
}
