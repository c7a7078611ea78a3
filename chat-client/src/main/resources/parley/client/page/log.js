import { byId, element } from "./dom.js";

const CHUNK = 50;
const NEAR_END = 48;
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

  constructor(limit = 20_000) {
    this.#limit = limit;
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
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

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (atEnd !== this.#atEnd) {
      this.#atEnd = atEnd;
      this.#unseen = 0;
      this.#showJump();
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
          this.#scroller.scrollTop = this.#scroller.scrollHeight;
        }
      });
    }
  }
}
