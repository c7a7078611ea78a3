import { element } from "./dom.js";
import { printable } from "./words.js";

const HUES = 12;
const order = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });
const graphemes = new Intl.Segmenter();

/** Equal for names that are the same to the server, whatever their case. */
export const keyOf = (name) => name.normalize("NFC").toLowerCase();

export const same = (one, other) => one !== null && other !== null && keyOf(one) === keyOf(other);

/** The order of names in lists; never 0 for two people. */
export function compareNames(one, other) {
  const difference = order.compare(one, other);
  return difference !== 0 ? difference : keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0;
}

/** The class that gives a name its colour, always the same one. */
export function hueOf(name) {
  let hash = 2166136282;
  for (const character of keyOf(name)) {
    hash = Math.imul(hash ^ character.codePointAt(0), 16777619);
  }
  return `hue-${(hash >>> 0) % HUES}`;
}

function initialOf(name) {
  const first = graphemes.segment(name)[Symbol.iterator]().next();
  return first.done ? "?" : first.value.segment.toLocaleUpperCase();
}

/** Makes an element the avatar of a name. */
export function asAvatar(node, name) {
  node.className = `avatar ${hueOf(name)}`;
  node.textContent = initialOf(name);
  return node;
}

export const avatar = (name) => asAvatar(element("span", { "aria-hidden": "true" }), name);

const NAME = /^[\p{L}\p{Nd}\p{M}_.-]{1,32}$/u;

/** Whether somebody may be called so; the server knows more reasons why not. */
export const couldBeName = (text) => NAME.test(text.normalize("NFC"));

const lettersOf = (name) => name.normalize("NFKD").replace(/[^\p{L}\p{Nd}]/gu, "").toLowerCase();

/** A name as the page shows it: in quotes where it could be read as the page's own word for its user, or as no name. */
export const shown = (name) =>
  couldBeName(name) && lettersOf(name).replace("0", "o") !== "you" ? name : `“${printable(name)}”`;

/** A name as an element, which keeps the direction of its writing to itself. */
export const nameNode = (name) => element("bdi", {}, shown(name));

/** Nodes that say several names: "you, A and B". */
export function nameNodes(names, me = null) {
  const mine = names.filter((name) => same(name, me));
  const words = [...mine.map(() => "you"), ...names.filter((name) => !same(name, me)).map(nameNode)];
  return words.flatMap((word, i) => (i === 0 ? [word] : [i === words.length - 1 ? " and " : ", ", word]));
}

/** The same as text, for titles and labels. */
export function nameText(names, me = null) {
  return nameNodes(names, me)
    .map((node) => (typeof node === "string" ? node : node.textContent))
    .join("");
}
