import { byId, element, icon, spoken } from "./dom.js";
import { Finder } from "./finder.js";
import { avatar, compareNames, keyOf, nameNode, same } from "./names.js";

const numbers = new Intl.NumberFormat("en");

/**
 * The list of who is online. One person of it is in the order of the Tab key, the arrow keys go to the others.
 * Its owner has choose(name), askPrivate(name), find(prefix).
 */
export class People {
  #roster;
  #owner;
  #finder;
  #list = byId("people-list");
  #field = byId("people-find");
  #rows = new Map();
  #current = null;
  #me = null;

  constructor(roster, owner) {
    this.#roster = roster;
    this.#owner = owner;
    this.#finder = new Finder((prefix) => owner.find(prefix));
    roster.addEventListener("replaced", () => this.#showAll());
    roster.addEventListener("added", (event) => this.#add(event.detail));
    roster.addEventListener("removed", (event) => this.#remove(event.detail));
    this.#field.addEventListener("input", () => this.#search());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        this.#current?.querySelector("button")?.focus();
      }
    });
    this.#list.addEventListener("keydown", (event) => this.#move(event));
    this.#list.addEventListener("focusin", (event) => this.#makeCurrent(event.target.closest("li")));
    this.#list.addEventListener("click", (event) => this.#clicked(event));
  }

  set me(name) {
    this.#me = name;
  }

  /** Hands over what the server found. */
  found(event) {
    this.#finder.answered(event);
  }

  cannotFind() {
    this.#finder.refused();
  }

  /** Says something below the field until the list changes. */
  say(words) {
    byId("people-note").textContent = words;
  }

  #showAll() {
    this.#fill(this.#roster.names);
    this.#search();
  }

  #fill(names) {
    this.#rows = new Map(names.map((name) => [keyOf(name), this.#row(name)]));
    this.#current = null;
    const mine = this.#rows.get(keyOf(this.#me ?? ""));
    const held = this.#list.contains(document.activeElement);
    this.#list.replaceChildren(...this.#rows.values());
    if (held) {
      this.#field.focus();
    }
    if (mine) {
      this.#list.prepend(mine);
    }
    this.#makeCurrent(this.#firstOther());
    this.#count();
  }

  #row(name) {
    if (same(name, this.#me)) {
      return element("li", { class: "person-row me" },
        element("span", { class: "person" }, avatar(name), nameNode(name), element("span", { class: "you" }, "you")));
    }
    const row = element("li", { class: "person-row" },
      element("button", { class: "person", type: "button", tabindex: "-1", title: `Write to ${name}` },
        avatar(name), nameNode(name)),
      element("button", { class: "button icon ask", type: "button", tabindex: "-1",
        title: `Ask ${name} for a private chat` },
        icon("lock"), spoken(`Ask ${name} for a private chat`)));
    row.personName = name;
    return row;
  }

  #add(names) {
    for (const name of names) {
      const row = this.#row(name);
      this.#rows.set(keyOf(name), row);
      row.hidden = !this.#fits(name);
      if (same(name, this.#me)) {
        this.#list.prepend(row);
      } else {
        this.#list.insertBefore(row, this.#after(name));
      }
    }
    if (this.#current === null) {
      this.#makeCurrent(this.#firstOther());
    }
    this.#count();
  }

  /** The row before which that of a new name belongs. */
  #after(name) {
    const names = this.#roster.names;
    let place = names.findIndex((each) => compareNames(each, name) > 0);
    while (place >= 0 && place < names.length) {
      const row = this.#rows.get(keyOf(names[place]));
      if (row?.isConnected && !same(names[place], this.#me)) {
        return row;
      }
      place++;
    }
    return null;
  }

  #remove(names) {
    for (const name of names) {
      const row = this.#rows.get(keyOf(name));
      this.#rows.delete(keyOf(name));
      if (row && row === this.#current) {
        const held = row.contains(document.activeElement);
        const next = this.#sibling(row, 1) ?? this.#sibling(row, -1);
        this.#makeCurrent(next);
        if (held) {
          (next?.querySelector("button") ?? this.#field).focus();
        }
      }
      row?.remove();
    }
    this.#count();
  }

  #count() {
    const count = numbers.format(this.#roster.count);
    byId("people-count").textContent = count;
    byId("people-count-bar").textContent = count;
    byId("empty-words").textContent = this.#roster.count > 1
      ? "Choose somebody who is online and write the first message."
      : "You are the only one here. Whoever opens this page too can talk to you; a second tab will do.";
    this.#note();
  }

  #note(found = null) {
    const note = byId("people-note");
    const text = this.#field.value.trim();
    if (this.#roster.unlisted !== null) {
      const online = `${numbers.format(this.#roster.unlisted)} online`;
      note.textContent = text === "" ? `${online}: type to find` : found ?? `${online}: looking …`;
    } else if (text !== "") {
      const shown = this.#list.querySelectorAll("li:not([hidden])").length;
      note.textContent = shown === 0 ? `Nobody here has “${text}” in their name` : `${numbers.format(shown)} found`;
    } else {
      note.textContent = this.#roster.count === 1 ? "Nobody else is here yet" : "";
    }
  }

  #fits(name) {
    return this.#roster.unlisted !== null || keyOf(name).includes(keyOf(this.#field.value.trim()));
  }

  #search() {
    const text = this.#field.value.trim();
    if (this.#roster.unlisted === null) {
      this.#finder.cancel();
      for (const [key, row] of this.#rows) {
        row.hidden = !key.includes(keyOf(text));
      }
      this.#makeCurrent(this.#firstOther());
    } else if (text === "") {
      this.#finder.cancel();
      this.#fill([]);
    } else {
      this.#finder.find(text, (names) => {
        this.#fill(names ?? []);
        this.#note(names === null ? "Nobody can be looked up now"
          : names.length === 0 ? `Nobody's name begins with “${text}”` : `${names.length} found`);
      });
    }
    this.#note();
  }

  #firstOther() {
    return this.#list.querySelector("li:not([hidden]):not(.me)");
  }

  #sibling(row, step) {
    let next = row;
    do {
      next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
    } while (next && (next.hidden || next.classList.contains("me")));
    return next;
  }

  #makeCurrent(row) {
    for (const button of this.#current?.querySelectorAll("button") ?? []) {
      button.tabIndex = -1;
    }
    this.#current = row;
    for (const button of row?.querySelectorAll("button") ?? []) {
      button.tabIndex = 0;
    }
  }

  #move(event) {
    const row = event.target.closest("li");
    const [first, second] = row.querySelectorAll("button");
    const target = {
      ArrowDown: () => this.#sibling(row, 1)?.querySelector("button"),
      ArrowUp: () => this.#sibling(row, -1)?.querySelector("button") ?? this.#field,
      ArrowRight: () => second,
      ArrowLeft: () => first,
      Home: () => this.#firstOther()?.querySelector("button"),
      End: () => [...this.#list.querySelectorAll("li:not([hidden]):not(.me)")].at(-1)?.querySelector("button"),
    }[event.key]?.();
    if (target) {
      event.preventDefault();
      target.focus();
    }
  }

  #clicked(event) {
    const button = event.target.closest("button");
    const name = button?.closest("li").personName;
    if (name === undefined) {
      return;
    }
    if (button.classList.contains("ask")) {
      this.#owner.askPrivate(name);
    } else {
      this.#owner.choose(name);
    }
  }
}
