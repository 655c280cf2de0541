// @ts-check
/**
 * All emoji with the words that find them. A search wants every word that was typed to begin one of an emoji's words, in whatever of our
 * languages: Uzbek typed in Cyrillic is found as Latin. First comes what is called just that, then what has these words in its name, then
 * what has them elsewhere, then what only begins so. It looks at everything, which is some milliseconds.
 */

/** @typedef {[string, string, 1?]} Entry an emoji, its names and the other words that find it ("name,name;word word"), whether it has tones of skin */
/** @typedef {{ key: string, emoji: Entry[] }} Group */

/** Skin tones by number; 0 is none. */
export const TONES = ["", "\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];

/** Uzbek Cyrillic letters that are written otherwise than one by one. */
const LETTERS = new Map(Object.entries({ "ё": "yo", "ю": "yu", "я": "ya", "ч": "ch", "ш": "sh", "ў": "o'", "ғ": "g'", "ц": "s", "ъ": "'", "ь": "", "э": "e" }));
const CYRILLIC = "абвгджзийклмнопрстуфхқҳые";
const LATIN = "abvgdjziyklmnoprstufxqhie";
[...CYRILLIC].forEach((letter, at) => LETTERS.set(letter, LATIN[at] ?? ""));

export class Catalog {
  #groups;

  /** @param {Group[]} groups */
  constructor(groups) {
    this.#groups = groups;
  }

  get groups() {
    return this.#groups;
  }

  /**
   * The emoji that a text finds, the nearest first, those equally near in the list's order.
   * @param {string} text
   * @returns {Entry[]}
   */
  find(text) {
    const itself = this.#groups.flatMap(({ emoji }) => emoji).filter(([emoji]) => emoji === text.trim());
    const typed = folded(text);
    if (!typed || itself.length) return itself;
    const ways = [...new Set([typed, inLatin(typed)])].map((way) => way.split(" "));
    /** @type {Entry[][]} */
    const found = [];
    for (const { emoji } of this.#groups) {
      for (const entry of emoji) {
        const distance = Math.min(...ways.map((way) => distanceOf(entry[1], way)));
        if (distance < Infinity) (found[distance] ??= []).push(entry);
      }
    }
    return found.flat();
  }
}

/**
 * How far from an emoji a text is that was typed: 0 is its very name, infinite what does not find it.
 * @param {string} called an entry's names and other words
 * @param {string[]} typed
 */
function distanceOf(called, typed) {
  const [names = "", others = ""] = called.split(";");
  const named = names.split(/[ ,]/);
  const all = [...named, ...others.split(" ")];
  const begun = (/** @type {string[]} */ words) => typed.every((part) => words.some((word) => word.startsWith(part)));
  if (!begun(all)) return Infinity;
  if (names.split(",").includes(typed.join(" "))) return 0;
  if (typed.every((part) => named.includes(part))) return 1;
  if (typed.every((part) => all.includes(part))) return 2;
  return begun(named) ? 3 : 4;
}

/**
 * An emoji in a tone of skin, where it has any.
 * @param {Entry} entry
 * @param {number} tone
 */
export function inTone([emoji, , toned], tone) {
  if (!toned || !TONES[tone]) return emoji;
  const [first = "", ...rest] = [...emoji];
  if (rest[0] === "\u{FE0F}") rest.shift();
  return first + TONES[tone] + rest.join("");
}

/** @param {string} text */
function folded(text) {
  const plain = text.toLowerCase().replace(/[\u02BB\u02BC\u2018\u2019`\u00B4]/gu, "'").replaceAll("ё", "е");
  return plain.split(/[^\p{L}\p{N}'+]+/u).filter(Boolean).join(" ");
}

/** @param {string} text */
function inLatin(text) {
  return [...text].map((letter) => LETTERS.get(letter) ?? letter).join("");
}
