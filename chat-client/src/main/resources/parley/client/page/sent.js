import { couldBeName, nameNodes, same } from "./names.js";
import { isSayable, missing } from "./words.js";

/** How many orders may go to the local program at once, and again after how many milliseconds. */
const AT_ONCE = 40;
const PAUSE = 1000;

/** Milliseconds for which a message that is sent again waits for those it is to: they too may have to come back. */
const RETURN = 10_000;

/** How many messages are remembered after they are written, for refusals that come later. */
const KEPT = 500;

/**
 * The user's own messages and what became of them. Those that are not written yet survive the connection: they are
 * handed over again by handOver().
 */
export class Sent {
  #owner;
  #byId = new Map();
  #queue = [];
  #timer = 0;

  /** Until when those who are not online are waited for. */
  #deadline = 0;

  /** Whether there is no WebSocket whose user has come back yet. */
  #paused = false;

  /**
   * @param owner has send(order), nextId(), isHere(name), again(recipients, text) for those who did
   * not get it, and edit(message)
   */
  constructor(owner) {
    this.#owner = owner;
  }

  /** Sends a message and shows how it goes on its row. */
  submit(row) {
    const { recipients, text } = row.message;
    const id = this.#owner.nextId();
    const order = recipients === null ? { do: "say", id, partner: row.message.partner, text } : { do: "message", id, to: recipients, text };
    this.#byId.set(id, { id, row, order, open: true, refused: false });
    row.clearTrouble();
    row.state = "sending";
    if (this.#paused) {
      row.state = "waiting";
    } else if (this.#queue.length > 0) {
      row.state = "waiting";
      this.#queue.push(id);
    } else if (!this.#owner.send(order)) {
      row.state = "waiting";
    }
    this.#forgetOldest();
  }

  pending(id, waits) {
    const sent = this.#byId.get(id);
    if (sent?.open) {
      sent.row.state = waits ? "waiting" : "sending";
    }
  }

  written(id, line, epoch) {
    const sent = this.#byId.get(id);
    if (sent) {
      sent.open = false;
      // A refusal may overtake it.
      if (!sent.refused) {
        sent.row.state = "written";
      }
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
    sent.row.setTrouble([`not sent: ${reason}`], this.#remedy(sent.row));
    return true;
  }

  /** Whether the id is of one of the messages here. */
  refused(id, reason) {
    const sent = this.#byId.get(id);
    if (!sent) {
      return false;
    }
    const { recipients, text } = sent.row.message;
    const unreached = missing(reason);
    if (unreached === null || recipients === null) {
      sent.refused = true;
      sent.row.state = "failed";
      sent.row.setTrouble([`not delivered: ${reason}`], this.#remedy(sent.row));
    } else {
      const { names, why } = unreached;
      if (recipients.every((recipient) => names.some((name) => same(name, recipient)))) {
        sent.refused = true;
        sent.row.state = "undelivered";
      }
      sent.row.setTrouble(["not delivered to ", ...nameNodes(names), `: ${why}`],
        ["Send again", () => this.#owner.again(names, text)]);
    }
    return true;
  }

  /** Keeps what is written from now on for handOver(). */
  pause() {
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#paused = true;
  }

  /** What can be done about a message: what can never be sent goes back to where it was written. */
  #remedy(row) {
    const { recipients, text } = row.message;
    if (!isSayable(text) || recipients?.every(couldBeName) === false) {
      return ["Edit", () => this.#owner.edit(row.message)];
    }
    return recipients === null ? null : ["Send again", () => this.submit(row)];
  }

  /** Sends again what was not written before the connection to the local program was lost. */
  handOver() {
    this.#paused = false;
    this.#deadline = performance.now() + RETURN;
    const open = [...this.#byId.values()].filter((sent) => sent.open);
    open.filter(({ order }) => order.do === "say").forEach(({ id }) => this.notSent(id, "the private chat is over"));
    this.#queue = open.filter(({ order }) => order.do === "message").map(({ id }) => id);
    this.#pump();
  }

  forget() {
    this.#byId.clear();
    this.#queue = [];
  }

  #pump() {
    clearTimeout(this.#timer);
    for (let room = AT_ONCE; room > 0 && this.#queue.length > 0; room--) {
      const sent = this.#byId.get(this.#queue[0]);
      if (sent?.open) {
        if (performance.now() < this.#deadline && !sent.order.to.every((name) => this.#owner.isHere(name))) {
          break;
        }
        sent.row.state = "sending";
        this.#owner.send(sent.order);
      }
      this.#queue.shift();
    }
    if (this.#queue.length > 0) {
      this.#timer = setTimeout(() => this.#pump(), PAUSE);
    }
  }

  #forgetOldest() {
    for (const [id, sent] of this.#byId) {
      if (this.#byId.size <= KEPT) {
        return;
      }
      if (!sent.open) {
        this.#byId.delete(id);
      }
    }
  }
}
