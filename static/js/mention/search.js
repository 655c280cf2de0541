// @ts-check
/** The `@name` that is being typed, and whom it may mean. What is known of a beginning answers for all that go on with it. */

/**
 * @typedef {{ user_id: number, user: string, display_name: string, initials: string, colour: number }} Person
 * @typedef {{ members: Person[], more: boolean }} Named the members of a beginning, as the server says
 * @typedef {{ start: number, end: number, prefix: string }} Token from the `@` to the caret
 */

/** Characters of a name at most. */
const NAME_CHARS = 32;
/** UTF-16 units before the caret that are looked at. */
const LOOK_BACK = 2 * NAME_CHARS + 4;
/** What may stand in a name that is typed, up to the caret; an address such as ali@example.uz names nobody. */
const TYPED = /(?<![\p{L}\p{N}_@])@([\p{L}\p{M}\p{N}._'`’‘ʻʼ-]{0,32})$/u;
/** The signs that keyboards give for the one in oʻ, gʻ and aʼlo. */
const APOSTROPHES = /['`’‘ʻʼ´′]/g;
/** How long an answer is believed, in milliseconds: people come, and others speak. */
const BELIEVED_MS = 60_000;
/** How long nothing is typed before the server is asked, in milliseconds. */
const STILL_MS = 120;
/** How many answers are kept. */
const ANSWERS_MAX = 50;

/**
 * The name that ends at the caret; null when there is none.
 * @param {string} text
 * @param {number} caret
 * @returns {Token | null}
 */
export function mentionAt(text, caret) {
  const from = Math.max(0, caret - LOOK_BACK);
  const found = TYPED.exec(text.slice(from, caret));
  // What stands before the first character that was looked at is not known.
  if (!found || (found.index === 0 && from > 0)) return null;
  return { start: from + found.index, end: caret, prefix: found[1] ?? "" };
}

/** Whom a beginning may mean. */
export class MentionSearch {
  #ask;
  #now;
  #still;
  /** The beginning that was asked for last. */
  #wanted = "";
  /** The question under way: one at a time. */
  #asked = Promise.resolve();
  /** @type {Map<string, Named & { at: number }>} */
  #known = new Map();

  /**
   * @param {(prefix: string) => Promise<Named>} ask
   * @param {() => number} [now] milliseconds
   * @param {() => Promise<unknown>} [still] resolves when nothing was typed for a while
   */
  constructor(ask, now = Date.now, still = () => new Promise((resolve) => setTimeout(resolve, STILL_MS))) {
    this.#ask = ask;
    this.#now = now;
    this.#still = still;
  }

  /**
   * What is known already.
   * @param {string} prefix
   * @returns {{ members: Person[], complete: boolean }} complete: asking would tell no more
   */
  known(prefix) {
    const folded = fold(prefix);
    for (let length = folded.length; length >= 0; length -= 1) {
      const answer = this.#known.get(folded.slice(0, length));
      if (!answer || this.#now() - answer.at > BELIEVED_MS) continue;
      const members = answer.members.filter((person) => begins(person, folded));
      return { members, complete: length === folded.length || !answer.more };
    }
    return { members: [], complete: false };
  }

  /**
   * Asks where that tells more, unless more is typed meanwhile. Without a way it is what is known.
   * @param {string} prefix
   * @returns {Promise<Person[]>}
   */
  async find(prefix) {
    this.#wanted = prefix;
    await this.#still();
    await this.#asked;
    if (this.#wanted === prefix && !this.known(prefix).complete) await (this.#asked = this.#learn(fold(prefix)));
    return this.known(prefix).members;
  }

  /** @param {string} folded */
  async #learn(folded) {
    try {
      const named = await this.#ask(folded);
      if (this.#known.size >= ANSWERS_MAX) this.#known.clear();
      this.#known.set(folded, { ...named, at: this.#now() });
    } catch {
      // Names are a help: without them one types on.
    }
  }
}

/**
 * @param {Person} person
 * @param {string} folded
 */
function begins(person, folded) {
  const words = fold(person.display_name).split(/\s+/);
  return [fold(person.user), ...words].some((word) => word.startsWith(folded));
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(APOSTROPHES, "ʻ");
}
