import { byId } from "./dom.js";

const LINE_BYTES = 4096;
const NEARLY = 200;
const GROWS = CSS.supports("field-sizing", "content");
const BREAKS = /[\r\n\u0085\u2028\u2029]/;
const ALL_BREAKS = /[\r\n\u0085\u2028\u2029]+/g;
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
    this.#text.addEventListener("input", () => this.#changed());
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
    this.#write("");
    byId("to-row").hidden = true;
    this.#recipients.error = "";
    byId("text-label").textContent = `Message to ${partner} in private`;
    this.#text.placeholder = `Write to ${partner} in private`;
  }

  /** What was written to the partner and not sent stays addressed to the partner. */
  endPrivate() {
    const unsent = this.#text.value;
    if (unsent.trim() !== "" && this.#kept.trim() === "") {
      this.#recipients.names = [this.#partner];
    } else {
      this.#write(this.#kept);
    }
    this.#partner = null;
    byId("to-row").hidden = false;
    byId("text-label").textContent = "Message";
    this.#text.placeholder = "Write a message";
  }

  forget() {
    this.#kept = "";
    this.#recipients.names = [];
    this.#write("");
  }

  #write(text) {
    this.#text.value = text;
    this.#changed();
  }

  #send() {
    // A message is one line.
    const text = this.#text.value.replaceAll(ALL_BREAKS, " ").trim();
    if (this.#partner === null && !this.#recipients.settle()) {
      this.#recipients.error = `“${this.#recipients.rest}” is nobody chosen yet: press Enter there to take a name`;
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
