/** Time and chance as numbers, the same in every run. */

/**
 * A number from 0 up to 1, the same series for the same seed.
 * @param {number} seed
 */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What will happen, in its order. */
export class Clock {
  now = 0;
  /** @type {{ at: number, run: () => void | Promise<void> }[]} */
  #due = [];

  /**
   * @param {() => void | Promise<void>} run
   * @param {number} ms
   */
  later(run, ms) {
    const at = this.now + ms;
    let place = this.#due.length;
    while (place > 0 && /** @type {{ at: number }} */ (this.#due[place - 1]).at > at) place -= 1;
    this.#due.splice(place, 0, { at, run });
  }

  /** Everything that is due until then happens. @param {number} until */
  async pass(until) {
    for (let next = this.#due[0]; next && next.at <= until; next = this.#due[0]) {
      this.#due.shift();
      this.now = next.at;
      await next.run();
      // What was waited for is looked at before the next thing happens.
      for (let turn = 0; turn < 8; turn += 1) await undefined;
    }
    this.now = until;
  }
}
