// @ts-check
/**
 * How far I have read: only what was really in front of somebody, in a page that is seen and has the focus. The position moves
 * forward only. It is counted at once, and told not more often than needed.
 */

/** How often at most it is told, in milliseconds. */
const TELL_EVERY_MS = 500;
/** How often at most it is looked what is in sight while the log is scrolled, in milliseconds. */
const LOOK_EVERY_MS = 100;

/**
 * @typedef {object} Means
 * @property {() => number} lastInSight the birth of the last message whose end is in sight, 0 for none
 * @property {(seq: number) => void} seen everything up to here is seen
 * @property {() => void} tell what was seen to the server
 */

export class Reading {
  #means;
  #seen = -1;
  #due = false;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #pause = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #look = null;

  /**
   * @param {HTMLElement} box the scrolling log
   * @param {Means} means
   * @param {AbortSignal} signal
   */
  constructor(box, means, signal) {
    this.#means = means;
    for (const name of ["focus", "pageshow"]) addEventListener(name, () => this.check(), { signal });
    document.addEventListener("visibilitychange", () => this.check(), { signal });
    box.addEventListener("scroll", () => this.#scrolled(), { passive: true, signal });
    addEventListener("pagehide", () => this.#last(), { signal });
    signal.addEventListener("abort", () => {
      this.#last();
      if (this.#look !== null) clearTimeout(this.#look);
    });
  }

  /** What is in sight may be other than before. */
  check() {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const seq = this.#means.lastInSight();
    if (seq <= this.#seen) return;
    this.#seen = seq;
    this.#means.seen(seq);
    this.#due = true;
    if (this.#pause === null) this.#tell();
  }

  #scrolled() {
    this.#look ??= setTimeout(() => {
      this.#look = null;
      this.check();
    }, LOOK_EVERY_MS);
  }

  /** The page or the room goes: what was seen is told now. */
  #last() {
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
    if (this.#due) this.#means.tell();
    this.#due = false;
  }

  #tell() {
    this.#due = false;
    this.#means.tell();
    this.#pause = setTimeout(() => {
      this.#pause = null;
      if (this.#due) this.#tell();
    }, TELL_EVERY_MS);
  }
}
