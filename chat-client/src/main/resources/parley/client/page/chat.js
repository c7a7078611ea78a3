import { Composer } from "./composer.js";
import { Countdown } from "./countdown.js";
import { announce, byId } from "./dom.js";
import { Door } from "./door.js";
import { Layers } from "./layers.js";
import { Log } from "./log.js";
import { MessageRow, note } from "./message.js";
import { asAvatar, nameNode, nameNodes, nameText, same } from "./names.js";
import { People } from "./people.js";
import { Recipients } from "./recipients.js";
import { Requests } from "./requests.js";
import { Roster } from "./roster.js";
import { Sent } from "./sent.js";
import { Unread } from "./unread.js";
import { Wire } from "./wire.js";
import { missing, sentence } from "./words.js";

/** Names of people who come and go that one note says in full. */
const SAID = 6;

/** One user's conversation: takes what the server tells, and the user does, to the parts of the page. */
export class Chat {
  #me = null;

  /** The name asked for, while there is none yet. */
  #wanted = null;

  /** Whether a lost connection is tried again by itself. */
  #retries = false;

  /** The last WebSocket to which the messages not yet written were given. */
  #handedOver = 0;

  #lastId = 0;
  #before = null;
  #leaving = false;
  #presence = null;
  #asks = new Map();
  #wire = new Wire(this);
  #roster = new Roster();
  #unread = new Unread();
  #log = new Log();
  #lostCountdown = new Countdown(byId("lost-countdown"));
  #door = new Door(this);
  #people = new People(this.#roster, this);
  #recipients = new Recipients(this.#roster, { find: (prefix) => this.find(prefix), next: () => this.#composer.focus() });
  #composer = new Composer(this.#recipients, this);
  #requests = new Requests(this);
  #sent = new Sent(this);
  #sheets;
  #layers;

  constructor(sheets) {
    this.#sheets = sheets;
    this.#layers = new Layers(this.#wire, sheets);
    byId("exit").addEventListener("click", () => this.#exit());
    byId("lost-now").addEventListener("click", () => this.connectNow());
    byId("private-leave").addEventListener("click", () => this.send({ do: "leave", id: this.nextId() }));
    byId("people-again").addEventListener("click", () => this.send({ do: "who", id: this.nextId(), prefix: null }));
  }

  start() {
    this.#door.open();
    this.#wire.open();
  }

  nextId() {
    return ++this.#lastId;
  }

  send(order) {
    return this.#wire.send(order);
  }

  // What the user does.

  join(name) {
    this.#wanted = name;
    this.#door.busy = true;
    if (!this.#introduce()) {
      this.#wire.open();
    }
  }

  /** Gives the name, and after it what was written before this WebSocket was. */
  #introduce() {
    if (!this.send({ do: "name", name: this.#wanted })) {
      return false;
    }
    if (this.#handedOver !== this.#wire.epoch) {
      this.#handedOver = this.#wire.epoch;
      this.#sent.handOver();
    }
    return true;
  }

  connectNow() {
    if (!this.send(this.#retries ? { do: "connect" } : { do: "name", name: this.#wanted })) {
      this.#wire.open();
    }
  }

  choose(name) {
    if (this.#composer.partner === null) {
      this.#recipients.add(name);
      this.#sheets.close();
      this.#composer.focus();
    }
  }

  askPrivate(name) {
    const id = this.nextId();
    this.#asks.set(id, name);
    if (this.send({ do: "ask", id, name })) {
      this.#requests.asked(name);
      this.#sheets.close();
    }
  }

  accept(name) {
    const id = this.nextId();
    this.#asks.set(id, name);
    this.send({ do: "accept", id, name });
  }

  reject(name) {
    this.send({ do: "reject", id: this.nextId(), name });
    this.#composer.focusNext();
  }

  find(prefix) {
    return this.#composer.partner === null && this.send({ do: "who", id: this.nextId(), prefix });
  }

  askMenu() {
    this.send({ do: "help", id: this.nextId() });
  }

  message(recipients, text) {
    this.#own({ recipients, text });
  }

  say(text) {
    this.#own({ recipients: null, text });
  }

  again(recipients, text) {
    this.#own({ recipients, text });
  }

  #own({ recipients, text }) {
    const row = this.#show({ sender: this.#me, recipients, text, mine: true, partner: this.#composer.partner });
    this.#log.toEnd();
    this.#sent.submit(row);
  }

  #exit() {
    this.#leaving = true;
    if (!this.send({ do: "exit" })) {
      this.#left();
    }
  }

  // What the connection to the local program tells.

  opened() {
    if (this.#wanted !== null) {
      this.#introduce();
    }
  }

  lost(retryInMillis) {
    this.#void();
    const reason = "Parley on this computer does not answer: is it still running?";
    if (this.#leaving) {
      this.#left();
    } else {
      this.#disconnected(reason, retryInMillis, "without Parley");
    }
  }

  received({ event, ...about }) {
    this.#events[event]?.call(this, about);
  }

  #events = {
    ready({ server, layers }) {
      this.#door.server = server;
      this.#layers.watched = layers;
      if (this.#door.isOpen && this.#wanted === null) {
        this.#door.clearNotice();
      }
    },
    connecting() {
      this.#lostCountdown.stop("Trying …");
      this.#door.trying();
    },
    disconnected({ reason, retryInMillis }) {
      this.#void();
      this.#disconnected(reason, retryInMillis, "offline");
    },
    nameWanted({ refusal }) {
      if (refusal !== null) {
        this.#wanted = null;
        this.#door.open();
        this.#door.refused(refusal);
      }
    },
    named({ name, again }) {
      this.#named(name, again);
    },
    online({ names }) {
      this.#roster.replace(names);
    },
    onlineMore({ names }) {
      this.#roster.add(names);
    },
    joined({ names }) {
      this.#roster.add(names);
      this.#presenceNote("joined", names);
    },
    left({ names }) {
      this.#roster.remove(names);
      names.forEach((name) => this.#requests.answered(name));
      this.#presenceNote("left", names);
    },
    presenceOff({ online }) {
      this.#roster.unlist(online);
    },
    presenceOn() {},
    found(found) {
      this.#people.found(found);
      this.#recipients.found(found);
    },
    message({ sender, recipients, text, line }) {
      this.#arrived({ sender, recipients, text }, line);
    },
    said({ sender, text, line }) {
      this.#arrived({ sender, recipients: null, text }, line);
    },
    requested({ name }) {
      this.#requests.reached(name);
      announce(`You asked ${name} for a private chat`);
    },
    requestFrom({ name }) {
      this.#requests.from(name);
      this.#requests.held = this.#composer.partner;
      this.#unread.arrived();
    },
    requestOver({ name }) {
      this.#requests.over(name);
    },
    rejected({ by }) {
      this.#requests.answered(by);
      this.#note("private", nameNode(by), " rejected the private chat");
    },
    privateBegan({ partner }) {
      this.#privateBegan(partner);
    },
    privateEnded({ partner, by }) {
      this.#privateEnded(partner, by === null ? ["You left the private chat with ", nameNode(partner)]
        : [nameNode(by), " left the private chat"]);
    },
    menu({ items }) {
      byId("help-menu").textContent = `The server understands: ${items}`;
    },
    pending({ id, waits }) {
      this.#sent.pending(id, waits);
    },
    written({ id, line }) {
      this.#sent.written(id, line, this.#wire.epoch);
    },
    notSent({ id, reason }) {
      if (!this.#sent.notSent(id, reason)) {
        this.#failed(id, reason);
      }
    },
    refused({ id, reason }) {
      if (id === null || !this.#sent.refused(id, reason)) {
        this.#failed(id, reason);
      }
    },
    strange({ text }) {
      this.#note("", "The server said something that is no part of the chat: ", text);
    },
    fault({ reason }) {
      this.#note("trouble-note", "This page and Parley do not understand each other: ", reason);
    },
    over() {
      // Without the user's exit it is the local program that ends, and the WebSocket with it.
      if (this.#leaving) {
        this.#left();
      }
    },
    layers({ line, found }) {
      this.#layers.found(line, found);
    },
  };

  #named(name, again) {
    const returned = this.#me !== null;
    const wasOpen = this.#door.isOpen;
    this.#me = name;
    this.#wanted = name;
    for (const part of [this.#people, this.#recipients, this.#composer]) {
      part.me = name;
    }
    this.#unread.name = name;
    asAvatar(byId("self-avatar"), name);
    byId("self-name").textContent = name;
    this.#state("online");
    this.#lostCountdown.stop();
    byId("lost").hidden = true;
    byId("lost-reason").textContent = "";
    if (wasOpen) {
      this.#door.close(name);
      this.#composer.focusNext();
    }
    if (again || returned) {
      this.#note("", "Connected again as ", nameNode(name));
    } else {
      announce(`You are online as ${name}`);
    }
  }

  /** A connection is gone, and with it what was open on it. */
  #void() {
    this.#requests.clear();
    this.#asks.clear();
    this.#people.cannotFind();
    this.#recipients.cannotFind();
    const partner = this.#composer.partner;
    if (partner !== null) {
      this.#privateEnded(partner, ["The private chat with ", nameNode(partner), " ended: the connection is lost"]);
    }
  }

  #disconnected(reason, retryInMillis, state) {
    this.#retries = retryInMillis !== null;
    if (this.#door.isOpen) {
      this.#door.unreachable(reason, retryInMillis);
      return;
    }
    this.#state(state);
    const words = sentence(reason);
    if (byId("lost-reason").textContent !== words) {
      byId("lost-reason").textContent = words;
    }
    byId("lost").hidden = false;
    byId("lost-now").textContent = this.#retries ? "Try now" : "Connect again";
    if (this.#retries) {
      this.#lostCountdown.start(retryInMillis);
    } else {
      this.#lostCountdown.stop();
    }
  }

  #state(state) {
    byId("self-state").textContent = state;
    byId("room").classList.toggle("offline", state !== "online");
  }

  /** The user has left: the page is as at the beginning, but for the conversation, which stays to be read. */
  #left() {
    const name = this.#me;
    this.#leaving = false;
    this.#void();
    this.#me = null;
    this.#wanted = null;
    this.#unread.name = null;
    this.#roster.replace([]);
    this.#sheets.close();
    byId("lost").hidden = true;
    this.#lostCountdown.stop();
    this.#door.clearNotice();
    this.#door.open(name === null ? undefined : `Goodbye, ${name}. Come back any time.`);
    this.#wire.open();
  }

  #privateBegan(partner) {
    this.#requests.answered(partner);
    this.#requests.over(partner);
    this.#requests.held = partner;
    byId("private-name").textContent = partner;
    byId("private").hidden = false;
    byId("room").classList.add("in-private");
    this.#composer.beginPrivate(partner);
    this.#note("private", "Private chat with ", nameNode(partner));
    this.#sheets.close();
    this.#composer.focus();
  }

  #privateEnded(partner, words) {
    byId("private").hidden = true;
    byId("room").classList.remove("in-private");
    this.#composer.endPrivate();
    this.#requests.held = null;
    this.#note("private", ...words);
    this.#composer.focus();
  }

  #failed(id, reason) {
    const name = this.#asks.get(id);
    this.#asks.delete(id);
    if (name !== undefined) {
      this.#requests.answered(name);
      this.#note("trouble-note", "No private chat with ", nameNode(name), ": ",
        missing(reason) === null ? reason : "not online");
    } else if (this.#composer.partner !== null || reason.startsWith("you are in a private chat")) {
      this.#people.cannotFind();
    } else {
      this.#note("trouble-note", sentence(reason));
    }
  }

  #arrived(message, line) {
    const row = this.#show({ ...message, mine: false, partner: null });
    row.line = { line, epoch: this.#wire.epoch };
    this.#unread.arrived();
  }

  #show(message) {
    const time = new Date();
    const whole = { ...message, time, me: this.#me };
    const row = new MessageRow(whole, this.#before, this.#layers.isWatched ? (each) => this.#layers.show(each) : null);
    this.#before = whole;
    this.#presence = null;
    this.#log.append(row.node, time, !message.mine);
    this.#layers.added(row);
    return row;
  }

  #note(kind, ...words) {
    this.#before = null;
    this.#presence = null;
    this.#log.append(note(kind, ...words), new Date(), false);
  }

  /** Who comes and goes at a time is told in one line. */
  #presenceNote(what, names) {
    const others = names.filter((name) => !same(name, this.#me));
    if (others.length === 0) {
      return;
    }
    const all = this.#presence?.what === what ? [...this.#presence.names, ...others] : others;
    const words = all.length <= SAID ? nameNodes(all) : [...nameNodes(all.slice(0, SAID - 1)), ` and ${all.length - SAID + 1} more`];
    if (this.#presence?.what === what) {
      this.#presence.node.replaceChildren(...words, ` ${what}`);
      this.#presence.names = all;
    } else {
      const node = note("presence", ...words, ` ${what}`);
      this.#before = null;
      this.#log.append(node, new Date(), false);
      this.#presence = { what, names: all, node };
    }
  }
}
