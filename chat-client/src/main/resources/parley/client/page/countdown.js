/** Shows in words how long it is until something is tried again. */
export class Countdown {
  #node;
  #timer = 0;

  constructor(node) {
    this.#node = node;
  }

  start(millis) {
    this.stop();
    const end = performance.now() + millis;
    const show = () => {
      const seconds = Math.ceil((end - performance.now()) / 1000);
      this.#node.textContent = seconds > 0 ? `Trying again in ${seconds} s` : "Trying …";
      if (seconds > 0) {
        this.#timer = setTimeout(show, 250);
      }
    };
    show();
  }

  stop(words = "") {
    clearTimeout(this.#timer);
    this.#node.textContent = words;
  }
}
