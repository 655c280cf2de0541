// @ts-check
/** Who is typing. A sign of typing is believed for six seconds, as the server promises nothing about its end. */

/** How long one sign lasts, in milliseconds. */
export const TYPING_MS = 6_000;

export class Typists {
  /** @type {Map<string, number>} name → when the sign ends */
  #until = new Map();

  /**
   * @param {string} name
   * @param {boolean} typing
   * @param {number} now milliseconds
   */
  sign(name, typing, now) {
    this.#until.delete(name);
    if (typing) this.#until.set(name, now + TYPING_MS);
  }

  /**
   * Those who type now, first come first.
   * @param {number} now milliseconds
   */
  names(now) {
    for (const [name, until] of this.#until) if (until <= now) this.#until.delete(name);
    return [...this.#until.keys()];
  }

  /**
   * How long until the answer of {@link names} changes by itself, in milliseconds; null when it does not.
   * @param {number} now milliseconds
   */
  expiresIn(now) {
    const ends = [...this.#until.values()];
    return ends.length ? Math.max(0, Math.min(...ends) - now) : null;
  }
}

/** How often a page tells that its person types, in milliseconds. */
const TELL_EVERY_MS = 3_000;

/** Says when to tell others that I am typing: at the first key, then every three seconds, and once when it is over. */
export class OwnTyping {
  /** @type {number | null} */
  #told = null;

  /**
   * @param {boolean} typing whether something is in the field
   * @param {number} now milliseconds
   * @returns {boolean | null} what to tell, null for nothing
   */
  change(typing, now) {
    if (!typing) {
      const tell = this.#told !== null && now - this.#told < TYPING_MS;
      this.#told = null;
      return tell ? false : null;
    }
    if (this.#told !== null && now - this.#told < TELL_EVERY_MS) return null;
    this.#told = now;
    return true;
  }

  /** A message went out: it ends the typing by itself. */
  sent() {
    this.#told = null;
  }
}
