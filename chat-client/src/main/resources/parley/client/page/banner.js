import { Countdown } from "./countdown.js";
import { byId } from "./dom.js";
import { asAvatar } from "./names.js";
import { sentence } from "./words.js";

/** Who the user is and whether there is a connection: in the bar, and in a banner where it is lost. */
export class Banner {
  #countdown = new Countdown(byId("lost-countdown"));
  #reason = byId("lost-reason");

  /** @param tryNow called where the user does not want to wait */
  constructor(tryNow) {
    byId("lost-now").addEventListener("click", tryNow);
  }

  online(name) {
    asAvatar(byId("self-avatar"), name);
    byId("self-name").textContent = name;
    this.#state("online");
    this.hide();
  }

  hide() {
    this.#countdown.stop();
    this.#reason.textContent = "";
    byId("lost").hidden = true;
  }

  /** @param retryInMillis null where nothing is tried by itself */
  lost(reason, retryInMillis, state) {
    this.#state(state);
    const words = sentence(reason);
    if (this.#reason.textContent !== words) {
      this.#reason.textContent = words;
    }
    byId("lost").hidden = false;
    byId("lost-now").textContent = retryInMillis === null ? "Connect again" : "Try now";
    if (retryInMillis === null) {
      this.#countdown.stop();
    } else {
      this.#countdown.start(retryInMillis);
    }
  }

  trying() {
    if (!byId("lost").hidden) {
      this.#countdown.stop("Trying …");
    }
  }

  #state(state) {
    byId("self-state").textContent = state;
    byId("room").classList.toggle("offline", state !== "online");
  }
}
