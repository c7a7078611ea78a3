/** A reason as a sentence of its own. A name or an address at its beginning keeps its case. */
export function sentence(reason, name = null) {
  const first = reason.split(" ", 1)[0];
  return first === name || !/^\p{L}+$/u.test(first) ? reason : reason[0].toUpperCase() + reason.slice(1);
}

const NOT_REACHED = { "not online: ": "not online", "too much waits for ": "earlier messages have not been taken yet" };

/** The recipients who did not get a message that was refused, and why; null where nobody got it. */
export function missing(reason) {
  const beginning = Object.keys(NOT_REACHED).find((each) => reason.startsWith(each));
  return beginning === undefined
    ? null
    : { names: reason.slice(beginning.length).split(", "), why: NOT_REACHED[beginning] };
}

// Not the marks U+200E, U+200F and U+061C: they are part of ordinary right-to-left text.
const ACTS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Text from others with what would reorder it (UAX #9) or does not show spelled out, as \u202e. */
export const printable = (text) =>
  text.replace(ACTS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Whether a line can be said at all: no line of the chat has control characters. */
export const isSayable = (text) => !/[^\P{Cc}\t]/u.test(text);
