const FIRST_RETRY = 500;
const LONGEST_RETRY = 8000;

/**
 * The page's connection to the Parley that serves it: a WebSocket, opened anew whenever it is lost.
 * Its owner has opened(), received(event), and lost(retryInMillis).
 */
export class Wire {
  #owner;
  #socket = null;
  #listening = new AbortController();
  #timer = 0;
  #failures = 0;

  /** Grows with each WebSocket: the numbers of lines mean something within one. */
  epoch = 0;

  constructor(owner) {
    this.#owner = owner;
  }

  /** Opens a WebSocket in place of the one there is, unless that is being opened. */
  open() {
    if (this.#socket?.readyState === WebSocket.CONNECTING) {
      return;
    }
    clearTimeout(this.#timer);
    this.#listening.abort();
    this.#socket?.close();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const url = new URL("ws", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.epoch++;
      this.#owner.opened();
    }, { signal });
    socket.addEventListener("message", (message) => {
      const told = JSON.parse(message.data);
      // Anything else may be the refusal of one tab too many.
      if (told.event === "ready") {
        this.#failures = 0;
      }
      this.#owner.received(told);
    }, { signal });
    socket.addEventListener("close", () => this.#closed(), { signal });
  }

  #closed() {
    const delay = Math.min(FIRST_RETRY * 2 ** this.#failures++, LONGEST_RETRY);
    this.#socket = null;
    this.#timer = setTimeout(() => this.open(), delay);
    this.#owner.lost(delay);
  }

  /** Whether it could be sent: nothing is kept here. */
  send(order) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(order));
    return true;
  }
}
