// @ts-check
/**
 * When to try the socket again: five quick tries whose pauses double, then a slow one for ever. Each pause is drawn from
 * the upper half of its length, so that a server that comes back is not met by everybody at once.
 */

/** Pauses before the quick tries, in milliseconds: the first is doubled each time. */
const QUICK_FIRST_MS = 250;
/** How many quick tries there are. */
export const QUICK_TRIES = 5;
/** Pause before each slow try, in milliseconds. */
const SLOW_MS = 30_000;

export class Backoff {
  /** @type {() => number} */
  #random;
  #tries = 0;

  /** @param {() => number} [random] a number from 0 up to 1 */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** Whether the quick tries are used up. */
  get slow() {
    return this.#tries >= QUICK_TRIES;
  }

  /**
   * The pause before the next try, in milliseconds; counts the try.
   * @param {number} [atLeast] what the server asked for (`Retry-After`), in milliseconds
   */
  next(atLeast = 0) {
    const whole = this.slow ? SLOW_MS : QUICK_FIRST_MS * 2 ** this.#tries;
    this.#tries += 1;
    return Math.max(whole / 2, atLeast) + (this.#random() * whole) / 2;
  }

  /** A connection held: the next loss starts with quick tries again. */
  reset() {
    this.#tries = 0;
  }
}
