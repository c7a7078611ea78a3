import { byId } from "./dom.js";

const LINE_BYTES = 4096;
const NEARLY = 200;
const GROWS = CSS.supports("field-sizing", "content");
const BREAKS = /[\r\n\u0085\u2028\u2029]/;
const ALL_BREAKS = /[\r\n\u0085\u2028\u2029]+/g;

/** Milliseconds without typing after which whoever writes has seen that the field is another message's now. */
const SEEN = 1000;

const encoder = new TextEncoder();

/** Where messages are written: to those chosen, or in a private chat to the partner. */
export class Composer {
  #owner;
  #recipients;
  #text = byId("text");
  #partner = null;
  #me = "";

  /** What was being written in the lobby when a private chat began. */
  #kept = "";

  /** Until when nothing is sent, because Enter may be meant for what stood in the field before; 0 where it may. */
  #heldUntil = 0;

  /** @param owner has message(names, text) and say(text) */
  constructor(recipients, owner) {
    this.#recipients = recipients;
    this.#owner = owner;
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
    this.#text.addEventListener("input", () => {
      if (this.#isHeld) {
        this.#hold();
      }
      this.#changed();
    });
  }

  set me(name) {
    this.#me = name;
  }

  focus() {
    this.#text.focus();
  }

  /** The field to go on with: the message where somebody is chosen, else whom it is to. */
  focusNext() {
    if (this.#partner === null && this.#recipients.names.length === 0) {
      this.#recipients.focus();
    } else {
      this.focus();
    }
  }

  get partner() {
    return this.#partner;
  }

  beginPrivate(partner) {
    this.#kept = this.#text.value;
    this.#partner = partner;
    if (this.#kept !== "") {
      this.#hold();
    }
    this.#write("");
    byId("to-row").hidden = true;
    this.#recipients.error = "";
    byId("text-label").textContent = `Message to ${partner} in private`;
    this.#text.placeholder = `Write to ${partner} in private`;
  }

  /**
   * What was written to the partner and not sent stays addressed to the partner. Where something else was being written
   * before, that is there again instead.
   *
   * @returns what was written to the partner and is in the field no longer; may be empty
   */
  endPrivate() {
    const unsent = this.#text.value.trim();
    const gives = this.#kept.trim() !== "";
    if (gives || unsent === "") {
      this.#write(this.#kept);
    } else {
      this.#recipients.names = [this.#partner];
    }
    if (gives) {
      this.#hold();
    }
    this.#kept = "";
    this.#partner = null;
    byId("to-row").hidden = false;
    byId("text-label").textContent = "Message";
    this.#text.placeholder = "Write a message";
    return gives ? unsent : "";
  }

  forget() {
    this.#kept = "";
    this.#heldUntil = 0;
    this.#recipients.names = [];
    this.#write("");
  }

  get #isHeld() {
    return performance.now() < this.#heldUntil;
  }

  #hold() {
    this.#heldUntil = performance.now() + SEEN;
  }

  /** Goes on with a text that was not sent, before what is being written. */
  edit(recipients, text) {
    if (recipients !== null) {
      this.#recipients.names = recipients;
    }
    this.#write([text, this.#text.value].filter((each) => each !== "").join(" "));
    this.focus();
  }

  #write(text) {
    this.#text.value = text;
    this.#changed();
  }

  #send() {
    if (this.#isHeld && this.#text.value.trim() !== "") {
      byId("text-note").textContent = this.#partner === null
        ? "Not sent: the private chat is over, and this goes to those above. Press Enter again to send it"
        : `Not sent: a private chat has begun, and this goes to ${this.#partner}. Press Enter again to send it`;
      this.focus();
      return;
    }
    // A message is one line.
    const text = this.#text.value.replaceAll(ALL_BREAKS, " ").trim();
    if (this.#partner === null && !this.#recipients.settle()) {
      this.#recipients.sayUnsettled();
      this.#recipients.focus();
    } else if (this.#partner === null && this.#recipients.names.length === 0) {
      this.#recipients.error = "Choose at least one person to write to";
      this.#recipients.focus();
    } else if (text === "") {
      this.focus();
    } else if (this.#bytes(text) > LINE_BYTES) {
      this.#changed();
      this.focus();
    } else {
      if (this.#partner === null) {
        this.#owner.message(this.#recipients.names, text);
        this.#recipients.used();
      } else {
        this.#owner.say(text);
      }
      this.#write("");
      this.focus();
    }
  }

  #changed() {
    if (!GROWS) {
      this.#text.style.height = "auto";
      this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
    }
    const text = this.#text.value;
    const left = text.length * 3 + NEARLY < LINE_BYTES - 500 ? LINE_BYTES : LINE_BYTES - this.#bytes(text);
    byId("text-note").textContent =
      left < 0 ? `${-left} bytes too long to be one message`
        : left < NEARLY ? `${left} bytes left`
          : BREAKS.test(text.trim()) ? "A message is one line: line breaks are sent as spaces" : "";
  }

  /** Of the line that carries the text. */
  #bytes(text) {
    const line = this.#partner === null ? `${this.#me} to ${this.#recipients.names.join(", ")} - ${text}` : text;
    return encoder.encode(line).length + 1;
  }
}
