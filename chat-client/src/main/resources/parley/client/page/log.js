import { byId, element } from "./dom.js";

const CHUNK = 50;
const NEAR_END = 48;

/** Milliseconds for which a scroll is taken to be what the reader did before it. */
const BY_READER = 500;

const day = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });

/**
 * The conversation. Rows stand in chunks, of which the browser lays out those in sight alone (content-visibility), so
 * that one more row costs the same after 10,000 as after ten. Beyond the limit the oldest chunk goes.
 */
export class Log {
  #limit;
  #scroller = byId("log");
  #rows = byId("log-rows");
  #jump = byId("jump");
  #chunk = null;
  #count = 0;
  #dropped = 0;
  #droppedNote = null;
  #day = "";
  #atEnd = true;
  #unseen = 0;
  #scheduled = false;
  #height = 0;
  #moved = -Infinity;

  constructor(limit = 20_000) {
    this.#limit = limit;
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      this.#scroller.addEventListener(move, () => { this.#moved = performance.now(); }, { passive: true });
    }
    this.#jump.addEventListener("click", () => {
      this.toEnd();
      this.#scroller.focus({ preventScroll: true });
    });
    const sizes = new ResizeObserver(() => this.#keepEnd());
    sizes.observe(this.#scroller);
    sizes.observe(this.#rows);
  }

  /** @param counts whether it is news to somebody who reads further up */
  append(row, time, counts) {
    const today = day.format(time);
    if (today !== this.#day) {
      if (this.#day !== "") {
        this.#put(element("p", { class: "day" }, today));
      }
      this.#day = today;
    }
    this.#put(row);
    byId("empty").hidden = true;
    if (counts && !this.#atEnd) {
      this.#unseen++;
      this.#showJump();
    }
    this.#keepEnd();
  }

  clear() {
    this.#rows.replaceChildren();
    this.#chunk = null;
    this.#droppedNote = null;
    this.#count = 0;
    this.#dropped = 0;
    byId("empty").hidden = false;
    this.toEnd();
  }

  /** Goes to the newest row and stays with what comes. */
  toEnd() {
    this.#atEnd = true;
    this.#unseen = 0;
    this.#keepEnd();
    this.#showJump();
  }

  #put(row) {
    if (this.#chunk === null || this.#chunk.childElementCount >= CHUNK) {
      this.#chunk = element("div", { class: "chunk" });
      this.#rows.append(this.#chunk);
    }
    this.#chunk.append(row);
    this.#count++;
    if (this.#count > this.#limit) {
      this.#dropOldest();
    }
  }

  #dropOldest() {
    const oldest = this.#rows.querySelector(".chunk");
    this.#count -= oldest.childElementCount;
    this.#dropped += oldest.childElementCount;
    oldest.remove();
    if (this.#droppedNote === null) {
      this.#droppedNote = element("p", { class: "note" });
      this.#rows.prepend(this.#droppedNote);
    }
    this.#droppedNote.textContent = `${this.#dropped.toLocaleString("en")} older lines are no longer kept here`;
  }

  /** Rows that come or are laid out move the end away too; only the reader leaves it. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    const byReader = scrollHeight === this.#height || performance.now() - this.#moved < BY_READER;
    this.#height = scrollHeight;
    if (near !== this.#atEnd && (near || byReader)) {
      this.#atEnd = near;
      this.#unseen = 0;
      this.#showJump();
    } else {
      this.#keepEnd();
    }
  }

  #showJump() {
    this.#jump.hidden = this.#atEnd;
    byId("jump-words").textContent =
      this.#unseen === 0 ? "Latest" : this.#unseen === 1 ? "1 new message" : `${this.#unseen} new messages`;
  }

  #keepEnd() {
    if (this.#atEnd && !this.#scheduled) {
      this.#scheduled = true;
      requestAnimationFrame(() => {
        this.#scheduled = false;
        if (this.#atEnd) {
          this.#height = this.#scroller.scrollHeight;
          this.#scroller.scrollTop = this.#height;
        }
      });
    }
  }
}
