import { byId, element, icon, spoken } from "./dom.js";
import { Finder } from "./finder.js";
import { avatar, couldBeName, keyOf, nameNode, same } from "./names.js";

const SHOWN = 50;

const NO_NAME = "That is no name: the message goes below";

/**
 * The field To: a combobox over those online, and a chip for each one chosen.
 * Its owner has find(prefix), and next(), which is called where Enter has nothing to take.
 */
export class Recipients {
  #roster;
  #owner;
  #finder;
  #input = byId("to");
  #list = byId("to-list");
  #chips = byId("to-chips");
  #chosen = [];
  #options = [];
  #more = 0;
  #active = -1;
  #me = null;

  /** Whether a message went to those chosen. */
  #used = false;

  constructor(roster, owner) {
    this.#roster = roster;
    this.#owner = owner;
    this.#finder = new Finder((prefix) => owner.find(prefix));
    for (const change of ["replaced", "added", "removed"]) {
      roster.addEventListener(change, () => this.#rosterChanged());
    }
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("click", () => this.#open());
    this.#input.addEventListener("blur", () => this.#left());
    byId("to-box").addEventListener("click", (event) => {
      if (event.target === byId("to-box") || event.target === this.#chips) {
        this.#input.focus();
        this.#open();
      }
    });
    this.#chips.addEventListener("click", (event) => {
      const name = event.target.closest("button")?.closest("li").recipient;
      if (name !== undefined) {
        this.remove(name);
        this.#input.focus();
      }
    });
    // The field keeps the focus while an option is pressed.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const place = [...this.#list.children].indexOf(event.target.closest("[role=option]"));
      if (place >= 0) {
        const searched = this.rest !== "";
        this.#toggle(this.#options[place].name);
        this.#input.value = "";
        if (searched) {
          this.#typed();
        } else {
          this.#show(place);
        }
      }
    });
  }

  set me(name) {
    this.#me = name;
  }

  get names() {
    return [...this.#chosen];
  }

  set names(names) {
    this.#chosen = [...names];
    this.#showChips();
  }

  /** What stands in the field and is nobody chosen. */
  get rest() {
    return this.#input.value.trim();
  }

  focus() {
    this.#input.focus();
  }

  add(name) {
    this.#used = false;
    if (!this.#chosen.some((each) => same(each, name))) {
      this.#chosen.push(name);
      this.#showChips();
    }
    this.error = "";
  }

  /** Somebody picked outside of the field: after a message that begins a new one, before it is one more. */
  choose(name) {
    if (this.#used) {
      this.#chosen = [];
    }
    this.add(name);
  }

  used() {
    this.#used = true;
  }

  remove(name) {
    this.#used = false;
    this.#chosen = this.#chosen.filter((each) => !same(each, name));
    this.#showChips();
  }

  set error(text) {
    // What is said already is not said again with each key.
    if (byId("to-error").textContent !== text) {
      byId("to-error").textContent = text;
    }
    if (text === "") {
      this.#input.removeAttribute("aria-invalid");
    } else {
      this.#input.setAttribute("aria-invalid", "true");
    }
  }

  /** Says what is to be done about what stands in the field and is nobody chosen. */
  sayUnsettled() {
    this.error = this.#isName ? `“${this.rest}” is nobody chosen yet: press Enter there to take a name` : NO_NAME;
  }

  get #isName() {
    return this.rest === "" || couldBeName(this.rest);
  }

  /** Takes what was typed in full without being chosen; false where that is nobody online. */
  settle() {
    const name = this.#roster.find(this.rest);
    if (this.rest !== "" && (name === null || same(name, this.#me))) {
      return false;
    }
    if (name !== null) {
      this.add(name);
      this.#input.value = "";
    }
    this.#close();
    return true;
  }

  found(event) {
    this.#finder.answered(event);
  }

  cannotFind() {
    this.#finder.refused();
  }

  #showChips() {
    const before = new Map([...this.#chips.children].map((chip) => [chip.recipient, chip]));
    const chips = this.#chosen.map((name) => before.get(name) ?? this.#chip(name));
    for (const chip of before.values()) {
      if (!chips.includes(chip)) {
        chip.remove();
      }
    }
    chips.forEach((chip, place) => {
      const there = this.#chips.children[place];
      // One that stands where it should is not touched: its button may have the focus.
      if (there !== chip) {
        this.#chips.insertBefore(chip, there ?? null);
      }
      this.#mark(chip);
    });
    this.#input.placeholder = this.#chosen.length === 0 ? "Choose who gets it" : "";
  }

  #chip(name) {
    const chip = element("li", { class: "chip" }, avatar(name), nameNode(name),
      element("button", { type: "button", class: "chip-remove", title: `Remove ${name}` },
        icon("close"), spoken(`Remove ${name}`)));
    chip.recipient = name;
    return chip;
  }

  /** Says on a chip whether its person is online. */
  #mark(chip) {
    const gone = this.#roster.unlisted === null && !this.#roster.has(chip.recipient);
    const note = chip.querySelector(".chip-note");
    chip.classList.toggle("gone", gone);
    if (gone && note === null) {
      chip.querySelector("button").before(element("span", { class: "chip-note" }, "not online"));
    } else if (!gone) {
      note?.remove();
    }
  }

  #rosterChanged() {
    this.#showChips();
    if (!this.#list.hidden) {
      this.#search(true);
    }
  }

  #typed() {
    this.#takeList();
    this.#search(false);
  }

  /** @param keeps whether the option that is active stays so, wherever it stands then */
  #search(keeps) {
    const text = this.rest;
    if (!this.#isName) {
      this.#close();
      this.error = NO_NAME;
      return;
    }
    this.error = "";
    if (this.#roster.unlisted === null) {
      this.#finder.cancel();
      this.#offer(this.#roster.matching(text), text, keeps);
    } else if (text === "") {
      this.#finder.cancel();
      this.#offer([], "", keeps);
    } else {
      let again = keeps;
      if (!keeps) {
        this.#offer([], text, false);
      }
      this.#finder.find(text, (names) => {
        this.#offer(names ?? [], text, again);
        again = true;
      });
    }
  }

  /** Takes the names before the last comma, where somebody typed or pasted several. */
  #takeList() {
    const parts = this.#input.value.split(",").map((part) => part.trim());
    const last = parts.pop();
    const names = parts.filter((part) => part !== "");
    if (names.length > 0 && names.every((name) => couldBeName(name) && !same(name, this.#me))) {
      names.forEach((name) => this.add(this.#roster.find(name) ?? name));
      this.#input.value = last;
    }
  }

  #open() {
    if (this.#list.hidden) {
      this.#typed();
    }
  }

  #offer(names, text, keeps) {
    const active = this.#options[this.#active]?.name ?? null;
    const others = names.filter((name) => !same(name, this.#me));
    this.#options = others.slice(0, SHOWN).map((name) => ({ name }));
    if (text !== "" && !others.some((name) => same(name, text)) && !same(text, this.#me)) {
      this.#options.push({ name: text, unlisted: true });
    }
    this.#more = others.length - SHOWN;
    this.#show(keeps ? this.#options.findIndex(({ name }) => same(name, active)) : text === "" ? -1 : 0);
  }

  #show(active) {
    const rows = this.#options.map(({ name, unlisted }, place) => {
      const taken = this.#chosen.some((each) => same(each, name));
      return element("li", { role: "option", id: `to-option-${place}`, class: "option", "aria-selected": String(taken) },
        avatar(name), nameNode(name),
        unlisted ? element("span", { class: "option-note" },
          this.#roster.unlisted === null ? "not online now" : "as typed") : null,
        taken ? icon("check", "mark") : null);
    });
    if (this.#more > 0) {
      rows.push(element("li", { class: "option-more", role: "presentation" }, `${this.#more} more: type to find them`));
    }
    if (rows.length === 0) {
      rows.push(element("li", { class: "option-more", role: "option", "aria-disabled": "true", "aria-selected": "false" },
        this.#roster.unlisted === null ? "Nobody else is online" : "Type the beginning of a name"));
    }
    this.#list.replaceChildren(...rows);
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#activate(Math.min(active, this.#options.length - 1));
  }

  #activate(place) {
    this.#list.children[this.#active]?.classList.remove("active");
    this.#active = place;
    const row = place < 0 ? null : this.#list.children[place];
    if (row) {
      row.classList.add("active");
      row.scrollIntoView({ block: "nearest" });
      this.#input.setAttribute("aria-activedescendant", row.id);
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #close() {
    this.#finder.cancel();
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #left() {
    const name = this.#roster.find(this.rest);
    if (this.rest !== "" && name !== null && !same(name, this.#me)) {
      this.add(name);
      this.#input.value = "";
    }
    this.#close();
  }

  #toggle(name) {
    if (this.#chosen.some((each) => same(each, name))) {
      this.remove(name);
    } else {
      this.add(name);
    }
  }

  #take() {
    this.#toggle(this.#options[this.#active].name);
    this.#input.value = "";
    this.#close();
  }

  #key(event) {
    const isOpen = !this.#list.hidden;
    const last = this.#options.length - 1;
    const does = {
      ArrowDown: () => (isOpen ? this.#activate(this.#active >= last ? 0 : this.#active + 1) : this.#openAt(0)),
      ArrowUp: () => (isOpen ? this.#activate(this.#active <= 0 ? last : this.#active - 1) : this.#openAt(Infinity)),
      Escape: isOpen ? () => this.#close() : undefined,
      Enter: () => this.#enter(isOpen),
      ",": this.rest === "" ? undefined : () => this.#enter(isOpen),
    }[event.key];
    if (does && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      does();
    } else if (event.key === "Backspace" && this.#input.value === "" && this.#chosen.length > 0) {
      this.remove(this.#chosen.at(-1));
      if (isOpen) {
        this.#show(-1);
      }
    }
  }

  #openAt(place) {
    this.#open();
    this.#activate(Math.min(place, this.#options.length - 1));
  }

  #enter(isOpen) {
    if (!this.#isName) {
      this.#close();
      this.error = NO_NAME;
    } else if (isOpen && this.#active >= 0) {
      this.#take();
    } else if (this.rest === "") {
      this.#close();
      this.#owner.next();
    } else {
      this.#openAt(0);
    }
  }
}
