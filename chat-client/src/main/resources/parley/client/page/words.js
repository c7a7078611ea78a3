/** A reason as a sentence of its own. A name or an address at its beginning keeps its case. */
export function sentence(reason, name = null) {
  const first = reason.split(" ", 1)[0];
  return first === name || !/^\p{L}+$/u.test(first) ? reason : reason[0].toUpperCase() + reason.slice(1);
}

const NOT_ONLINE = "not online: ";

/** Who of the recipients did not get a message that was refused; null where nobody got it. */
export function missing(reason) {
  return reason.startsWith(NOT_ONLINE) ? reason.slice(NOT_ONLINE.length).split(", ") : null;
}
