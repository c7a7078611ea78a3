import { missing } from "./words.js";
import { nameNodes } from "./names.js";

/** How many messages are remembered after they are written, for refusals that come later. */
const KEPT = 500;

/**
 * The user's own messages and what became of them. Those that are not written yet survive the connection: they are
 * handed over again by handOver().
 */
export class Sent {
  #owner;
  #byId = new Map();

  /** @param owner has send(order), nextId(), and again(recipients, text) for those who did not get it */
  constructor(owner) {
    this.#owner = owner;
  }

  /** Sends a message and shows how it goes on its row. */
  submit(row) {
    const { recipients, text } = row.message;
    const id = this.#owner.nextId();
    const order = recipients === null ? { do: "say", id, text } : { do: "message", id, to: recipients, text };
    this.#byId.set(id, { id, row, order, open: true });
    row.state = "waiting";
    this.#owner.send(order);
    this.#forgetOldest();
  }

  written(id, line, epoch) {
    const sent = this.#byId.get(id);
    if (sent) {
      sent.open = false;
      sent.row.state = "written";
      sent.row.line = { line, epoch };
    }
  }

  notSent(id, reason) {
    const sent = this.#byId.get(id);
    if (!sent) {
      return false;
    }
    sent.open = false;
    sent.row.state = "failed";
    sent.row.setTrouble([`not sent: ${reason}`], sent.order.do === "message" ? () => this.submit(sent.row) : null);
    return true;
  }

  /** Whether the id is of one of the messages here. */
  refused(id, reason) {
    const sent = this.#byId.get(id);
    if (!sent) {
      return false;
    }
    const { recipients, text } = sent.row.message;
    const names = missing(reason);
    if (names === null || recipients === null) {
      sent.row.state = "failed";
      sent.row.setTrouble([`not delivered: ${reason}`], recipients === null ? null : () => this.submit(sent.row));
    } else {
      sent.row.setTrouble(["not delivered to ", ...nameNodes(names), ": not online"],
        () => this.#owner.again(names, text));
    }
    return true;
  }

  /** Sends again what was not written before the connection to the local program was lost. */
  handOver() {
    const open = [...this.#byId.values()].filter((sent) => sent.open);
    for (const { order, id } of open) {
      if (order.do === "say") {
        this.notSent(id, "the private chat is over");
      } else {
        this.#owner.send(order);
      }
    }
  }

  #forgetOldest() {
    for (const [id, sent] of this.#byId) {
      if (this.#byId.size <= KEPT || sent.open) {
        return;
      }
      this.#byId.delete(id);
    }
  }
}
