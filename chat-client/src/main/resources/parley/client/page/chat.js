import { Banner } from "./banner.js";
import { Composer } from "./composer.js";
import { announce, byId } from "./dom.js";
import { Door } from "./door.js";
import { Layers } from "./layers.js";
import { nameNode, same } from "./names.js";
import { People } from "./people.js";
import { Questions } from "./questions.js";
import { Recipients } from "./recipients.js";
import { Requests } from "./requests.js";
import { Roster } from "./roster.js";
import { Sent } from "./sent.js";
import { Transcript } from "./transcript.js";
import { Unread } from "./unread.js";
import { Wire } from "./wire.js";
import { missing, printable, sentence } from "./words.js";

/** Milliseconds that the server has to answer the user's exit. */
const LEAVE_WITHIN = 5000;

/** One user's conversation: takes what the server tells, and the user does, to the parts of the page. */
export class Chat {
  #me = null;

  /** The name asked for, while there is none yet. */
  #wanted = null;

  /** Why the WebSocket is about to be closed; null where nobody said. */
  #fault = null;

  /** Whose conversation the log has. */
  #last = null;

  /** Whether a lost connection is tried again by itself. */
  #retries = false;

  /** The last WebSocket to which the messages not yet written were given. */
  #handedOver = 0;

  #lastId = 0;
  #leaving = false;
  #leaveTimer = 0;
  #questions = new Questions();
  #wire = new Wire(this);
  #roster = new Roster();
  #unread = new Unread();
  #banner = new Banner(() => this.connectNow());
  #door = new Door(this);
  #people = new People(this.#roster, this);
  #recipients = new Recipients(this.#roster, { find: (prefix) => this.find(prefix), next: () => this.#composer.focus() });
  #composer = new Composer(this.#recipients, this);
  #requests = new Requests(this);
  #sent = new Sent(this);
  #sheets;
  #layers;
  #transcript;

  constructor(sheets) {
    this.#sheets = sheets;
    this.#layers = new Layers(this.#wire, sheets);
    this.#transcript = new Transcript(this.#layers);
    byId("exit").addEventListener("click", () => this.#exit());
    byId("private-leave").addEventListener("click", () => this.#order({ do: "leave", id: this.nextId() }));
    byId("people-again").addEventListener("click", () => this.#order({ do: "who", id: this.nextId(), prefix: null }));
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

  /** Sends it, or says that it could not be. */
  #order(order) {
    const sent = this.send(order);
    if (!sent) {
      this.#failed(order.id, "there is no connection");
    }
    return sent;
  }

  isHere(name) {
    return this.#roster.unlisted !== null || this.#roster.has(name);
  }

  // What the user does.

  join(name) {
    this.#wanted = name;
    this.#door.busy = true;
    if (!this.#introduce()) {
      this.#wire.open();
    }
  }

  #introduce() {
    return this.send({ do: "name", name: this.#wanted });
  }

  /** Once it is known who is online: sends what was written before this WebSocket was. */
  #handOver() {
    if (this.#handedOver !== this.#wire.epoch) {
      this.#handedOver = this.#wire.epoch;
      this.#sent.handOver();
    }
  }

  connectNow() {
    if (!this.send(this.#retries ? { do: "connect" } : { do: "name", name: this.#wanted })) {
      this.#wire.open();
    }
  }

  choose(name) {
    if (this.#composer.partner === null) {
      this.#recipients.choose(name);
      this.#sheets.close();
      this.#composer.focus();
    } else {
      this.#people.say(`Leave the private chat first to write to ${name}`);
    }
  }

  askPrivate(name) {
    const id = this.nextId();
    this.#questions.asked(id, name);
    if (this.#order({ do: "ask", id, name })) {
      this.#requests.asked(name);
      this.#sheets.close();
    }
  }

  accept(name) {
    const id = this.nextId();
    this.#questions.asked(id, name);
    this.#order({ do: "accept", id, name });
  }

  reject(name) {
    this.#order({ do: "reject", id: this.nextId(), name });
    this.#composer.focusNext();
  }

  find(prefix) {
    const id = this.nextId();
    this.#questions.searched(id);
    return this.#composer.partner === null && this.send({ do: "who", id, prefix });
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

  /** Puts a message back to where it was written; false where that is not to be seen now. */
  edit({ recipients, text, partner }) {
    const inPrivate = this.#composer.partner;
    if (inPrivate !== null && (recipients !== null || !same(partner, inPrivate))) {
      this.#people.say("Leave the private chat first to edit that message");
      return false;
    }
    this.#composer.edit(inPrivate === null ? recipients ?? [partner] : null, text);
    return true;
  }

  #own({ recipients, text }) {
    const { partner } = this.#composer;
    this.#sent.submit(this.#transcript.message({ sender: this.#me, recipients, text, mine: true, me: this.#me, partner }));
  }

  #exit() {
    this.#leaving = true;
    if (!this.send({ do: "exit" })) {
      this.#left();
      return;
    }
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = setTimeout(() => this.#left(" The server did not answer."), LEAVE_WITHIN);
  }

  // What the connection to the local program tells.

  opened() {
    if (this.#wanted !== null) {
      this.#introduce();
    }
  }

  lost(retryInMillis) {
    this.#sent.pause();
    this.#void();
    const reason = this.#fault ?? "the Parley that serves this page does not answer: is it still running?";
    this.#fault = null;
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
      this.#banner.trying();
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
      this.#handOver();
    },
    onlineMore({ names }) {
      this.#roster.add(names);
    },
    joined({ names }) {
      this.#roster.add(names);
      this.#presence("joined", names);
    },
    left({ names }) {
      this.#roster.remove(names);
      names.forEach((name) => this.#requests.answered(name));
      this.#presence("left", names);
    },
    presenceOff({ online }) {
      this.#roster.unlist(online);
      this.#handOver();
    },
    presenceOn() {},
    found(found) {
      if (found.prefix === null && !found.more) {
        announce(`${found.names.length} online`);
      }
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
      this.#questions.answered(name);
      this.#requests.reached(name);
      announce(`You asked ${name} for a private chat`);
    },
    requestFrom({ name }) {
      this.#requests.from(name);
      this.#requests.held = this.#composer.partner;
      this.#sheets.close();
      this.#unread.arrived();
    },
    requestOver({ name }) {
      this.#requests.over(name);
    },
    rejected({ by }) {
      this.#questions.answered(by);
      this.#requests.answered(by);
      this.#transcript.note("private", nameNode(by), " rejected the private chat");
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
      this.#transcript.note("", "The server said something that is no part of the chat: ", printable(text));
    },
    fault({ reason }) {
      this.#fault = reason;
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
    if (!returned && !same(this.#last, name)) {
      this.#forget();
    }
    this.#last = name;
    const wasOpen = this.#door.isOpen;
    this.#me = name;
    this.#wanted = name;
    for (const part of [this.#people, this.#recipients, this.#composer]) {
      part.me = name;
    }
    this.#unread.name = name;
    this.#banner.online(name);
    if (wasOpen) {
      this.#door.close(name);
      this.#composer.focusNext();
    }
    if (again || returned) {
      this.#transcript.note("", "Connected again as ", nameNode(name));
    } else {
      announce(`You are online as ${name}`);
    }
  }

  /** Somebody else is at the page: what the one before wrote and read is not theirs. */
  #forget() {
    this.#transcript.forget();
    this.#sent.forget();
    this.#composer.forget();
  }

  /** A connection is gone, and with it what was open on it. */
  #void() {
    this.#requests.clear();
    this.#questions.clear();
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
    } else {
      this.#banner.lost(reason, retryInMillis, state);
    }
  }

  /** The user has left: the page is as at the beginning, but for the conversation, which stays to be read. */
  #left(words = "") {
    const name = this.#me;
    clearTimeout(this.#leaveTimer);
    this.#leaving = false;
    this.#sent.pause();
    this.#void();
    this.#me = null;
    this.#wanted = null;
    this.#unread.name = null;
    this.#roster.replace([]);
    this.#sheets.close();
    this.#banner.hide();
    this.#door.clearNotice();
    this.#door.open(name === null ? undefined : `Goodbye, ${name}.${words} Come back any time.`);
    this.#wire.open();
  }

  #privateBegan(partner) {
    this.#questions.answered(partner);
    this.#requests.answered(partner);
    this.#requests.over(partner);
    this.#requests.held = partner;
    byId("private-name").textContent = printable(partner);
    byId("private").hidden = false;
    byId("room").classList.add("in-private");
    this.#composer.beginPrivate(partner);
    this.#transcript.note("private", "Private chat with ", nameNode(partner));
    this.#sheets.close();
    this.#composer.focus();
  }

  #privateEnded(partner, words) {
    byId("private").hidden = true;
    byId("room").classList.remove("in-private");
    const unsent = this.#composer.endPrivate();
    if (unsent !== "") {
      this.#unsaid(partner, unsent);
    }
    this.#requests.held = null;
    this.#transcript.note("private", ...words);
    if (document.activeElement === document.body || byId("talk").contains(document.activeElement)) {
      this.#composer.focus();
    }
  }

  /** Shows what was written to a partner who is there no longer, so that it is not lost. */
  #unsaid(partner, text) {
    const row = this.#transcript.message({ sender: this.#me, recipients: null, text, mine: true, me: this.#me, partner });
    row.state = "failed";
    row.setTrouble(["not sent: the private chat is over"], null);
  }

  #failed(id, reason) {
    const name = this.#questions.take(id);
    if (name !== undefined) {
      this.#requests.answered(name);
      this.#transcript.note("trouble-note", "No private chat with ", nameNode(name), ": ",
        missing(reason)?.why ?? reason);
    } else if (this.#questions.isSearch(id)) {
      this.#people.cannotFind();
    } else {
      this.#transcript.note("trouble-note", sentence(reason));
    }
  }

  #arrived(message, line) {
    const row = this.#transcript.message({ ...message, mine: false, me: this.#me, partner: null });
    row.line = { line, epoch: this.#wire.epoch };
    this.#unread.arrived();
  }

  #presence(what, names) {
    this.#transcript.presence(what, names.filter((name) => !same(name, this.#me)));
  }
}
